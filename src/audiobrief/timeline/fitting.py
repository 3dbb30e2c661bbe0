"""An episode brought to the length that its script wants: what is left out, how long pauses are, how fast voices speak.

Three means, in this order: optional segments are left out, the last first; pauses become longer or shorter; voices
speak faster or slower. As little is left out as will do, and the pace stays the voices' own where pauses suffice.
Where nothing meets the length exactly, the nearest end of what can be had is taken, if it keeps the promise.

Sentences start on whole MP3 frames, so pauses that are alike become a frame longer all at once. So two shares are
found, close to each other, one too short and one too long: as many pauses as it takes have the longer one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from audiobrief.errors import TargetError
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.optional_segments import steps
from audiobrief.script.models.script import Script
from audiobrief.timeline.plan import Plan
from audiobrief.timeline.timeline import Timeline
from audiobrief.units import seconds_to_clock, seconds_to_fine_clock

__all__ = [
    "FASTEST",
    "LONGEST_PAUSES",
    "SHORTEST_PAUSES",
    "SLOWEST",
    "Fit",
    "Lengths",
    "UnreachableDuration",
    "fit",
    "possible_lengths",
    "target_error",
]

SHORTEST_PAUSES = 0.5
"""Share of the script's pauses below which sentences run into each other."""
LONGEST_PAUSES = 1.8
"""Share of the script's pauses above which they sound like a fault."""
SLOWEST = 0.94
"""Share of a voice's speed; a change of up to 6 % is hardly heard."""
FASTEST = 1.06
"""Share of a voice's speed, as for SLOWEST."""
DURATION_TOLERANCE_S = 0.47
"""Seconds that an episode may be off: half a second, less the frame of 26 ms that players that count frames add."""
_EXACT = 0.05
"""Seconds that an episode is off at most once pauses are changed: more than a frame of 1,152 samples."""
_HALVINGS = 14
_SPARE = 0.1
"""Of the pauses' range, kept back when a pace is chosen: how long it makes the voices is known only when they spoke."""
PACE_TOLERANCE = 0.004
"""By which a pace may lie beyond its bounds: how long voices take is only known once they spoke."""
_ATTEMPTS = 8
_EXTREMES = 0.75, 1.33
"""Speeds that are asked of an engine at most. A model rounds each sound up to its frames: of hibari and Piper, a speed
of 1.06 makes speech 1.8 % faster, and one of 1.15 from 5 to 7 % (measured on news text)."""

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
    """How many steps of optional segments are left out, the last first."""
    pauses: float = 1.0
    """The pauses as a share of the script's."""
    pace: float = 1.0
    """The voices' speed as a share of their own."""


@dataclass(frozen=True, slots=True)
class UnreachableDuration:
    """What can be had where the length that is wanted cannot."""

    versions: tuple[tuple[int, int], ...]
    """Shortest and longest episode in samples: of the whole, and then each time without one more step of segments."""

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """Shortest and longest episode in samples, shortest first; several where none lies between them."""
        joined: list[tuple[int, int]] = []
        for shortest, longest in sorted(self.versions):
            if joined and shortest <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], longest))
            else:
                joined.append((shortest, longest))
        return tuple(joined)


def fit(
    plans: Sequence[Plan],
    measure: Callable[[Plan], Lengths],
    lay: Callable[[Plan, Lengths], Timeline],
    wanted: int,
) -> Fit | UnreachableDuration:
    """Find how an episode comes to last as long as it should.

    Args:
        plans: the whole episode, and then each time without one more step of its optional segments.
        measure: gives how long the utterances of a plan last; asked again for every pace that is tried.
        lay: gives every part of a plan its place.
        wanted: samples of the whole episode.
    """
    search = _Search(lay, measure(plans[0]), wanted)
    whole = Fit(plans[0], lay(plans[0], search.natural), 0)
    if search.meets(whole, DURATION_TOLERANCE_S):
        return whole
    for version, plan in enumerate(plans):
        if search.meets(found := search.by_pauses(plan, search.natural), _EXACT):
            return replace(found, version=version)
    for version, plan in enumerate(plans):
        if search.within(plan) and (paced := _by_pace(search, plan, measure)):
            return replace(paced, version=version)
    for version, plan in enumerate(plans):
        if nearest := _nearest(search, plan, measure):
            return replace(nearest, version=version)
    return search.unreachable(plans)


