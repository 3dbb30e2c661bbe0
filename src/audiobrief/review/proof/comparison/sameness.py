"""Decide whether words that were heard are those of the script, in another spelling or joined in another way.

Words that sound alike are the same, unless a number, a unit or a negation differs: 'fifteen' is not 'fifty'.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from audiobrief.language.tables import read_table
from audiobrief.review.proof.comparison.number_readings import are_same_numbers
from audiobrief.review.proof.comparison.numerals import is_number
from audiobrief.review.proof.comparison.phonemes import ALIKE, Pronunciations

_TABLE = read_table(Path(__file__).parent, "english")
_MEANING: dict[str, Any] = _TABLE["meaning"]
_NEGATIONS = frozenset(_MEANING["negations"])
_PREFIXES = tuple(_MEANING["prefixes"])
_UNITS = tuple(_MEANING["units"])
_SPELLINGS: dict[str, str] = _TABLE["spellings"]
_CONTRACTIONS: dict[str, Any] = _TABLE["contractions"]
_BEFORE_IS = frozenset(_CONTRACTIONS["before_is"])
_WRITTEN_OUT = {str(value): word for word, value in _TABLE["numerals"]["small"].items() if value or word == "zero"}
_LAST_HOUR = 24
_APOSTROPHE = str.maketrans("", "", "'")


def are_same(words: Sequence[str], others: Sequence[str], sounds: Pronunciations) -> bool:
    """Return whether words of the script and words that were heard are the same, as far as a listener is concerned."""
    if [*map(_current_spelling, words)] == [*map(_current_spelling, others)]:
        return True
    if not words or not others:
        return False
    if are_joined(words, others) or list(_expanded(words)) == list(_expanded(others)):
        return True
    if are_same_numbers(words, others):
        return True
    if "won" in words and _score(words) == _score(others):
        return True
    if any("." in word for word in others) and list(words) == [_clock(word) for word in others]:
        return True
    distance = sounds.distance(words, others)
    return distance == 0 or (distance <= ALIKE and not _differ_in_meaning(words, others))


def _current_spelling(word: str) -> str:
    """Return a word as it is spelled today: 'Kiev's' is 'Kyiv's'."""
    name, mark, rest = word.partition("'")
    return _SPELLINGS.get(name, name) + mark + rest


def are_joined(words: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether words have the same letters, and are only joined in another way: 'some one' is 'someone'."""
    return bool(words and others) and _letters(words) == _letters(others)


def are_divided_otherwise(words: Sequence[str], others: Sequence[str], sounds: Pronunciations) -> bool:
    """Return whether words have the same sounds, or divide as many of which a vowel differs: 'estate', 'a state'."""
    if not words or not others:
        return False
    distance = sounds.distance(words, others)
    is_as_long = len(words) != len(others) and len(sounds.of(words)) == len(sounds.of(others))
    return distance == 0.0 or (distance <= ALIKE and is_as_long and not _differ_in_meaning(words, others))


def _letters(words: Sequence[str]) -> str:
    """Return words without spaces and apostrophes; small numbers are written out."""
    return "".join(_WRITTEN_OUT.get(word, word) for word in words).translate(_APOSTROPHE)


def _score(words: Sequence[str]) -> str:
    """Return the digits of a score, whose numbers recognisers join with the word before: 'won 3-1' is '1.31'."""
    return "".join("1" if word == "won" else word.replace(".", "") for word in words)


def _clock(word: str) -> str:
    """Return the digits of a time that is written like a decimal: '12.05' is twelve oh five; others as they are."""
    hour, point, minute = word.partition(".")
    is_time = hour.isdecimal() and 0 < int(hour) <= _LAST_HOUR and len(minute) <= 2 and int(minute or 60) < 60
    # '10.3' is ten thirty without its last zero; '4.3' may be a decimal.
    return hour + minute.ljust(2, "0") if point and is_time and (len(minute) == 2 or len(hour) == 2) else word


def _expanded(words: Sequence[str]) -> Iterator[str]:
    """Yield words without contractions: 'didn't' is 'did not'."""
    for word in words:
        if word in _CONTRACTIONS["words"]:
            yield from _CONTRACTIONS["words"][word].split()
        elif word.removesuffix("'s") in _BEFORE_IS and word.endswith("'s"):
            yield from (word.removesuffix("'s"), "is")
        else:
            ending = next((ending for ending in _CONTRACTIONS["endings"] if word.endswith(ending)), "")
            yield word.removesuffix(ending)
            if ending:
                yield _CONTRACTIONS["endings"][ending]


def _differ_in_meaning(words: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether words that sound nearly the same differ in what must not be mistaken."""
    if [word for word in words if is_number(word)] != [word for word in others if is_number(word)]:
        return True
    if sum(map(_is_negation, words)) != sum(map(_is_negation, others)):
        return True
    ours, theirs = _units(words), _units(others)
    if ours and theirs and ours != theirs:
        return True
    shorter, longer = sorted(("".join(words), "".join(others)), key=len)
    return any(longer == prefix + shorter for prefix in _PREFIXES)


def _is_negation(word: str) -> bool:
    return word in _NEGATIONS or word.endswith("n't")


def _units(words: Sequence[str]) -> list[str]:
    singular = [word.removesuffix("s") for word in words]
    for american, british in _MEANING["spellings"].items():
        singular = [word.replace(american, british) for word in singular]
    return [word for word in singular if word.endswith(_UNITS)]
