"""Read plain numbers, and those that their context identifies: years, decades, ordinals, arithmetic."""

from __future__ import annotations

import re

from audiobrief.reading.normalise.english.codes import code_number
from audiobrief.reading.normalise.english.numbers.amounts import NUMBER
from audiobrief.reading.normalise.english.numbers.number_words import (
    cardinal,
    digits,
    number,
    ordinal,
    plural,
    year,
)
from audiobrief.reading.normalise.tables import words
from audiobrief.reading.normalise.text import Reading, Text

_ORDINAL = re.compile(r"((?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?!\d))(?:st|nd|rd|th)(?!\w)", re.IGNORECASE)
_PLURAL = re.compile(r"(\d{1,4})'?s(?!\w)|(\d{3}0)S(?!\w)")
_SPACED = re.compile(r"[1-9]\d{0,2}(?: \d{3}){1,4}(?!\d| \d|[.,]\d)")
_TIMES = re.compile(rf"({NUMBER})(?:[-–]({NUMBER}))?x(?![\w/])(?! ?\d)")
_YEARS = re.compile(r"([12]\d{3})([-–—/])(\d{4}|\d{2})(?!\d|,\d|[-–—/]\d)")
_NUMBER = re.compile(NUMBER)
_POINT = re.compile(r"\.(\d{1,15})(?!\d|\.\d)")
_LONG = re.compile(r"\d+")
_SHORT_YEAR = re.compile(r"'\d{2}(?![\d']|[.,]\d)")
_WHOLE = re.compile(r"\d{4}(?!\d|[,.]\d)")
_POWER_OF_TEN = re.compile(r"10 ?(?:\^|[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹])")
_DIMENSIONS = re.compile(
    r"\d[\d.,]{0,9}(?: ?[x×] ?\d[\d.,]{0,9}){0,2}(?: ?(?:m|cm|mm|km|ft|in)(?!\w)|[\"'′″]| relay| pixels|\d{2,3}(?!\d))"
)
_SUM_FOLLOWS = re.compile(r" ?\d[\d,.]{0,12} ?=")
_OR_AFTER_NUMBER = re.compile(r"(?:999|911|112|101) or $")


def read_ordinal(text: Text, at: int) -> Reading | None:
    """Read `1st` and `1,000th`."""
    match = _ORDINAL.match(text.plain, at)
    return match and Reading(at, match.end(), ordinal(int(match[1].replace(",", "")), british=text.british))


def read_decade(text: Text, at: int) -> Reading | None:
    """Read decades, ages and centuries: `1990s`, `'90s`, `40s`, `1800s`."""
    match = _PLURAL.match(text.plain, at)
    if match is None:
        return None
    start = at - 1 if text.plain[at - 1 : at] == "'" and text.starts_word(at - 1) else at
    value = match[1] or match[2]
    if "'" in match[0] and len(value) == 4 and value[3] != "0":
        return Reading(at, match.end(), f"{year(int(value), british=text.british)}'s")
    of = re.match(r" of [a-z]", text.after(match.end())) is not None
    if value in {"10", "100", "1000"} and (of or value == "100"):
        spoken = {"10": "tens", "100": "hundreds", "1000": "thousands"}[value]
    elif value == "00":
        spoken = "noughties" if text.british else "two thousands"
    elif len(value) == 4 and value[2:] != "00":
        spoken = plural(year(int(value), british=text.british))
    elif len(value) == 4 and value[1] != "0":
        spoken = f"{cardinal(int(value[:2]), british=text.british)} hundreds"
    else:
        spoken = plural(number(value, british=text.british))
    return Reading(start, match.end(), spoken)


def read_year_range(text: Text, at: int) -> Reading | None:
    """Read `2023-24` and `1914–1918`."""
    match = _YEARS.match(text.plain, at)
    if match is None or text.word_before(at).lower() in words("numbers", "before_count"):
        return None
    first, sign, last = match.groups()
    if len(last) == 2 and sign != "/" and int(last) != (int(first) + 1) % 100 and int(last) <= int(first) % 100:
        return None
    if len(last) == 4 and not 0 < int(last) - int(first) < 1000:
        return None
    spoken = year(int(first), british=text.british)
    near = text.words_near(at, match.end()) & words("numbers", "seasons")
    separator = " " if sign == "/" or near else " to "
    tail = f"oh {digits(last[1])}" if len(last) == 2 and last[0] == "0" and last != "00" else ""
    tail = tail or (year(int(last), british=text.british) if len(last) == 4 else cardinal(int(last), british=True))
    tail = "two thousand" if last == "00" else tail
    return Reading(at, match.end(), f"{spoken}{separator}{tail}")


