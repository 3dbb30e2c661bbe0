"""Read times of day and durations."""

from __future__ import annotations

import re

from audiobrief.reading.normalise.english.numbers.amounts import describes
from audiobrief.reading.normalise.english.numbers.number_words import cardinal, digits, number
from audiobrief.reading.normalise.tables import words
from audiobrief.reading.normalise.text import Reading, Text

_HALF = r"(?:([ap])\.?m\b\.?)"
_WITH_HALF = re.compile(rf"(\d{{1,2}})(?:[:.]([0-5]\d))? ?{_HALF}", re.IGNORECASE)
_RANGE = re.compile(
    rf"(\d{{1,2}})(?:[:.]([0-5]\d))? ?{_HALF}? ?[-–—] ?(\d{{1,2}})(?:[:.]([0-5]\d))? ?{_HALF}", re.IGNORECASE
)
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?![\d:]|\.\d)")
_CLOCK_RANGE = re.compile(r"(\d{1,2})([:.]|(?<=0\d))([0-5]\d) ?[-–—] ?(\d{1,2})\2([0-5]\d)(?![\d:%]|[.,]\d)")
_UNITS = re.compile(
    r"(?:(\d{1,3}) ?(?:d|days?),? ?)?(?:(\d{1,3}) ?(?:h|hrs?\.?|hours?),? ?)?"
    r"(?:(\d{1,3}) ?(?:m|mins?\.?|minutes?),? ?)?"
    r"(?:(\d{1,3}(?:\.\d{1,3})?) ?(?:s|secs?|seconds?))?(?!\w)"
)
_DURATION = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?(\.\d{1,3})?(?![\d:])")
_POINTED = re.compile(r"(\d{1,2})\.([0-5]\d)(?![\d%]|[.,:-]\d| ?(?:per|p)\b)")
_MILITARY = re.compile(r"([01]\d|2[0-4])([0-5]\d)(?= ?(?:hours|hrs|GMT|BST|UTC|Zulu|Z)\b)")
_EARLY = re.compile(r"(0\d)([0-5]\d)(?!\d|[.,:-]\d)")
_BEFORE_TIME = frozenset({"at", "until", "till"})
_HOURS_AND_MINUTES = re.compile(r"(\d{1,2})h([0-5]\d)(?!\w)")
_ZONE = re.compile(r" (?:BST|CES?T|EES?T|ES?T|GMT|UTC|WES?T)(?!\w)")
_DEPARTURE = re.compile(r" (?:bus|coach|ferry|flight|service|train|(?:from|to) [A-Z])")
_TIME_OF = re.compile(r"(?:time|record|lap) of $|best of $")
_NAMES = ("day", "hour", "minute", "second")
_MIDNIGHT = {15: "a quarter", 30: "half"}


def read_time(text: Text, at: int) -> Reading | None:
    """Read a time of day, or how long a race took."""
    plain = text.plain
    if match := _RANGE.match(plain, at):
        first, more, half, second, rest, last = match.groups()
        if int(first) <= 24 and int(second) <= 24:
            spoken = _half_day(first, more, half or "", text) + " to " + _half_day(second, rest, last, text)
            return Reading(at, _end(text, match.end()), spoken)
    if (match := _WITH_HALF.match(plain, at)) and int(match[1]) <= 24:
        return Reading(at, _end(text, match.end()), _half_day(match[1], match[2], match[3], text))
    if (match := _CLOCK_RANGE.match(plain, at)) and (reading := _clock_range(text, at, match)):
        return reading
    if match := _CLOCK.match(plain, at):
        if _is_duration(text, at, match):
            one = describes(text, at, match.end())
            return Reading(at, match.end(), _duration([int(match[1]), int(match[2])], None, text, one=one))
        return Reading(at, match.end(), clock(int(match[1]), int(match[2]), text))
    if (match := _DURATION.match(plain, at)) and (match[3] or match[4]):
        values = [int(part) for part in match.groups()[:3] if part is not None]
        return Reading(at, match.end(), _duration(values, match[4], text))
    if (match := _MILITARY.match(plain, at)) or ((match := _EARLY.match(plain, at)) and _is_at(text, at)):
        hour = digits(match[1], "oh") if match[1].startswith("0") else cardinal(int(match[1]), british=text.british)
        minute = "hundred" if match[2] == "00" else _minutes(int(match[2]), text)
        return Reading(at, match.end(), f"{hour} {minute}")
    if (match := _POINTED.match(plain, at)) and 1 <= int(match[1]) < 24 and _is_hour(text, at, match.end()):
        return Reading(at, match.end(), clock(int(match[1]), int(match[2]), text))
    return None


