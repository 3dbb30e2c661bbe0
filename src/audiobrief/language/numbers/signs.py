"""Find whether a number is written as negative, or as a loss."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from audiobrief.language.tables import table

Sign = Literal["", "minus", "falling"]
"""Empty for a number above zero, or one of which nothing is known."""
_SENTENCE_END = re.compile(r"[.!?…;](?=\s)")
_LONGEST = 80
"""Characters before a number in which a word can make it a loss."""


def sign_beside(text: str, start: int, end: int, language: str) -> tuple[Sign, int]:
    """Return the sign of a number, and the first character of both; `start` and `end` are those of the number."""
    patterns = _patterns(language)
    before = text[max(0, start - _LONGEST) : start]
    if minus := patterns["minus"].search(before):
        return "minus", start - len(minus[0])
    if patterns["below_zero"].match(text, end):
        return "minus", start
    if patterns["levels"].search(before):
        return "", start
    clause = _SENTENCE_END.split(before)[-1]
    return ("falling" if patterns["falling"].search(clause) else ""), start


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    words = table("signs", language)
    minus, falling, below, levels = (
        "|".join(map(re.escape, words.get(name, ()))) or r"(?!)"
        for name in ("minus", "falling", "below_zero", "levels")
    )
    return {
        "levels": re.compile(rf"(?<!\w)(?:{levels}) [$£€]?$", re.IGNORECASE),
        "minus": re.compile(rf"(?:(?<!\w)(?:{minus}) |(?:^|(?<=[\s(“\"'])|(?<=[$£€]))[-−–])[$£€]?$", re.IGNORECASE),
        "falling": re.compile(rf"(?<!\w)(?:{falling})(?!\w)", re.IGNORECASE),
        "below_zero": re.compile(rf"(?: [^\W\d_]+)? (?:{below})(?!\w)", re.IGNORECASE),
    }
