"""Captions: the text of the script in cues of one or two lines, with the times of its speech.

A sentence, or the part of it that one voice says, is cut into the cues that cost least: at the ends of clauses, of
equal length, without a word by itself, and each shown for 1 to 7 seconds. A sentence that is too short for that stands
in the cue of its neighbour. Inside a part, time is shared out by the length of the text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from audiobrief.episode.line_breaks import LONGEST_LINE, MOST_COLUMNS, TIGHT, Atom, CaptionText, split_atoms, width
from audiobrief.timeline.timeline import SentencePart, SpokenSentence, Timeline

SHORTEST, LONGEST = 1.0, 7.0
"""Seconds that a cue is shown."""
FASTEST = 20.0
"""Characters that are read in a second."""
_LONGEST_JOIN = 0.7
"""Seconds between two sentences that may stand in one cue."""
_CUE, _EMPTY, _TIMING, _EDGE = 12.0, 16.0, 500.0, 3.0
"""Costs of a cue, of the room that it leaves empty (squared), and of being too short or too long; and the factor for
the cost of a break between two cues, which counts more than one between two lines."""
_ORPHAN = 30.0
"""Cost of a cue of one short word."""
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


@dataclass(frozen=True, slots=True)
class _Unit:
    """A text that is cut into cues: one voice's sentence or part of one, or several short ones."""

    speaker: str
    """The name to show."""
    atoms: tuple[Atom, ...]
    """At least one."""
    times: tuple[float, ...]
    """Seconds at which each atom starts, and at which the last ends."""
    follows: bool
    """True if what stands before it belongs to the same sentence."""
    new_paragraph: bool
    """True if a paragraph starts with it."""

    @property
    def start(self) -> float:
        """Seconds at which it starts."""
        return self.times[0]

    @property
    def end(self) -> float:
        """Seconds at which it ends."""
        return self.times[-1]


def transcript_cues(timeline: Timeline, labels: Mapping[str, str]) -> tuple[TranscriptCue, ...]:
    """Cut an episode's sentences into cues, given the name to show for each speaker."""
    units = list(_join_short([unit for sentence in timeline.sentences for unit in _units(sentence, labels, timeline)]))
    several = len({unit.speaker for unit in units}) > 1
    cues: list[TranscriptCue] = []
    for number, unit in enumerate(units):
        is_new = number == 0 or unit.speaker != units[number - 1].speaker
        name = f"{unit.speaker}:" if several and is_new else ""
        until = units[number + 1].start if number + 1 < len(units) else timeline.length / timeline.sample_rate
        cues.extend(_unit_cues(unit, name, cues[-1].end if cues else 0.0, until))
    return tuple(map(_in_milliseconds, cues))


def _units(sentence: SpokenSentence, labels: Mapping[str, str], timeline: Timeline) -> Iterator[_Unit]:
    """Yield the unit of a sentence, or one for each voice that says a part of it."""
    language = sentence.languages[0] if sentence.languages else ""
    parts: Sequence[SentencePart | SpokenSentence] = sentence.parts or (sentence,)
    for number, part in enumerate(parts):
        atoms = tuple(split_atoms(part.text, language)) or (Atom(part.text, width(part.text), space=True, cost=0.0),)
        first, last = part.start / timeline.sample_rate, part.end / timeline.sample_rate
        done = list(accumulate((len(atom.text) for atom in atoms), initial=0))
        times = tuple(first + (last - first) * each / max(1, done[-1]) for each in done)
        yield _Unit(labels[part.speaker], atoms, times, number > 0, sentence.new_paragraph and not number)


def _join_short(units: Sequence[_Unit]) -> Iterator[_Unit]:
    """Join units that cannot be shown long enough with what one voice says just before or after."""
    pending: _Unit | None = None
    shown_until = 0.0
    for number, unit in enumerate(units):
        if pending is None:
            pending = unit
            continue
        following = units[number + 1].start if number + 1 < len(units) else math.inf
        rooms = unit.start - shown_until, following - _shown_until(pending, unit)
        if min(rooms) < SHORTEST and _may_join(pending, unit):
            pending = _joined(pending, unit)
        else:
            yield pending
            pending, shown_until = unit, _shown_until(pending, unit)
    if pending is not None:
        yield pending


def _shown_until(unit: _Unit, following: _Unit) -> float:
    """Return the second up to which a unit is shown at least."""
    return max(unit.end, min(following.start, unit.start + SHORTEST))


def _may_join(one: _Unit, two: _Unit) -> bool:
    is_near = two.start - one.end <= _LONGEST_JOIN
    return two.follows or (is_near and one.speaker == two.speaker and not two.new_paragraph)


def _joined(one: _Unit, two: _Unit) -> _Unit:
    longer = max(one, two, key=lambda unit: unit.end - unit.start)
    atoms = (*one.atoms, replace(two.atoms[0], cost=0.0), *two.atoms[1:])
    return replace(one, speaker=longer.speaker, atoms=atoms, times=(*one.times[:-1], *two.times))


def _unit_cues(unit: _Unit, name: str, earliest: float, until: float) -> Iterator[TranscriptCue]:
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
        start, end = unit.times[first], unit.times[last]
        if last == len(text):
            end = max(end, min(until, start + max(SHORTEST, text.width(first, last) / FASTEST)))
        if first == 0:
            start = min(start, max(earliest, end - SHORTEST))
        lines = text.lines(first, last)
        cue = TranscriptCue(start, end, lines, unit.speaker)
        if name and first == 0:
            named_lines = named.lines(0, len(words) + last) if named else (f"{name} {lines[0]}", *lines[1:])
            cue = replace(cue, named_lines=named_lines)
        yield cue


def _best_edges(unit: _Unit, text: CaptionText, named: CaptionText | None) -> list[int]:
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


def _cue_cost(unit: _Unit, text: CaptionText, first: int, last: int) -> float:
    """Return the cost of one of several cues of a unit."""
    seconds = unit.times[last] - unit.times[first]
    empty = 1 - text.width(first, last) / MOST_COLUMNS
    edge = _EDGE * text.atoms[last].cost if last < len(text) else 0.0
    timing = _TIMING if seconds < SHORTEST or (seconds > LONGEST and last - first > 1) else 0.0
    return _CUE + edge + _EMPTY * empty**2 + timing + _ORPHAN * text.is_orphan(first, last)


def _in_milliseconds(cue: TranscriptCue) -> TranscriptCue:
    start, end = round(cue.start, 3), round(cue.end, 3)
    return replace(cue, start=start, end=max(end, round(start + 0.001, 3)))
