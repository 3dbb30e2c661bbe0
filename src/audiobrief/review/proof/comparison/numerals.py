"""Write the numbers in a row of English words as digits, so that 'a hundred', 'one hundred' and '100' are one word.

Years, digits said one by one and the halves of a score are joined: 'twenty twenty-three' and 'two thousand and
twenty-three' are both 2023. Dates come out in one order: 'July the 25th' is 'the 25th of July'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from audiobrief.language.calendar import month_names
from audiobrief.language.tables import read_table

_TABLE = read_table(Path(__file__).parent, "english")["numerals"]
_SMALL: dict[str, int] = _TABLE["small"]
_TENS: dict[str, int] = _TABLE["tens"]
_SCALES: dict[str, int] = _TABLE["scales"]
_ORDINALS: dict[str, int] = _TABLE["ordinals"]
_ORDINAL_TENS: dict[str, int] = _TABLE["ordinal_tens"]
_PARTS = {word: Decimal(value) for word, value in _TABLE["parts"].items()}
_POWERS: dict[str, str] = _TABLE["powers"]
_MONTHS = frozenset(month.casefold() for month in month_names("en"))
_LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word as it is said."""

    word: str
    """In lower case, without punctuation; a number in digits where numerals have been written."""
    first: int
    """The first of the written words it comes from."""
    last: int
    """The written word after the last it comes from."""


def write_numerals(words: Sequence[SpokenWord], ends: frozenset[int] = frozenset()) -> tuple[SpokenWord, ...]:
    """Return English words with each number as one word of digits, and dates as day and month.

    Args:
        words: as they are said.
        ends: the written words after which a number cannot go on, since a sign such as a comma follows.
    """
    result: list[SpokenWord] = []
    at = 0
    while at < len(words):
        reader = _Reader(words, at, ends)
        digits, used = reader.read()
        if not used:
            result.append(words[at])
            at += 1
            continue
        number = SpokenWord(digits, words[at].first, words[at + used - 1].last)
        if result and _continue_each_other(result[-1], number, ends):
            number = replace(number, word=result[-1].word + digits, first=result.pop().first)
        result.append(number)
        at += used
    return tuple(_dates(_powers(result)))


def is_number(word: str) -> bool:
    """Return whether a word is a number in digits."""
    return word[:1].isdecimal()


def _continue_each_other(before: SpokenWord, number: SpokenWord, ends: frozenset[int]) -> bool:
    is_cut = before.last - 1 in ends and number.first >= before.last
    return before.word.isdecimal() and number.word.isdecimal() and not is_cut


