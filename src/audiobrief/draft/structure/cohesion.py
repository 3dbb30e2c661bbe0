"""Find topic shifts in a text without headings by lexical cohesion, after Hearst's TextTiling (1997).

Neighbouring passages on one topic share words. Where they share few, and the passages before and after share more,
another topic begins.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from audiobrief.draft.cleanup.text import cosine, word_stem, words_of

_BESIDE = 3
"""Paragraphs on each side of a gap that are compared."""
_FEWEST_PARAGRAPHS = 3
"""The fewest paragraphs of a chapter."""
_FEWEST_WORDS = 90
"""The fewest words of a chapter; about 35 s of speech."""
_STEEPNESS = 0.25
"""Standard deviations by which a gap's depth must exceed the mean."""


def find_topic_shifts(paragraphs: Sequence[str], common: frozenset[str]) -> tuple[int, ...]:
    """Return the indices of the paragraphs at which another topic begins, never the first; ignore common words."""
    bags = [_bag(paragraph, common) for paragraph in paragraphs]
    depths = _depths([_likeness(bags, gap) for gap in range(1, len(bags))])
    if not depths:
        return ()
    mean = sum(depths) / len(depths)
    steep = mean + _STEEPNESS * math.sqrt(sum((depth - mean) ** 2 for depth in depths) / len(depths))
    lengths = [len(paragraph.split()) for paragraph in paragraphs]
    chosen: list[int] = []
    for gap in sorted(range(1, len(bags)), key=lambda gap: -depths[gap - 1]):
        if depths[gap - 1] > max(steep, 0) and _has_room(sorted([*chosen, gap]), lengths):
            chosen.append(gap)
    return tuple(sorted(chosen))


def _bag(paragraph: str, common: frozenset[str]) -> Counter[str]:
    words = words_of(paragraph)
    return Counter(word_stem(word) for word in words if len(word) > 2 and word not in common and not word.isdigit())


def _likeness(bags: Sequence[Counter[str]], gap: int) -> float:
    """Return the cosine of the words on both sides of a gap, 0 to 1."""
    before = sum(bags[max(0, gap - _BESIDE) : gap], Counter[str]())
    after = sum(bags[gap : gap + _BESIDE], Counter[str]())
    return cosine(before, after)


def _depths(likenesses: Sequence[float]) -> list[float]:
    """Return the depth of each gap below the nearest peaks on both sides."""
    return [
        _nearest_peak(likenesses[at::-1]) + _nearest_peak(likenesses[at:]) - 2 * likeness
        for at, likeness in enumerate(likenesses)
    ]


def _nearest_peak(values: Sequence[float]) -> float:
    """Return the last of the values that rise from the first one on."""
    return next((value for value, after in pairwise(values) if after < value), values[-1])


def _has_room(gaps: Sequence[int], lengths: Sequence[int]) -> bool:
    """Return whether every part is long enough to be a chapter."""
    bounds = [0, *gaps, len(lengths)]
    return all(
        end - start >= _FEWEST_PARAGRAPHS and sum(lengths[start:end]) >= _FEWEST_WORDS
        for start, end in pairwise(bounds)
    )
