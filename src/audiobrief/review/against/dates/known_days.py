"""Look up days of a script among the days of its article and its own keys."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from audiobrief.review.against.dates.days import Day

_WEEK = 7
_NEAR = 14
"""Days from a script's date within which a weekday alone names a day."""
_YEAR = 380
"""Days from a script's date within which a month needs no year; a month is taken by its middle."""


class KnownDays:
    """The days of an article and of a script's own keys."""

    def __init__(
        self, article_days: Collection[Day], own: Collection[date], years: Collection[int], shifts: Collection[int] = ()
    ) -> None:
        """Collect the known days.

        Args:
            article_days: the days of the article.
            own: the days of the script's own keys.
            years: all years that the article names.
            shifts: the relative days of the article, such as -1 for yesterday.
        """
        self._article_days = tuple(article_days)
        dated = next(filter(None, map(_full, self._article_days)), None)
        self._anchors = frozenset({*own, *([dated] if dated else [])})
        self._years = frozenset(
            {*years, *(day.year for day in self._article_days if day.year), *(day.year for day in own)}
        )
        shifted = {anchor + timedelta(days=days) for anchor in self._anchors for days in shifts}
        self._dates = frozenset({*own, *shifted, *(each for day in self._article_days for each in self._meant(day))})
        self._named = frozenset(
            Day(each.year, each.month, each.day)
            for each in {*own, *shifted, *(d for day in article_days for d in self._near(day))}
        )

    @property
    def years(self) -> frozenset[int]:
        """The years of the known days."""
        return frozenset({*(day.year for day in self._article_days if day.year), *(day.year for day in self._dates)})

    @property
    def days(self) -> frozenset[int]:
        """The days of the month of the known days."""
        return frozenset(
            {*(day.day for day in self._article_days if day.day), *(day.day for day in self._named if day.day)}
        )

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
        return day.year in self._years or not self._years or self._close(day)

    def _close(self, day: Day) -> bool:
        """Return whether a day is within a year of a known date."""
        middle = _full(Day(day.year, day.month, day.day or 15))
        return middle is not None and any(abs(middle - anchor).days <= _YEAR for anchor in self._anchors)

    def _has_weekday(self, day: Day) -> bool:
        """Return whether a weekday is known, alone or with a day of the month."""
        if day.day is None:
            near = (each for each in self._dates if not self._anchors or self._within(each, _NEAR))
            return day.weekday in {*(told.weekday for told in self._article_days), *(each.weekday() for each in near)}
        if any((told.day, told.weekday) == (day.day, day.weekday) for told in self._article_days):
            return True
        of_days = {*self._dates, *(full for full in map(_full, self._named) if full)}
        weekdays = {each.weekday() for each in of_days if each.day == day.day}
        if weekdays:
            return day.weekday in weekdays
        return any(told.day == day.day for told in self._article_days)

    def _is_weekday_of(self, day: Day, known: Collection[Day]) -> bool:
        """Return whether a date has the right weekday, by the article, else by the calendar."""
        told = {other.weekday for other in known if other.weekday is not None}
        if told:
            return day.weekday in told
        full = _full(day)
        dates = {full} if full else {each for each in self._dates if (each.month, each.day) == (day.month, day.day)}
        dates |= {each for other in known if not full and (each := _full(other))}
        if not dates:
            return self._has_weekday(Day(weekday=day.weekday))
        return day.weekday in {each.weekday() for each in dates}

    def _within(self, day: date, days: int) -> bool:
        return any(abs(day - anchor).days <= days for anchor in self._anchors)

    def _meant(self, day: Day) -> Iterator[date]:
        """Yield the dates that a day can mean: one without a year is near a known date."""
        full = _full(day)
        if full is not None:
            yield full
        elif day.month and day.day and not day.year:
            for anchor in self._anchors:
                years = (anchor.year - 1, anchor.year, anchor.year + 1)
                dates = [each for year in years if (each := _full(Day(year, day.month, day.day)))]
                fitting = [each for each in dates if day.weekday in {None, each.weekday()}]
                yield from sorted(fitting, key=lambda each: abs(each - anchor))[:1]

    def _near(self, day: Day) -> Iterator[date]:
        """Yield the dates that a weekday alone can mean: the last one and the next."""
        if day.weekday is None or day.month is not None or day.day is not None:
            return
        for anchor in self._anchors:
            ahead = (day.weekday - anchor.weekday()) % _WEEK
            for days in {ahead, ahead - _WEEK, *([_WEEK] if not ahead else [])}:
                yield anchor + timedelta(days=days)


def _full(day: Day) -> date | None:
    """Return the date of a day with year and month; None if it is partial or does not exist."""
    if day.year is None or day.month is None or day.day is None:
        return None
    try:
        return date(day.year, day.month, day.day)
    except ValueError:
        return None
