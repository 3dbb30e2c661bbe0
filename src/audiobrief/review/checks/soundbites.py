"""A soundbite that starts after the end of its episode, by the estimate."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.findings import Finding, Level, Place
from audiobrief.production.forecast import Forecast
from audiobrief.timeline.fitting import Fit
from audiobrief.units import samples_to_milliseconds, seconds_to_fine_clock

__all__ = ["check_soundbite"]


def check_soundbite(ahead: Forecast) -> Iterator[Finding]:
    """Find a soundbite that would be refused for certain; one that only ends too late may be right after all."""
    bite = ahead.script.soundbite
    timeline = ahead.fitted.timeline if isinstance(ahead.fitted, Fit) else ahead.timeline
    length = samples_to_milliseconds(timeline.length, timeline.sample_rate)
    if bite is not None and bite.start >= length:
        starts, lasts = (seconds_to_fine_clock(each / 1000) for each in (bite.start, length))
        yield Finding(
            Level.WARNING,
            "late-soundbite",
            Place.at(bite.position),
            f"the soundbite starts at {starts}, and the episode lasts about {lasts}",
            "bring it inside the episode",
        )
