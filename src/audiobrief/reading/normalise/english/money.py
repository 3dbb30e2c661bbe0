"""Read sums of money."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from audiobrief.reading.normalise.english.measures import alternatives, per, unit_end
from audiobrief.reading.normalise.english.numbers.amounts import DASH, NUMBER, describes
from audiobrief.reading.normalise.english.numbers.number_words import cardinal, number
from audiobrief.reading.normalise.tables import table
from audiobrief.reading.normalise.text import Reading, Text

Currency = list[str]
# Checked first, so that the long pattern of a sum is compiled only for texts that may have one.
_JOINED = re.compile(r" (and|to) ")
_BEFORE_JOINED = {"and": "between", "to": "from"}
_SHILLINGS = re.compile(r"(?:£(?P<pounds>\d{1,4}) )?(?P<shillings>1?\d)s\.? (?P<pence>1?\d)d(?!\w)")
_BEGINNING = re.compile(r"[A-Z]{1,2}\$|[A-Z]{3} ?\d|(?:Rs|kr|SFr|zł)\.? ?\d")


@cache
def _signs() -> str:
    return "|".join(re.escape(sign) for sign in sorted(table("currencies", "signs"), key=len, reverse=True))


@cache
def _codes() -> str:
    return "|".join(table("currencies", "codes"))


@cache
def magnitude() -> str:
    """Return the pattern of a magnitude after a sum: `m`, `bn`, `trillion`."""
    names = [*table("english", "magnitudes"), *table("english", "magnitudes_of_money")]
    return r"[ -]?(?:" + "|".join(sorted(names, key=len, reverse=True)) + r")(?!\w)"


@cache
def _before() -> re.Pattern[str]:
    sign = rf"(?:{_signs()}|(?:{_codes()})(?= ?\d))"
    return re.compile(
        rf"(?P<sign>{sign})(?:(?<=[a-z])\.)? ?(?P<first>{NUMBER}|\.\d{{1,2}}(?!\d))(?P<size>{magnitude()})?"
        rf"(?:{DASH}(?:(?P=sign))?(?P<last>{NUMBER})(?![-–]\d)(?P<final>{magnitude()})?)?"
        rf"(?:/(?P<per>{_rates()})(?!\w))?"
    )


@cache
def _rates() -> str:
    """Return the pattern of what may follow a sum and a slash: an abbreviation, or a word in full."""
    return alternatives(table("english", "per")) + "|[a-z]{3,20}"


@cache
def _behind() -> re.Pattern[str]:
    # After the sign, a letter may follow only where the sign is none: `50€each`, not `8bn kroner`.
    return re.compile(
        rf"(?P<first>{NUMBER})(?P<size>{magnitude()})?"
        rf"(?:{DASH}(?P<last>{NUMBER})(?P<final>{magnitude()})?)? ?(?P<sign>{_signs()}|{_codes()})(?<!\w(?=\w))(?! ?\d)"
    )


@cache
def _small() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<first>{NUMBER})(?:{DASH}(?P<last>{NUMBER}))?(?P<sign>p|¢|c)(?:/(?P<per>{_rates()})(?!\w))?(?!\w|\.\w)"
    )


def read_money(text: Text, at: int) -> Reading | None:
    """Read a sum after its sign or code: `$4.2bn`, `£1-2m`, `€3.5 trillion`, `A$50`."""
    if not _BEGINNING.match(text.plain, at) and unicodedata.category(text.plain[at]) != "Sc":
        return None
    match = _before().match(text.plain, at)
    if match is None:
        return None
    if match["size"] is None and match["last"] is None and (both := _between(text, match)):
        return both
    end = unit_end(text, match.end(), match["per"]) if match["per"] else match.end()
    return Reading(at, end, _sum(text, match))


def _between(text: Text, first: re.Match[str]) -> Reading | None:
    """Read `between $1.5 and $2 million` and `from £1 to £2bn`, whose magnitude belongs to both sums."""
    joined = _JOINED.match(text.plain, first.end())
    if joined is None or text.word_before(first.start()).lower() != _BEFORE_JOINED[joined[1]]:
        return None
    last = _before().match(text.plain, joined.end())
    if last is None or not last["size"] or last["sign"] != first["sign"] or last["last"]:
        return None
    spoken = f"{_number(first['first'], text)} {joined[1]} {_sum(text, last)}"
    return Reading(first.start(), last.end(), spoken)


def read_money_before_sign(text: Text, at: int) -> Reading | None:
    """Read a sum before its sign or code: `50 €`, `3m USD`."""
    match = _behind().match(text.plain, at)
    return match and Reading(at, match.end(), _sum(text, match))


def read_pence_and_cents(text: Text, at: int) -> Reading | None:
    """Read `50p` and `50¢`."""
    match = _small().match(text.plain, at)
    if match is None:
        return None
    one, many = table("currencies", "small")[match["sign"]]
    spoken = number(match["first"], british=text.british)
    if match["last"]:
        spoken = f"{spoken} to {number(match['last'], british=text.british)}"
    rate = f" per {per(match['per'], text)}" if match["per"] else ""
    single = (match["first"] == "1" and not match["last"]) or describes(text, at, match.end())
    return Reading(
        at, match.end(), f"{spoken} {one if (single and one != 'penny') or match['first'] == '1' else many}{rate}"
    )


def read_shillings(text: Text, at: int) -> Reading | None:
    """Read `3s 6d` and `£2 10s 6d` from the money of before 1971."""
    match = _SHILLINGS.match(text.plain, at)
    if match is None:
        return None
    spoken = []
    for digits, one, many in (
        (match["pounds"], "pound", "pounds"),
        (match["shillings"], "shilling", "shillings"),
        (match["pence"], "penny", "pence"),
    ):
        if digits is not None:
            spoken.append(f"{number(digits, british=text.british)} {one if digits == '1' else many}")
    return Reading(at, match.end(), " ".join(spoken))


def _sum(text: Text, match: re.Match[str]) -> str:
    currency = _currency(match["sign"])
    first, last = match["first"], match["last"]
    size, final = _size(match["size"]), _size(match["final"])
    parts = match.groupdict()
    rate = f" per {per(parts['per'], text)}" if parts.get("per") else ""
    ends = [first] if last is None else [first, last]
    if currency[2] and not (size or final) and all(re.fullmatch(r"[\d,]*\.\d\d", each) for each in ends):
        return " to ".join(_with_hundredths(each, currency, text) for each in ends) + rate
    spoken = _number(first, text)
    if last is None:
        single = (first == "1" and not size) or describes(text, match.start(), match.end())
        return f"{spoken}{size} {currency[0 if single else 1]}{rate}"
    low = size if size != final else ""
    if size and not final:
        final, low = size, size
    return f"{spoken}{low} to {_number(last, text)}{final} {currency[1]}{rate}"


def _number(written: str, text: Text) -> str:
    spoken = number(written.removesuffix(".00"), british=text.british)
    return spoken.removeprefix("zero ") if written.startswith(".") else spoken


def _size(written: str | None) -> str:
    if not written:
        return ""
    name = written.strip(" -")
    return " " + str({**table("english", "magnitudes_of_money"), **table("english", "magnitudes")}[name])


def _currency(sign: str) -> Currency:
    signs = table("currencies", "signs")
    named = signs.get(sign) or table("currencies", "codes")[sign]
    currency: Currency = signs[named] if isinstance(named, str) else named
    return currency


def _with_hundredths(written: str, currency: Currency, text: Text) -> str:
    one, many, small, smalls, separator = currency
    whole, _, rest = written.replace(",", "").partition(".")
    minor = int(rest)
    major = f"{number(whole, british=text.british)} {one if int(whole) == 1 else many}" if whole.strip("0") else ""
    if not minor:
        return major or f"{cardinal(0, british=text.british)} {many}"
    spoken = cardinal(minor, british=text.british)
    if major and not separator:
        return f"{major} {spoken}" if minor > 9 else f"{major} {spoken} {small if minor == 1 else smalls}"
    spoken = f"{spoken} {small if minor == 1 else smalls}"
    return f"{major} {separator} {spoken}" if major else spoken
