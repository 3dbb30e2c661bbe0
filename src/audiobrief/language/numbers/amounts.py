"""Find numbers with their units: 82 to 88 million pounds, one in five, two hours and 48 minutes, half past six."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from audiobrief.language.numbers.clock import find_times
from audiobrief.language.numbers.facts import Fact, without_overlap
from audiobrief.language.numbers.numerals import find_numbers
from audiobrief.language.numbers.signs import Sign, sign_beside
from audiobrief.language.numbers.units import Unit, named_unit, unit_beside
from audiobrief.language.numbers.words import is_ordinal, is_vague
from audiobrief.language.tables import table

_ORDINAL_END = re.compile(r"\d(?:st|nd|rd|th)$")
_HUNDRED = 100
_FIRST_YEAR = 1000
_LARGEST_ODDS = 100
"""Of what is no power of ten: 'four in 2023' is no share."""
_LONGEST_HEDGE = 40
"""Characters."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit."""

    value: Decimal
    """The number before the unit."""
    unit: Unit | None
    """None if there is no unit."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a text, with everything it can mean."""

    readings: tuple[Quantity, ...]
    """The possible meanings: in '82 to 88 million', 82 can mean 82 million."""
    parts: tuple[Quantity, ...] = ()
    """The numbers of a compound, such as 'two hours and 48 minutes'."""
    hedges: frozenset[str] = frozenset()
    """The kinds of words before it that say that it is rounded: around, above, below."""
    ordinal: bool = False
    """True if it is an ordinal, which can be a day of a month."""
    length: int = 0
    """Characters without a unit after it."""
    sign: Sign = ""
    """True if it is negative, or a loss."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A number in the text that becomes an amount."""

    before: int
    """The first character of the unit before it, or of the number."""
    start: int
    """First character."""
    end: int
    """Character after the number."""
    after: int
    """Character after its unit."""
    amount: Amount
    """The parts read so far."""
    scale: int | None = None
    """The thousand or million at the end of a number in words, after which the number can continue."""

    @property
    def main(self) -> Quantity:
        """Its first meaning."""
        return self.amount.readings[0]


def find_amounts(text: str, language: str, *, evidence: bool = False) -> tuple[Fact, ...]:
    """Return the numbers and times of a text; the value of each fact is an `Amount` or a `TimeOfDay`.

    Words that are seldom numbers, such as half, one and noon, are found only as `evidence`.
    """
    times = find_times(text, language, named=evidence)
    numbers = without_overlap(find_numbers(text, language, vague=True), times)
    found: list[_Candidate] = []
    for fact in numbers:
        if not found or fact.start >= found[-1].after:  # the 'cent' of 'pour cent' is a unit
            found.append(_read(text, fact, language))
    links = table("number_links", language)
    found = _resolve_ranges(text, found, language)
    found = _join(found, lambda last, number: _sum(text, last, number, links.get("sums", ())))
    found = _join(found, lambda last, number: _share(text, last, number, links.get("odds", ())))
    amounts = tuple(
        Fact("number", each.before, each.after, replace(each.amount, length=each.end - each.before))
        for each in found
        if evidence or each.amount.parts or not is_vague(text[each.start : each.end], language)
    )
    return tuple(sorted(times + amounts, key=lambda fact: fact.start))


def _read(text: str, fact: Fact, language: str) -> _Candidate:
    value = fact.value
    assert isinstance(value, Decimal)
    written = text[fact.start : fact.end]
    unit, before, after = unit_beside(text, fact.start, fact.end, language)
    ordinal = is_ordinal(re.split(r"[\s-]", written)[-1], language) or _ORDINAL_END.search(written) is not None
    readings = [Quantity(value, unit)]
    other = table("units", language).get("magnitudes", {}).get(written[-1:])
    if unit is None and other and (size := _magnitude(written, language)):
        readings.append(Quantity(value / size, named_unit(other)))
    if unit is None and 0 < value < 1:
        readings.append(Quantity(value, named_unit("part")))
    parts = table("numbers", language).get("fractions", {}).get(written.lower())
    articles = "|".join(table("number_links", language).get("articles", ()))
    has_article = articles and re.search(rf"(?i)\b(?:{articles})\s$", text[max(0, fact.start - 8) : fact.start])
    if ordinal and parts and has_article:
        readings.append(Quantity(Decimal(1) / parts, named_unit("part")))
    hedges = hedges_before(text, fact.start, language)
    sign, before = sign_beside(text, before, after, language)
    scale = None if any(character.isdigit() for character in written) else _magnitude(written, language)
    return _Candidate(
        before, fact.start, fact.end, after, Amount(tuple(readings), (), hedges, ordinal, sign=sign), scale
    )