def read_arithmetic(text: Text, at: int) -> Reading | None:
    """Read the sign between two numbers: `10 x 10`, `3×4`, `5 - 3 = 2`."""
    match = re.match(r" ?([x×*-]) ?(?=\d)", text.plain[at : at + 4])
    if match is None or not (text.plain[at - 1 : at].isalnum() or text.plain[at - 1 : at] in {"'", '"', "′", "″"}):
        return None
    sign = match[1]
    if not re.search(r"(?:^|[^\w])\d[\d,.]*(?: ?(?:m|cm|mm|km|ft|in|feet)|['\"′″])?$", text.before(at)):
        return None
    equation = _SUM_FOLLOWS.match(text.plain, at + match.end() - 1) is not None or re.match(
        r"\d[\d,.]{0,12} ?=", text.after(at + match.end())
    )
    if sign == "-" and not equation:
        return None
    spoken = {"x": "by", "×": "times", "*": "times", "-": "minus"}[sign]
    following = text.written[at + match.end() : at + match.end() + 40]
    if sign == "x" and (equation or _POWER_OF_TEN.match(following)):
        spoken = "times"
    if sign == "×" and not equation and _DIMENSIONS.match(following):
        spoken = "by"
    return Reading(at, at + match.end(), f" {spoken} ")


def read_spaced_number(text: Text, at: int) -> Reading | None:
    """Read `20 000 people`: thousands that are parted by spaces, before what they count or with no-break spaces."""
    match = _SPACED.match(text.plain, at)
    if match is None or text.plain[at - 2 : at].strip().isdigit():
        return None
    following = text.word_after(match.end()).lower()
    counts = following in words("numbers", "counted") or (following.endswith("s") and len(following) > 3)
    if not counts and " " in text.written[at : match.end()]:
        return None
    return Reading(at, match.end(), number(match[0].replace(" ", ""), british=text.british))


def read_times(text: Text, at: int) -> Reading | None:
    """Read `2x` and `3-4x` before what is compared: `2x faster`."""
    match = _TIMES.match(text.plain, at)
    if match is None:
        return None
    numbers = [number(part, british=text.british) for part in match.groups() if part]
    return Reading(at, match.end(), f"{' to '.join(numbers)} times")


def read_number(text: Text, at: int) -> Reading | None:
    """Read any number, years among them."""
    plain = text.plain
    if _WHOLE.match(plain, at) and _is_year(text, at):
        return Reading(at, at + 4, year(int(plain[at : at + 4]), british=text.british))
    match = _NUMBER.match(plain, at)
    if match is None:
        return None
    if match[0] in {"999", "988", "911", "112", "111", "101"} and _is_emergency(text, at, match[0]):
        return Reading(at, match.end(), digits(match[0], "oh"))
    if len(match[0]) == 3 and text.word_before(at).lower() in words("numbers", "numbered"):
        return Reading(at, match.end(), code_number(match[0], text))
    if _SHORT_YEAR.match(plain, at - 1) and text.starts_word(at - 1):
        short = f"oh {digits(match[0][1])}" if match[0][0] == "0" else cardinal(int(match[0]), british=text.british)
        return Reading(at - 1, match.end(), "two thousand" if match[0] == "00" else short)
    return Reading(at, match.end(), number(match[0], british=text.british))


def read_decimal_below_one(text: Text, at: int) -> Reading | None:
    """Read `.5`."""
    match = _POINT.match(text.plain, at)
    if match is None or not text.starts_word(at):
        return None
    return Reading(at, match.end(), f"point {digits(match[1])}")


def read_long_digits(text: Text, at: int) -> Reading | None:
    """Read digits one by one, however many, where no other rule applies."""
    match = _LONG.match(text.plain, at)
    return match and Reading(at, match.end(), digits(match[0]))


def _is_year(text: Text, at: int) -> bool:
    value = int(text.plain[at : at + 4])
    before = text.word_before(at).lower()
    if not 1000 <= value <= 2099:
        return before == "year"
    if before in words("numbers", "before_year") and text.plain[at - 1] in " -":
        return True
    if before in words("numbers", "before_count"):
        return False
    following = text.word_after(at + 4).lower()
    return following not in words("numbers", "counted")


def _is_emergency(text: Text, at: int, written: str) -> bool:
    following = text.word_after(at + 3).lower()
    if text.plain[at - 1 : at] not in {"", " ", "(", '"', "'", "-"}:
        return False
    if following in words("numbers", "emergency_after"):
        return True
    is_second = _OR_AFTER_NUMBER.search(text.before(at)) is not None
    called = is_second or text.word_before(at).lower() in words("numbers", "emergency")
    if written in {"999", "911"}:
        return called or not (following.endswith("s") or following in words("numbers", "counted"))
    return called and text.word_before(at).lower() not in {"on", "via"}
