"""Division of a timeline into chunks, which are mixed, encoded and cached separately.

Chunks begin on MP3 frames. Where they begin depends on the sentences there and not on the time: after a changed
sentence the edges are the same as before, and so are the chunks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobrief.timeline.timeline import FRAME, Timeline

_SHORTEST = 5.0
"""The shortest chunk in seconds, unless the programme is shorter."""
_WITHOUT_SPEECH = 9.0
"""Seconds of a chunk without speech."""
_LONGEST = 14.0
"""The longest chunk in seconds."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a programme."""

    start: int
    """The first sample; a whole number of frames."""
    end: int
    """The sample after the last; a whole number of frames, except in the last chunk, which ends with the programme."""


def cut(timeline: Timeline, keys: Sequence[str]) -> tuple[Chunk, ...]:
    """Return the chunks of a programme.

    A stretch that is too long is cut before the speech with the lowest key, and so are both parts. An edge disappears
    only if the stretch of which it had the lowest key has changed: that is one edge in most cases.

    Args:
        timeline: the programme.
        keys: a key of each speech in the timeline: a digest of its content.
    """
    places = [
        (key, speech.start) for key, speech in zip(keys, timeline.speech, strict=True) if not speech.start % FRAME
    ]
    return tuple(_cut(Chunk(0, timeline.length), places, timeline.sample_rate))


def _cut(programme: Chunk, places: list[tuple[str, int]], sample_rate: int) -> Iterator[Chunk]:
    shortest, without_speech, longest = (
        round(seconds * sample_rate / FRAME) * FRAME for seconds in (_SHORTEST, _WITHOUT_SPEECH, _LONGEST)
    )
    # A stack of the stretches to cut, the earliest on top; recursion could become too deep.
    pending = [(programme, places)]
    while pending:
        chunk, places = pending.pop()
        if chunk.end - chunk.start <= longest:
            yield chunk
            continue
        possible = [(key, start) for key, start in places if chunk.start + shortest <= start <= chunk.end - shortest]
        at = min(possible)[1] if possible else chunk.start + without_speech
        pending.append((Chunk(at, chunk.end), [place for place in possible if place[1] > at]))
        pending.append((Chunk(chunk.start, at), [place for place in possible if place[1] < at]))