def _joins(text: str, first: _Candidate, second: _Candidate, words: Sequence[str]) -> bool:
    """Return whether there are only certain words between two numbers, or between the first unit and the second."""
    gaps = {re.sub(r"[£$€]$", "", text[end : second.start].lower()).strip() for end in (first.end, first.after)}
    return not gaps.isdisjoint(words)


def _resolve_ranges(text: str, found: list[_Candidate], language: str) -> list[_Candidate]:
    """Apply a magnitude, unit or century to both ends of a range if only one of them has it."""
    ranges = table("number_links", language).get("ranges", ())
    resolved: list[_Candidate] = []
    for at, each in enumerate(found):
        readings = each.amount.readings
        if at and _joins(text, found[at - 1], each, ranges):
            year, written = found[at - 1].main.value, each.main.value
            if year % 1 == 0 and year >= _FIRST_YEAR and year % _HUNDRED < written < _HUNDRED:  # '2023-24'
                readings += (Quantity(year - year % _HUNDRED + written, None),)
        if at + 1 < len(found) and _joins(text, each, found[at + 1], ranges):
            end = found[at + 1]
            unit = each.main.unit or end.main.unit
            readings = (Quantity(each.main.value, unit), *readings[1:])
            size = _magnitude(text[end.start : end.end], language)
            if size and not _magnitude(text[each.start : each.end], language):
                readings += (Quantity(each.main.value * size, unit),)
        resolved.append(replace(each, amount=replace(each.amount, readings=readings)))
    return resolved


def _magnitude(written: str, language: str) -> int | None:
    """Return the magnitude at the end of a number."""
    magnitudes = table("numbers", language).get("magnitudes", {})
    last = re.split(r"[\s\u00a0\u202f-]|(?<=\d)(?=[^\W\d_])", written)[-1]
    size: int | None = magnitudes.get(last, magnitudes.get(last.lower()))
    return size


def _join(found: list[_Candidate], combine: Callable[[_Candidate, _Candidate], Quantity | None]) -> list[_Candidate]:
    """Join each number with the one before it if both are parts of one quantity."""
    joined: list[_Candidate] = []
    for number in found:
        last = joined[-1] if joined else None
        quantity = combine(last, number) if last else None
        if last is None or quantity is None:
            joined.append(number)
            continue
        parts = (*(last.amount.parts or (last.main,)), number.main)
        amount = replace(last.amount, readings=(quantity,), parts=parts)
        joined[-1] = replace(last, end=number.end, after=number.after, amount=amount, scale=number.scale)
    return joined


def _sum(text: str, last: _Candidate, number: _Candidate, between: Sequence[str]) -> Quantity | None:
    """Return the sum of two numbers, as in 'two hours and 48 minutes'; cents often have no unit."""
    first, second = last.main, number.main
    if last.after == last.end or not _joins(text, last, number, between):
        continues = text[last.after : number.start] == ", " and second.value < (last.scale or 0)
        return Quantity(first.value + second.value, second.unit) if continues else None
    if first.unit is None:
        return None
    if second.unit is None and first.unit.dimension == "money" and first.unit.size == 1:
        cents = second.value % 1 == 0 and 0 < second.value < _HUNDRED and first.value % 1 == 0
        return Quantity(first.value + second.value / _HUNDRED, first.unit) if cents else None
    if second.unit is None or second.unit.counted_in != first.unit.counted_in or second.unit.size >= first.unit.size:
        return None
    return Quantity(first.value + second.value * second.unit.size / first.unit.size, first.unit)


def _share(text: str, last: _Candidate, number: _Candidate, between: Sequence[str]) -> Quantity | None:
    """Return 'one in five' as a share."""
    first, second = last.main, number.main
    whole = second.value % 1 == 0 and (second.value <= _LARGEST_ODDS or set(str(second.value)[1:]) <= {"0"})
    if last.amount.parts or first.unit or second.unit or not (whole and 0 < first.value < second.value):
        return None
    return Quantity(first.value / second.value, named_unit("part")) if _joins(text, last, number, between) else None


def hedges_before(text: str, start: int, language: str) -> frozenset[str]:
    """Return the kinds of hedges right before a number: around, above, below."""
    first = max(0, start - _LONGEST_HEDGE)
    return frozenset(kind for kind, pattern in _hedges(language).items() if pattern.search(text, first, start))


@cache
def _hedges(language: str) -> dict[str, re.Pattern[str]]:
    """Return the pattern of each kind of hedge that a language has."""
    words = table("hedges", language)
    skipped = "|".join(words.get("skipped", ()))
    patterns = {}
    for kind in {"around", "above", "below"} & words.keys():
        phrases = "|".join(re.escape(phrase) for phrase in sorted(words[kind], key=len, reverse=True))
        pattern = rf"(?<!\w)(?:{phrases})\s*(?:(?:{skipped})\s+)?[£$€]?$"
        patterns[kind] = re.compile(pattern, re.IGNORECASE)
    return patterns
