"""An episode brought to the length that its script wants: what is left out, how long pauses are, how fast voices speak.

Three means, in this order: optional segments are left out, the last first; pauses become longer or shorter; voices
speak faster or slower. As little is left out as will do, and the pace stays the voices' own where pauses suffice.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audiobrief.errors import TargetError
from audiobrief.plan import Plan
from audiobrief.script.model import Script, Segment
from audiobrief.speech.utterance import Utterance
from audiobrief.timeline import Timeline
from audiobrief.units import seconds_to_clock, seconds_to_fine_clock

__all__ = [
    "FASTEST",
    "LONGEST_PAUSES",
    "SHORTEST_PAUSES",
    "SLOWEST",
    "Fit",
    "Lengths",
    "Missed",
    "fit",
    "left_out",
    "target_error",
    "versions",
]

SHORTEST_PAUSES = 0.6
"""Share of the script's pauses below which sentences run into each other."""
LONGEST_PAUSES = 1.5
"""Share of the script's pauses above which they sound like a fault."""
SLOWEST = 0.94
"""Share of a voice's speed; a change of up to 6 % is hardly heard."""
FASTEST = 1.06
"""Share of a voice's speed, as for SLOWEST."""
_TOLERANCE = 0.2
"""Seconds; a script is promised half of one, and an encoder adds up to 0.06."""
_STEP = 0.05
"""Between two shares of the pauses that are tried; in between, lengths are found by halving."""
_HALVINGS = 14
_SPARE = 0.1
"""Of the pauses' range, kept back when a pace is chosen: how long it makes the voices is known only when they spoke."""
_ATTEMPTS = 6

Lengths = Mapping[Utterance, int]
"""Samples of each utterance."""


@dataclass(frozen=True, slots=True)
class Fit:
    """An episode that lasts as long as it should."""

    plan: Plan
    """What is said, and how fast, with its pauses."""
    timeline: Timeline
    """Where everything is."""
    version: int
    """How many of the optional segments are left out, the last first."""
    pauses: float = 1.0
    """The pauses as a share of the script's."""
    pace: float = 1.0
    """The voices' speed as a share of their own."""


@dataclass(frozen=True, slots=True)
class Missed:
    """What can be had where the length that is wanted cannot."""

    ranges: tuple[tuple[int, int], ...]
    """Shortest and longest episode in samples, shortest first; several where none lies between them."""
    missing: int
    """Samples from what is wanted to what is nearest: above 0 where the episode is too long."""


def versions(script: Script) -> tuple[Script, ...]:
    """Give the script, and then each time without one more of its optional segments, the last first."""
    found = [script]
    while len(script.segments) > 1:
        at = next((at for at in reversed(range(len(script.segments))) if script.segments[at].optional), None)
        if at is None:
            break
        script = replace(script, segments=(*script.segments[:at], *script.segments[at + 1 :]))
        found.append(script)
    return tuple(found)


def left_out(script: Script, version: int) -> tuple[Segment, ...]:
    """Give the segments that a version goes without, in their order."""
    optional = [segment for segment in script.segments if segment.optional]
    return tuple(optional[len(optional) - version :])


def target_error(script: Script, missed: Missed) -> TargetError:
    """Say by how much a script misses its target, and what it can be."""
    assert script.target is not None
    rate = script.output.sample_rate
    missing = missed.missing / rate
    # To the inside, so that what is named can be had.
    ranges = " or ".join(
        f"from {seconds_to_fine_clock(math.ceil(shortest * 10 / rate) / 10)} "
        f"to {seconds_to_fine_clock(math.floor(longest * 10 / rate) / 10)}"
        for shortest, longest in missed.ranges
    )
    return TargetError(
        f"{script.target.position}: the episode cannot last {seconds_to_clock(script.target.length / 1000)}, it is "
        f"{seconds_to_fine_clock(abs(missing))} too {'long' if missing > 0 else 'short'} at the least: it can last "
        f"{ranges} (change target:, or {'mark segments as optional: true' if missing > 0 else 'write more'})"
    )


def fit(
    plans: Sequence[Plan],
    measure: Callable[[Plan], Lengths],
    lay: Callable[[Plan, Lengths], Timeline],
    wanted: int,
) -> Fit | Missed:
    """Find how an episode comes to last as long as it should.

    Args:
        plans: the whole episode, and then each time without one more of its optional segments.
        measure: gives how long the utterances of a plan last; asked again for every pace that is tried.
        lay: gives every part of a plan its place.
        wanted: samples of the whole episode.
    """
    search = _Search(lay, measure(plans[0]), wanted)
    for version, plan in enumerate(plans):
        if found := search.by_pauses(plan, search.natural):
            return replace(found, version=version)
    for version, plan in enumerate(plans):
        if search.within(plan) and (found := _by_pace(search, plan, measure)):
            return replace(found, version=version)
    return search.missed(plans)


def _by_pace(search: _Search, plan: Plan, measure: Callable[[Plan], Lengths]) -> Fit | None:
    """Choose a pace, hear how long the voices take at it, and let pauses make up for the rest."""
    pace = search.pace(plan)
    tried: set[float] = set()
    while pace not in tried and len(tried) < _ATTEMPTS:
        tried.add(pace)
        paced = plan.paced(pace)
        lengths = measure(paced)
        if found := search.by_pauses(paced, lengths):
            return replace(found, pace=pace)
        pace = search.corrected(paced, lengths, pace)
    return None


