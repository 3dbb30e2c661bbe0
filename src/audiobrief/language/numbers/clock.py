"""Times of the day: 18:30 is half past six in the evening is 6.30pm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from audiobrief.language.numbers.facts import Fact, without_overlap
from audiobrief.language.numbers.words import parse_number_word
from audiobrief.language.tables import table

_HOUR = r"(?P<hour>\d{1,2}|[^\W\d_]+)"
_DIGITS = r"(?<![\d:.,])(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?![\d:]|[.,]\d)"
_HALF = r"(?:\s*(?P<half>[ap])\.?m\b\.?)"
_PAST = r"(?P<minute>\d{1,2}|[^\W\d_]+(?:-[^\W\d_]+)?)"
_NOON = 12
_NIGHT = 6
"""The first hour that 'at night' counts to the evening."""
_DAY = 24
_HOUR_MINUTES = 60


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time of the day, with or without am or pm."""

    hour: int
    """0 to 23; 1 to 12 if it is unknown whether it is am or pm."""
    minute: int
    """0 to 59."""
    half: str | None
    """am or pm; None if unknown."""

    def matches(self, other: TimeOfDay) -> bool:
        """Return whether another time can be the same."""
        if (self.hour % _NOON, self.minute) != (other.hour % _NOON, other.minute):
            return False
        return self.half is None or other.half is None or self.half == other.half

    @property
    def hours(self) -> frozenset[int]:
        """The numbers that can stand for its hour."""
        short = self.hour % _NOON
        return frozenset({self.hour, short or _NOON, short + (0 if self.half == "am" else _NOON)})


def find_times(text: str, language: str, *, named: bool = False) -> tuple[Fact, ...]:
    """Return the times of a text, with noon and midnight if `named`; the value of each fact is a `TimeOfDay`."""
    found: tuple[Fact, ...] = ()
    for pattern, shift in _patterns(language):
        found += without_overlap(_match(pattern, shift, text, language), found)
    if named:
        for word, time in table("clock", language).get("named", {}).items():
            hour, minute = map(int, time.split(":"))
            for match in re.finditer(rf"\b{word}\b", text):
                half = "pm" if hour else "am"
                found += (Fact("number", match.start(), match.end(), TimeOfDay(hour, minute, half)),)
    return tuple(sorted(found, key=lambda fact: fact.start))


def _match(pattern: re.Pattern[str], shift: int | None, text: str, language: str) -> Iterator[Fact]:
    for match in pattern.finditer(text):
        groups = match.groupdict()
        hour, minute = _number(groups["hour"], language), _number(groups.get("minute") or "0", language)
        half = groups.get("half")
        if hour is None or minute is None or hour > _DAY or minute >= _HOUR_MINUTES or (half and not hour):
            continue
        at = hour * _HOUR_MINUTES + (minute if shift is None else shift)
        if half:
            at = at % (_NOON * _HOUR_MINUTES) + (_NOON * _HOUR_MINUTES if half.lower() == "p" else 0)
        time = _time(at, half, groups["hour"], text[match.end() :], language)
        yield Fact("number", match.start("start"), match.end(), time)


def _time(at: int, half: str | None, written: str, behind: str, language: str) -> TimeOfDay:
    hour, minute = divmod(at % (_DAY * _HOUR_MINUTES), _HOUR_MINUTES)
    if half or hour > _NOON or not hour or (written.startswith("0") and len(written) > 1):
        return TimeOfDay(hour, minute, "pm" if hour >= _NOON else "am")
    words = table("clock", language)
    late = _NIGHT <= hour < _NOON
    for name, evening in (("mornings", False), ("evenings", True), ("nights", late)):
        if behind.lstrip().startswith(tuple(words.get(name, ()))):
            return TimeOfDay(hour % _NOON + (_NOON if evening else 0), minute, "pm" if evening else "am")
    return TimeOfDay(hour, minute, None)


def _number(written: str, language: str) -> int | None:
    if written.isdecimal():
        return int(written)
    first, _, rest = written.partition("-")
    values = [parse_number_word(part, language) for part in (first, rest) if part]
    if any(value is None or value % 1 for value in values):
        return None
    return sum(int(value) for value in values if value is not None)


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], int | None], ...]:
    """Return the patterns of times, each with the minutes after its hour if it does not name them."""
    words = table("clock", language)

    def either(name: str) -> str:
        return "|".join(map(re.escape, words[name]))

    found: list[tuple[str, int | None]] = []
    if "hours" in words:
        hours = rf"\s*(?:{either('hours')})\b"
        found += [(rf"{_DIGITS}{hours}", None)]
        if words.get("minutes_behind_hours"):
            found += [(rf"\b{_HOUR}{hours}\s{_PAST}\b", None)]
        found += [(rf"\b{_HOUR}{hours}", None)]
    found += [(rf"{_DIGITS}{_HALF}", None), (rf"\b(?P<hour>\d{{1,2}}|[^\W\d_]{{3,}}){_HALF}", None)]
    found += [(_DIGITS.replace("[:.]", ":"), None)]
    for name, shift in (("half_past", 30), ("half_to", -30), ("quarter_past", 15), ("quarter_to", -15)):
        if name in words:
            found.append((rf"\b(?:{either(name)})\s+{_HOUR}\b", shift))
    if "past" in words:
        found.append((rf"\b{_PAST}\s+(?:{either('past')})\s+{_HOUR}\b", None))
    if "at" in words:
        at = rf"\b(?:{either('at')})\s"
        found.append((rf"{at}(?P<start>){_DIGITS}(?!\s*(?:%|[^\W\d_]))", None))
        found += [(rf"{at}(?P<start>){each}\s+{_HOUR}\b", 30) for each in words.get("half_past_at", ())]
    return tuple(
        (re.compile(written if "start" in written else f"(?P<start>){written}", re.IGNORECASE), shift)
        for written, shift in found
    )
