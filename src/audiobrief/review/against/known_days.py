"""Look up days of a script among the days of its article."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta

from audiobrief.review.against.dates import Day

_NEAR = 14
"""Days from a script's date within which a weekday alone names a day."""
_ABOUT_A_YEAR = 380
"""Days from a script's date within which a month needs no year; a month is taken by its middle."""


class KnownDays:
    """The days of an article and of a script's own keys."""

    def __init__(
        self, article_days: Collection[Day], own: Collection[date], years: Collection[int], shifts: Collection[int] = ()
    ) -> None:
        """Collect the known days.

        `own` are the days of the script's own keys, `years` all years that the article names, and `shifts` its relative
        days, such as -1 for yesterday.
        """
        self._article_days = tuple(article_days)
        dated = next(filter(None, map(_date, self._article_days)), None)
        self._anchors = {*own, *([dated] if dated else [])}
        self._years = {*years, *(day.year for day in self._article_days if day.year), *(day.year for day in own)}
        certain = {*own, *(anchor + timedelta(days=days) for anchor in self._anchors for days in shifts)}
        self._dates = certain.union(*map(self._meant, self._article_days))
        near = certain.union(*map(self._near, self._article_days))
        self._named = {Day(day.year, day.month, day.day) for day in near}

    @property
    def years(self) -> frozenset[int]:
        """The years of the known days."""
        return frozenset({*(day.year for day in self._article_days if day.year), *(day.year for day in self._dates)})

    @property
    def days(self) -> frozenset[int]:
        """The days of the month of the known days."""
        return frozenset(day.day for day in (*self._article_days, *self._named) if day.day)

    def has(self, day: Day) -> bool:
        """Return whether a day follows from the known days."""
        if day.month is None:
            return self._has_weekday(day)
        known = [other for other in (*self._article_days, *self._named) if self._agrees(day, other)]
        return bool(known) and (day.weekday is None or self._is_weekday_of(day, known))

    def _agrees(self, day: Day, other: Day) -> bool:
        if day.month != other.month or (day.day is not None and day.day != other.day):
            return False
        if day.year is None or other.year is not None:
            return day.year in {None, other.year}
        middle = _date(replace(day, day=day.day or 15))
        return (
            day.year in self._years or not self._years or (middle is not None and self._is_close(middle, _ABOUT_A_YEAR))
        )

    def _has_weekday(self, day: Day) -> bool:
        """Return whether a weekday is known, alone or with a day of the month."""
        if day.day is None:
            near = (known for known in self._dates if not self._anchors or self._is_close(known, _NEAR))
            return day.weekday in {
                *(known.weekday for known in self._article_days),
                *(known.weekday() for known in near),
            }
        of_day = [known for known in self._article_days if known.day == day.day]
        if any(known.weekday == day.weekday for known in of_day):
            return True
        dates = {*self._dates, *filter(None, map(_date, self._named))}
        weekdays = {known.weekday() for known in dates if known.day == day.day}
        return day.weekday in weekdays if weekdays else bool(of_day)

    def _is_weekday_of(self, day: Day, known: Collection[Day]) -> bool:
        """Return whether a date has the right weekday, by the article, else by the calendar."""
        named = {other.weekday for other in known if other.weekday is not None}
        if named:
            return day.weekday in named
        if exact := _date(day):
            return day.weekday == exact.weekday()
        dates = {other for other in self._dates if (other.month, other.day) == (day.month, day.day)}
        dates.update(filter(None, map(_date, known)))
        if not dates:
            return self._has_weekday(Day(weekday=day.weekday))
        return day.weekday in {other.weekday() for other in dates}

    def _is_close(self, day: date, days: int) -> bool:
        return any(abs(day - anchor).days <= days for anchor in self._anchors)

    def _meant(self, day: Day) -> Iterator[date]:
        """Yield the dates that a day can mean: one without a year is near a known date."""
        exact = _date(day)
        if exact is not None:
            yield exact
        elif day.month and day.day and not day.year:
            for anchor in self._anchors:
                years = (anchor.year - 1, anchor.year, anchor.year + 1)
                dates = filter(None, (_date(replace(day, year=year)) for year in years))
                fitting = [other for other in dates if day.weekday in {None, other.weekday()}]
                yield from sorted(fitting, key=lambda other: abs(other - anchor))[:1]

    def _near(self, day: Day) -> Iterator[date]:
        """Yield the dates that a weekday alone can mean: the last one and the next."""
        if day.weekday is None or day.month is not None or day.day is not None:
            return
        for anchor in self._anchors:
            ahead = (day.weekday - anchor.weekday()) % 7
            for days in {ahead, ahead - 7, ahead or 7}:
                yield anchor + timedelta(days=days)


def _date(day: Day) -> date | None:
    """Return the date of a day with year and month; None if it is partial or does not exist."""
    if day.year is None or day.month is None or day.day is None:
        return None
    try:
        return date(day.year, day.month, day.day)
    except ValueError:
        return None