class _Search:
    """Looks for a length; keeps what all attempts have in common."""

    def __init__(self, lay: Callable[[Plan, Lengths], Timeline], natural: Lengths, wanted: int) -> None:
        self.lay = lay
        self.natural = natural
        """Lengths at the voices' own pace."""
        self.wanted = wanted

    def over(self, plan: Plan, lengths: Lengths, pauses: float) -> int:
        """Give by how many samples a plan is too long."""
        return self.lay(plan.with_pauses(pauses), lengths).length - self.wanted

    def by_pauses(self, plan: Plan, lengths: Lengths) -> Fit | None:
        """Find the share of the pauses that is nearest to the script's own."""
        timeline = self.lay(plan, lengths)
        tolerance = _TOLERANCE * timeline.sample_rate
        if abs(timeline.length - self.wanted) <= tolerance:
            return Fit(plan, timeline, 0)
        if not self._hopeful(plan, lengths):
            return None
        for low, high in self._crossings(plan, lengths):
            share = self._halved(plan, lengths, low, high)
            changed = plan.with_pauses(share)
            timeline = self.lay(changed, lengths)
            if abs(timeline.length - self.wanted) <= tolerance:
                return Fit(changed, timeline, 0, pauses=share)
        return None

    def _hopeful(self, plan: Plan, lengths: Lengths) -> bool:
        """Tell quickly whether pauses can make up for it: no music moves further than its end is waited for."""
        spare = 10 * self.lay(plan, lengths).sample_rate
        return self.over(plan, lengths, SHORTEST_PAUSES) <= spare and self.over(plan, lengths, LONGEST_PAUSES) >= -spare

    def _crossings(self, plan: Plan, lengths: Lengths) -> Iterator[tuple[float, float]]:
        """Give stretches of shares in which the length passes what is wanted, those nearest to 1 first.

        Longer pauses make an episode shorter where music then comes to its end a turn earlier: so there may be several.
        """
        steps = round((LONGEST_PAUSES - SHORTEST_PAUSES) / _STEP)
        shares = [round(SHORTEST_PAUSES + step * _STEP, 4) for step in range(steps + 1)]
        overs = [self.over(plan, lengths, share) for share in shares]
        found = [
            (low, high)
            for (low, one), (high, other) in pairwise(zip(shares, overs, strict=True))
            if min(one, other) <= 0 <= max(one, other)
        ]
        yield from sorted(found, key=lambda stretch: abs(sum(stretch) / 2 - 1))

    def _halved(self, plan: Plan, lengths: Lengths, low: float, high: float) -> float:
        rising = self.over(plan, lengths, high) >= self.over(plan, lengths, low)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if (self.over(plan, lengths, middle) > 0) == rising:
                high = middle
            else:
                low = middle
        return round((low + high) / 2, 5)

    def foreseen(self, plan: Plan, pace: float) -> tuple[Plan, Lengths]:
        """Give a plan at another pace, and how long its utterances should then last."""
        paced = plan.paced(pace)
        pairs = zip(plan.utterances(), paced.utterances(), strict=True)
        return paced, {other: round(self.natural[one] / pace) for one, other in pairs}

    def range(self, plan: Plan) -> tuple[int, int]:
        """Give the shortest and the longest that a plan can be, in samples."""
        shortest = self.over(*self.foreseen(plan, FASTEST), SHORTEST_PAUSES)
        longest = self.over(*self.foreseen(plan, SLOWEST), LONGEST_PAUSES)
        return shortest + self.wanted, longest + self.wanted

    def within(self, plan: Plan) -> bool:
        """Tell whether a plan can be as long as it should."""
        shortest, longest = self.range(plan)
        return shortest <= self.wanted <= longest

    def pace(self, plan: Plan) -> float:
        """Give the pace nearest to the voices' own at which pauses can do the rest, with some to spare."""
        too_long = self.over(plan, self.natural, 1.0) > 0
        pauses = SHORTEST_PAUSES + _SPARE if too_long else LONGEST_PAUSES - _SPARE
        low, high = SLOWEST, FASTEST
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if self.over(*self.foreseen(plan, middle), pauses) > 0:
                low = middle
            else:
                high = middle
        return round((low + high) / 2, 3)

    def corrected(self, paced: Plan, lengths: Lengths, pace: float) -> float:
        """Give another pace, by how far an attempt was off with the pauses at the end of their range."""
        spoken = sum(lengths[utterance] for utterance in paced.utterances())
        too_long = self.over(paced, lengths, SHORTEST_PAUSES)
        off = too_long if too_long > 0 else min(0, self.over(paced, lengths, LONGEST_PAUSES))
        if off == 0:
            # Music jumped over what is wanted: a little faster or slower moves it.
            off = self.over(paced, lengths, 1.0) // 2
        return round(min(FASTEST, max(SLOWEST, pace * spoken / max(1, spoken - off))), 3)

    def missed(self, plans: Sequence[Plan]) -> Missed:
        """Give what can be had."""
        joined: list[tuple[int, int]] = []
        for shortest, longest in sorted(self.range(plan) for plan in plans):
            if joined and shortest <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], longest))
            else:
                joined.append((shortest, longest))
        ends = (end for both in joined for end in both)
        return Missed(tuple(joined), min((end - self.wanted for end in ends), key=abs))
