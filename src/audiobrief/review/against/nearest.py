"""The passage of an article from which a sentence may come: the one that shares the rarest words with it."""

from __future__ import annotations

import re
from collections import Counter

from audiobrief.findings import shorten

__all__ = ["Nearest"]

_WORD = re.compile(r"\w+")
_END = re.compile(r"(?<=[.!?…])[”’\"»]*\s+|\n\s*\n")
_STEM = 5
"""Letters by which words are compared, so that their forms count as one."""
_LONGEST = 240


class Nearest:
    """An article's sentences, by their words."""

    def __init__(self, article: str) -> None:
        self._sentences = [sentence for each in _END.split(article) if (sentence := " ".join(each.split()))]
        self._words = [_stems(sentence) for sentence in self._sentences]
        self._counts = Counter(stem for stems in self._words for stem in stems)

    def passage(self, text: str) -> str | None:
        """Return the nearest sentence; None where none shares a word."""
        wanted = _stems(text)
        scores = [sum(1 / self._counts[stem] for stem in wanted & stems) for stems in self._words]
        best = max(scores, default=0)
        return shorten(self._sentences[scores.index(best)], _LONGEST) if best else None


def _stems(text: str) -> set[str]:
    return {match[0].casefold()[:_STEM] for match in _WORD.finditer(text)}
