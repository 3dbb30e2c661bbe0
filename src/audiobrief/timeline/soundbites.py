"""A soundbite lies inside its episode."""

from __future__ import annotations

from audiobrief.errors import Problem
from audiobrief.script.models.script import Soundbite
from audiobrief.timeline.timeline import Timeline
from audiobrief.units import samples_to_milliseconds, seconds_to_fine_clock

__all__ = ["soundbite_problem"]


def soundbite_problem(bite: Soundbite | None, timeline: Timeline) -> Problem | None:
    """Return what is wrong with a soundbite that goes on after the end of its episode."""
    length = samples_to_milliseconds(timeline.length, timeline.sample_rate)
    if bite is None or bite.start + bite.duration <= length:
        return None
    end, lasts = (seconds_to_fine_clock(each / 1000) for each in (bite.start + bite.duration, length))
    return Problem(
        bite.position,
        f"the soundbite ends at {end}, and the episode lasts {lasts}",
        "bring it inside the episode",
    )
