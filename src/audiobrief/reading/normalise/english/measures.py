"""Numbers with a unit, a percentage or a magnitude."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from audiobrief.reading.normalise.english.numbers.amounts import DASH, NUMBER, describes
from audiobrief.reading.normalise.english.numbers.number_words import number
from audiobrief.reading.normalise.locales import format_unit
from audiobrief.reading.normalise.tables import table, words
from audiobrief.reading.normalise.text import POWERS, Reading, Text

__all__ = ["percent", "read_feet_and_inches", "read_large", "read_measure", "read_unit", "unit_name"]

_FEET = re.compile(r"(\d{1,2})(?:'|′|ft) ?(\d{1,2})(?:\"|″|''|in(?!\w))")
_LARGE = re.compile(rf"({NUMBER})(?:{DASH}({NUMBER}))?([ -]?)(bn|trn|tn|mn|mln|m|M|B|k|K)(?!\w)")
_LARGE_WORDS = {"m": "million", "M": "million", "B": "billion", "k": "thousand", "K": "thousand"}
_DEGREES = frozenset({"C", "F", "°", "º"})


_POWERS = str.maketrans("".join(POWERS), "".join(POWERS.values()))
_SHOWN = str.maketrans("".join(POWERS.values()), "".join(POWERS))


def _alternatives(symbols: Iterable[str]) -> str:
    longest_first = sorted(symbols, key=len, reverse=True)
    return "|".join(re.escape(symbol.translate(_POWERS)) for symbol in longest_first)


@cache
def _measure() -> re.Pattern[str]:
    symbols = {**table("units", "names"), **table("units", "words")}
    alternatives = _alternatives(symbols)
    return re.compile(
        rf"({NUMBER})(?:(?: ?({alternatives}))?{DASH}({NUMBER}))?( ?-?)({alternatives})(?!\w|/\w|\.\w|['&]\w)"
    )


@cache
def _unit() -> re.Pattern[str]:
    symbols = [symbol for symbol in (*table("units", "names"), *table("units", "words")) if not symbol.isalpha()]
    alternatives = _alternatives(symbols)
    return re.compile(rf"({alternatives})(?![\w/])")


@lru_cache(maxsize=256)
def unit_name(symbol: str, locale: str, *, one: bool) -> str:
    """Return the name of a unit for one or for many, in an English that babel knows."""
    symbol = symbol.translate(_SHOWN)
    if symbol in table("units", "words"):
        return str(table("units", "words")[symbol][0 if one else 1])
    count = 1 if one else 2
    return format_unit(count, table("units", "names")[symbol], locale).removeprefix(f"{count} ")


def percent(text: Text) -> str:
    """Return the words for the sign %."""
    return unit_name("%", text.locale, one=False)


def read_feet_and_inches(text: Text, at: int) -> Reading | None:
    """Read `5'10"` and `5ft 10in`, as a height is said."""
    found = _FEET.match(text.plain, at)
    if found is None or int(found[2]) > 11:
        return None
    feet, inches = (number(each, british=text.british) for each in found.groups())
    return Reading(at, found.end(), f"{feet} foot {inches}")


def read_measure(text: Text, at: int) -> Reading | None:
    """Read `30mph`, `5-10%`, `20°C`, `100m` as metres."""
    found = _measure().match(text.plain, at)
    if found is None:
        return None
    first, early, last, space, symbol = found.groups()
    if not _holds(text, found, symbol, bool(space)):
        return None
    if early and early != symbol and early not in _DEGREES:
        return None
    said = number(first, british=text.british)
    if last:
        if early:
            said = f"{said} {unit_name(early if early == symbol else symbol, text.locale, one=first == '1')}"
        said = f"{said} to {number(last, british=text.british)}"
    single = (first == "1" and not last) or (
        describes(text, at, found.end()) and symbol not in {"%", "C", "F", "°C", "°F"}
    )
    if symbol == "m":
        following = text.word_after(found.end()).lower()
        single = (single or following in words("metres", "single")) and following not in words("metres", "events")
    end = found.end()
    if (
        text.plain[end : end + 1] == "."
        and symbol in {"min", "sec", "hr", "lb", "oz", "in", "ft"}
        and not text.closes(end + 1)
    ):
        end += 1
    return Reading(at, end, f"{said} {unit_name(symbol, text.locale, one=single)}")


def _holds(text: Text, found: re.Match[str], symbol: str, apart: bool) -> bool:
    """Return whether letters behind a number are a unit there."""
    close = _units_listed("close")
    if symbol in close and apart:
        return symbol in {"m", "g"} and text.word_after(found.end()).lower() in words("metres", "others")
    if symbol in _units_listed("decimal_only"):
        return "." in found[1]
    if symbol == "m":
        return _is_distance(text, found.start(), found.end())
    if symbol == "st":
        return (
            found[1][-1] != "1" or found[1].endswith("11") or re.match(r" \d+lb", text.after(found.end())) is not None
        )
    if symbol in {"C", "F"}:
        return text.word_before(found.start()).lower() not in words("numbers", "labels") and len(found[1]) <= 5
    return True


@cache
def _units_listed(name: str) -> frozenset[str]:
    """Return a list of units that have a rule of their own."""
    return frozenset(table("units", "rules")[name])


def _is_distance(text: Text, at: int, end: int) -> bool:
    """Return whether an `m` behind a number is metres; millions are counted, and metres are not."""
    following = text.word_after(end).lower()
    if following in words("metres", "events") | words("metres", "others") | words("metres", "single"):
        return True
    if text.plain[at - 1 : at] in {"x", "×"} or re.match(r" ?[x×]", text.after(end)):
        return True
    if (
        following in words("numbers", "counted")
        or following in table("units", "words")
        or (following.endswith("s") and len(following) > 3)
    ):
        return False
    near = text.words_near(at, end) & words("numbers", "counted")
    if near and text.word_before(at).lower() in {"from", "to", "than"}:
        return False
    return not re.match(r" [a-z]+ (?:people|men|women|homes|jobs|users|tonnes|years|viewers)\b", text.after(end))


def read_large(text: Text, at: int) -> Reading | None:
    """Read a number with `m`, `bn` or `k` that counts: `1.5m people`."""
    found = _LARGE.match(text.plain, at)
    if found is None:
        return None
    first, last, space, letter = found.groups()
    following = text.word_after(found.end()).lower()
    if space and letter in _LARGE_WORDS:
        return None
    if letter in {"M", "B"} and not (following.endswith("s") or following in words("numbers", "counted")):
        return None
    size = table("english", "magnitudes").get(letter) or _LARGE_WORDS[letter]
    if letter in {"k", "K"} and following in words("metres", "runs") | words("metres", "screens"):
        size = "K"
    if letter == "K" and not following:
        size = "K"
    said = number(first, british=text.british)
    if last:
        said = f"{said} to {number(last, british=text.british)}"
    return Reading(at, found.end(), f"{said} {size}")


def read_unit(text: Text, at: int) -> Reading | None:
    """Read a unit without a number: `km²`, `km/h`."""
    found = _unit().match(text.plain, at)
    return found and Reading(at, found.end(), unit_name(found[1], text.locale, one=False))
