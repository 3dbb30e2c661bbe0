"""Find out whether two reports are about the same event, by the names, numbers and days that they share."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from audiobrief.draft.cleanup.text import word_stem
from audiobrief.draft.stories.report_numbers import ByValue, by_value, lone_share, read_numbers, shared_weight
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
_FEWEST_NAMES, _SMALLEST_SHARE = 2, 0.25
"""Names that reports of the same event share, at least, and their share of all names of both; one is enough where many
numbers are shared, too."""
_NUMBERS, _LONE, _OTHER_DAY = 2.2, -2.0, -1.5
"""The evidence for the same event, and against it: the weight of the numbers that both have, the share of those in a
lead that only one has, and other days of the week. Fitted on the pairs in `tests/draft/stories`."""
_MOST_NUMBERS = 1.5
"""The weight of shared numbers above which more of them say no more, and other days of the week say nothing."""
_ENOUGH = 0.6
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
    shared = len(one.names & other.names)
    numbers = min(_MOST_NUMBERS, shared_weight(one.numbers, other.numbers))
    fewest = _FEWEST_NAMES if numbers < _MOST_NUMBERS else 1
    if shared < fewest or _share(one.names, other.names) < _SMALLEST_SHARE:
        return -1.0
    other_day = numbers < _MOST_NUMBERS and (_differ(one.days, other.days) or _differ(one.lead_days, other.lead_days))
    lone = lone_share(one.numbers, other.numbers)
    return _NUMBERS * numbers + _LONE * lone + _OTHER_DAY * other_day - _ENOUGH


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
