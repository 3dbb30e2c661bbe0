"""Read numbers with a unit, a percentage or a magnitude."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from audiobrief.reading.normalise.english.numbers.amounts import DASH, NUMBER, describes
from audiobrief.reading.normalise.english.numbers.number_words import number
from audiobrief.reading.normalise.locales import format_unit
from audiobrief.reading.normalise.tables import table, words
from audiobrief.reading.normalise.text import POWERS, Reading, Text

_FEET = re.compile(r"(\d{1,2})(?:'|′|ft) ?(\d{1,2})(?:\"|″|''|in(?!\w))")
_LARGE = re.compile(rf"({NUMBER})(?:{DASH}({NUMBER}))?([ -]?)(bn|trn|tn|mn|mln|m|M|B|k|K)(?!\w)")
_LARGE_WORDS = {"m": "million", "M": "million", "B": "billion", "k": "thousand", "K": "thousand"}
_DEGREES = frozenset({"C", "F", "°", "º"})


_POWERS = str.maketrans("".join(POWERS), "".join(POWERS.values()))
_WRITTEN_POWERS = str.maketrans("".join(POWERS.values()), "".join(POWERS))


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
    """Return the singular or plural name of a unit, in an English that babel knows."""
    symbol = symbol.translate(_WRITTEN_POWERS)
    if symbol in table("units", "words"):
        return str(table("units", "words")[symbol][0 if one else 1])
    count = 1 if one else 2
    return format_unit(count, table("units", "names")[symbol], locale).removeprefix(f"{count} ")


def percent(text: Text) -> str:
    """Return the words for the sign %."""
    return unit_name("%", text.locale, one=False)


def read_feet_and_inches(text: Text, at: int) -> Reading | None:
    """Read `5'10"` and `5ft 10in`, as a height is said."""
    match = _FEET.match(text.plain, at)
    if match is None or int(match[2]) > 11:
        return None
    feet, inches = (number(digits, british=text.british) for digits in match.groups())
    return Reading(at, match.end(), f"{feet} foot {inches}")


def read_measure(text: Text, at: int) -> Reading | None:
    """Read `30mph`, `5-10%`, `20°C`, `100m` as metres."""
    match = _measure().match(text.plain, at)
    if match is None:
        return None
    first, early, last, space, symbol = match.groups()
    if not _is_unit(text, match, symbol, bool(space)):
        return None
    if early and early != symbol and early not in _DEGREES:
        return None
    spoken = number(first, british=text.british)
    if last:
        if early:
            spoken = f"{spoken} {unit_name(early if early == symbol else symbol, text.locale, one=first == '1')}"
        spoken = f"{spoken} to {number(last, british=text.british)}"
    single = (first == "1" and not last) or (
        describes(text, at, match.end()) and symbol not in {"%", "C", "F", "°C", "°F"}
    )
    if symbol == "m":
        following = text.word_after(match.end()).lower()
        single = (single or following in words("metres", "single")) and following not in words("metres", "events")
    end = match.end()
    if (
        text.plain[end : end + 1] == "."
        and symbol in {"min", "sec", "hr", "lb", "oz", "in", "ft"}
        and not text.closes(end + 1)
    ):
        end += 1
    return Reading(at, end, f"{spoken} {unit_name(symbol, text.locale, one=single)}")


def _is_unit(text: Text, match: re.Match[str], symbol: str, apart: bool) -> bool:
    """Return whether letters after a number are a unit there."""
    close = _unit_list("close")
    if symbol in close and apart:
        return symbol in {"m", "g"} and text.word_after(match.end()).lower() in words("metres", "others")
    if symbol in _unit_list("decimal_only"):
        return "." in match[1]
    if symbol == "m":
        return _is_distance(text, match.start(), match.end())
    if symbol == "st":
        return (
            match[1][-1] != "1" or match[1].endswith("11") or re.match(r" \d+lb", text.after(match.end())) is not None
        )
    if symbol in {"C", "F"}:
        return text.word_before(match.start()).lower() not in words("numbers", "labels") and len(match[1]) <= 5
    return True


@cache
def _unit_list(name: str) -> frozenset[str]:
    """Return a list of units from the table of rules."""
    return frozenset(table("units", "rules")[name])


def _is_distance(text: Text, at: int, end: int) -> bool:
    """Return whether an `m` after a number is metres, and not millions."""
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
    match = _LARGE.match(text.plain, at)
    if match is None:
        return None
    first, last, space, letter = match.groups()
    following = text.word_after(match.end()).lower()
    if space and letter in _LARGE_WORDS:
        return None
    if letter in {"M", "B"} and not (following.endswith("s") or following in words("numbers", "counted")):
        return None
    size = table("english", "magnitudes").get(letter) or _LARGE_WORDS[letter]
    if letter in {"k", "K"} and following in words("metres", "runs") | words("metres", "screens"):
        size = "K"
    if letter == "K" and not following:
        size = "K"
    spoken = number(first, british=text.british)
    if last:
        spoken = f"{spoken} to {number(last, british=text.british)}"
    return Reading(at, match.end(), f"{spoken} {size}")


def read_unit(text: Text, at: int) -> Reading | None:
    """Read a unit without a number: `km²`, `km/h`."""
    match = _unit().match(text.plain, at)
    return match and Reading(at, match.end(), unit_name(match[1], text.locale, one=False))
