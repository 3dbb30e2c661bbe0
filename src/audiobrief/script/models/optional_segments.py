"""Versions of a script without some of its optional segments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audiobrief.script.models.script import Script
from audiobrief.script.models.segment import Segment


def versions(script: Script) -> tuple[Script, ...]:
    """Return the script, and then the script without one more of its removal steps each time."""
    last = len(removal_steps(script))
    return (script, *(_without(script, _omitted(script, version)) for version in range(1, last + 1)))


def omitted_segments(script: Script, version: int) -> tuple[Segment, ...]:
    """Return the segments that a version leaves out, in their order."""
    return tuple(script.segments[index] for index in sorted(_omitted(script, version)))


def describe_segments(segments: Sequence[Segment]) -> str:
    """Return segments as a message names them: `the segments of lines 7, 9 and 12`."""
    *others, last = (str(segment.position.line) for segment in segments)
    return f"the segments of lines {', '.join(others)} and {last}" if others else f"the segment of line {last}"


def removal_steps(script: Script) -> tuple[range, ...]:
    """Return the indexes of the optional segments in the order in which they are left out: from the last to the first.

    Transitions are left out together with the narration that they lead to. One segment always remains.
    """
    steps = []
    remaining = len(script.segments)
    end = len(script.segments)
    while end > 0:
        step = range(_start(script.segments, end - 1), end)
        end = step.start
        if not script.segments[step[-1]].optional:
            continue
        remaining -= len(step)
        if not remaining:
            break
        steps.append(step)
    return tuple(steps)


def _start(segments: tuple[Segment, ...], last: int) -> int:
    """Return the index of the first optional transition that leads to an optional narration; else the segment's own."""
    start = last
    if segments[last].kind == "narration" and segments[last].optional:
        while start and segments[start - 1].kind == "transition" and segments[start - 1].optional:
            start -= 1
    return start


def _omitted(script: Script, version: int) -> frozenset[int]:
    return frozenset(index for step in removal_steps(script)[:version] for index in step)


def _without(script: Script, omitted: frozenset[int]) -> Script:
    """Leave segments out; a chapter that is not left out starts with the first of its segments that remains."""
    segments = list(script.segments)
    for chapter in _chapters(script.segments):
        first = next((index for index in chapter if index not in omitted), None)
        if first is not None and first != chapter.start and _remains(script.segments, chapter, omitted):
            start = segments[chapter.start]
            keys = {"chapter": start.chapter, "url": start.url, "image": start.image, "source": start.source}
            segments[first] = segments[first].model_copy(update=keys)
    remaining = tuple(segment for index, segment in enumerate(segments) if index not in omitted)
    return script.model_copy(update={"segments": remaining})


def _chapters(segments: tuple[Segment, ...]) -> Iterator[range]:
    """Yield the indexes of the segments of each chapter."""
    starts = [index for index, segment in enumerate(segments) if not index or segment.chapter]
    for start, end in zip(starts, [*starts[1:], len(segments)], strict=True):
        yield range(start, end)


def _remains(segments: tuple[Segment, ...], chapter: range, omitted: frozenset[int]) -> bool:
    """Return whether a narration of a chapter remains; any segment, where the chapter has no narration."""
    narrations = [index for index in chapter if segments[index].kind == "narration"] or chapter
    return any(index not in omitted for index in narrations)