def _is_hour(text: Text, at: int, end: int) -> bool:
    """Return whether a number with a point is a time of day."""
    if text.british and _is_departure(text, at, end):
        return True
    is_measure = text.word_after(end).endswith(("s", "ion", "m", "bn", "tn"))
    return not is_measure and ((text.british and _is_at(text, at)) or _ZONE.match(text.plain, end) is not None)


def _is_at(text: Text, at: int) -> bool:
    return text.word_before(at).lower() in _BEFORE_TIME and text.plain[at - 1 : at] == " "


def _is_departure(text: Text, at: int, end: int) -> bool:
    """Return whether a train or the like is called by its time: `the 7.15 from Leeds`."""
    return text.word_before(at).lower() == "the" and _DEPARTURE.match(text.after(end)) is not None


def clock(hour: int, minute: int, text: Text) -> str:
    """Return a time of the 24-hour clock in words."""
    if hour == 0:
        past = _MIDNIGHT.get(minute) or f"{cardinal(minute, british=text.british)} minute{'s' * (minute != 1)}"
        return f"{past} past midnight" if minute else "midnight"
    if minute == 0:
        name = "hundred" if hour > 12 else "o'clock"
        return f"{cardinal(hour, british=text.british)} {name}"
    return f"{cardinal(hour, british=text.british)} {_minutes(minute, text)}"


def _minutes(minute: int, text: Text) -> str:
    spoken = cardinal(minute, british=text.british)
    return f"oh {spoken}" if minute < 10 else spoken


def _half_day(hour: str, minute: str | None, half: str, text: Text) -> str:
    spoken = cardinal(int(hour), british=text.british)
    if minute and int(minute):
        spoken = f"{spoken} {_minutes(int(minute), text)}"
    return f"{spoken} {half.upper()} M" if half else spoken


def read_duration(text: Text, at: int) -> Reading | None:
    """Read a duration of several units: `2h 34m`, `5m 20s`, `1hr 20m`."""
    match = _UNITS.match(text.plain, at)
    if short := _HOURS_AND_MINUTES.match(text.plain, at):
        minutes = cardinal(int(short[2]), british=text.british)
        return Reading(at, short.end(), f"{_counted(short[1], 'hour', text, one=False)} {minutes}")
    if match is None:
        return None
    parts = [(value, name) for value, name in zip(match.groups(), _NAMES, strict=True) if value is not None]
    if len(parts) < 2:
        return None
    end = match.start() + len(match[0].rstrip(", "))
    end -= text.plain[end - 1] == "." and text.closes(end)
    is_attribute = describes(text, at, end)
    return Reading(at, end, " ".join(_counted(value, name, text, one=is_attribute) for value, name in parts))


def _counted(value: str, name: str, text: Text, *, one: bool) -> str:
    value = re.sub(r"^0+(?=\d)", "", value)
    return f"{number(value, british=text.british)} {name}{'' if one or value == '1' else 's'}"


def _clock_range(text: Text, at: int, match: re.Match[str]) -> Reading | None:
    """Read `9:00–17:00`, and `9.30–17.30` and `0930–1730` where opening hours are the subject."""
    first, sign, more, last, rest = match.groups()
    near = text.words_near(at, match.end())
    if int(first) > 24 or int(last) > 24 or (sign != ":" and not near & words("times", "near_hours")):
        return None
    start, end = clock(int(first), int(more), text), clock(int(last), int(rest), text)
    return Reading(at, match.end(), f"{start} to {end}")


def _is_duration(text: Text, at: int, match: re.Match[str]) -> bool:
    """Return whether digits with a colon are minutes and seconds: how long something lasts."""
    before = text.word_before(at).lower()
    if before in words("times", "lasting") or _TIME_OF.search(text.before(at)):
        return True
    if before in words("times", "before_clock") or int(match[1]) > 59:
        return False
    return bool(text.words_near(at, match.end()) & words("times", "near_duration"))


def _duration(values: list[int], decimals: str | None, text: Text, *, one: bool = False) -> str:
    """Return hours, minutes and seconds in words; the last value is of seconds, perhaps with decimals."""
    parts = [
        f"{cardinal(value, british=text.british)} {name}{'s' * (value != 1 and not one)}"
        for value, name in zip(values, _NAMES[-len(values) :], strict=True)
        if value
    ]
    if decimals:
        seconds = f"{cardinal(values[-1], british=text.british)} point {digits(decimals)} seconds"
        parts = [*parts[: len(parts) - bool(values[-1])], seconds]
    return " ".join(parts) or f"{cardinal(0, british=text.british)} seconds"


def _end(text: Text, end: int) -> int:
    """Return the end of a time, without the full stop of `p.m.` where it also ends the sentence."""
    return end - 1 if text.plain[end - 1] == "." and text.closes(end) else end
