"""Transcripts in WebVTT, SubRip and JSON, as Apple Podcasts and the podcast namespace accept them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, Field

from audiobrief.findings import Finding
from audiobrief.publish.preflight.requirements import RENDER_AGAIN, Spec, error
from audiobrief.storage.confined_values import Seconds, parse_json

LONGEST_LINE = 65
"""Characters."""
_LATE = 0.5
"""Seconds after the episode's end at which a cue may still end."""
_TIME = r"(?:(\d{2,6}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
_SUBRIP = re.compile(_TIMING.pattern.replace(r"\.", "[,.]"))
_MOST_LINES = 2
"""Of a cue in SubRip."""
_BARE = re.compile(r"&(?!(?:amp|lt|gt|lrm|rlm|nbsp|quot|#\d+|#[xX][0-9A-Fa-f]+);)|<(?!/?(?:[bciuv]|lang|ruby|rt)\b|\d)")
"""Characters that have a meaning in WebVTT and are not escaped (W3C WebVTT 1, 4.2.2)."""


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
    """The text, without tags."""
    bare: bool = False
    """True if it has a character that has a meaning in WebVTT and is not escaped."""


class _JsonSegment(BaseModel):
    """A segment of a JSON transcript."""

    speaker: str
    start_time: Seconds = Field(alias="startTime")
    end_time: Seconds = Field(alias="endTime")
    body: str


class _JsonTranscript(BaseModel):
    """A JSON transcript (podcast namespace, transcripts.md)."""

    version: Literal["1.0.0"]
    segments: tuple[_JsonSegment, ...]


def transcript_rules(text: str, duration: float) -> Iterator[Finding]:
    """Check that a text is WebVTT, in order, with lines that fit a telephone; report each fault once."""
    first = text.removeprefix("\ufeff").split("\n", 1)[0].rstrip("\r")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", first):
        yield error(1, "this is no WebVTT file", RENDER_AGAIN, Spec.APPLE, Spec.PODCASTING)
        return
    cues, unreadable = parse_cues(text)
    if unreadable is not None:
        yield error(unreadable, "the times of the cue cannot be read", RENDER_AGAIN, Spec.APPLE, Spec.PODCASTING)
        return
    if not cues:
        yield error(1, "the transcript has no cue", RENDER_AGAIN, Spec.APPLE)
    yield from _order_rules(cues)
    if long := next((cue for cue in cues if any(len(line) > LONGEST_LINE for line in cue.lines)), None):
        what = f"a line has {max(map(len, long.lines))} characters, and apps show {LONGEST_LINE}"
        yield error(long.line, what, RENDER_AGAIN, Spec.APPLE)
    yield from _late_rules(cues, duration)
    if bare := next((cue for cue in cues if cue.bare), None):
        yield error(bare.line, "a '&' or '<' of the cue is not escaped", RENDER_AGAIN, Spec.APPLE, Spec.PODCASTING)


def subrip_rules(text: str, duration: float) -> Iterator[Finding]:
    """Check that a text is SubRip, in order, with at most two lines a cue; report each fault once."""
    cues, unreadable = parse_cues(text.removeprefix("\ufeff"), _SUBRIP)
    if unreadable is not None:
        yield error(unreadable, "the times of the cue cannot be read", RENDER_AGAIN, Spec.PODCASTING)
        return
    if not cues:
        yield error(1, "the transcript has no cue", RENDER_AGAIN, Spec.PODCASTING)
    yield from _order_rules(cues)
    if high := next((cue for cue in cues if len(cue.lines) > _MOST_LINES), None):
        what = f"the cue has {len(high.lines)} lines, and apps show {_MOST_LINES}"
        yield error(high.line, what, RENDER_AGAIN, Spec.PODCASTING)
    yield from _late_rules(cues, duration)


def json_rules(text: str, duration: float) -> Iterator[Finding]:
    """Check that a text is a JSON transcript of the podcast namespace, in order; report each fault once."""
    try:
        transcript = _JsonTranscript.model_validate(parse_json(text.encode()))
    except ValueError:
        yield error(1, "this is no JSON transcript", RENDER_AGAIN, Spec.PODCASTING)
        return
    segments = transcript.segments
    if not segments:
        yield error(1, "the transcript has no segment", RENDER_AGAIN, Spec.PODCASTING)
    for number, segment in enumerate(segments):
        if segment.end_time < segment.start_time or (number and segment.start_time < segments[number - 1].start_time):
            what = f"the segments' times are not in order at {segment.start_time:g} s"
            yield error(1, what, RENDER_AGAIN, Spec.PODCASTING)
            break
    if segments and segments[-1].end_time > duration + _LATE:
        what = f"the last segment ends at {segments[-1].end_time:g} s, and the episode at {duration:g} s"
        yield error(1, what, RENDER_AGAIN, Spec.PODCASTING)


def _late_rules(cues: list[Cue], duration: float) -> Iterator[Finding]:
    if late := next((cue for cue in cues if cue.end > duration + _LATE), None):
        what = f"the cue ends at {late.end:g} s, and the episode at {duration:g} s"
        yield error(late.line, what, RENDER_AGAIN, Spec.APPLE)


def _order_rules(cues: list[Cue]) -> Iterator[Finding]:
    if backward := next((cue for cue in cues if cue.end <= cue.start), None):
        yield error(backward.line, "the cue ends before it starts", RENDER_AGAIN, Spec.APPLE, Spec.PODCASTING)
    if early := next((cue for before, cue in pairwise(cues) if cue.start < before.start), None):
        yield error(early.line, "the cue starts before the one above it", RENDER_AGAIN, Spec.APPLE, Spec.PODCASTING)


def parse_cues(text: str, timings: re.Pattern[str] = _TIMING) -> tuple[list[Cue], int | None]:
    """Parse a WebVTT file, or one with other timings.

    Returns:
        The cues up to the first whose times are invalid, and the line of that one; None if all are valid.
    """
    cues: list[Cue] = []
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
        timing = timings.fullmatch(lines[at].strip())
        if timing is None:
            return cues, at + 1
        written = lines[at + 1 : number]
        shown = tuple(html.unescape(re.sub(r"<[^<>]*>", "", line)) for line in written)
        start, end = _seconds(*timing.groups()[:4]), _seconds(*timing.groups()[4:])
        cues.append(Cue(at + 1, start, end, shown, any(map(_BARE.search, written))))
    return cues, None


def _seconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(thousandths) / 1000
