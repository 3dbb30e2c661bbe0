"""Find out whether two reports are about the same event, by the names, numbers and rare words that they share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from audiobrief.language.calendar import month_names, weekday_names
from audiobrief.language.profile import load_language

_WORD = re.compile(r"[^\W_]+(?:[.,:]\d+)*")
_THOUSANDS = re.compile(r"[.,\u00a0\u202f ](?=\d{3}(?:\D|$))")
_BEGINNING = re.compile(r"(?:^|[.!?…:\n])[\s“”„«»\"'‘’(]*$")
"""The end of what stands before the first word of a sentence."""
_STEM = 6
"""Letters of a word that are compared, so that its forms count as one."""
_SHORTEST = 3
"""Letters of a word that is compared."""
_ENOUGH = 3.5
_NAME, _NUMBER, _RARE = 0.5, 1.0, 0.35
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a report is compared by."""

    names: frozenset[str]
    numbers: frozenset[str]
    words: frozenset[str]
    """Other words that are not among the common ones of the language, by their first letters."""


def fingerprint(text: str, language: str) -> Fingerprint:
    """Return what a report is compared by."""
    words = load_language(language)
    dates = {name.lower() for name in (*weekday_names(words.tag), *month_names(words.tag))}
    tokens = [(token, token.lower()) for token in _WORD.findall(text)]
    small = {token for token, lower in tokens if token == lower}
    names, numbers, others = set(), set(), set()
    for token, lower in tokens:
        if token[0].isdigit():
            numbers.add(_THOUSANDS.sub("", token))
        elif lower in words.common or lower in dates or len(lower) < _SHORTEST:
            continue
        elif token != lower and lower not in small:
            names.add(lower)
        else:
            others.add(lower[:_STEM])
    return Fingerprint(frozenset(names), frozenset(numbers), frozenset(others))


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """Return how much speaks for the same event; from 1 on, it is taken for the same."""
    names = min(len(one.names & other.names), _MOST_NAMES)
    numbers, words = len(one.numbers & other.numbers), len(one.words & other.words)
    return (_NAME * names + _NUMBER * numbers + _RARE * words) / _ENOUGH


def same_event(one: Fingerprint, other: Fingerprint) -> bool:
    """Return whether two reports are about the same event."""
    return likeness(one, other) >= 1


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
        number = token[0].isdigit() and _THOUSANDS.sub("", token) not in numbers
        is_first = _BEGINNING.search(text[: match.start()]) is not None
        name = lower in own.names and lower not in names and lower[:_STEM] not in said and not is_first
        if number or name:
            new.append((at, token))
    runs = groupby(enumerate(new), key=lambda each: each[1][0] - each[0])
    return tuple(dict.fromkeys(" ".join(token for _, (_, token) in run) for _, run in runs))
