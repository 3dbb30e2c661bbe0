"""Find out whether two reports are about the same event, by the names, numbers and rare words that they share."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from audiobrief.draft.cleanup.text import word_stem
from audiobrief.language.calendar import month_names, weekday_names
from audiobrief.language.numbers.words import number_words
from audiobrief.language.profile import load_language

_WORD = re.compile(r"[^\W_]+(?:[.,:]\d+)*")
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?:\D|$))")
_BEGINNING = re.compile(r"(?:^|[.!?…:\n])[\s“”„«»\"'‘’(]*$")
"""The end of what stands before the first word of a sentence."""
_SHORTEST = 3
"""Letters of a word that is compared."""
_LEAD = 2
"""Lines that say what a report is about: the headline and the first paragraph."""
_FEWEST_NAMES, _SMALLEST_SHARE = 2, 0.25
"""Names that reports of the same event share, at least, and their share of all names of both."""
_NUMBERS, _LONE, _WORDS, _OTHER_DAY = 4.0, -2.0, 1.0, -0.75
"""The evidence for the same event, and against it: the share of numbers that both have, of those in a lead that only
one has, of rare words that both have, and other days of the week. Fitted on the pairs in `tests/draft/stories`."""
_ENOUGH = -0.2
SAME = 0.0
"""The likeness from which two reports are taken for reports of the same event."""
_USUAL_WORDS = 0.15
"""The share of rare words that reports of the same event have in common, at least, if nothing else tells."""
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The names, numbers and words by which a report is compared."""

    names: frozenset[str]
    numbers: frozenset[str]
    lead_numbers: frozenset[str]
    """Those of the headline and the first paragraph."""
    words: frozenset[str]
    """Other words that are not among the common ones of the language, by their first letters."""
    days: frozenset[str]
    """Days of the week."""


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
        _numbers(text, words.tag),
        _numbers("\n".join(lines[:_LEAD]), words.tag),
        frozenset(others),
        frozenset(lower for _, lower in tokens if lower in weekdays),
    )


def _numbers(text: str, language: str) -> frozenset[str]:
    """Return the numbers of a text in digits, whether they are written in digits or as a word."""
    words = number_words(language)
    found = set()
    for token in _WORD.findall(text):
        if token[0].isdigit():
            found.add(_THOUSANDS.sub("", token).replace(",", "."))
        elif (value := words.get(token.lower())) is not None:
            found.add(str(value))
    return frozenset(found)


def _weight(number: str) -> float:
    """Return how much a number says: small ones and years are in many reports."""
    if not number.isdigit():
        return 1.0
    value = int(number)
    return 0.0 if value <= 3 else 0.25 if value <= 5 else 0.3 if value in _YEARS else 0.5 if value <= 12 else 1.0


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """Return how much speaks for the same event; from `SAME` on, it is taken for the same."""
    if len(one.names & other.names) < _FEWEST_NAMES or _share(one.names, other.names) < _SMALLEST_SHARE:
        return -1.0
    numbers = _sum(one.numbers & other.numbers) / math.sqrt((_sum(one.numbers) + 1) * (_sum(other.numbers) + 1))
    lone = (one.lead_numbers - other.numbers) | (other.lead_numbers - one.numbers)
    lone_share = _sum(lone) / (_sum(one.lead_numbers | other.lead_numbers) + 1)
    words = _share(one.words, other.words) - _USUAL_WORDS
    other_day = bool(one.days and other.days) and one.days.isdisjoint(other.days)
    return _NUMBERS * numbers + _LONE * lone_share + _WORDS * words + _OTHER_DAY * other_day - _ENOUGH


def _sum(numbers: frozenset[str]) -> float:
    return sum(map(_weight, numbers))


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
    numbers = frozenset().union(*(each.numbers for each in known))
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
