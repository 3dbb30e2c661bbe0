"""English numbers in words, by num2words."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["cardinal", "digits", "fraction", "number", "ordinal", "plural", "year"]

LONGEST = 15
"""Digits of a number that is said as one; longer ones are said digit by digit."""
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_HALVES = {2: "half", 4: "quarter"}


@lru_cache(maxsize=4096)
def cardinal(value: int, *, british: bool) -> str:
    """Put a whole number into words."""
    from num2words import num2words

    said = str(num2words(value, lang="en")).replace(",", "")
    return said if british else said.replace(" and ", " ")


@lru_cache(maxsize=1024)
def ordinal(value: int, *, british: bool) -> str:
    """Put a whole number's ordinal into words."""
    from num2words import num2words

    said = str(num2words(value, lang="en", to="ordinal")).replace(",", "")
    return said if british else said.replace(" and ", " ")


def digits(written: str, zero: str = "zero") -> str:
    """Say digits one by one; other characters are spaces."""
    return " ".join(_DIGITS[int(each)] if each != "0" else zero for each in written if each in "0123456789")


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
    from num2words import num2words

    if not 1000 < value < 10000 or value % 1000 < 10:
        return cardinal(value, british=british)
    return str(num2words(value, lang="en", to="year"))


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
    """Give the plural of a number's words, such as 'nineties'."""
    if said.endswith("y"):
        return f"{said[:-1]}ies"
    return f"{said}es" if re.search(r"(?:x|s|ch)$", said) else f"{said}s"
