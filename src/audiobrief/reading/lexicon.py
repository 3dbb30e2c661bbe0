"""Find the entries of a lexicon in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from audiobrief.script.models.lexicon import Entry

Match = tuple[int, int, Entry]
"""First character, the one after the last, and the entry that applies there."""


@lru_cache(maxsize=32)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    if not words:
        return None
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in longest_first) + r")(?!\w)", re.IGNORECASE)


def find_entries(text: str, lexicon: Sequence[Entry]) -> Iterator[Match]:
    """Yield the places where entries of a lexicon apply: whole words, the longest first, also before a possessive.

    An entry in capitals (`WHO`) applies to capitals only, a name (`Kyiv`) also to capitals, and a word in small letters
    however it is written.
    """
    pattern = _pattern(tuple(entry.word for entry in lexicon))
    if pattern is None:
        return
    for match in pattern.finditer(text):
        word = match[0]
        for entry in lexicon:
            if entry.word.casefold() == word.casefold() and _case_matches(entry.word, word):
                yield match.start(), match.end(), entry
                break


def _case_matches(entry: str, word: str) -> bool:
    return entry == word or entry == entry.lower() or (word == word.upper() and entry != entry.upper())
