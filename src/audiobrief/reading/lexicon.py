"""The script's and the house's words of how to say words, found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from audiobrief.script.models.script import Entry

__all__ = ["Match", "find_entries"]

Match = tuple[int, int, Entry]
"""First character, the one after the last, and the entry that holds there."""


@lru_cache(maxsize=32)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    if not words:
        return None
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in longest_first) + r")(?!\w)", re.IGNORECASE)


def find_entries(text: str, lexicon: Sequence[Entry]) -> Iterator[Match]:
    """Return where entries of a lexicon hold: whole words, the longest first, before a possessive too.

    A word in capitals (`WHO`) holds for capitals alone, a name (`Kyiv`) also in capitals, and a word in small
    letters however it is written.
    """
    pattern = _pattern(tuple(entry.word for entry in lexicon))
    if pattern is None:
        return
    for match in pattern.finditer(text):
        found = match[0]
        for entry in lexicon:
            if entry.word.casefold() == found.casefold() and _case_holds(entry.word, found):
                yield match.start(), match.end(), entry
                break


def _case_holds(word: str, found: str) -> bool:
    return word == found or word == word.lower() or (found == found.upper() and word != word.upper())
