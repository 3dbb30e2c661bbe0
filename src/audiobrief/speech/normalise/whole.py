"""The way in: readings by language, and the text with all of them put in."""

from __future__ import annotations

from audiobrief.speech.normalise.english import read_english
from audiobrief.speech.normalise.others import read_other
from audiobrief.speech.normalise.text import Reading

__all__ = ["find_readings", "read_aloud"]


def find_readings(text: str, language: str) -> tuple[Reading, ...]:
    """Give what is said otherwise than it is written, in order and not overlapping.

    Args:
        text: a sentence, or several.
        language: its BCP 47 tag.
    """
    english = language.replace("_", "-").split("-", maxsplit=1)[0].lower() == "en"
    return tuple(read_english(text, language) if english else read_other(text, language))


def read_aloud(text: str, language: str) -> str:
    """Give a text with all its readings put in."""
    said: list[str] = []
    at = 0
    for reading in find_readings(text, language):
        said += [text[at : reading.start], reading.said]
        at = reading.end
    return "".join([*said, text[at:]])
