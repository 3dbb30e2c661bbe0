"""Read letters with digits, versions, IP addresses and telephone numbers."""

from __future__ import annotations

import re

from audiobrief.reading.normalise.english.letters import say_token
from audiobrief.reading.normalise.english.numbers.number_words import cardinal, digits, number, plural, year
from audiobrief.reading.normalise.tables import words
from audiobrief.reading.normalise.text import Reading, Text

_PHONES = (
    re.compile(r"\+\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){2,6}(?!\d)"),
    re.compile(r"0\d{2,4}(?:[ -]\d{3,6}){1,3}(?!\d|[ -]\d)"),
    re.compile(r"0\d{9,10}(?!\d)"),
    re.compile(r"(?:1-)?\d{3}\)?[ .-]\d{3}[.-]\d{4}(?!\d|[.-]\d)"),
    re.compile(r"555-\d{4}(?!\d|-\d)"),
)
_IP_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)")
_VERSION = re.compile(r"\d{1,4}(?:\.\d{1,4}){2,5}(?!\d|\.\d)")
_CODE = re.compile(r"(?![a-zß-ÿ]+-)[^\W\d_]{1,20}-?\d[^\W_]{0,20}(?:-\d{1,4}|-[A-Z]\d{0,3})?(?:\.\d(?!\d))?(?![^\W_])")
_PART = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?|\W")
_PLURAL = re.compile(r"(\d+)s$")
_MODEL = re.compile(r"(\d{3})(?:-(\d{1,3}))?(s?)(?![\w-])")


def read_phone(text: Text, at: int) -> Reading | None:
    """Read a telephone number digit by digit, group by group."""
    for pattern in _PHONES:
        match = pattern.match(text.plain, at)
        if match is None:
            continue
        groups = re.findall(r"\d+", match[0])
        if match[0].startswith("+") and sum(map(len, groups)) < 8:
            continue
        if match[0].startswith("0") and sum(map(len, groups)) < 9:
            continue
        spoken = ", ".join(digits(group, "oh") for group in groups)
        if match[0].startswith("+"):
            country, *rest = groups
            spoken = f"plus {digits(country, 'oh')}, " + ", ".join(digits(group, "oh") for group in rest)
        return Reading(at, match.end(), spoken.rstrip(", "))
    return None


def read_ip_address(text: Text, at: int) -> Reading | None:
    """Read `192.168.0.1`."""
    match = _IP_ADDRESS.match(text.plain, at)
    return match and Reading(at, match.end(), " dot ".join(digits(part) for part in match[0].split(".")))


def read_version(text: Text, at: int) -> Reading | None:
    """Read `3.11.2`."""
    match = _VERSION.match(text.plain, at)
    if match is None:
        return None
    return Reading(at, match.end(), " point ".join(number(part, british=text.british) for part in match[0].split(".")))


def read_code(text: Text, at: int) -> Reading | None:
    """Read letters with digits: `G7`, `F-16`, `MH370`, `COVID-19`, `H2O`, `B-52s`."""
    match = _CODE.match(text.plain, at)
    if match is None:
        return None
    written = match[0]
    many = _PLURAL.search(written)
    parts = _PART.findall(written[: many.end(1)] if many else written)
    spoken: list[str] = []
    spelled = True
    for part in parts:
        if part[0].isdigit():
            spoken.append(_decimal(part, text) if "." in part else code_number(part, text))
        elif part.isalpha():
            word, letters = _letters(part)
            spoken.append(word)
            spelled = spelled and letters
    whole = " ".join(spoken)
    return Reading(at, match.end(), plural(whole) if many else whole, spelled)


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
    """Return the digits of a name in words: A320 is three twenty, and S-400 is four hundred."""
    if len(part) > 4 or (part.startswith("0") and len(part) > 1):
        return digits(part, "zero")
    value = int(part)
    if len(part) == 3 and value % 100:
        rest = value % 100
        tail = f"oh {digits(part[2])}" if rest < 10 else cardinal(rest, british=text.british)
        return f"{cardinal(value // 100, british=text.british)} {tail}"
    if len(part) == 4:
        return year(value, british=text.british)
    return cardinal(value, british=text.british)


def read_model(text: Text, at: int) -> Reading | None:
    """Read the model number of a Boeing, digit by digit."""
    match = _MODEL.match(text.plain, at)
    if match is None or text.word_before(at) != "Boeing" or text.plain[at - 1] != " ":
        return None
    spoken = digits(match[1])
    if match[2]:
        spoken = f"{spoken} {code_number(match[2], text)}"
    return Reading(at, match.end(), plural(spoken) if match[3] else spoken)
