"""Read fractions, and mixed numbers with their units."""

from __future__ import annotations

import re

from audiobrief.reading.normalise.english.measures import read_unit_after
from audiobrief.reading.normalise.english.numbers.amounts import describes
from audiobrief.reading.normalise.english.numbers.number_words import fraction, number
from audiobrief.reading.normalise.tables import table, words
from audiobrief.reading.normalise.text import FIGURE, Reading, Text

_FRACTION = re.compile(r"(?:(\d{1,4})[ -])?(\d{1,3})[/⁄](\d{1,4})(?![\d/]|[.,]\d)")
_VULGAR = re.compile(rf"(?:(\d{{1,6}})[ -]?)?{FIGURE}")
_RATED = frozenset({5, 10, 100})


def read_fraction(text: Text, at: int) -> Reading | None:
    """Read `1/2`, `3 1/4`, `2½` and names such as `9/11`."""
    mixed = _VULGAR.match(text.plain, at)
    vulgar = table("english", "fractions").get(text.written[mixed.end() - 1]) if mixed else None
    if mixed and vulgar:
        over, under = vulgar.split("/")
        spoken = _mixed(mixed[1], int(over), int(under), text)
        return _with_unit(text, at, mixed.end(), spoken, is_mixed=mixed[1] is not None)
    match = _FRACTION.match(text.plain, at)
    if match is None:
        return None
    whole, over, under = match[1], int(match[2]), int(match[3])
    name = table("english", "fraction_names").get(f"{over}/{under}")
    if name and not whole:
        return Reading(at, match.end(), name)
    if whole and not 0 < over < under:
        return None
    if over + under == 100:
        return Reading(at, match.end(), " ".join(number(part, british=text.british) for part in match.groups()[1:]))
    following = text.word_after(match.end()).lower()
    if not whole and (over >= under or under in _RATED - {5} or following in words("numbers", "stars")):
        separator = "out of" if under in _RATED else "over"
        spoken = f"{number(match[2], british=text.british)} {separator} {number(match[3], british=text.british)}"
        return Reading(at, match.end(), spoken)
    if not under:
        return None
    return _with_unit(text, at, match.end(), _mixed(whole, over, under, text), is_mixed=whole is not None)


def _mixed(whole: str | None, over: int, under: int, text: Text) -> str:
    """Return a fraction in words, with the whole number before it."""
    spoken = fraction(over, under, british=text.british)
    if whole is None:
        return spoken
    spoken = f"a {spoken.removeprefix('one ')}" if over == 1 and not spoken.endswith("eighth") else spoken
    spoken = f"an {spoken.removeprefix('one ')}" if over == 1 and spoken.endswith("eighth") else spoken
    return f"{number(whole, british=text.british)} and {spoken}"


def _with_unit(text: Text, at: int, end: int, spoken: str, *, is_mixed: bool) -> Reading:
    """Return the reading of a fraction, and of the unit or the hyphen after it: `4 1/2 lbs`, `3/8-inch`, `1/2 lb`."""
    if text.word_before(at).lower() == "a" and not is_mixed:
        spoken = spoken.removeprefix("one ")  # a half mile
    if re.match(r"-[a-z]", text.after(end)):
        return Reading(at, end + 1, spoken)
    stop, unit = read_unit_after(text, end, one=not is_mixed)
    if not unit:
        return Reading(at, end, spoken)
    if describes(text, at, stop):
        return Reading(at, stop, spoken + read_unit_after(text, end, one=True)[1])
    if is_mixed:
        return Reading(at, stop, spoken + unit)
    article = "an" if unit[1] in "aeiou" or unit.startswith(" hour") else "a"
    return Reading(at, stop, f"half {article}{unit}" if spoken == "one half" else f"{spoken} of {article}{unit}")
