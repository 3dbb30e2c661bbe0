"""Read text as a script's mark asks: character by character, or as a date."""

from __future__ import annotations

import re
import unicodedata

from audiobrief.language.calendar import month_names
from audiobrief.language.codes import primary_language
from audiobrief.language.numbers.words import SPELLING_ERRORS, has_number_words, spell_number
from audiobrief.reading.normalise.tables import table

_SIGNS = {".": "dot", "-": "dash", "/": "slash", "_": "underscore", "%": "per cent"}
_LONGEST_DATE_PART = 12
_DATE_PARTS = re.compile(r"\d+|[A-Za-z]+")


def spell(text: str, language: str) -> str:
    """Return a text character by character: letters apart, digits as words where num2words knows the language."""
    return " ".join(_character(character, language) for character in text if not character.isspace())


def _character(character: str, language: str) -> str:
    short = primary_language(language.replace("_", "-"))
    if unicodedata.category(character) == "Nd":
        digit = unicodedata.digit(character)
        return (spell_number(digit, short) if has_number_words(short) else "") or character
    if short == "en" and not character.isalnum():
        return _SIGNS.get(character) or str(table("english", "signs").get(character, character))
    return character


def spell_date(text: str, order: str, language: str) -> str:
    """Return a date in words by the order of its parts, such as `2023` by `y` as 'twenty twenty-three'.

    A text that does not have these parts is returned as it is.
    """
    parts = _DATE_PARTS.findall(text)
    if len(parts) != len(order) or any(len(part) > _LONGEST_DATE_PART for part in parts):
        return text
    try:
        words = [_date_part(part, value, primary_language(language)) for part, value in zip(order, parts, strict=True)]
    except SPELLING_ERRORS:
        return text
    return " ".join(words)


def _date_part(part: str, value: str, language: str) -> str:
    if part == "m":
        if not value.isdigit():
            return value
        if language != "en":
            raise NotImplementedError("months are named in English")
        return month_names("en")[int(value) - 1] if 1 <= int(value) <= 12 else value
    if len(value) > 4:
        raise ValueError(f"{value} is no part of a date")
    return spell_number(int(value), language, "year" if part == "y" else "ordinal").replace(",", "")
