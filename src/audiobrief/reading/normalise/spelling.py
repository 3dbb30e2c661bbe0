"""A word said character by character."""

from __future__ import annotations

import unicodedata

from audiobrief.reading.normalise.english.numbers.number_words import cardinal
from audiobrief.reading.normalise.tables import table

__all__ = ["spell"]


def spell(text: str, language: str) -> str:
    """Say each character by itself: letters apart, digits as words where num2words knows the language."""
    return " ".join(_character(each, language) for each in text if not each.isspace())


def _character(character: str, language: str) -> str:
    short = language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    if unicodedata.category(character) == "Nd":
        return _digit(unicodedata.digit(character), short) or character
    if short == "en" and not character.isalnum():
        named = {".": "dot", "-": "dash", "/": "slash", "_": "underscore", "%": "per cent"}
        return named.get(character) or str(table("english", "signs").get(character, character))
    return character


def _digit(value: int, language: str) -> str:
    if language == "en":
        return cardinal(value, british=True)
    from num2words import CONVERTER_CLASSES, num2words

    return str(num2words(value, lang=language)) if language in CONVERTER_CLASSES else ""
