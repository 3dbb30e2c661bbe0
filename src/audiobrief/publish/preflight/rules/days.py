"""Words such as 'today', which are wrong in an episode that is dated another day than its script was written for.

The day that counts is the one in the feed, not the one on which the episode is published: an archive keeps its days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from audiobrief.episode.manifest import Manifest
from audiobrief.findings import Finding
from audiobrief.language.relative_days import day_words
from audiobrief.publish.models import Item
from audiobrief.publish.preflight.requirements import error, warning

_LATEST_ZONE = timedelta(hours=12)
"""How much later than in UTC a day ends somewhere."""
_NEWS = timedelta(days=7)
"""How long a script of a day is news; an older one is of an archive, and not late."""


@dataclass(frozen=True, slots=True)
class EpisodeDays:
    """The days of an episode, each in its own time zone."""

    written: date | None
    """The day for which the script was written, if it has one."""
    dated: date
    """The day in the feed."""
    late: date | None = None
    """The day on which it is first published, if that is some days after the one in the feed."""


def episode_days(manifest: Manifest, published: Item | None, now: datetime) -> EpisodeDays:
    """Return the days of an episode, which may be published already."""
    texts = (manifest.date, manifest.publish_at)
    written, held_until = (date.fromisoformat(text[:10]) if text else None for text in texts)
    if held_until is not None:
        return EpisodeDays(written or held_until, held_until)
    if written is None or published is not None:
        return EpisodeDays(written, written or (published.published if published is not None else now).date())
    # The day on which it is latest anywhere; where it is still yesterday, it is not late yet.
    today = (now - _LATEST_ZONE).date()
    return EpisodeDays(written, written, today if timedelta() < today - written <= _NEWS else None)


def day_rules(texts: Sequence[tuple[str | int, str]], language: str, days: EpisodeDays) -> Iterator[Finding]:
    """Check that words such as 'today' mean the day that they were written for.

    Args:
        texts: texts with their places: lines of the script, or keys.
        language: BCP 47 tag.
        days: the days of the episode.
    """
    if days.written == days.dated and days.late is None:
        return
    for where, text in texts:
        day, week = (", ".join(f"'{word}'" for word in day_words(text, language, kind)) for kind in ("day", "week"))
        if days.written is None:
            if day:
                yield warning(where, f"nothing says which day {day} is", "write date: in the script")
        elif days.written == days.dated:
            if day:
                what = f"{day} is said of {days.written}, and the episode goes out on {days.late}"
                yield warning(where, what, "name the day, or correct date:, and render again")
        else:
            if day:
                what = f"{day} is said of {days.written}, and the episode is dated {days.dated}"
                yield error(where, what, "name the day, or bring date: and publish_at: together, and render again")
            if week:
                what = f"{week} is said of {days.written}, and the episode is dated {days.dated}"
                yield warning(where, what, "see whether it is still right")