def _nearest(search: _Search, plan: Plan, measure: Callable[[Plan], Lengths]) -> Fit | None:
    """Return the end of a plan's range that is nearest to what is wanted, if it is near enough."""
    if not search.within(plan, DURATION_TOLERANCE_S):
        return None
    ends = (search.by_pauses(plan, search.natural), _by_pace(search, plan, measure))
    nearest = min((end for end in ends if end), key=search.off)
    return nearest if search.meets(nearest, DURATION_TOLERANCE_S) else None


def _by_pace(search: _Search, plan: Plan, measure: Callable[[Plan], Lengths]) -> Fit | None:
    """Find the speed at which voices have the pace that is needed, and let pauses make up for the rest."""
    needed = search.pace(plan)
    natural = _spoken(plan, search.natural)
    tried = {1.0: 1.0}
    speed = needed
    found: list[Fit] = []
    for _ in range(_ATTEMPTS):
        paced = plan.paced(speed)
        lengths = measure(paced)
        tried[speed] = pace = natural / _spoken(paced, lengths)
        if SLOWEST - PACE_TOLERANCE <= pace <= FASTEST + PACE_TOLERANCE:
            found.append(replace(search.by_pauses(paced, lengths), pace=round(pace, 4)))
            if search.meets(found[-1], _EXACT):
                return found[-1]
            needed = _further(needed, too_long=found[-1].timeline.length > search.wanted)
        speed = _next_speed(tried, needed)
        if speed in tried:
            break
    nearest = min(found, key=search.off, default=None)
    return nearest if nearest and search.meets(nearest, DURATION_TOLERANCE_S) else None


def _further(pace: float, *, too_long: bool) -> float:
    """Return a pace a little beyond one at which pauses did not suffice."""
    pace += PACE_TOLERANCE / 2 if too_long else -PACE_TOLERANCE / 2
    return min(max(pace, SLOWEST - PACE_TOLERANCE / 2), FASTEST + PACE_TOLERANCE / 2)


def _spoken(plan: Plan, lengths: Lengths) -> int:
    return max(1, sum(lengths[utterance] for utterance in plan.utterances()))


def _next_speed(tried: Mapping[float, float], needed: float) -> float:
    """Return a speed that should have the pace that is needed, by those that were tried.

    It lies between the two around it, else as far beyond the furthest one as its pace falls short.
    """
    slower = max(((pace, speed) for speed, pace in tried.items() if pace <= needed), default=None)
    faster = min(((pace, speed) for speed, pace in tried.items() if pace >= needed), default=None)
    if slower is not None and faster is not None and faster[0] > slower[0]:
        share = (needed - slower[0]) / (faster[0] - slower[0])
        speed = slower[1] + share * (faster[1] - slower[1])
    else:
        pace, speed = slower or faster or (1.0, 1.0)
        change = (speed - 1) / (pace - 1) if abs(pace - 1) > 0.001 else 3.0
        speed = 1 + (needed - 1) * min(max(change, 1.0), 4.0)
    return round(min(max(speed, _EXTREMES[0]), _EXTREMES[1]), 3)


