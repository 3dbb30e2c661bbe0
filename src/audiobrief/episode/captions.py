"""Captions: the text of the script in cues of one or two lines, with the times of its speech.

A sentence, or the part of it that one voice says, is cut into the cues that cost least: at the ends of clauses, of
equal length, without a word by itself, and each shown for 1 to 7 seconds. A sentence that is too short for that stands
in the cue of its neighbour. Inside a sentence, a cue is shown when its first word is heard; where a voice does not
report that, time is shared out by the length of the text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from audiobrief.episode.caption_units import SHORTEST, Unit, caption_units
from audiobrief.episode.line_breaks import LONGEST_LINE, MOST_COLUMNS, TIGHT, CaptionText, split_atoms
from audiobrief.timeline.timeline import Timeline

LONGEST = 7.0
"""Seconds that a cue is shown at most."""
FASTEST = 20.0
"""Characters that are read in a second."""
_CUE, _EMPTY, _TIMING, _EDGE = 12.0, 16.0, 500.0, 3.0
"""Costs of a cue, of the room that it leaves empty (squared), and of being too short or too long; and the factor for
the cost of a break between two cues, which counts more than one between two lines."""
_ORPHAN = 30.0
"""Cost of a cue of one short word."""
_HASTE = 1.0
"""Cost of a character that cannot be read in time."""
_UNAVOIDABLE = 1e6
"""Cost of a line that is too long, where it is one word."""


@dataclass(frozen=True, slots=True)
class TranscriptCue:
    """A cue: text with its start and end."""

    start: float
    """Seconds, whole milliseconds."""
    end: float
    """Seconds, whole milliseconds, later than the start."""
    lines: tuple[str, ...]
    """One or two."""
    speaker: str
    """The name to show."""
    named_lines: tuple[str, ...] = ()
    """The lines with the name before them, where the speaker changes in an episode of several."""
    word_times: tuple[tuple[float | None, ...], ...] = ()
    """For each line, the second at which each of its words starts; None where it is not known. Empty if none is."""


def transcript_cues(timeline: Timeline, labels: Mapping[str, str]) -> tuple[TranscriptCue, ...]:
    """Cut an episode's sentences into cues, given the name to show for each speaker."""
    units = caption_units(timeline, labels)
    several = len({unit.speaker for unit in units}) > 1
    cues: list[TranscriptCue] = []
    for number, unit in enumerate(units):
        is_new = number == 0 or unit.speaker != units[number - 1].speaker
        name = f"{unit.speaker}:" if several and is_new else ""
        until = units[number + 1].start if number + 1 < len(units) else timeline.length / timeline.sample_rate
        cues.extend(_unit_cues(unit, name, cues[-1].end if cues else 0.0, until))
    return tuple(map(_in_milliseconds, cues))


def _unit_cues(unit: Unit, name: str, earliest: float, until: float) -> Iterator[TranscriptCue]:
    """Cut a unit into cues.

    Args:
        unit: what is said.
        name: what stands before its first cue; may be empty.
        earliest: the second from which the first cue may be shown, if it would be too short.
        until: the second up to which the last cue may be shown, if it would be too short or too long to read.
    """
    words = split_atoms(name, "")
    # A name that is wider than a line cannot be kept within it.
    named = (
        CaptionText((*words, replace(unit.atoms[0], cost=TIGHT), *unit.atoms[1:]))
        if words and len(name) <= LONGEST_LINE
        else None
    )
    text = CaptionText(unit.atoms)
    for first, last in pairwise(_best_edges(unit, text, named)):
        start, end = unit.starts[first], unit.until(last)
        needed = max(SHORTEST, text.width(first, last) / FASTEST)
        end = max(end, min(until if last == len(text) else unit.starts[last], start + needed))
        if first == 0:
            start = min(start, max(earliest, end - needed))
        cue = TranscriptCue(
            start, end, text.lines(first, last), unit.speaker, word_times=_word_times(unit, text, first, last)
        )
        if name and first == 0:
            plain = (f"{name} {cue.lines[0]}", *cue.lines[1:])
            named_lines = named.lines(0, len(words) + last) if named else plain
            cue = replace(cue, named_lines=named_lines)
        yield cue


def _word_times(unit: Unit, text: CaptionText, first: int, last: int) -> tuple[tuple[float | None, ...], ...]:
    """Return when the words of each line of a cue start; nothing if no voice has reported it."""
    if not any(unit.is_timed[first:last]):
        return ()
    at, _ = text.best_break(first, last)
    lines = [(first, last)] if at is None else [(first, at), (at, last)]
    return tuple(
        tuple(
            unit.starts[atom] if unit.is_timed[atom] else None
            for atom in range(start, end)
            if atom == start or text.atoms[atom].space
        )
        for start, end in lines
    )


def _best_edges(unit: Unit, text: CaptionText, named: CaptionText | None) -> list[int]:
    """Return the numbers of the atoms at which cues start, and the number of atoms, so that they cost least."""
    count = len(text)
    costs, previous = [0.0] + [math.inf] * count, [0] * (count + 1)
    if unit.end - unit.start <= LONGEST and not math.isinf(_break_cost(text, named, 0, count)):
        return [0, count]
    for last in range(1, count + 1):
        for first in range(last - 1, -1, -1):
            if last - first > 1 and text.width(first, last) > MOST_COLUMNS + 1:
                break
            cost = costs[first] + _break_cost(text, named, first, last) + _cue_cost(unit, text, first, last)
            if cost < costs[last]:
                costs[last], previous[last] = cost, first
    edges = [count]
    while edges[-1]:
        edges.append(previous[edges[-1]])
    return edges[::-1]


def _break_cost(text: CaptionText, named: CaptionText | None, first: int, last: int) -> float:
    """Return the cost of the break between two lines; a single word is shown however wide it is."""
    cost = text.best_break(first, last)[1]
    if named is not None and first == 0:
        cost = max(cost, named.best_break(0, len(named) - len(text) + last)[1])
    return min(cost, _UNAVOIDABLE) if last - first == 1 else cost


def _cue_cost(unit: Unit, text: CaptionText, first: int, last: int) -> float:
    """Return the cost of one of several cues of a unit."""
    seconds = unit.until(last) - unit.starts[first]
    empty = 1 - text.width(first, last) / MOST_COLUMNS
    edge = _EDGE * text.atoms[last].cost if last < len(text) else 0.0
    timing = _TIMING if seconds < SHORTEST or (seconds > LONGEST and last - first > 1) else 0.0
    haste = _HASTE * max(0.0, text.width(first, last) - FASTEST * seconds)
    return _CUE + edge + _EMPTY * empty**2 + timing + haste + _ORPHAN * text.is_orphan(first, last)


def _in_milliseconds(cue: TranscriptCue) -> TranscriptCue:
    start, end = round(cue.start, 3), round(cue.end, 3)
    times = tuple(tuple(None if time is None else round(time, 3) for time in line) for line in cue.word_times)
    return replace(cue, start=start, end=max(end, round(start + 0.001, 3)), word_times=times)
