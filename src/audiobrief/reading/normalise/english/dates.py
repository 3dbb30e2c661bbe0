"""Read dates, months, years and eras."""

from __future__ import annotations

import re
from functools import cache

from audiobrief.language.calendar import month_names, weekday_names
from audiobrief.reading.normalise.english.numbers.number_words import ordinal, year
from audiobrief.reading.normalise.text import Reading, Text

_DAY = r"(\d{1,2})(?i:st|nd|rd|th)?"
_YEAR = r"(?:(\d{4})(?!\w|[.,]\d)|'(\d\d)(?!\w))"
_NUMERIC = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d%]|[-/.,]\d)")
_ERA_BEFORE = re.compile(r"(?:AD|A\.D\.) (\d{1,4})(?![\d,]\d)(?!\w)")
_ERA_BEHIND = re.compile(r"(\d{1,5}) ?(BCE?|CE|AD)(?!\w)")
_RANGE_DASH = re.compile(r" ?[-–—] ?")
_CENTURY = 100


@cache
def month_numbers() -> dict[str, int]:
    """Return the number of each month by its name, full or abbreviated."""
    full = {name: at for at, name in enumerate(month_names("en"), 1)}
    return {**full, **{name[:3]: at for name, at in full.items()}, "Sept": 9}


@cache
def written_months() -> dict[str, int]:
    """Return the numbers of months by their names as they may be written, also in capitals or small letters.

    Names in small letters that are other words, too, are left out.
    """
    full = {name: at for at, name in enumerate(month_names("en"), 1)}
    names = month_numbers()
    capitals = {name.upper(): at for name, at in names.items()}
    small = {name.lower(): at for name, at in full.items() if name not in {"March", "May"}}
    return {**small, **capitals, **names}


@cache
def _month_pattern() -> str:
    return "|".join(sorted(written_months(), key=len, reverse=True))


@cache
def _weekday_pattern() -> str:
    full = weekday_names("en")
    return "|".join([*full, *(name[:3] for name in full), "Tues", "Weds", "Thurs", "Thur"])


def _month(number: int) -> str:
    return month_names("en")[number - 1]


@cache
def _month_first() -> re.Pattern[str]:
    return re.compile(
        rf"({_month_pattern()})\.? (?:{_DAY}(?: ?[-–] ?{_DAY})?(?:(,?) {_YEAR})?|(\d{{4}}))(?!\w|[.,:/]\d|%| ?[-–]\d)"
    )


@cache
def _day_first() -> re.Pattern[str]:
    return re.compile(
        rf"{_DAY}(?:( ?[-–/] ?| to | and | or ){_DAY})?( of)? ({_month_pattern()})(?!\w)"
        rf"(?:\.(?= ?\d{{4}}| [a-z]|[,;:)–-]))?(?:(,?) ?{_YEAR})?"
    )


@cache
def _joined() -> re.Pattern[str]:
    """Return the pattern of dates with one sign between all parts: `Jan-15-2020`, `15-Jan-2020`, `2020-Jan-15`."""
    month = _month_pattern()
    return re.compile(
        rf"(?:(?P<m1>{month})\.?(?P<s1>[-/])(?P<d1>\d{{1,2}})(?P=s1)(?P<y1>\d{{4}}|\d\d)"
        rf"|(?P<d2>\d{{1,2}})(?P<s2>[-/.])(?P<m2>{month})(?:(?P=s2)(?P<y2>\d{{4}}|\d\d))?"
        rf"|(?P<y3>\d{{4}})(?P<s3>[-/ ])(?P<m3>{month})(?P=s3)(?P<d3>\d{{1,2}}))(?![\w/]|[-.,]\d)"
    )


