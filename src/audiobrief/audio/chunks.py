"""Timeline -> chunks: the stretches that are mixed, encoded and kept by themselves.

Their edges lie on MP3 frames and are chosen by what is said around them, and not by the time from the start: behind
a changed sentence the same edges come back, and with them the same chunks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audiobrief.timeline import FRAME, Timeline

__all__ = ["Chunk", "cut"]

_LEAST = 5.0
"""Seconds from one edge to the next, at least; the last chunk may be shorter."""
_USUAL = 9.0
"""Seconds after which the next place is taken, whatever is said there."""
_MOST = 14.0
"""Seconds of a chunk at most."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a programme."""

    start: int
    """First sample; a whole number of frames."""
    end: int
    """Sample after the last; a whole number of frames, but for the last chunk, which ends with the programme."""


def cut(timeline: Timeline, marks: Callable[[int], bool]) -> tuple[Chunk, ...]:
    """Cut a programme.

    Args:
        timeline: the programme.
        marks: whether the speech with that index in the timeline is one before which a chunk likes to start; half of
            them should be, by their content.
    """
    starts = tuple(_edges(timeline, marks))
    return tuple(Chunk(start, end) for start, end in zip(starts, (*starts[1:], timeline.length), strict=True))


def _edges(timeline: Timeline, marks: Callable[[int], bool]) -> Iterator[int]:
    least, usual, most = (round(seconds * timeline.sample_rate / FRAME) * FRAME for seconds in (_LEAST, _USUAL, _MOST))
    last = 0
    yield last
    for index, speech in enumerate(timeline.speech):
        if speech.start % FRAME:
            continue
        while speech.start - last > most:
            last += usual
            yield last
        if speech.start - last >= usual or (speech.start - last >= least and marks(index)):
            last = speech.start
            yield last
    while timeline.length - last > most:
        last += usual
        yield last
