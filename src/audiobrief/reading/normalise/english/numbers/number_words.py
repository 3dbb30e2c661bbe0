"""English numbers in words: cardinals, ordinals, decimals, years and fractions."""

from __future__ import annotations

import re

from audiobrief.language.numbers.words import spell_number

LONGEST = 15
"""Digits of the longest number that is read as one; longer ones are read digit by digit."""
_HALVES = {2: "half", 4: "quarter"}


def cardinal(value: int, *, british: bool) -> str:
    """Return a whole number, not below 0, in words."""
    return _spell(value, "cardinal", british=british)


def ordinal(value: int, *, british: bool) -> str:
    """Return the ordinal of a whole number, not below 0, in words."""
    return _spell(value, "ordinal", british=british)


def _spell(value: int, to: str, *, british: bool) -> str:
    words = spell_number(value, "en", to).replace(",", "")
    return words if british else words.replace(" and ", " ")


def digits(written: str, zero: str = "zero") -> str:
    """Return digits in words, one by one, with a word for zero; other characters are left out."""
    return " ".join(
        zero if digit == "0" else spell_number(int(digit), "en") for digit in written if digit in "0123456789"
    )


def number(written: str, *, british: bool) -> str:
    """Return a number that is written with digits, and perhaps with commas and a point, in words."""
    whole, point, rest = written.replace(",", "").partition(".")
    if len(whole) > LONGEST or (len(whole) > 1 and whole.startswith("0") and not point):
        spoken = digits(whole)
    else:
        spoken = cardinal(int(whole or "0"), british=british)
    if not point:
        return spoken
    # Not 'nought', which is heard as 'not' where the voice is American.
    if not whole.strip("0"):
        spoken = "zero"
    return f"{spoken} point {digits(rest)}"


def year(value: int, *, british: bool) -> str:
    """Return a year in words, such as 1905 as 'nineteen oh-five'."""
    return _spell(value, "year" if 1000 < value < 10_000 else "cardinal", british=british)


def fraction(over: int, under: int, *, british: bool) -> str:
    """Return a fraction in words, such as 3/4 as 'three quarters'."""
    if under in _HALVES:
        part = _HALVES[under]
    elif 3 <= under <= 20 or under in {100, 1000}:
        part = ordinal(under, british=british)
    else:
        return f"{cardinal(over, british=british)} over {cardinal(under, british=british)}"
    many = "halves" if part == "half" else f"{part}s"
    return f"{cardinal(over, british=british)} {part if over == 1 else many}"


def plural(spoken: str) -> str:
    """Return the plural of a number's words, such as 'nineties'."""
    if spoken.endswith("y"):
        return f"{spoken[:-1]}ies"
    return f"{spoken}es" if re.search(r"(?:x|s|ch)$", spoken) else f"{spoken}s"
