"""Fit an episode to a target duration: by optional segments, by pauses, and by the pace of its voices.

There are three means, used in this order: optional segments are left out, the last first; pauses become longer or
shorter; voices speak faster or slower. As few segments as possible are left out, and the pace changes only if pauses do
not suffice. If no version has exactly the target duration, the nearest possible duration is taken, if it is within
DURATION_TOLERANCE_S.

Sentences start on whole MP3 frames, so equal pauses grow by a frame all at once. Therefore two scales for pauses are
found, close to each other, one too short and one too long; the longer one is used for as many pauses as necessary.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from audiobrief.errors import TargetError
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.optional_segments import removal_steps
from audiobrief.script.models.script import Script
from audiobrief.timeline.plan import Plan
from audiobrief.timeline.timeline import Timeline, join_ranges
from audiobrief.units import seconds_to_clock, seconds_to_fine_clock

SHORTEST_PAUSES = 0.5
"""Share of the script's pauses below which sentences run into each other."""
LONGEST_PAUSES = 1.8
"""Share of the script's pauses above which they sound like a fault."""
SLOWEST = 0.94
"""Share of a voice's speed; a change of up to 6 % is hardly heard."""
FASTEST = 1.06
"""Share of a voice's speed, as for SLOWEST."""
DURATION_TOLERANCE_S = 0.47
"""Largest deviation in seconds: half a second, less the MP3 frame of 26 ms that some players add."""
_EXACT_S = 0.05
"""Largest deviation in seconds once pauses are changed: more than a frame of 1,152 samples."""
_BISECTIONS = 14
_RESERVE = 0.1
"""The part of the range of pauses that is reserved when a pace is chosen: its effect is known only after speaking."""
PACE_TOLERANCE = 0.004
"""How far a pace may exceed its bounds, since its effect is known only after speaking."""
_ATTEMPTS = 8
_SPEED_LIMITS = 0.75, 1.33
"""The lowest and the highest speed for engines. Models round each sound up to whole frames: with hibari and Piper, a
speed of 1.06 makes speech 1.8 % faster, and one of 1.15 makes it 5 to 7 % faster (measured on news text)."""

Lengths = Mapping[Utterance, int]
"""Samples of each utterance."""


@dataclass(frozen=True, slots=True)
class Fit:
    """An episode with its target duration."""

    plan: Plan
    """The sentences to speak, their pace and their pauses."""
    timeline: Timeline
    """Its positions."""
    version: int
    """How many groups of optional segments are left out, the last first."""
    pauses: float = 1.0
    """The pauses as a share of the script's."""
    pace: float = 1.0
    """The voices' speed as a share of their own."""


@dataclass(frozen=True, slots=True)
class UnreachableDuration:
    """The possible durations of an episode whose target duration cannot be reached."""

    versions: tuple[tuple[int, int], ...]
    """Shortest and longest episode in samples, of each version: with all segments, then with one group less each."""

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """The ranges of possible durations in samples, the shortest first; ranges that overlap are joined."""
        return join_ranges(sorted(self.versions))


def fit(
    plans: Sequence[Plan],
    measure: Callable[[Plan], Lengths],
    lay: Callable[[Plan, Lengths], Timeline],
    wanted: int,
) -> Fit | UnreachableDuration:
    """Fit an episode to a target duration.

    Args:
        plans: of each version: with all segments, then with one group of optional segments less each.
        measure: returns how long the utterances of a plan last; called for every pace that is tried.
        lay: lays out a plan.
        wanted: the target duration in samples.
    """
    search = _Search(lay, measure(plans[0]), wanted)
    whole = Fit(plans[0], lay(plans[0], search.natural), 0)
    if search.meets(whole, DURATION_TOLERANCE_S):
        return whole
    for version, plan in enumerate(plans):
        if search.meets(found := search.fit_pauses(plan, search.natural), _EXACT_S):
            return replace(found, version=version)
    for version, plan in enumerate(plans):
        if search.can_reach(plan) and (paced := _fit_pace(search, plan, measure)):
            return replace(paced, version=version)
    for version, plan in enumerate(plans):
        if nearest := _nearest(search, plan, measure):
            return replace(nearest, version=version)
    return search.unreachable(plans)