class _Reader:
    """Reads the longest number from a word on."""

    def __init__(self, words: Sequence[SpokenWord], start: int, ends: frozenset[int]) -> None:
        self._words = words
        self._start = self._at = start
        self._ends = ends
        self._total = 0
        self._group = 0
        self._expects = "small tens"

    def read(self) -> tuple[str, int]:
        """Return a number in digits, with 'th' if it is an ordinal, and the number of words it takes; 0 if none."""
        if self._word() in {"a", "an", "one"} and (part := _PARTS.get(self._word(1))) is not None:
            return _digits(part), 2
        if self._word() in {"a", "half"} and self._is_indefinite_scale():
            return self._read_indefinite()
        while self._take():
            self._at += 1
        if self._at == self._start:
            return "", 0
        if ordinal := self._ordinal():
            return ordinal, self._at + 1 - self._start
        return self._decimals()

    def _word(self, further: int = 0) -> str:
        """Return the word at the reader's place, or after it; empty after a sign at which a number ends."""
        at = self._at + further
        if at >= len(self._words):
            return ""
        before = self._words[at - 1].last - 1
        is_cut = at > self._start and before in self._ends and self._words[at].first > before
        return "" if is_cut else self._words[at].word

    def _take(self) -> bool:
        """Add the next word to the number, if it continues it."""
        word = self._word()
        if word == "and":
            following = self._word(1)
            return "and" in self._expects and (following in _SMALL or following in _TENS)
        if word in _SMALL and ("small" in self._expects or ("ones" in self._expects and 0 < _SMALL[word] < 10)):
            self._group += _SMALL[word]
            self._expects = "hundred scale"
        elif word in _TENS and "tens" in self._expects:
            self._group += _TENS[word]
            self._expects = "ones hundred scale"
        elif word == "hundred" and "hundred" in self._expects and 0 < self._group < 100:
            self._group *= 100
            self._expects = "small tens scale and"
        elif word in _SCALES and "scale" in self._expects and self._group:
            self._total, self._group = self._total + self._group * _SCALES[word], 0
            self._expects = "small tens and"
        else:
            return False
        return True

    def _ordinal(self) -> str:
        """Return the ordinal that the next word makes of the number; empty if it makes none."""
        word = self._word()
        if word == "and" and "and" in self._expects:
            self._at += 1
            word = self._word()
        value = _ORDINALS.get(word, 0)
        tens = _ORDINAL_TENS.get(word, 0)
        is_next = (value and ("small" in self._expects or ("ones" in self._expects and value < 10))) or (
            tens and "tens" in self._expects
        )
        return f"{self._total + self._group + value + tens}th" if is_next else ""

    def _decimals(self) -> tuple[str, int]:
        """Return the number with the decimals or the part of one that follow, and the words that it takes."""
        value, used = Decimal(self._total + self._group), self._at - self._start
        if self._word() == "point" and self._word(1) in _SMALL:
            self._at += 1
            decimals = ""
            while (word := self._word()) in _SMALL or word in _TENS:
                decimals += str(_SMALL.get(word, _TENS.get(word)))
                self._at += 1
            value += Decimal(f"0.{decimals}")
        elif self._word() == "and" and self._word(1) in {"a", "one", "three"} and self._word(2) in _PARTS:
            value += _PARTS[self._word(2)]
            self._at += 3
        else:
            return _digits(value), used
        if scale := _SCALES.get(self._word()):
            value *= scale
            self._at += 1
        return _digits(value), self._at - self._start

    def _is_indefinite_scale(self) -> bool:
        return self._word(1 if self._word() == "a" else 2) in {"hundred", *_SCALES} and (
            self._word() == "a" or self._word(1) == "a"
        )

    def _read_indefinite(self) -> tuple[str, int]:
        """Read 'a hundred and two' or 'half a million'."""
        if self._word() == "half":
            return _digits(_PARTS["half"] * {"hundred": 100, **_SCALES}[self._word(2)]), 3
        self._group, self._expects = 1, "hundred scale"
        self._at += 1
        while self._take():
            self._at += 1
        return self._decimals()


def _digits(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _powers(words: Sequence[SpokenWord]) -> list[SpokenWord]:
    """Return words with powers in one form: 'ten squared', 'ten to the second' and 'ten to the power of two' alike."""
    result: list[SpokenWord] = []
    for word in words:
        before = [each.word for each in result[-3:]]
        if word.word in _POWERS and before[-1:] and is_number(before[-1]):
            result += [replace(word, word=part) for part in ("to", "the", _POWERS[word.word])]
        elif word.word == "of" and before == ["to", "the", "power"]:
            result.pop()
        elif word.word == "power" and before[-1:] and is_number(before[-1]) and "the" in before:
            pass
        elif word.word in _ORDINALS and before[-2:] in (["to", "the"], ["the", "minus"]):
            result.append(replace(word, word=str(_ORDINALS[word.word])))
        else:
            result.append(word)
    return result


def _dates(words: Sequence[SpokenWord]) -> list[SpokenWord]:
    """Return words with each day before its month, without 'the' and 'of'."""
    result: list[SpokenWord] = []
    at = 0
    while at < len(words):
        day, month, used = _date([word.word for word in words[at : at + 4]])
        if used:
            first, last = words[at].first, words[at + used - 1].last
            result += [SpokenWord(day, first, last), SpokenWord(month, first, last)]
        else:
            result.append(words[at])
        at += used or 1
    return result


def _date(words: list[str]) -> tuple[str, str, int]:
    """Read a day and its month; return them and the number of words that they take, which is 0 if there is no date."""
    if words[0] in _MONTHS:
        rest = words[1:]
        the = rest[:1] == ["the"]
        day = _day(rest[the]) if len(rest) > the else ""
        return day, words[0], 2 + the if day else 0
    the = words[0] == "the"
    rest = words[the:]
    day = _day(rest[0]) if rest else ""
    of = rest[1:2] == ["of"]
    month = rest[1 + of] if len(rest) > 1 + of else ""
    return day, month, 2 + the + of if day and month in _MONTHS else 0


def _day(word: str) -> str:
    """Return a day of a month as an ordinal in digits; empty if a word is none."""
    if word in _ORDINALS or word in _ORDINAL_TENS:
        return f"{_ORDINALS.get(word, _ORDINAL_TENS.get(word))}th"
    number = word.removesuffix("th")
    return f"{number}th" if number.isdecimal() and 0 < int(number) <= _LAST_DAY else ""
