"""The transcript in WebVTT, as Apple Podcasts and the podcast namespace take it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from audiobrief.publish.findings import Finding, Who, error

__all__ = ["Cue", "cues_of", "transcript_rules"]

LONGEST_LINE = 65
"""Characters."""
_LATE = 0.5
"""Seconds after the episode's end at which a cue may still end."""
_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
_AGAIN = "render the script again"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue."""

    line: int
    """The file's line with its times, from 1."""
    start: float
    """Seconds."""
    end: float
    """Seconds."""
    lines: tuple[str, ...]
    """What is shown, without tags."""


def transcript_rules(text: str, duration: float) -> Iterator[Finding]:
    """See that a transcript is WebVTT, in order, with lines that fit a telephone; of each fault, the first is told.

    Args:
        text: the file's content.
        duration: seconds that the episode lasts.
    """
    first = text.removeprefix("\ufeff").split("\n", 1)[0].rstrip("\r")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", first):
        yield error("1", "this is no WebVTT file", _AGAIN, Who.APPLE, Who.PODCASTING)
        return
    cues: list[Cue] = []
    for cue in cues_of(text):
        if isinstance(cue, int):
            yield error(str(cue), "the times of the cue cannot be read", _AGAIN, Who.APPLE, Who.PODCASTING)
            return
        cues.append(cue)
    if not cues:
        yield error("1", "the transcript has no cue", _AGAIN, Who.APPLE)
    yield from _order_rules(cues)
    long = next((cue for cue in cues if any(len(line) > LONGEST_LINE for line in cue.lines)), None)
    if long is not None:
        length = max(map(len, long.lines))
        yield error(str(long.line), f"a line has {length} characters, and apps show {LONGEST_LINE}", _AGAIN, Who.APPLE)
    late = next((cue for cue in cues if cue.end > duration + _LATE), None)
    if late is not None:
        yield error(
            str(late.line), f"the cue ends at {late.end:g} s, and the episode at {duration:g} s", _AGAIN, Who.APPLE
        )


def _order_rules(cues: list[Cue]) -> Iterator[Finding]:
    backward = next((cue for cue in cues if cue.end <= cue.start), None)
    if backward is not None:
        yield error(str(backward.line), "the cue ends before it starts", _AGAIN, Who.APPLE, Who.PODCASTING)
    early = next((cue for before, cue in pairwise(cues) if cue.start < before.start), None)
    if early is not None:
        yield error(str(early.line), "the cue starts before the one above it", _AGAIN, Who.APPLE, Who.PODCASTING)


def cues_of(text: str) -> Iterator[Cue | int]:
    """Give the cues of a WebVTT file; for one whose times cannot be read, its line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    number = 0
    while number < len(lines):
        if "-->" not in lines[number]:
            number += 1
            continue
        at = number
        number += 1
        while number < len(lines) and lines[number].strip():
            number += 1
        timing = _TIMING.fullmatch(lines[at].strip())
        shown = tuple(html.unescape(re.sub(r"<[^>]*>", "", line)) for line in lines[at + 1 : number])
        yield Cue(at + 1, _seconds(*timing.groups()[:4]), _seconds(*timing.groups()[4:]), shown) if timing else at + 1


def _seconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(thousandths) / 1000