def _nearest(search: _Search, plan: Plan, measure: Callable[[Plan], Lengths]) -> Fit | None:
    """Return the possible duration of a plan nearest to the target, if it is near enough."""
    if not search.can_reach(plan, DURATION_TOLERANCE_S):
        return None
    ends = (search.fit_pauses(plan, search.natural), _fit_pace(search, plan, measure))
    nearest = min((end for end in ends if end), key=search.deviation)
    return nearest if search.meets(nearest, DURATION_TOLERANCE_S) else None


def _fit_pace(search: _Search, plan: Plan, measure: Callable[[Plan], Lengths]) -> Fit | None:
    """Find the speed at which voices have the pace that is needed, and fit the pauses to it."""
    needed = search.needed_pace(plan)
    natural = _total_length(plan, search.natural)
    tried = {1.0: 1.0}
    speed = needed
    found: list[Fit] = []
    for _ in range(_ATTEMPTS):
        paced = plan.paced(speed)
        lengths = measure(paced)
        tried[speed] = pace = natural / _total_length(paced, lengths)
        if SLOWEST - PACE_TOLERANCE <= pace <= FASTEST + PACE_TOLERANCE:
            found.append(replace(search.fit_pauses(paced, lengths), pace=round(pace, 4)))
            if search.meets(found[-1], _EXACT_S):
                return found[-1]
            needed = _step_pace(needed, too_long=found[-1].timeline.length > search.wanted)
        speed = _next_speed(tried, needed)
        if speed in tried:
            break
    nearest = min(found, key=search.deviation, default=None)
    return nearest if nearest and search.meets(nearest, DURATION_TOLERANCE_S) else None


def _step_pace(pace: float, *, too_long: bool) -> float:
    """Return a slightly different pace than one at which pauses did not suffice."""
    pace += PACE_TOLERANCE / 2 if too_long else -PACE_TOLERANCE / 2
    return min(max(pace, SLOWEST - PACE_TOLERANCE / 2), FASTEST + PACE_TOLERANCE / 2)


def _total_length(plan: Plan, lengths: Lengths) -> int:
    """Return the length of what the voices speak."""
    return max(1, sum(lengths[utterance] for utterance in plan.spoken_utterances()))