class _Search:
    """Looks for a length; keeps what all attempts have in common."""

    def __init__(self, lay: Callable[[Plan, Lengths], Timeline], natural: Lengths, wanted: int) -> None:
        self.lay = lay
        self.natural = natural
        """Lengths at the voices' own pace."""
        self.wanted = wanted

    def over(self, plan: Plan, lengths: Lengths, pauses: float) -> int:
        """Return by how many samples a plan is too long."""
        return self.lay(plan.with_pauses(pauses), lengths).length - self.wanted

    def off(self, found: Fit) -> int:
        """Return the samples by which an episode misses what is wanted."""
        return abs(found.timeline.length - self.wanted)

    def meets(self, found: Fit, tolerance: float) -> bool:
        """Return whether an episode is as long as it should be, to so many seconds."""
        return self.off(found) <= tolerance * found.timeline.sample_rate

    def by_pauses(self, plan: Plan, lengths: Lengths) -> Fit:
        """Bring a plan as near to what is wanted as its pauses can."""
        own = Fit(plan, self.lay(plan, lengths), 0)
        if self.meets(own, _EXACT):
            return own
        if self.over(plan, lengths, SHORTEST_PAUSES) >= 0:
            return self._laid(plan, lengths, SHORTEST_PAUSES)
        if self.over(plan, lengths, LONGEST_PAUSES) <= 0:
            return self._laid(plan, lengths, LONGEST_PAUSES)
        shorter, longer = self._shares(plan, lengths)
        none_over, some_over = 0, plan.silence_count()
        while some_over - none_over > 1:
            first = (none_over + some_over) // 2
            if self._laid(plan, lengths, shorter, longer, first).timeline.length > self.wanted:
                some_over = first
            else:
                none_over = first
        both = (self._laid(plan, lengths, shorter, longer, first) for first in (none_over, some_over))
        return min(both, key=self.off)

    def _shares(self, plan: Plan, lengths: Lengths) -> tuple[float, float]:
        """Return two shares of the pauses, close to each other, of which one is too short and the other too long.

        Longer pauses never make an episode shorter, since its beds end on time.
        """
        low, high = SHORTEST_PAUSES, LONGEST_PAUSES
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if self.over(plan, lengths, middle) > 0:
                high = middle
            else:
                low = middle
        return low, high

    def _laid(self, plan: Plan, lengths: Lengths, share: float, longer: float = 1.0, first: int = 0) -> Fit:
        changed = plan.with_pauses(share, longer, first)
        return Fit(changed, self.lay(changed, lengths), 0, pauses=round(share, 4))

    def foreseen(self, plan: Plan, pace: float) -> tuple[Plan, Lengths]:
        """Return a plan at another pace, and how long its utterances should then last."""
        paced = plan.paced(pace)
        pairs = zip(plan.utterances(), paced.utterances(), strict=True)
        return paced, {other: round(self.natural[one] / pace) for one, other in pairs}

    def end(self, plan: Plan, pace: float) -> int:
        """Return the samples of a plan at the end of its range that belongs to a pace."""
        pauses = SHORTEST_PAUSES if pace == FASTEST else LONGEST_PAUSES
        return self.wanted + self.over(*self.foreseen(plan, pace), pauses)

    def within(self, plan: Plan, tolerance: float = 0) -> bool:
        """Return whether a plan can be as long as it should, to so many seconds."""
        shortest, longest = self.end(plan, FASTEST), self.end(plan, SLOWEST)
        most = tolerance * self.lay(plan, self.natural).sample_rate
        return shortest - most <= self.wanted <= longest + most

    def pace(self, plan: Plan) -> float:
        """Return the pace nearest to the voices' own at which pauses can do the rest, with some to spare."""
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

    def unreachable(self, plans: Sequence[Plan]) -> UnreachableDuration:
        """Return what can be had."""
        return UnreachableDuration(tuple((self.end(plan, FASTEST), self.end(plan, SLOWEST)) for plan in plans))


def target_error(script: Script, unreachable: UnreachableDuration) -> TargetError:
    """Say by how much a script misses its target, and what it can be."""
    assert script.target is not None
    rate = script.output.sample_rate
    wanted = script.target.length / 1000
    missing = min((end - wanted for both in _inside(unreachable, rate) for end in both), key=abs)
    clock = seconds_to_clock(wanted) if wanted.is_integer() else seconds_to_fine_clock(wanted)
    return TargetError(
        f"{script.target.position}: the episode cannot last {clock}, it is "
        f"{seconds_to_fine_clock(abs(missing))} too {'long' if missing > 0 else 'short'} at the least: it can last "
        f"{possible_lengths(script, unreachable)} (change target:, or {_way_out(script, unreachable, wanted * rate)})"
    )


def possible_lengths(script: Script, unreachable: UnreachableDuration) -> str:
    """Say how long an episode can be."""
    return " or ".join(
        f"from {seconds_to_fine_clock(shortest)} to {seconds_to_fine_clock(longest)}"
        for shortest, longest in _inside(unreachable, script.output.sample_rate)
    )


def _inside(unreachable: UnreachableDuration, rate: int) -> list[tuple[float, float]]:
    """Return the ranges in tenths of a second, rounded to the inside, so that what is named can be had."""
    return [
        (math.ceil(shortest * 10 / rate) / 10, math.floor(longest * 10 / rate) / 10)
        for shortest, longest in unreachable.ranges
    ]


def _way_out(script: Script, unreachable: UnreachableDuration, wanted: float) -> str:
    """Say what makes an episode possible that is as long as it should be."""
    too_long = [version for version, (shortest, _) in enumerate(unreachable.versions) if shortest > wanted]
    if not too_long:
        return "write more"
    if too_long[-1] == len(unreachable.versions) - 1:
        return "mark segments as optional: true"
    # Without the next step it is too short at once.
    segment = script.segments[steps(script)[too_long[-1]][-1]]
    return f"divide the segment of line {segment.position.line} into two optional ones"
