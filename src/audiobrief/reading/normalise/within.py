"""The readings of a whole sentence that hold in a part of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audiobrief.reading.normalise.pipeline import find_readings
from audiobrief.reading.normalise.text import Reading

__all__ = ["readings_within"]


def readings_within(readings: Sequence[Reading], text: str, start: int, end: int, language: str) -> Iterator[Reading]:
    """Return the readings of a part of a text, counted from where the part starts.

    What a reading of the whole leaves of itself in the part is read anew, without its context.

    Args:
        readings: those of the whole text.
        text: the whole.
        start: the part's first character.
        end: the one after its last.
        language: the language of the text.
    """
    near = slice(
        bisect_right(readings, start, key=lambda reading: reading.end),
        bisect_left(readings, end, key=lambda reading: reading.start),
    )
    for reading in readings[near]:
        first, last = max(reading.start, start), min(reading.end, end)
        if (first, last) == (reading.start, reading.end):
            yield replace(reading, start=first - start, end=last - start)
        else:
            for each in find_readings(text[first:last], language):
                yield replace(each, start=each.start + first - start, end=each.end + first - start)
