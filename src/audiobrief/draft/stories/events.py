"""Find out whether two reports are about the same event, by the names, numbers, days and headlines."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import groupby

from audiobrief.draft.cleanup.text import word_stem
from audiobrief.draft.cleanup.word_list import rarity
from audiobrief.draft.stories.report_numbers import (
    ByValue,
    by_value,
    contradictions,
    lone_share,
    read_numbers,
    shared_weight,
)
from audiobrief.language.calendar import month_names, weekday_names
from audiobrief.language.numbers.words import number_words
from audiobrief.language.profile import load_language

_WORD = re.compile(r"[^\W_]+(?:[.,:]\d+)*")
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?:\D|$))")
_BEGINNING = re.compile(r"(?:^|[.!?…:\n])[\s(“”„«»\"'‘’]*$")
"""The end of what stands before the first word of a sentence."""
_SHORTEST = 3
"""Letters of a word that is compared."""
_LEAD = 2
"""Lines that say what a report is about: the headline and the first paragraph."""
_FEWEST_NAMES, _USUAL_SHARE, _LEAST_SHARE = 2, 0.25, 0.1
"""Names that most reports of the same event share, at least, and their share of all names of both; one name is enough
where many numbers are shared, too. Below the least share, two reports are never taken for the same event."""
_MOST_NUMBERS = 1.5
"""The weight of shared numbers above which more of them say no more, and other days of the week say nothing."""
_FEW_NUMBERS = 0.3
"""The weight of shared numbers below which the words of the headlines decide."""
SAME = 0.0
"""The likeness from which two reports are taken for reports of the same event."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The names, numbers and days by which a report is compared."""

    names: frozenset[str]
    words: frozenset[str]
    """Other words that are not among the common ones of the language, by their first letters."""
    written_numbers: frozenset[str]
    """Its numbers in digits."""
    numbers: ByValue
    days: frozenset[str]
    """Days of the week."""
    lead_days: frozenset[str]
    """Those of the headline and the first paragraph."""
    headline: Mapping[str, float]
    """The words of the headline that are no names, each with its weight: the rarer, the more."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence for and against the same event; or the weight of each kind."""

    numbers: float
    """The weight of the numbers that both reports have."""
    few_names: float
    """1 if they share few names."""
    lone: float
    """The share of the numbers in a lead that only one report has."""
    contradictions: float
    """The number of things of which both state numbers, and none that is the same."""
    other_day: float
    """1 if they name other days of the week."""
    headline: float
    """The share of the headlines' words that the other report has, by weight; 0 if the numbers decide."""


WEIGHTS = Evidence(3.56, -2.16, -1.19, -0.55, -0.48, 2.11)
_ENOUGH = 1.19
"""The weights of the evidence, and what it must weigh together, from a logistic regression on half of the pairs in
`tests/draft/stories/event_pairs.toml`: `benchmarks/same_event.py`."""


def fingerprint(text: str, language: str) -> Fingerprint:
    """Return what a report is compared by; its first two lines are the headline and the first paragraph."""
    words = load_language(language)
    weekdays = {name.lower() for name in weekday_names(words.tag)}
    skipped = weekdays | {name.lower() for name in month_names(words.tag)} | words.common
    tokens = [(token, token.lower()) for token in _WORD.findall(text)]
    small = {token for token, lower in tokens if token == lower}
    names, others = set(), set()
    for token, lower in tokens:
        if token[0].isdigit() or lower in skipped or len(lower) < _SHORTEST:
            continue
        if token != lower and lower not in small:
            names.add(lower)
        else:
            others.add(word_stem(lower))
    lines = [line for line in text.split("\n") if line.strip()]
    return Fingerprint(
        frozenset(names),
        frozenset(others),
        _written_numbers(text, words.tag),
        by_value(read_numbers(lines, _LEAD, words)),
        _days(lines, weekdays),
        _days(lines[:_LEAD], weekdays),
        {
            word_stem(lower): rarity(lower, words.tag) ** 2
            for token in _WORD.findall(lines[0] if lines else "")
            if word_stem(lower := token.lower()) in others and lower not in names
        },
    )


def _days(lines: Sequence[str], weekdays: set[str]) -> frozenset[str]:
    return frozenset(word for line in lines for token in _WORD.findall(line) if (word := token.lower()) in weekdays)


def _written_numbers(text: str, language: str) -> frozenset[str]:
    """Return the numbers of a text in digits, whether they are written in digits or as a word."""
    words = number_words(language)
    found = set()
    for token in _WORD.findall(text):
        if token[0].isdigit():
            found.add(_THOUSANDS.sub("", token).replace(",", "."))
        elif (value := words.get(token.lower())) is not None:
            found.add(str(value))
    return frozenset(found)


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """Return how much speaks for the same event; from `SAME` on, it is taken for the same."""
    evidence = compare(one, other)
    if evidence is None:
        return -1.0
    weight: float = sum(map(operator.mul, astuple(evidence), astuple(WEIGHTS)))
    return weight - _ENOUGH


def compare(one: Fingerprint, other: Fingerprint) -> Evidence | None:
    """Return what speaks for and against the same event; None if the reports share hardly a name."""
    names, share = len(one.names & other.names), _share(one.names, other.names)
    if share < _LEAST_SHARE:
        return None
    numbers = min(_MOST_NUMBERS, shared_weight(one.numbers, other.numbers))
    is_many = numbers == _MOST_NUMBERS
    few_names = names < (1 if is_many else _FEWEST_NAMES) or share < _USUAL_SHARE
    other_day = not is_many and (_differ(one.days, other.days) or _differ(one.lead_days, other.lead_days))
    covered = (_covered(one, other) + _covered(other, one)) / 2 if numbers < _FEW_NUMBERS else 0.0
    return Evidence(
        numbers,
        float(few_names),
        lone_share(one.numbers, other.numbers),
        contradictions(one.numbers, other.numbers),
        float(other_day),
        covered,
    )


def _covered(one: Fingerprint, other: Fingerprint) -> float:
    """Return the share of a headline's words, by weight, that another report has."""
    shared = sum(weight for word, weight in one.headline.items() if word in other.words)
    return shared / (sum(one.headline.values()) or 1)


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether both reports name days, and none that the other one names."""
    return bool(one and other) and one.isdisjoint(other)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of words that two sets have in common, as the cosine."""
    return len(one & other) / math.sqrt(len(one) * len(other) or 1)


def same_event(one: Fingerprint, other: Fingerprint) -> bool:
    """Return whether two reports are about the same event."""
    return likeness(one, other) >= SAME


def additions(text: str, language: str, known: Iterable[Fingerprint]) -> tuple[str, ...]:
    """Return the names and numbers of a text that none of the reports has, as they are written, in its order."""
    known = tuple(known)
    names = frozenset().union(*(each.names for each in known))
    numbers = frozenset().union(*(each.written_numbers for each in known))
    said = frozenset().union(*(each.words for each in known))
    own = fingerprint(text, language)
    new: list[tuple[int, str]] = []
    for at, match in enumerate(_WORD.finditer(text)):
        token, lower = match[0], match[0].lower()
        number = token[0].isdigit() and _THOUSANDS.sub("", token).replace(",", ".") not in numbers
        is_first = _BEGINNING.search(text[: match.start()]) is not None
        name = lower in own.names and lower not in names and word_stem(lower) not in said and not is_first
        if number or name:
            new.append((at, token))
    runs = groupby(enumerate(new), key=lambda each: each[1][0] - each[0])
    return tuple(dict.fromkeys(" ".join(token for _, (_, token) in run) for _, run in runs))
