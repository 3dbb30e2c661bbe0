"""Read letters with digits, names of models, versions and IP addresses."""

from __future__ import annotations

import re

from audiobrief.reading.normalise.english.letters import say_token
from audiobrief.reading.normalise.english.numbers.number_words import cardinal, digits, number, plural, year
from audiobrief.reading.normalise.tables import table, words
from audiobrief.reading.normalise.text import Reading, Text

_IP_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)")
_VERSION = re.compile(r"\d{1,4}(?:\.\d{1,4}){2,5}(?!\d|\.\d)")
_CODE = re.compile(
    r"(?![a-zß-ÿ]+-)[^\W\d_]{1,20}-?\d[^\W_]{0,20}(?:-\d{1,5}[A-Z]{0,2}|-[A-Z]\d{0,3})?(?:\.\d(?!\d))?(?![^\W_])"
)
_PART = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?|\W")
_PLURAL = re.compile(r"(\d+)s$")
_MODEL = re.compile(r"(\d{3,4})([A-Z]{1,2}|[di](?![\w-]))?(?:-(\d{1,3})([A-Z]{1,2})?)?(s?)(?![\w-]|[.,]\d)")
_PROCESSOR = re.compile(r"(\d{4})(HX|HS|KF|XT|[HUX])(?!\w)")
_AIRLINER = re.compile(r"7\d7")
_NUMBER_WITH_A = re.compile(r"(\d{1,3})[aA](?!['\w])")
_RESOLUTION = re.compile(r"(240|360|480|576|720|1080|1440|2160|4320)([pi])(?!\w)")
_SHARP = re.compile(r"([A-G])#(?!\w)")
_DOT_NAME = re.compile(r"\.(NET|[a-z]{2,5})(?!\w|\.\w)")


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


def read_letters_with_digits(text: Text, at: int) -> Reading | None:
    """Read letters with digits: `G7`, `F-16`, `MH370`, `COVID-19`, `H2O`, `B-52s`."""
    match = _CODE.match(text.plain, at)
    if match is None:
        return None
    written = match[0]
    if named := table("english", "letters", "codes").get(written):
        return Reading(at, match.end(), named)
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
    """Read the number of a model: `Boeing 737-800` digit by digit, `Porsche 911` and `RTX 4090` in two parts."""
    if match := _PROCESSOR.match(text.plain, at):
        return Reading(at, match.end(), " ".join([code_number(match[1], text), *match[2]]))
    match = _MODEL.match(text.plain, at)
    if match is None or text.plain[at - 1 : at] != " ":
        return None
    if _AIRLINER.fullmatch(match[1]) and "Boeing " in text.before(at):
        spoken = digits(match[1])
    elif text.word_before(at) in words("models", "makers"):
        spoken = code_number(match[1], text)
    else:
        return None
    _, letters, variant, more_letters, many = match.groups()
    parts = [
        spoken,
        *(letters or "").upper(),
        *([code_number(variant, text)] if variant else ()),
        *(more_letters or ""),
    ]
    spoken = " ".join(parts)
    return Reading(at, match.end(), plural(spoken) if many else spoken)


def read_number_with_a(text: Text, at: int) -> Reading | None:
    """Read `figure 3a`, whose letter an engine would say as the article."""
    match = _NUMBER_WITH_A.match(text.plain, at)
    return match and Reading(at, match.end(), f"{code_number(match[1], text)} A", spelled=True)


def read_resolution(text: Text, at: int) -> Reading | None:
    """Read `1080p` and `720p`, unless they are sums in pence."""
    match = _RESOLUTION.match(text.plain, at)
    if match is None:
        return None
    near = text.words_near(at, match.end())
    if near & words("models", "pence") or (len(match[1]) == 3 and not near & words("models", "screens")):
        return None
    return Reading(at, match.end(), f"{code_number(match[1], text)} {match[2].upper()}", spelled=True)


def read_sharp(text: Text, at: int) -> Reading | None:
    """Read `C#`, the note and the programming language."""
    match = _SHARP.match(text.plain, at)
    return match and Reading(at, match.end(), f"{match[1]} sharp")


def read_dot_name(text: Text, at: int) -> Reading | None:
    """Read a name that starts with a full stop: `.NET`, `.org`, `.pdf`."""
    match = _DOT_NAME.match(text.plain, at)
    if match is None or not text.starts_word(at):
        return None
    name = match[1].lower()
    if match[1] != "NET" and name not in words("addresses", "endings") | words("addresses", "files"):
        return None
    is_word = name in words("addresses", "words") or len(name) > 3
    return Reading(at, match.end(), f"dot {name if is_word else ' '.join(name.upper())}")