@cache
def _range_sides() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of what may be before and after the dash of a range of dates, weekdays, months or decades."""
    month, weekday = _month_pattern(), _weekday_pattern()
    before = rf"(?<!\w)(?:(?:{month})\.?(?: {_DAY})?(?:,? \d{{4}})?|(?:{weekday})\.?|'?\d{{1,3}}0'?s|'\d\d)$"
    after = rf"(?:(?:{_DAY} )?(?:{month})|{weekday}|'?\d{{1,3}}0'?s|'\d\d)(?!\w)"
    return re.compile(before), re.compile(after)


def read_range_dash(text: Text, at: int) -> Reading | None:
    """Read the dash between two dates, weekdays, months or decades as `to`: `December 30–January 5`, `1960s–80s`."""
    dash = _RANGE_DASH.match(text.plain, at)
    if dash is None:
        return None
    before, after = _range_sides()
    if after.match(text.plain, dash.end()) is None or before.search(text.before(at)) is None:
        return None
    return Reading(at, dash.end(), " to ")


def read_month_first(text: Text, at: int) -> Reading | None:
    """Read `Jan. 11`, `February 17, 2023` and `Jan-15-2020`."""
    match = _month_first().match(text.plain, at)
    if match is None:
        return _read_joined(text, at) or _read_month_in_range(text, at)
    name, first, last, comma, full, short, alone = match.groups()
    month = _month(written_months()[name])
    if alone:
        return Reading(at, match.end(), f"{month} {_year(int(alone), text)}")
    if not 1 <= int(first) <= 31 or not 1 <= int(last or 1) <= 31:
        return None
    spoken = _in_month(month, int(first), int(last) if last else None, text)
    return Reading(at, match.end(), spoken + _year_after(comma, full, short, text))


def _read_month_in_range(text: Text, at: int) -> Reading | None:
    """Read an abbreviated month beside the dash of a range: `Jan-March`."""
    match = _any_month().match(text.plain, at)
    if match is None:
        return None
    before, after = _range_sides()
    dash = _RANGE_DASH.match(text.plain, match.end())
    is_first = dash is not None and after.match(text.plain, dash.end()) is not None
    earlier = text.before(at).rstrip(" -–—")
    is_last = earlier != text.before(at).rstrip() and before.search(earlier) is not None
    return Reading(at, match.end(), _month(written_months()[match[1]])) if is_first or is_last else None


@cache
def _any_month() -> re.Pattern[str]:
    return re.compile(rf"({_month_pattern()})(?!\w)\.?")


def read_day_first(text: Text, at: int) -> Reading | None:
    """Read `17 February 2023` and `17-Feb-2023`."""
    match = _day_first().match(text.plain, at)
    if match is None:
        return _read_joined(text, at)
    first, sign, last, of, name, comma, full, short = match.groups()
    if not 1 <= int(first) <= 31 or not 1 <= int(last or 1) <= 31:
        return None
    month = _month(written_months()[name])
    article = text.word_before(at).lower() == "the" and text.plain[at - 1] == " "
    if text.british or of:
        spoken = _of_month(month, int(first), int(last) if last else None, text)
        spoken = spoken if of or article else f"the {spoken}"
    else:
        spoken = _in_month(month, int(first), int(last) if last else None, text)
    if sign and sign.strip() in {"and", "or"}:
        spoken = spoken.replace(" to ", f" {sign.strip()} ")
    return Reading(at, match.end(), spoken + _year_after(comma, full, short, text))


def _year_after(comma: str | None, full: str | None, short: str | None, text: Text) -> str:
    """Return the words for the year of a date, with the comma before it."""
    if not full and not short:
        return ""
    return f"{comma or ''} {_year(int(full) if full else _century(int(short or 0)), text)}"


def _read_joined(text: Text, at: int) -> Reading | None:
    match = _joined().match(text.plain, at)
    if match is None:
        return None
    day, month, full = (next((match[f"{part}{n}"] for n in (1, 2, 3) if match[f"{part}{n}"]), "") for part in "dmy")
    if not 1 <= int(day) <= 31:
        return None
    value = None if not full else int(full) if len(full) == 4 else _century(int(full))
    if match["m1"] and value is not None and text.british:
        spoken = _in_month(_month(written_months()[month]), int(day), None, text)
        return Reading(at, match.end(), f"{spoken} {_year(value, text)}")
    return Reading(at, match.end(), _date(int(day), written_months()[month], value, at, text))


def _date(day: int, month: int, value: int | None, at: int, text: Text) -> str:
    """Return a date in words, with the year if it is given, in the order of the language's region."""
    if text.british:
        article = "" if text.word_before(at).lower() == "the" else "the "
        spoken, comma = f"{article}{_of_month(_month(month), day, None, text)}", ""
    else:
        spoken, comma = _in_month(_month(month), day, None, text), ","
    return spoken if value is None else f"{spoken}{comma} {_year(value, text)}"


def read_numeric_date(text: Text, at: int) -> Reading | None:
    """Read `2023-02-17`, and `17/02/2023` by the order of the language's region."""
    match = _NUMERIC.match(text.plain, at)
    if match is None:
        return None
    one, sign, two, three = match.groups()
    if len(one) == 4 and len(three) == 2:
        parts = int(three), int(two), int(one)
    elif len(one) <= 2 and (len(three) == 4 or sign == "/"):
        day, month = (int(one), int(two)) if text.british else (int(two), int(one))
        if month > 12 >= day:
            day, month = month, day
        parts = day, month, int(three) if len(three) == 4 else _century(int(three))
    else:
        return None
    day, month, value = parts
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return Reading(at, match.end(), _date(day, month, value, at, text))


def read_era(text: Text, at: int) -> Reading | None:
    """Read `AD 79` and `44 BC`."""
    if match := _ERA_BEFORE.match(text.plain, at):
        return Reading(at, match.end(), f"A D {_year(int(match[1]), text)}")
    if match := _ERA_BEHIND.match(text.plain, at):
        return Reading(at, match.end(), f"{_year(int(match[1]), text)} {' '.join(match[2])}")
    return None


def _year(value: int, text: Text) -> str:
    spoken = year(value, british=text.british)
    return spoken if text.british else spoken.replace(" and ", " ")


def _century(value: int) -> int:
    """Return the year that two digits mean: up to 49 of this century, else of the last."""
    return value + (2000 if value < _CENTURY // 2 else 1900)


def _in_month(month: str, first: int, last: int | None, text: Text) -> str:
    the = "the " if text.british else ""
    spoken = f"{month} {the}{ordinal(first, british=text.british)}"
    return f"{spoken} to {the}{ordinal(last, british=text.british)}" if last else spoken


def _of_month(month: str, first: int, last: int | None, text: Text) -> str:
    spoken = ordinal(first, british=text.british)
    spoken = f"{spoken} to the {ordinal(last, british=text.british)}" if last else spoken
    return f"{spoken} of {month}"
