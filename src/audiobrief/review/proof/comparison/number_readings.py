"""All ways of saying numbers, so that it makes no difference where a recogniser joins or divides them.

'Ten forty. First, ...' may be written '1041', and a tennis score '6-4, 3-6' may be written '643,6'.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path

from audiobrief.language.tables import read_table

_TABLE = read_table(Path(__file__).parent, "english")["numerals"]
_ORDINALS: dict[str, int] = {**_TABLE["ordinals"], **_TABLE["ordinal_tens"]}
_SCALES = (10**12, 10**9, 10**6, 1000, 100)
_MOST_DIGITS = 9
"""Of numbers that may also be said in groups."""
_LARGEST = 10**15
_MOST_READINGS = 5_000

Reading = tuple[str, ...]
"""The number words in a row, as digits: 'a hundred and five' is ('1', '100', '5')."""


def are_same_numbers(words: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether words are numbers, and can be said in the same way, whatever they are joined to."""
    ours, theirs = _readings(words), _readings(others)
    return bool(ours and theirs) and not ours.isdisjoint(theirs)


def is_numeral(word: str) -> bool:
    """Return whether a word is a number in digits, or an ordinal."""
    return word[:1].isdecimal() or word in _ORDINALS


def _readings(words: Sequence[str]) -> set[Reading]:
    """Return all ways of saying words; none if one of them is no number, or if there are too many."""
    # '1998 11' is also written '1998-11', which is read as 'to'.
    each = [_number_readings(word) for word in words if word != "to"]
    if not each or not 0 < math.prod(map(len, each)) <= _MOST_READINGS:
        return set()
    return {tuple(part for reading in chosen for part in reading) for chosen in product(*each)}


@lru_cache(maxsize=1024)
def _number_readings(word: str) -> frozenset[Reading]:
    if word in _ORDINALS:
        return frozenset({_below_100(_ORDINALS[word])})
    digits, point, decimals = word.removesuffix("th").partition(".")
    if not digits.isdecimal() or int(digits) >= _LARGEST or (point and not decimals.isdecimal()):
        return frozenset()
    if point:
        return frozenset({(*_cardinal(int(digits)), point, *decimals)})
    readings = {_cardinal(int(digits)), tuple(digits)}
    if len(digits) <= _MOST_DIGITS:
        readings.update(_groups(digits))
    return frozenset(readings)


def _groups(digits: str) -> Iterator[Reading]:
    """Yield the ways of saying digits one by one, in pairs and in hundreds: '1905' is 19 and 05."""
    if not digits:
        yield ()
    for size in (1, 2, 3):
        group, rest = digits[:size], digits[size:]
        if len(group) < size or (size == 3 and group.startswith("0")):
            return
        said = tuple(group) if group.startswith("0") else _cardinal(int(group))
        yield from ((*said, *others) for others in _groups(rest))
    if len(digits) >= 4 and digits[2:4] == "00":
        yield from ((*_below_100(int(digits[:2])), "100", *others) for others in _groups(digits[4:]))


def _cardinal(number: int) -> Reading:
    scale = next((scale for scale in _SCALES if number >= scale), 0)
    if not scale:
        return _below_100(number)
    count, rest = divmod(number, scale)
    return (*_cardinal(count), str(scale), *(_cardinal(rest) if rest else ()))


def _below_100(number: int) -> Reading:
    tens, ones = divmod(number, 10)
    if number < 20 or not ones:
        return (str(number),)
    return (str(tens * 10), str(ones))
