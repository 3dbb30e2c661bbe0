"""A script without some of its optional segments, and what then becomes of its chapters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audiobrief.script.models.script import Script
from audiobrief.script.models.segment import Segment

__all__ = ["left_out", "steps", "told", "versions"]


def versions(script: Script) -> tuple[Script, ...]:
    """Return the script, and then each time without the next of its `steps`."""
    return (script, *(_without(script, _gone(script, version)) for version in range(1, len(steps(script)) + 1)))


def left_out(script: Script, version: int) -> tuple[Segment, ...]:
    """Return the segments that a version goes without, in their order."""
    return tuple(script.segments[at] for at in sorted(_gone(script, version)))


def told(segments: Sequence[Segment]) -> str:
    """Name segments by their places: `the segments of lines 7, 9 and 12`."""
    *others, last = (str(segment.position.line) for segment in segments)
    return f"the segments of lines {', '.join(others)} and {last}" if others else f"the segment of line {last}"


def steps(script: Script) -> tuple[range, ...]:
    """Return the optional segments in the order in which they go, the last first; one segment always stays.

    Transitions go together with the narration that they lead to.
    """
    found = []
    staying = len(script.segments)
    end = len(script.segments)
    while end > 0:
        step = range(_start(script.segments, end - 1), end)
        end = step.start
        if not script.segments[step[-1]].optional:
            continue
        staying -= len(step)
        if not staying:
            break
        found.append(step)
    return tuple(found)


def _start(segments: tuple[Segment, ...], last: int) -> int:
    """Return where the optional transitions start that lead to an optional narration; else the segment's own place."""
    start = last
    if segments[last].kind == "narration" and segments[last].optional:
        while start and segments[start - 1].kind == "transition" and segments[start - 1].optional:
            start -= 1
    return start


def _gone(script: Script, version: int) -> frozenset[int]:
    return frozenset(at for step in steps(script)[:version] for at in step)


def _without(script: Script, gone: frozenset[int]) -> Script:
    """Leave segments out; a chapter that does not go with them starts with the first of its segments that stays."""
    segments = list(script.segments)
    for places in _chapters(script.segments):
        first = next((at for at in places if at not in gone), None)
        if first is not None and first != places.start and _stays(script.segments, places, gone):
            start = segments[places.start]
            chapter = {"chapter": start.chapter, "url": start.url, "image": start.image}
            segments[first] = segments[first].model_copy(update=chapter)
    staying = tuple(segment for at, segment in enumerate(segments) if at not in gone)
    return script.model_copy(update={"segments": staying})


def _chapters(segments: tuple[Segment, ...]) -> Iterator[range]:
    starts = [at for at, segment in enumerate(segments) if not at or segment.chapter]
    for start, end in zip(starts, [*starts[1:], len(segments)], strict=True):
        yield range(start, end)


def _stays(segments: tuple[Segment, ...], chapter: range, gone: frozenset[int]) -> bool:
    """Return whether anything stays of what a chapter tells: of its narrations, or of all of it where it has none."""
    told = [at for at in chapter if segments[at].kind == "narration"] or chapter
    return any(at not in gone for at in told)
