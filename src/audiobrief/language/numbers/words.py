"""Numbers in words, and the words that are numbers: seven, zweiunddreißigtausend, XIV."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from audiobrief.language.codes import primary_language
from audiobrief.language.tables import table

SPELLING_ERRORS = (NotImplementedError, ArithmeticError, ValueError, LookupError, AttributeError, TypeError)
"""The errors of num2words 0.5 for numbers that a language cannot express."""
_LARGEST_IN_WORDS = 999
_LARGEST_ORDINAL = 99
_HALF = Decimal("0.5")
_ROMAN = re.compile(r"(?=[VX]|I.)X{0,3}(?:IX|IV|V?I{0,3})")
"""Roman numerals up to 39, without I: longer ones are seldom numbers."""
_ROMAN_SIGNS = {"I": 1, "V": 5, "X": 10}


@lru_cache(maxsize=4096)
def spell_number(value: float | str, language: str, to: str = "cardinal") -> str:
    """Return a number, or digits with a decimal point, in words: as a cardinal, an ordinal or a year.

    The language has the name that num2words has for it.

    Raises:
        Exception: one of `SPELLING_ERRORS`, where num2words lacks the form in a language.
    """
    from num2words import num2words

    return str(num2words(value, lang=language, to=to))


def has_number_words(language: str) -> bool:
    """Return whether num2words has a language, by num2words' name for it."""
    from num2words import CONVERTER_CLASSES

    return language in CONVERTER_CLASSES


def parse_number_word(word: str, language: str) -> Decimal | None:
    """Return the number that a word stands for; None where it is no number."""
    value = number_words(language).get(word.lower())
    if value is None and _ROMAN.fullmatch(word):
        return _roman(word)
    return _compound(word.lower(), language) if value is None else value


def is_vague(words: str, language: str) -> bool:
    """Return whether words that are a number seldom mean one by themselves, such as 'one' and 'first'."""
    return words.lower() in table("numbers", language).get("vague", ())


def is_ordinal(word: str, language: str) -> bool:
    """Return whether a word is an ordinal: third, dritten."""
    return word.lower() in _ordinals(primary_language(language))


@cache
def number_words(language: str) -> dict[str, Decimal]:
    """Return the words that are numbers in a language, with their values; except in English, also several together."""
    words = table("numbers", language)
    if not words:
        return {}
    language = primary_language(language)
    small = words.get("small") or {
        re.sub(r"[\s-]+", " ", spell_number(value, language)).lower(): value
        for value in range(_LARGEST_IN_WORDS, -1, -1)
    }
    for ending, others in words.get("forms", {}).items():
        small = _with_forms(small, ending, others)
    listed = {**small, **_ordinals(language), **words.get("further", {})}
    return {word: Decimal(str(value)) for word, value in listed.items()}


def _with_forms(words: dict[str, int], ending: str, others: list[str]) -> dict[str, int]:
    """Return number words together with those that end otherwise: treinta y uno, treinta y una."""
    forms = {
        word.removesuffix(ending) + other: value
        for word, value in words.items()
        if word.endswith(ending)
        for other in others
    }
    return {**forms, **words}


@cache
def _ordinals(language: str) -> dict[str, int]:
    words = table("numbers", language)
    listed: dict[str, int] = words.get("ordinals", {})
    if listed or "ordinal_endings" not in words:
        return listed
    return {
        spell_number(value, language, "ordinal") + ending: value
        for value in range(1, _LARGEST_ORDINAL + 1)
        for ending in words["ordinal_endings"]
    }


@cache
def _compound(word: str, language: str) -> Decimal | None:
    """Return the value of a compound, as German writes them: zwölfhundert, dreitausendfünfhundert, sechseinhalb."""
    words = table("numbers", language)
    for name, size in words.get("compound", {}).items():
        front, separator, back = word.partition(name)
        if not separator:
            continue
        factor = parse_number_word(front, language) if front else Decimal(1)
        rest = parse_number_word(back.removeprefix(words["compound_joining"]), language) if back else Decimal(0)
        return factor * size + rest if factor is not None and rest is not None and rest < size else None
    half = words.get("compound_half")
    if half and word.endswith(half) and word != half:
        whole = parse_number_word(word.removesuffix(half), language)
        return None if whole is None else whole + _HALF
    return None


def _roman(word: str) -> Decimal:
    values = [_ROMAN_SIGNS[sign] for sign in word]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return Decimal(sum(-value if value < following else value for value, following in pairs))