def _next_speed(tried: Mapping[float, float], needed: float) -> float:
    """Estimate the speed that has the pace that is needed, from the speeds that were tried.

    It is interpolated between the two nearest, or extrapolated.
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
    return round(min(max(speed, _SPEED_LIMITS[0]), _SPEED_LIMITS[1]), 3)


@dataclass(frozen=True, slots=True)
class _Search:
    """A search for a target duration."""

    lay: Callable[[Plan, Lengths], Timeline]
    natural: Lengths
    """Lengths at the voices' own pace."""
    wanted: int

    def excess(self, plan: Plan, lengths: Lengths, pauses: float) -> int:
        """Return by how many samples a plan is too long; negative if it is too short."""
        return self.lay(plan.with_pauses(pauses), lengths).length - self.wanted

    def deviation(self, found: Fit) -> int:
        """Return the deviation of an episode from the target in samples."""
        return abs(found.timeline.length - self.wanted)

    def meets(self, found: Fit, tolerance: float) -> bool:
        """Return whether an episode has the target duration within a tolerance in seconds."""
        return self.deviation(found) <= tolerance * found.timeline.sample_rate

    def fit_pauses(self, plan: Plan, lengths: Lengths) -> Fit:
        """Bring a plan as near to the target as its pauses allow."""
        own = Fit(plan, self.lay(plan, lengths), 0)
        if self.meets(own, _EXACT_S):
            return own
        if self.excess(plan, lengths, SHORTEST_PAUSES) >= 0:
            return self._lay_out(plan, lengths, SHORTEST_PAUSES)
        if self.excess(plan, lengths, LONGEST_PAUSES) <= 0:
            return self._lay_out(plan, lengths, LONGEST_PAUSES)
        shorter, longer = self._shares(plan, lengths)
        none_over, some_over = 0, plan.silence_count()
        while some_over - none_over > 1:
            first = (none_over + some_over) // 2
            if self._lay_out(plan, lengths, shorter, longer, first).timeline.length > self.wanted:
                some_over = first
            else:
                none_over = first
        both = (self._lay_out(plan, lengths, shorter, longer, first) for first in (none_over, some_over))
        return min(both, key=self.deviation)

    def _shares(self, plan: Plan, lengths: Lengths) -> tuple[float, float]:
        """Return two scales for the pauses, close to each other: one makes the plan too short, the other too long.

        Longer pauses never make an episode shorter, since its beds end on time.
        """
        low, high = SHORTEST_PAUSES, LONGEST_PAUSES
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            if self.excess(plan, lengths, middle) > 0:
                high = middle
            else:
                low = middle
        return low, high

    def _lay_out(self, plan: Plan, lengths: Lengths, share: float, longer: float = 1.0, first: int = 0) -> Fit:
        changed = plan.with_pauses(share, longer, first)
        return Fit(changed, self.lay(changed, lengths), 0, pauses=round(share, 4))

    def at_pace(self, plan: Plan, pace: float) -> tuple[Plan, Lengths]:
        """Return a plan at another pace, with the expected lengths of its utterances."""
        paced = plan.paced(pace)
        pairs = zip(plan.utterances(), paced.utterances(), strict=True)
        # What was recorded is heard at its own pace.
        return paced, {other: round(self.natural[one] / (1 if one.recording else pace)) for one, other in pairs}

    def range_end(self, plan: Plan, pace: float) -> int:
        """Return the shortest length of a plan for FASTEST, and the longest for SLOWEST, in samples."""
        pauses = SHORTEST_PAUSES if pace == FASTEST else LONGEST_PAUSES
        return self.wanted + self.excess(*self.at_pace(plan, pace), pauses)

    def can_reach(self, plan: Plan, tolerance: float = 0) -> bool:
        """Return whether a plan can reach the target within a tolerance in seconds."""
        shortest, longest = self.range_end(plan, FASTEST), self.range_end(plan, SLOWEST)
        most = tolerance * self.lay(plan, self.natural).sample_rate
        return shortest - most <= self.wanted <= longest + most

    def needed_pace(self, plan: Plan) -> float:
        """Return the pace nearest to the voices' own at which pauses suffice, with a reserve."""
        too_long = self.excess(plan, self.natural, 1.0) > 0
        pauses = SHORTEST_PAUSES + _RESERVE if too_long else LONGEST_PAUSES - _RESERVE
        low, high = SLOWEST, FASTEST
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            if self.excess(*self.at_pace(plan, middle), pauses) > 0:
                low = middle
            else:
                high = middle
        return round((low + high) / 2, 3)

    def unreachable(self, plans: Sequence[Plan]) -> UnreachableDuration:
        """Return the possible durations of all versions."""
        return UnreachableDuration(
            tuple((self.range_end(plan, FASTEST), self.range_end(plan, SLOWEST)) for plan in plans)
        )


def target_error(script: Script, unreachable: UnreachableDuration) -> TargetError:
    """Return an error that says by how much the target duration is missed, and which durations are possible."""
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
    """Return the possible durations as a text."""
    return " or ".join(
        f"from {seconds_to_fine_clock(shortest)} to {seconds_to_fine_clock(longest)}"
        for shortest, longest in _inside(unreachable, script.output.sample_rate)
    )


def _inside(unreachable: UnreachableDuration, rate: int) -> list[tuple[float, float]]:
    """Return the ranges in tenths of a second, rounded inwards, so that every duration in them is possible."""
    return [
        (math.ceil(shortest * 10 / rate) / 10, math.floor(longest * 10 / rate) / 10)
        for shortest, longest in unreachable.ranges
    ]


def _way_out(script: Script, unreachable: UnreachableDuration, wanted: float) -> str:
    """Return advice for reaching the target duration."""
    too_long = [version for version, (shortest, _) in enumerate(unreachable.versions) if shortest > wanted]
    if not too_long:
        return "write more"
    if too_long[-1] == len(unreachable.versions) - 1:
        return "mark segments as optional: true"
    # Without the next group it is too short.
    segment = script.segments[removal_steps(script)[too_long[-1]][-1]]
    return f"divide the segment of line {segment.position.line} into two optional ones"
