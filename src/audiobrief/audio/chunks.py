"""Timeline -> chunks: the stretches that are mixed, encoded and kept by themselves.

Their edges lie on MP3 frames and are chosen by what is said there, and not by the time from the start: around a changed
sentence the same edges come back, and with them the same chunks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobrief.timeline.timeline import FRAME, Timeline

__all__ = ["Chunk", "cut"]

_LEAST = 5.0
"""Seconds of a chunk at least, where the programme is longer."""
_USUAL = 9.0
"""Seconds of a chunk where nothing is said."""
_MOST = 14.0
"""Seconds of a chunk at most."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a programme."""

    start: int
    """First sample; a whole number of frames."""
    end: int
    """Sample after the last; a whole number of frames, but for the last chunk, which ends with the programme."""


def cut(timeline: Timeline, keys: Sequence[str]) -> tuple[Chunk, ...]:
    """Cut a programme.

    What is too long is cut before the speech of the least key, and so are both parts. An edge is lost only where a part
    in which it was the least has changed: mostly, that is one.

    Args:
        timeline: the programme.
        keys: of each speech in the timeline, by its content, as good as drawn by lot.
    """
    places = [
        (key, speech.start) for key, speech in zip(keys, timeline.speech, strict=True) if not speech.start % FRAME
    ]
    return tuple(_cut(Chunk(0, timeline.length), places, timeline.sample_rate))


def _cut(whole: Chunk, places: list[tuple[str, int]], sample_rate: int) -> Iterator[Chunk]:
    least, usual, most = (round(seconds * sample_rate / FRAME) * FRAME for seconds in (_LEAST, _USUAL, _MOST))
    # What is left to cut, the earliest last; a stack, because a part may have been cut very often.
    left = [(whole, places)]
    while left:
        chunk, places = left.pop()
        if chunk.end - chunk.start <= most:
            yield chunk
            continue
        within = [(key, start) for key, start in places if chunk.start + least <= start <= chunk.end - least]
        at = min(within)[1] if within else chunk.start + usual
        left.append((Chunk(at, chunk.end), [place for place in within if place[1] > at]))
        left.append((Chunk(chunk.start, at), [place for place in within if place[1] < at]))
