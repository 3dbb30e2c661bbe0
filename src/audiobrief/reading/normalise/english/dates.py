"""Read dates, months, years and eras."""

from __future__ import annotations

import re
from functools import cache

from audiobrief.language.calendar import month_names
from audiobrief.reading.normalise.english.numbers.number_words import ordinal, year
from audiobrief.reading.normalise.text import Reading, Text

_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_NUMERIC = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d%]|[-/.,]\d)")
_ERA_BEFORE = re.compile(r"(?:AD|A\.D\.) (\d{1,4})(?![\d,]\d)(?!\w)")
_ERA_BEHIND = re.compile(r"(\d{1,5}) ?(BCE?|CE|AD)(?!\w)")
_CENTURY = 100


@cache
def month_numbers() -> dict[str, int]:
    """Return the number of each month by its name, full or abbreviated."""
    full = {name: at for at, name in enumerate(month_names("en"), 1)}
    return {**full, **{name[:3]: at for name, at in full.items()}, "Sept": 9}


def _month(number: int) -> str:
    return month_names("en")[number - 1]


@cache
def _month_first() -> re.Pattern[str]:
    names = "|".join(sorted(month_numbers(), key=len, reverse=True))
    return re.compile(
        rf"({names})\.? (?:{_DAY}(?: ?[-–] ?{_DAY})?(?:(,?) (\d{{4}}))?|(\d{{4}}))(?!\w|[.,:/]\d|%| ?[-–]\d)"
    )


@cache
def _day_first() -> re.Pattern[str]:
    names = "|".join(sorted(month_numbers(), key=len, reverse=True))
    return re.compile(
        rf"{_DAY}(?: ?[-–/] ?{_DAY})?( of)? ({names})(?!\w)(?:\.(?= ?\d{{4}}| [a-z]))?(?:(,?) ?(\d{{4}})(?!\w|[.,]\d))?"
    )


def read_month_first(text: Text, at: int) -> Reading | None:
    """Read `Jan. 11` and `February 17, 2023`."""
    match = _month_first().match(text.plain, at)
    if match is None:
        return None
    name, first, last, comma, full, alone = match.groups()
    month = _month(month_numbers()[name])
    if alone:
        return Reading(at, match.end(), f"{month} {_year(int(alone), text)}")
    if not 1 <= int(first) <= 31 or not 1 <= int(last or 1) <= 31:
        return None
    spoken = _in_month(month, int(first), int(last) if last else None, text)
    tail = f"{comma} {_year(int(full), text)}" if full else ""
    return Reading(at, match.end(), spoken + tail)


def read_day_first(text: Text, at: int) -> Reading | None:
    """Read `17 February 2023`."""
    match = _day_first().match(text.plain, at)
    if match is None:
        return None
    first, last, of, name, comma, full = match.groups()
    if not 1 <= int(first) <= 31 or not 1 <= int(last or 1) <= 31:
        return None
    month = _month(month_numbers()[name])
    article = text.word_before(at).lower() == "the" and text.plain[at - 1] == " "
    if text.british or of:
        spoken = _of_month(month, int(first), int(last) if last else None, text)
        spoken = spoken if of or article else f"the {spoken}"
    else:
        spoken = _in_month(month, int(first), int(last) if last else None, text)
    tail = f"{comma} {_year(int(full), text)}" if full else ""
    return Reading(at, match.end(), spoken + tail)


def read_numeric(text: Text, at: int) -> Reading | None:
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
    if text.british:
        article = "" if text.word_before(at).lower() == "the" else "the "
        spoken = f"{article}{_of_month(month_names('en')[month - 1], day, None, text)} {_year(value, text)}"
    else:
        spoken = f"{_in_month(month_names('en')[month - 1], day, None, text)}, {_year(value, text)}"
    return Reading(at, match.end(), spoken)


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
