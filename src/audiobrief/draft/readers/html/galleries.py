"""Recognise the pictures of a gallery by the counters over them, such as `3/12` or `Image 3 of 12`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from audiobrief.draft.cleanup.text import words_of
from audiobrief.draft.readers.html.markup_walk import PageText

GALLERY = "picture gallery"
"""The reason for texts of a gallery."""
_COUNTER = re.compile(
    r"(?:(?:image|photo|picture|slide)\s*)?(?P<at>\d{1,3})\s?(?:/|of|von|sur|de)\s?(?P<last>\d{1,3})\b", re.IGNORECASE
)
_FEWEST = 3
"""The fewest pictures of a gallery."""
_SHORTEST_STORY = 100
"""Words; with fewer beside the gallery, the gallery is the article."""


def mark_galleries(texts: Sequence[PageText]) -> list[PageText]:
    """Set a reason for texts in elements that begin with a counter, if these count the pictures of a gallery."""
    firsts: dict[int, PageText] = {}
    for text in texts:
        firsts.setdefault(text.holder, text)
    counters = {holder: counter for holder, text in firsts.items() if (counter := _counter(text.text))}
    counted = {*counters.values()}
    holders = {
        holder for holder, (_, last) in counters.items() if {(at, last) for at in range(1, _FEWEST + 1)} <= counted
    }
    story = (words_of(each.text) for each in texts if each.reason is None and each.holder not in holders)
    if not holders or sum(map(len, story)) < _SHORTEST_STORY:
        return list(texts)
    return [replace(each, reason=GALLERY) if each.reason is None and each.holder in holders else each for each in texts]


def _counter(text: str) -> tuple[int, int] | None:
    """Return the number of a picture and that of all pictures, if a text begins with them."""
    match = _COUNTER.match(text)
    at, last = (int(match["at"]), int(match["last"])) if match else (0, 0)
    return (at, last) if 1 <= at <= last >= _FEWEST else None
