"""A target that cannot be met: what can be had instead, and how that is said."""

from __future__ import annotations

import math
from dataclasses import dataclass

from audiobrief.errors import TargetError
from audiobrief.script.models.script import Script
from audiobrief.script.models.versions import steps
from audiobrief.units import seconds_to_clock, seconds_to_fine_clock

__all__ = ["Missed", "possible_lengths", "target_error"]


@dataclass(frozen=True, slots=True)
class Missed:
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


def target_error(script: Script, missed: Missed) -> TargetError:
    """Say by how much a script misses its target, and what it can be."""
    assert script.target is not None
    rate = script.output.sample_rate
    wanted = script.target.length / 1000
    missing = min((end - wanted for both in _inside(missed, rate) for end in both), key=abs)
    clock = seconds_to_clock(wanted) if wanted.is_integer() else seconds_to_fine_clock(wanted)
    return TargetError(
        f"{script.target.position}: the episode cannot last {clock}, it is "
        f"{seconds_to_fine_clock(abs(missing))} too {'long' if missing > 0 else 'short'} at the least: it can last "
        f"{possible_lengths(script, missed)} (change target:, or {_way_out(script, missed, wanted * rate)})"
    )


def possible_lengths(script: Script, missed: Missed) -> str:
    """Say how long an episode can be."""
    return " or ".join(
        f"from {seconds_to_fine_clock(shortest)} to {seconds_to_fine_clock(longest)}"
        for shortest, longest in _inside(missed, script.output.sample_rate)
    )


def _inside(missed: Missed, rate: int) -> list[tuple[float, float]]:
    """Return the ranges in tenths of a second, rounded to the inside, so that what is named can be had."""
    return [
        (math.ceil(shortest * 10 / rate) / 10, math.floor(longest * 10 / rate) / 10)
        for shortest, longest in missed.ranges
    ]


def _way_out(script: Script, missed: Missed, wanted: float) -> str:
    """Say what makes an episode possible that is as long as it should be."""
    too_long = [version for version, (shortest, _) in enumerate(missed.versions) if shortest > wanted]
    if not too_long:
        return "write more"
    if too_long[-1] == len(missed.versions) - 1:
        return "mark segments as optional: true"
    # Without the next step it is too short at once.
    segment = script.segments[steps(script)[too_long[-1]][-1]]
    return f"divide the segment of line {segment.position.line} into two optional ones"
