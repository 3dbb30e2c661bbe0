"""English numbers in words, as num2words has them, without its commas.

Not by num2words: it imports all its languages, which takes longer than to read an article.
"""

from __future__ import annotations

import re

__all__ = ["cardinal", "digits", "fraction", "number", "ordinal", "plural", "year"]

LONGEST = 15
"""Digits of a number that is said as one; longer ones are said digit by digit."""
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_HALVES = {2: "half", 4: "quarter"}


def cardinal(value: int, *, british: bool) -> str:
    """Put a whole number, not below 0, into words."""
    if value < 20:
        return _SMALL[value]
    if value < 100:
        return _TENS[value // 10] + (f"-{_SMALL[value % 10]}" if value % 10 else "")
    size, name = next(scale for scale in _SCALES if scale[0] <= value)
    said = f"{cardinal(value // size, british=british)} {name}"
    if not (rest := value % size):
        return said
    return f"{said} {'and ' if british and rest < 100 else ''}{cardinal(rest, british=british)}"


def ordinal(value: int, *, british: bool) -> str:
    """Put a whole number's ordinal, not below 0, into words."""
    said = cardinal(value, british=british)
    last = re.split("[ -]", said)[-1]
    if last in _ORDINALS:
        return said.removesuffix(last) + _ORDINALS[last]
    return f"{said[:-1]}ieth" if said.endswith("y") else f"{said}th"


def digits(written: str, zero: str = "zero") -> str:
    """Say digits one by one; other characters are spaces."""
    return " ".join(_SMALL[int(each)] if each != "0" else zero for each in written if each in "0123456789")


def number(written: str, *, british: bool) -> str:
    """Put digits, with commas and a point perhaps, into words."""
    whole, point, rest = written.replace(",", "").partition(".")
    if len(whole) > LONGEST or (len(whole) > 1 and whole.startswith("0") and not point):
        said = digits(whole)
    else:
        said = cardinal(int(whole or "0"), british=british)
    if not point:
        return said
    nought = "nought" if british and rest.strip("0") else "zero"
    if not whole.strip("0"):
        said = nought
    return f"{said} point {digits(rest, nought)}"


def year(value: int, *, british: bool) -> str:
    """Put a year into words, such as 1905 into 'nineteen oh-five'."""
    if not 1000 < value < 10000 or value % 1000 < 10:
        return cardinal(value, british=british)
    front, rest = cardinal(value // 100, british=british), value % 100
    if not rest:
        return f"{front} hundred"
    return f"{front} {'oh-' if rest < 10 else ''}{cardinal(rest, british=british)}"


def fraction(over: int, under: int, *, british: bool) -> str:
    """Put a fraction into words, such as 3/4 into 'three quarters'."""
    if under in _HALVES:
        part = _HALVES[under]
    elif 3 <= under <= 20 or under in {100, 1000}:
        part = ordinal(under, british=british)
    else:
        return f"{cardinal(over, british=british)} over {cardinal(under, british=british)}"
    many = "halves" if part == "half" else f"{part}s"
    return f"{cardinal(over, british=british)} {part if over == 1 else many}"


def plural(said: str) -> str:
    """Return the plural of a number's words, such as 'nineties'."""
    if said.endswith("y"):
        return f"{said[:-1]}ies"
    return f"{said}es" if re.search(r"(?:x|s|ch)$", said) else f"{said}s"
