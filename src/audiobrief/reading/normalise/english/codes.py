"""Letters with digits, versions, and numbers that are dialled."""

from __future__ import annotations

import re

from audiobrief.reading.normalise.english.letters import say_token
from audiobrief.reading.normalise.english.numbers.number_words import cardinal, digits, number, plural, year
from audiobrief.reading.normalise.tables import words
from audiobrief.reading.normalise.text import Reading, Text

__all__ = ["code_number", "read_address_of_machine", "read_code", "read_model", "read_phone", "read_version"]

_PHONES = (
    re.compile(r"\+\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){2,6}(?!\d)"),
    re.compile(r"0\d{2,4}(?:[ -]\d{3,6}){1,3}(?!\d|[ -]\d)"),
    re.compile(r"0\d{9,10}(?!\d)"),
    re.compile(r"(?:1-)?\d{3}\)?[ .-]\d{3}[.-]\d{4}(?!\d|[.-]\d)"),
    re.compile(r"555-\d{4}(?!\d|-\d)"),
)
_MACHINE = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)")
_VERSION = re.compile(r"\d{1,4}(?:\.\d{1,4}){2,5}(?!\d|\.\d)")
_CODE = re.compile(r"(?![a-zß-ÿ]+-)[^\W\d_]{1,20}-?\d[^\W_]{0,20}(?:-\d{1,4}|-[A-Z]\d{0,3})?(?:\.\d(?!\d))?(?![^\W_])")
_PART = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?|\W")
_PLURAL = re.compile(r"(\d+)s$")
_MODEL = re.compile(r"(\d{3})(?:-(\d{1,3}))?(s?)(?![\w-])")


def read_phone(text: Text, at: int) -> Reading | None:
    """Read a telephone number digit by digit, group by group."""
    for pattern in _PHONES:
        found = pattern.match(text.plain, at)
        if found is None:
            continue
        groups = re.findall(r"\d+", found[0])
        if found[0].startswith("+") and sum(map(len, groups)) < 8:
            continue
        if found[0].startswith("0") and sum(map(len, groups)) < 9:
            continue
        said = ", ".join(digits(group, "oh") for group in groups)
        if found[0].startswith("+"):
            country, *rest = groups
            said = f"plus {digits(country, 'oh')}, " + ", ".join(digits(group, "oh") for group in rest)
        return Reading(at, found.end(), said.rstrip(", "))
    return None


def read_address_of_machine(text: Text, at: int) -> Reading | None:
    """Read `192.168.0.1`."""
    found = _MACHINE.match(text.plain, at)
    return found and Reading(at, found.end(), " dot ".join(digits(part) for part in found[0].split(".")))


def read_version(text: Text, at: int) -> Reading | None:
    """Read `3.11.2`."""
    found = _VERSION.match(text.plain, at)
    if found is None:
        return None
    return Reading(at, found.end(), " point ".join(number(part, british=text.british) for part in found[0].split(".")))


def read_code(text: Text, at: int) -> Reading | None:
    """Read letters with digits: `G7`, `F-16`, `MH370`, `COVID-19`, `H2O`, `B-52s`."""
    found = _CODE.match(text.plain, at)
    if found is None:
        return None
    written = found[0]
    many = _PLURAL.search(written)
    parts = _PART.findall(written[: many.end(1)] if many else written)
    said: list[str] = []
    spelled = True
    for part in parts:
        if part[0].isdigit():
            said.append(_decimal(part, text) if "." in part else code_number(part, text))
        elif part.isalpha():
            word, letters = _letters(part)
            said.append(word)
            spelled = spelled and letters
    whole = " ".join(said)
    return Reading(at, found.end(), plural(whole) if many else whole, spelled)


def _decimal(part: str, text: Text) -> str:
    return number(part, british=text.british)


def _letters(part: str) -> tuple[str, bool]:
    if len(part) == 1:
        return part.upper() if part.isascii() else part, True
    if part.isupper() and len(part) <= 3:
        known = part in words("letters", "said")
        return part.capitalize() if known else " ".join(part), not known
    return say_token(part) or part, False


def code_number(part: str, text: Text) -> str:
    """Say the digits of a name: A320 is three twenty, and S-400 is four hundred."""
    if len(part) > 4 or (part.startswith("0") and len(part) > 1):
        return digits(part, "zero")
    value = int(part)
    if len(part) == 3 and value % 100:
        rest = value % 100
        behind = f"oh {digits(part[2])}" if rest < 10 else cardinal(rest, british=text.british)
        return f"{cardinal(value // 100, british=text.british)} {behind}"
    if len(part) == 4:
        return year(value, british=text.british)
    return cardinal(value, british=text.british)


def read_model(text: Text, at: int) -> Reading | None:
    """Read the number of a Boeing, digit by digit."""
    found = _MODEL.match(text.plain, at)
    if found is None or text.word_before(at) != "Boeing" or text.plain[at - 1] != " ":
        return None
    said = digits(found[1])
    if found[2]:
        said = f"{said} {code_number(found[2], text)}"
    return Reading(at, found.end(), plural(said) if found[3] else said)
