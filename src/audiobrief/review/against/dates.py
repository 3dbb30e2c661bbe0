"""Find dates in a text, also months and weekdays alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from audiobrief.language.calendar import cldr_names
from audiobrief.language.codes import primary_language
from audiobrief.language.numbers.facts import Fact, without_overlap
from audiobrief.language.numbers.numerals import find_numbers
from audiobrief.language.numbers.words import is_ordinal, is_vague
from audiobrief.language.tables import table

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_NUMERIC = re.compile(r"(?<![\d./])(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d{2})\b(?![./]?\d)")
_WITHOUT_YEAR = re.compile(r"(?<![\d.,])(\d{1,2})\. ?(\d{1,2})\.(?!\d)")
"""A German date such as 3.10., whose second full stop tells it from a decimal."""
_YEAR = r"(?:,?\s+(?:of\s+|de\s+)?(?P<year>\d{4}))?"
_MONTH_FIRST = re.compile(r"[^\W\d].*\D\d{1,2}(?:st|nd|rd|th)?", re.DOTALL)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th|\.|º|er)?$")
_LAST_OF_CENTURY = 68
"""The last year in two digits that is in this century."""
_LAST_DAY = 31
_LONGEST = 40
"""Characters of a weekday and the words between it and its date."""


@dataclass(frozen=True, slots=True)
class Day:
    """A full or partial date."""

    year: int | None = None
    """Four digits."""
    month: int | None = None
    """1 to 12."""
    day: int | None = None
    """1 to 31."""
    weekday: int | None = None
    """0 is Monday."""


def find_dates(text: str, language: str) -> tuple[Fact, ...]:
    """Return the dates, months and weekdays of a text; the value of each fact is a `Day`."""
    found: tuple[Fact, ...] = ()
    for find in (_in_digits, _with_month_name, _in_words, _names_alone):
        found += without_overlap(find(text, language), found)
    days = tuple(_with_weekdays(text, found, language))
    days += without_overlap(_sharing_month(text, days, language), days)
    return tuple(sorted(days, key=lambda fact: fact.start))


def find_shifts(text: str, language: str) -> frozenset[int]:
    """Return the days that a text names relative to its own date: yesterday is -1."""
    words = table("dates", language).get("shifts", {})
    return frozenset(days for word, days in words.items() if re.search(rf"\b{word}\b", text))


def _with_weekdays(text: str, found: tuple[Fact, ...], language: str) -> Iterator[Fact]:
    """Join weekdays with the dates after them: 'Tuesday, 10 October', 'Mon 9 Oct', 'Friday, the 13th'."""
    joined = []
    for fact in (*found, *without_overlap(_days_of_month(text, language), found)):
        before = _weekday_before(language).search(text, max(0, fact.start - _LONGEST), fact.start)
        if before is not None and isinstance(fact.value, Day) and fact.value.day is not None:
            weekday = _short_weekdays(language)[before[1].lower()]
            joined.append(Fact("date", before.start(), fact.end, replace(fact.value, weekday=weekday)))
    yield from (*joined, *without_overlap(found, joined))


def _days_of_month(text: str, language: str) -> Iterator[Fact]:
    """Yield numbers that can be a day without its month: 'the fourteenth.', but not 'the first team'."""
    for number in find_numbers(text, language, vague=True):
        behind = text[number.end : number.end + 2]
        ordinal = not text[number.end - 1].isdecimal() or behind[:1] == "."
        if ordinal and _is_day(text, number, language) and re.match(r"\s?(?:[.,;:!?)]|$)", behind):
            yield Fact("date", number.start, number.end, Day(day=_as_int(number)))


def _sharing_month(text: str, found: tuple[Fact, ...], language: str) -> Iterator[Fact]:
    """Yield days that share the month of another day: '14-16 October', 'October 14 to 16'."""
    words = table("dates", language)
    dates = [(fact, fact.value) for fact in found if isinstance(fact.value, Day) and fact.value.day]
    for number in find_numbers(text, language, vague=True):
        if not _is_day(text, number, language):
            continue
        for fact, day in dates:
            before = fact.start >= number.end and _gap(text, number.end, fact.start) in words.get("between", ())
            month_first = _MONTH_FIRST.fullmatch(text, fact.start, fact.end) is not None
            behind = (
                month_first and number.start >= fact.end and _gap(text, fact.end, number.start) in words.get("to", ())
            )
            if day.month and (before or behind):
                yield Fact("date", number.start, number.end, Day(day.year, day.month, _as_int(number)))


def _gap(text: str, start: int, end: int) -> str:
    """Return the text between two days, without the dot of a German day."""
    return text[start : min(end, start + _LONGEST)].removeprefix(".").strip().lower()


def _is_day(text: str, number: Fact, language: str) -> bool:
    """Return whether a number is written as one of the days of a month."""
    written = text[number.start : number.end]
    last = re.split(r"[\s-]", written)[-1]
    return 1 <= _as_int(number) <= _LAST_DAY and (is_ordinal(last, language) or _ORDINAL.search(written) is not None)


def _as_int(number: Fact) -> int:
    assert isinstance(number.value, Decimal)
    return int(number.value)


def _in_digits(text: str, language: str) -> Iterator[Fact]:
    for match in _ISO.finditer(text):
        yield from _fact(match, int(match[3]), int(match[2]), int(match[1]))
    for match in _NUMERIC.finditer(text):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
        if (language.lower() in {"en", "en-us"} and match[2] == "/") or month > 12:
            day, month = month, day
        if len(match[4]) == 2:
            year += 2000 if year <= _LAST_OF_CENTURY else 1900
        yield from _fact(match, day, month, year)
    if primary_language(language) == "de":
        for match in _WITHOUT_YEAR.finditer(text):
            yield from _fact(match, int(match[1]), int(match[2]), None)


def _fact(match: re.Match[str], day: int, month: int, year: int | None) -> Iterator[Fact]:
    if 1 <= month <= 12 and 1 <= day <= _LAST_DAY:
        yield Fact("date", match.start(), match.end(), Day(year, month, day))


def _with_month_name(text: str, language: str) -> Iterator[Fact]:
    months = _months(language)
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            yield from _fact(match, int(match["day"]), months[match["month"].lower().rstrip(".")], _year(match))


def _in_words(text: str, language: str) -> Iterator[Fact]:
    """Yield days in words beside a month: 'the seventeenth of February', 'February the seventeenth'."""
    months = list(_names_alone(text, language))
    for number in find_numbers(text, language, vague=True):
        written = text[number.start : number.end]
        if is_vague(written, language) and not is_ordinal(written, language):
            continue
        for month in months:
            value = month.value
            assert isinstance(value, Day)
            first, last = sorted((number, month), key=lambda fact: fact.start)
            between = text[first.end : last.start].strip().lower()
            if value.month and between in {"", "of", "the", "de"} and 1 <= _as_int(number) <= _LAST_DAY:
                yield Fact("date", first.start, last.end, Day(value.year, value.month, _as_int(number)))


def _names_alone(text: str, language: str) -> Iterator[Fact]:
    for match in _names(language).finditer(text):
        word = match["name"].lower()
        month = _months(language).get(word)
        day = Day(weekday=_weekdays(language)[word]) if month is None else Day(_year(match), month)
        yield Fact("date", match.start(), match.end(), day)


def _year(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


@cache
def _weekday_before(language: str) -> re.Pattern[str]:
    """Return a pattern of a weekday, in full or abbreviated, right before a date."""
    names = "|".join(map(re.escape, sorted(_short_weekdays(language), key=len, reverse=True)))
    before = "|".join(map(re.escape, table("dates", language).get("before", ())))
    return re.compile(rf"\b({names})\b\.?,?\s+(?:(?:{before})\s+)?$", re.IGNORECASE)


def _short_weekdays(language: str) -> dict[str, int]:
    return {**cldr_names(language, "days", "abbreviated"), **_weekdays(language)}


def _months(language: str) -> dict[str, int]:
    return {**cldr_names(language, "months", "abbreviated"), **cldr_names(language, "months", "wide")}


def _weekdays(language: str) -> dict[str, int]:
    return cldr_names(language, "days", "wide")


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    whole = cldr_names(language, "months", "wide")
    written = sorted(_months(language), key=len, reverse=True)
    names = "|".join(re.escape(name) + ("" if name in whole else r"\.?") for name in written)
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
    return (
        re.compile(rf"\b{day}\s+(?:of\s+|de\s+)?(?P<month>{names})(?!\w){_YEAR}", re.IGNORECASE),
        re.compile(rf"\b(?P<month>{names})\s+(?:the\s+)?{day}\b(?!\d|[.,]\d){_YEAR}", re.IGNORECASE),
    )


@cache
def _names(language: str) -> re.Pattern[str]:
    """Return a pattern of names alone; in English with a capital letter, since 'may' and 'march' are verbs."""
    names = {*cldr_names(language, "months", "wide"), *_weekdays(language)}
    english = language.lower().startswith("en")
    written = sorted((name.capitalize() if english else name for name in names), key=len, reverse=True)
    pattern = "|".join(map(re.escape, written))
    parts = "|".join(table("dates", language).get("parts_of_day", ()))
    return re.compile(rf"\b(?P<name>{pattern})(?:{parts})?\b{_YEAR}", 0 if english else re.IGNORECASE)
