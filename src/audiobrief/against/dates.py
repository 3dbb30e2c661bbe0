"""Dates in a text by their value: 11 January is January 11th; months and weekdays that stand alone, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from audiobrief.against.facts import Fact, outside
from audiobrief.against.numbers import find_numbers

__all__ = ["Day", "borne_out", "find_dates"]

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_NUMERIC = re.compile(r"\b(\d{1,2})([./])(\d{1,2})\2(\d{4})\b")
_YEAR = r"(?:,?\s+(?:of\s+|de\s+)?(\d{4}))?"


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is named."""

    year: int | None = None
    """Four digits."""
    month: int | None = None
    """1 to 12."""
    day: int | None = None
    """1 to 31."""
    weekday: int | None = None
    """0 is Monday."""


def find_dates(text: str, language: str) -> tuple[Fact, ...]:
    """Find the dates, months and weekdays of a text.

    Args:
        text: as it is written.
        language: BCP 47 tag.
    """
    found: tuple[Fact, ...] = ()
    for facts in (_numeric(text, language), _named(text, language), _spelled(text, language), _alone(text, language)):
        found += outside(tuple(facts), found)
    return tuple(sorted(found, key=lambda fact: fact.start))


def borne_out(day: Day, known: frozenset[Day]) -> bool:
    """Tell whether a date follows from those that are known: what both name agrees, and it names no more."""
    return any(_agrees(day, other) for other in known)


def _agrees(day: Day, other: Day) -> bool:
    if day.weekday is not None:
        return day.weekday == other.weekday
    if day.month != other.month or (day.day is not None and day.day != other.day):
        return False
    return day.year is None or other.year in {None, day.year}


def _numeric(text: str, language: str) -> Iterator[Fact]:
    for match in _ISO.finditer(text):
        yield from _fact(match, int(match[3]), int(match[2]), int(match[1]))
    for match in _NUMERIC.finditer(text):
        day, month = int(match[1]), int(match[3])
        if (language.lower() in {"en", "en-us"} and match[2] == "/") or month > 12:
            day, month = month, day
        yield from _fact(match, day, month, int(match[4]))


def _fact(match: re.Match[str], day: int | None, month: int, year: int | None) -> Iterator[Fact]:
    if 1 <= month <= 12 and (day is None or 1 <= day <= 31):
        yield Fact("date", match.start(), match.end(), Day(year, month, day))


def _named(text: str, language: str) -> Iterator[Fact]:
    months = _months(language)
    day_first, month_first = _patterns(language)
    for match in day_first.finditer(text):
        yield from _fact(
            match, int(match[1]), months[match[2].lower().rstrip(".")], int(match[3]) if match[3] else None
        )
    for match in month_first.finditer(text):
        yield from _fact(
            match, int(match[2]), months[match[1].lower().rstrip(".")], int(match[3]) if match[3] else None
        )


def _spelled(text: str, language: str) -> Iterator[Fact]:
    """Find days in words beside a month: 'the seventeenth of February', 'February the seventeenth'."""
    months = list(_alone(text, language))
    for number in find_numbers(text, language):
        for month in months:
            value = month.value
            assert isinstance(value, Day)
            first, last = sorted((number, month), key=lambda fact: fact.start)
            between = text[first.end : last.start].strip().lower()
            if value.month and between in {"", "of", "the", "de"} and 1 <= int(str(number.value).split(".")[0]) <= 31:
                yield Fact("date", first.start, last.end, Day(None, value.month, int(str(number.value).split(".")[0])))


def _alone(text: str, language: str) -> Iterator[Fact]:
    for match in _names(language).finditer(text):
        word = match[1].lower()
        month = _months(language).get(word)
        if month is None:
            yield Fact("date", match.start(), match.end(), Day(weekday=_weekdays(language)[word]))
        else:
            year = int(match[2]) if match[2] else None
            yield Fact("date", match.start(), match.end(), Day(year, month))


@cache
def _locale_names(language: str, kind: str, width: str) -> dict[str, int]:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    forms = locale.months if kind == "months" else locale.days
    found = {}
    for context in ("stand-alone", "format"):
        for number, name in forms[context].get(width, {}).items():
            found[name.lower().rstrip(".")] = number
    return {name: number for name, number in found.items() if len(name) > 2}


def _months(language: str) -> dict[str, int]:
    return {**_locale_names(language, "months", "abbreviated"), **_locale_names(language, "months", "wide")}


def _weekdays(language: str) -> dict[str, int]:
    return _locale_names(language, "days", "wide")


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "|".join(re.escape(name) for name in sorted(_months(language), key=len, reverse=True))
    day = r"(\d{1,2})(?:st|nd|rd|th|er|\.)?"
    return (
        re.compile(rf"\b{day}\s+(?:of\s+|de\s+)?({names})\b\.?{_YEAR}", re.IGNORECASE),
        re.compile(rf"\b({names})\.?\s+(?:the\s+)?{day}\b(?!\d){_YEAR}", re.IGNORECASE),
    )


@cache
def _names(language: str) -> re.Pattern[str]:
    """Match whole names that stand alone; in English with a capital letter, since 'may' and 'march' are verbs."""
    names = {*_locale_names(language, "months", "wide"), *_weekdays(language)}
    english = language.lower().startswith("en")
    written = sorted((name.capitalize() if english else name for name in names), key=len, reverse=True)
    pattern = "|".join(map(re.escape, written))
    return re.compile(rf"\b({pattern})\b{_YEAR}", 0 if english else re.IGNORECASE)
