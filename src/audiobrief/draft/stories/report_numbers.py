"""The numbers by which a report is compared with another one, and how much each says about the event that is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from heapq import nlargest
from typing import TypeAlias

from audiobrief.draft.cleanup.text import word_stem
from audiobrief.language.numbers.amounts import Amount, Quantity, find_amounts
from audiobrief.language.numbers.clock import TimeOfDay
from audiobrief.language.profile import Language
from audiobrief.language.sentences import split_sentences
from audiobrief.language.tables import table

_NOUN = re.compile(r"[^\W\d_]{3,}")
_LONGEST_NOUN = 30
"""Characters behind a number in which its noun stands."""
_YEARS = range(1900, 2101)
_AGES = range(5, 111)
_SMALL = ((2, 0.0), (3, 0.15), (5, 0.3), (12, 0.5))
"""How much whole numbers up to a limit say: the smaller they are, the more reports have them."""
_ROUND, _ROUND_WEIGHT = 1000, 0.8
"""How much tens below a thousand say."""
_AGE, _YEAR, _YEARS_LONG, _ORDINAL = 0.1, 0.2, 0.4, 0.2
"""How much the age of a person says, a year, a duration of years, and an ordinal."""
_TIME, _FULL_HOUR = 0.9, 0.3
_HALF_DAY = 12
_SAME_NOUN, _MOST = 0.25, 1.2
"""How much more a number says if the same noun follows it in both reports, and how much it may say at most."""
_COUNTED = 2
"""Shared numbers that count; long articles have many small ones in common by chance."""
_LEAD, _TAIL = 1.0, 0.7
"""The parts of its weight with which a number counts in the lead of a report, and further down in both."""


@dataclass(frozen=True, slots=True)
class ReportNumber:
    """A number of a report."""

    value: Decimal
    """In the unit into which its own can be converted."""
    unit: str | None
    """That unit; None where things are counted."""
    noun: str
    """The stem of the word behind it."""
    weight: float
    """How much it says about which event is told: 0 to 1."""
    in_lead: bool
    """True if it is in the headline or the first paragraph."""
    is_background: bool
    """True if its sentence tells of an earlier time, or what holds at any time."""


ByValue: TypeAlias = dict[tuple[Decimal, str | None], list[ReportNumber]]
"""Numbers by value and unit."""


def read_numbers(lines: Sequence[str], lead: int, language: Language) -> Iterator[ReportNumber]:
    """Yield the numbers of a report.

    Args:
        lines: the headline and the paragraphs.
        lead: how many of these are the lead.
        language: of the report.
    """
    for at, line in enumerate(lines):
        for start, end in split_sentences(line, language.tag):
            yield from _in_sentence(line[start:end], at < lead, language)


def _in_sentence(text: str, in_lead: bool, language: Language) -> Iterator[ReportNumber]:
    is_background = bool((words := _background(language.tag)) and words.search(text))
    for fact in find_amounts(text, language.tag):
        behind = text[fact.end : fact.end + _LONGEST_NOUN]
        nouns = (word.lower() for word in _NOUN.findall(behind) if word.lower() not in language.common)
        noun = word_stem(next(nouns, ""))
        if isinstance(fact.value, Amount):
            is_apposition = text[: fact.start].endswith(", ") and behind[:1] in {",", "."}
            for quantity in fact.value.parts or fact.value.readings[:1]:
                size, unit = (quantity.unit.size, quantity.unit.counted_in) if quantity.unit else (1, None)
                weight = _weight(quantity, is_ordinal=fact.value.ordinal, is_apposition=is_apposition)
                yield ReportNumber(quantity.value * size, unit, noun, weight, in_lead, is_background)
        elif isinstance(fact.value, TimeOfDay):
            time = fact.value
            hours = time.hour % _HALF_DAY + Decimal(time.minute) / 60
            yield ReportNumber(hours, "time", "", _TIME if time.minute else _FULL_HOUR, in_lead, is_background)


@cache
def _background(language: str) -> re.Pattern[str] | None:
    """Return the pattern of the words that say that a sentence tells no part of the event; None without a table."""
    words = table("dates", language)
    phrases = (*words.get("earlier", ()), *words.get("standing", ()))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)", re.IGNORECASE) if phrases else None


def _weight(quantity: Quantity, *, is_ordinal: bool, is_apposition: bool) -> float:
    value, unit = quantity.value, quantity.unit
    if value % 1:
        return 1.0
    if unit is None and is_apposition and int(value) in _AGES:
        return _AGE
    if unit is None and int(value) in _YEARS:
        return _YEAR
    if is_ordinal:
        return _ORDINAL
    weight = next((weight for limit, weight in _SMALL if value <= limit), None)
    if weight is None:
        weight = _ROUND_WEIGHT if value < _ROUND and value % 10 == 0 else 1.0
    is_in_years = unit is not None and unit.dimension == "duration" and unit.size > 30_000_000
    return weight * _YEARS_LONG if is_in_years else weight


def by_value(numbers: Iterable[ReportNumber]) -> ByValue:
    """Return numbers by value and unit."""
    found: ByValue = {}
    for number in numbers:
        found.setdefault((number.value, number.unit), []).append(number)
    return found


def shared_weight(one: ByValue, other: ByValue) -> float:
    """Return how much the numbers say that two reports have in common: the few that say most."""
    return sum(nlargest(_COUNTED, (_shared(numbers, other[key]) for key, numbers in one.items() if key in other)))


def _shared(numbers: Sequence[ReportNumber], others: Sequence[ReportNumber]) -> float:
    """Return how much a shared number says; nothing if one of the reports has it only in the background."""
    if any(all(each.is_background for each in side) for side in (numbers, others)):
        return 0.0
    weight = min(max(each.weight for each in side) for side in (numbers, others))
    nouns = {each.noun for each in numbers} & {each.noun for each in others} - {""}
    weight = min(_MOST, weight + _SAME_NOUN * bool(nouns))
    return weight * (_LEAD if any(each.in_lead for each in (*numbers, *others)) else _TAIL)


def lone_share(one: ByValue, other: ByValue) -> float:
    """Return the share, by weight, of the numbers in the two leads that the other report does not have."""
    lone = total = 0.0
    for own, theirs in ((one, other), (other, one)):
        for key, numbers in own.items():
            weight = max((each.weight for each in numbers if each.in_lead), default=0.0)
            total += weight
            lone += weight * (key not in theirs)
    return lone / (total + 1)


def contradictions(one: ByValue, other: ByValue) -> int:
    """Return the number of things, by unit and noun, for which two reports state different numbers."""
    things, others = _by_thing(one), _by_thing(other)
    return sum(values.isdisjoint(others[thing]) for thing, values in things.items() if thing in others)


def _by_thing(numbers: ByValue) -> dict[tuple[str | None, str], set[Decimal]]:
    found: dict[tuple[str | None, str], set[Decimal]] = {}
    for (value, unit), each in numbers.items():
        for number in each:
            if unit or number.noun:
                found.setdefault((unit, number.noun), set()).add(value)
    return found
