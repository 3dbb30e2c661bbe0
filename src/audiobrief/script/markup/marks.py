"""Which marks there are in a text, and what is wrong with one.

Each check gives what is wrong and what to do, or None where it is right.
"""

from __future__ import annotations

from collections.abc import Callable

from audiobrief.language.codes import LANGUAGE_TAG, LONGEST_IPA, unknown_ipa_sign
from audiobrief.script.suggestions import closest

__all__ = ["DATE_FORMATS", "KEYS", "mark_fault"]

DATE_FORMATS = ("ymd", "mdy", "dmy", "ym", "my", "md", "dm", "y", "m", "d")
KEYS = ("characters", "date", "ipa", "lang", "sub", "voice")


def mark_fault(key: str, value: str | None) -> tuple[str, str] | None:
    """Say what is wrong with a mark, and what to do; None where it is right."""
    if key not in KEYS:
        return f"unknown mark '{key}'", closest(key, KEYS)
    if key == "characters":
        return None if value is None else ("the mark 'characters' takes no value", "write [characters]")
    if value is None or not value.strip():
        return f"the mark '{key}' needs a value", f'write [{key}:"..."]'
    return _VALUE_FAULTS[key](value)


def _date_fault(value: str) -> tuple[str, str] | None:
    orders = "one of " + ", ".join(DATE_FORMATS)
    return None if value in DATE_FORMATS else (f"unknown order of a date '{value}'", orders)


def _ipa_fault(value: str) -> tuple[str, str] | None:
    if len(value) > LONGEST_IPA:
        return f"more than {LONGEST_IPA} sounds for one word", "mark each word by itself"
    if (sign := unknown_ipa_sign(value)) is not None:
        what = f"'{sign}' (U+{ord(sign):04X}) is not a sign of the phonetic alphabet"
        return what, "correct it, or use sub: with a respelling"
    return None


def _language_fault(value: str) -> tuple[str, str] | None:
    advice = "write it as en, en-GB or uk"
    return None if LANGUAGE_TAG.fullmatch(value) else (f"'{value}' is not a language tag", advice)


def _sub_fault(value: str) -> tuple[str, str] | None:
    audible = any(character.isalnum() for character in value)
    return None if audible else (f"there is nothing to say in '{value}'", "write words")


_VALUE_FAULTS: dict[str, Callable[[str], tuple[str, str] | None]] = {
    "date": _date_fault,
    "ipa": _ipa_fault,
    "lang": _language_fault,
    "sub": _sub_fault,
    "voice": lambda _value: None,
}
