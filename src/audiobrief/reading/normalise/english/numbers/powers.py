"""Read powers: 10⁻³, 10^6, x², 6.02e23."""

from __future__ import annotations

import re

from audiobrief.reading.normalise.english.measures import read_unit_after
from audiobrief.reading.normalise.english.numbers.amounts import NUMBER
from audiobrief.reading.normalise.english.numbers.number_words import cardinal, number
from audiobrief.reading.normalise.text import Reading, Text

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_EXPONENT = r"(?:\^ ?\(?(?P<plain>[-+−]?\d{1,4})\)?|(?P<raised>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}))(?![\d⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻])"
_POWER = re.compile(rf"(?P<base>{NUMBER}){_EXPONENT}")
_AFTER_BASE = re.compile(_EXPONENT)
_SCIENTIFIC = re.compile(r"(\d{1,3}\.\d{1,9})[eE]([-+−]?)(\d{1,3})(?!\w)|(\d{1,3})[eE]([-+−])(\d{1,3})(?!\w)")
_CHARGE = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]?)([⁺⁻])(?![⁰¹²³⁴⁵⁶⁷⁸⁹])")  # Ca²⁺
_FORMULA = re.compile(r"(?<![A-Za-z])(?:CO|NO|SO)$")  # often with a raised digit by mistake
_NAMED = {2: "squared", 3: "cubed"}


def read_power(text: Text, at: int) -> Reading | None:
    """Read a number with an exponent, and the unit after it: `10^6`, `10⁻³ kg`, `6.02e23`."""
    if match := _POWER.match(text.written, at):
        spoken = f"{number(match['base'], british=text.british)} {_exponent(match, text)}"
    elif match := _SCIENTIFIC.match(text.plain, at):
        base, sign, digits = (part for part in match.groups() if part is not None)
        exponent = -int(digits) if sign in {"-", "−"} else int(digits)
        spoken = f"{number(base, british=text.british)} times ten {_to_the(exponent, text)}"
    else:
        return None
    end, unit = read_unit_after(text, match.end(), one=False)
    return Reading(at, end, spoken + unit)


def read_exponent(text: Text, at: int) -> Reading | None:
    """Read the exponent after a letter or a bracket: `x²`, `r^3`, `(a + b)²`; other raised digits as a number."""
    if (charge := _CHARGE.match(text.written, at)) and text.plain[at - 1 : at].isalpha():
        amount = f"{cardinal(int(charge[1].translate(_SUPERSCRIPTS)), british=text.british)} " if charge[1] else ""
        return Reading(at, charge.end(), f" {amount}{'plus' if charge[2] == '⁺' else 'minus'} ")
    match = _AFTER_BASE.match(text.written, at)
    if match is None:
        return None
    if match["raised"]:
        formula = _FORMULA.search(text.before(at))
        if formula or not (text.plain[at - 1 : at].isalnum() or text.plain[at - 1 : at] == ")"):
            return Reading(at, match.end(), f" {cardinal(abs(_value(match)), british=text.british)} ")
    if text.plain[at - 1 : at].isalnum() or text.plain[at - 1 : at] == ")":
        return Reading(at, match.end(), f" {_exponent(match, text)} ")
    return None


def _value(match: re.Match[str]) -> int:
    return int((match["plain"] or match["raised"].translate(_SUPERSCRIPTS)).replace("−", "-"))


def _exponent(match: re.Match[str], text: Text) -> str:
    return _to_the(_value(match), text)


def _to_the(value: int, text: Text) -> str:
    if value in _NAMED:
        return _NAMED[value]
    return f"to the {'minus ' * (value < 0)}{cardinal(abs(value), british=text.british)}"
