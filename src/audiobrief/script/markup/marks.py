"""The marks of a text: their names, and checks of their values.

Each check returns what is wrong and what to do, or None where the value is valid.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from audiobrief.language.codes import LANGUAGE_TAG, LONGEST_IPA, unknown_ipa_sign
from audiobrief.script.suggestions import closest

DATE_FORMATS = ("ymd", "mdy", "dmy", "ym", "my", "md", "dm", "y", "m", "d")
KEYS = ("characters", "date", "ipa", "lang", "sub", "voice")
SYNONYMS = {
    "alias": "sub", "say": "sub", "pronounce": "sub", "pronunciation": "sub", "as": "sub", "phoneme": "ipa",
    "language": "lang", "speaker": "voice", "spell": "characters", "spelled": "characters", "chars": "characters",
    "character": "characters", "letters": "characters",
}  # fmt: skip
"""Other words for marks."""


@dataclass(frozen=True, slots=True)
class MarkProblem:
    """A mark that cannot be read."""

    offset: int
    length: int
    what: str
    advice: str


def mark_problem(key: str, value: str | None) -> tuple[str, str] | None:
    """Return what is wrong with a mark and what to do, or None where it is valid."""
    if key not in KEYS:
        advice = f"write [{SYNONYMS[key]}]" if key in SYNONYMS else closest(key, KEYS)
        return f"unknown mark '{key}'", advice.replace("[sub]", '[sub:"..."]')
    if key == "characters":
        return None if value is None else ("the mark 'characters' takes no value", "write [characters]")
    if value is None or not value.strip():
        return f"the mark '{key}' needs a value", f'write [{key}:"..."]'
    return _VALUE_PROBLEMS[key](value)


def _date_problem(value: str) -> tuple[str, str] | None:
    order = "".join(dict.fromkeys(letter for letter in value.lower() if letter in "dmy"))
    orders = f'write [date:"{order}"]' if order in DATE_FORMATS else "one of " + ", ".join(DATE_FORMATS)
    return None if value in DATE_FORMATS else (f"unknown order of a date '{value}'", orders)


def _ipa_problem(value: str) -> tuple[str, str] | None:
    if len(value) > LONGEST_IPA:
        return f"more than {LONGEST_IPA} sounds for one word", "mark each word by itself"
    if (sign := unknown_ipa_sign(value)) is not None:
        what = f"'{sign}' (U+{ord(sign):04X}) is not a sign of the phonetic alphabet"
        return what, "correct it, or use sub: with a respelling"
    return None


def _language_problem(value: str) -> tuple[str, str] | None:
    advice = "write it as en, en-GB or uk"
    return None if LANGUAGE_TAG.fullmatch(value) else (f"'{value}' is not a language tag", advice)


def _sub_problem(value: str) -> tuple[str, str] | None:
    audible = any(character.isalnum() for character in value)
    return None if audible else (f"there is nothing to say in '{value}'", "write words")


_VALUE_PROBLEMS: dict[str, Callable[[str], tuple[str, str] | None]] = {
    "date": _date_problem,
    "ipa": _ipa_problem,
    "lang": _language_problem,
    "sub": _sub_problem,
    "voice": lambda _value: None,
}
