"""The texts that are cut into captions: what one voice says without a change, with the time of each of its words."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TypeAlias

from audiobrief.episode.line_breaks import Atom, CaptionText, split_atoms, width
from audiobrief.timeline.timeline import SentencePart, SpokenSentence, TimedWord, Timeline

SHORTEST = 1.0
"""Seconds that a cue is shown at least."""
_LONGEST_PAUSE = 0.7
"""Seconds between two words, or two sentences, up to which what stands before stays until the next is shown."""

_Text: TypeAlias = TimedWord | SentencePart | SpokenSentence


@dataclass(frozen=True, slots=True)
class Unit:
    """A text that is cut into cues: one voice's sentence or part of one, or several short ones."""

    speaker: str
    """The name to show."""
    atoms: tuple[Atom, ...]
    """At least one."""
    starts: tuple[float, ...]
    """Seconds at which each atom starts."""
    ends: tuple[float, ...]
    """Seconds at which each atom ends."""
    is_timed: tuple[bool, ...]
    """For each atom, whether a voice has reported when it starts."""
    follows: bool
    """True if what stands before it belongs to the same sentence."""
    new_paragraph: bool
    """True if a paragraph starts with it."""

    @property
    def start(self) -> float:
        """Seconds at which it starts."""
        return self.starts[0]

    @property
    def end(self) -> float:
        """Seconds at which it ends."""
        return self.ends[-1]

    @property
    def is_orphan(self) -> bool:
        """True if it is one short word."""
        return CaptionText(self.atoms).is_orphan(0, len(self.atoms))

    def until(self, last: int) -> float:
        """Return the second up to which the atoms before one are shown: its start, unless a pause is before it."""
        end = self.ends[last - 1]
        return self.starts[last] if last < len(self.atoms) and self.starts[last] - end <= _LONGEST_PAUSE else end


def caption_units(timeline: Timeline, labels: Mapping[str, str]) -> tuple[Unit, ...]:
    """Return the texts of an episode in order of time, given the name to show for each speaker."""
    return tuple(_join_short([unit for sentence in timeline.sentences for unit in _units(sentence, labels, timeline)]))


def _units(sentence: SpokenSentence, labels: Mapping[str, str], timeline: Timeline) -> Iterator[Unit]:
    """Yield the unit of a sentence, or one for each voice that says a part of it."""
    language = sentence.languages[0] if sentence.languages else ""
    parts: Sequence[SentencePart | SpokenSentence] = sentence.parts or (sentence,)
    texts = [tuple(split_atoms(part.text, language)) or (_atom(part.text),) for part in parts]
    has_words = sum(map(_size, sentence.words)) == sum(map(_size, parts))
    times = _CharacterTimes(sentence.words if has_words else parts)
    before = 0
    for number, (part, atoms) in enumerate(zip(parts, texts, strict=True)):
        places = list(accumulate((len(atom.text) for atom in atoms), initial=before))
        before, inner = places[-1], places[1:-1]
        starts = [part.start, *(min(max(times.start(at), part.start), part.end) for at in inner)]
        ends = [*(min(max(times.end(at), part.start), part.end) for at in inner), part.end]
        yield Unit(
            labels[part.speaker],
            atoms,
            tuple(start / timeline.sample_rate for start in starts),
            tuple(end / timeline.sample_rate for end in ends),
            tuple(has_words and times.is_first(at) for at in places[:-1]),
            number > 0,
            sentence.new_paragraph and not number,
        )


def _atom(text: str) -> Atom:
    return Atom(text, width(text), space=True, cost=0.0)


def _size(text: _Text) -> int:
    """Return the characters of a text without its spaces."""
    return sum(map(len, text.text.split()))


class _CharacterTimes:
    """When the characters of a sentence are heard, without its spaces; those of a word, or part, take equally long."""

    def __init__(self, texts: Sequence[_Text]) -> None:
        """Prepare it, given the words or the parts of a sentence, in order."""
        self._texts = texts
        self._places = list(accumulate(map(_size, texts), initial=0))

    def is_first(self, at: int) -> bool:
        """Return whether a word starts with a character."""
        return self._places[bisect_right(self._places, at) - 1] == at

    def start(self, at: int) -> float:
        """Return the sample at which a character starts."""
        return self._time(bisect_right(self._places, at) - 1, at)

    def end(self, at: int) -> float:
        """Return the sample at which the character before another one ends."""
        return self._time(bisect_right(self._places, at - 1) - 1, at)

    def _time(self, number: int, at: int) -> float:
        text, first, last = self._texts[number], self._places[number], self._places[number + 1]
        return text.start + (text.end - text.start) * (at - first) / (last - first)


def _join_short(units: Sequence[Unit]) -> Iterator[Unit]:
    """Join units with what one voice says just before or after: short words, and what cannot be shown long enough."""
    pending: Unit | None = None
    shown_until = 0.0
    for number, unit in enumerate(units):
        if pending is None:
            pending = unit
            continue
        following = units[number + 1].start if number + 1 < len(units) else math.inf
        rooms = unit.start - shown_until, following - _shown_until(pending, unit)
        if _may_join(pending, unit) and (min(rooms) < SHORTEST or _has_orphan(pending, unit)):
            pending = _joined(pending, unit)
        else:
            yield pending
            pending, shown_until = unit, _shown_until(pending, unit)
    if pending is not None:
        yield pending


def _shown_until(unit: Unit, following: Unit) -> float:
    """Return the second up to which a unit is shown at least."""
    return max(unit.end, min(following.start, unit.start + SHORTEST))


def _may_join(one: Unit, two: Unit) -> bool:
    is_near = two.start - one.end <= _LONGEST_PAUSE
    return two.follows or (is_near and one.speaker == two.speaker and not two.new_paragraph)


def _has_orphan(one: Unit, two: Unit) -> bool:
    return one.speaker == two.speaker and (one.is_orphan or two.is_orphan)


def _joined(one: Unit, two: Unit) -> Unit:
    longer = max(one, two, key=lambda unit: unit.end - unit.start)
    return replace(
        one,
        speaker=longer.speaker,
        atoms=(*one.atoms, replace(two.atoms[0], cost=0.0), *two.atoms[1:]),
        starts=one.starts + two.starts,
        ends=one.ends + two.ends,
        is_timed=one.is_timed + two.is_timed,
    )
