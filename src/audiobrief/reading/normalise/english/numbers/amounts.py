"""Patterns that the rules for money and measures share, and a test for amounts that describe a noun."""

from __future__ import annotations

import re

from audiobrief.reading.normalise.tables import words
from audiobrief.reading.normalise.text import Text

NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,5}(?!\d)|\d{1,15}(?!\d))(?:\.\d{1,15}(?!\d))?"
"""The pattern of a number, with commas and a decimal point."""
DASH = r"(?: ?[-–—] ?|~)"
"""The pattern of the dash of a range."""
_WORD = re.compile(r"[ -]([^\W\d_][\w-]*)")


def describes(text: Text, at: int, end: int) -> bool:
    """Return whether an amount describes the noun after it: 'a $4bn deal', and not 'a $4bn a year'."""
    next_word = _WORD.match(text.after(end))
    if next_word is None:
        return False
    following = next_word[1].lower()
    if text.plain[end] == "-":
        return not following.startswith("a-")
    if following in words("attributive", "nouns"):
        return text.starts_word(at)
    return (
        text.word_before(at).lower() in {"a", "an", "another"}
        and following not in words("attributive", "not_nouns")
        and not (following.endswith("s") and not following.endswith("ss"))
    )
