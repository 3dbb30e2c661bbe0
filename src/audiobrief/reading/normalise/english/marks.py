"""Read signs: by their name, or as a plainer sign that every engine knows."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from audiobrief.reading.normalise.english.measures import alternatives, per, percent
from audiobrief.reading.normalise.english.numbers.amounts import NUMBER
from audiobrief.reading.normalise.english.numbers.number_words import number
from audiobrief.reading.normalise.tables import table, words
from audiobrief.reading.normalise.text import Reading, Text

_QUOTES = {**dict.fromkeys("“”„‟«»〝〞", '"'), **dict.fromkeys("‘’‚‛‹›ʼ", "'")}
_SILENT = frozenset("™®℠")
_DECADE = re.compile(r"'\d0s(?!\w)")
_AND = re.compile(r"'n'(?= ?[A-Za-z])")  # rock 'n' roll
_DASH = re.compile(r" ?(?:--+|—+|―|⸺) ?| - | – ")
_DOTS = re.compile(r"\.{3,}|\. \. \.(?: \.)?|…+")
_COUNT = re.compile(r"/(?=1\d{0,2}(?:,000){1,2}(?!\w|,\d))")  # deaths/100,000
_MORE = re.compile(rf"([<>~≈±≤≥]) ?(?=[$£€]?{NUMBER}|\d)")
_MORE_WORDS = {"<": "less than", ">": "more than", "~": "about", "≈": "about"}


def read_mark(text: Text, at: int) -> Reading | None:
    """Read a sign by its name or as a plainer sign."""
    character = text.written[at]
    plain = text.plain
    if character in _QUOTES and not _DECADE.match(plain, at):
        return Reading(at, at + 1, _QUOTES[character])
    if character in _SILENT:
        return Reading(at, at + 1, "")
    if match := _DOTS.match(plain, at):
        return Reading(at, match.end(), "…") if match[0] != "…" else None
    if character in "-−–" and _is_minus(text, at):
        return Reading(at, at + 1, "minus ")
    if dash := _dash(text, at):
        return dash
    if match := _MORE.match(plain, at):
        named = _MORE_WORDS.get(match[1]) or table("english", "signs")[match[1]]
        return Reading(at, match.end(), f" {named} ")
    if character == "/":
        return _slash(text, at)
    if character in {"~", "<", ">"}:
        return None
    name = table("english", "signs").get(character) or table("english", "signs").get(plain[at])
    if name is None:
        return None
    return Reading(at, at + 1, f" {percent(text) if name == '%' else name} ")


@cache
def _per() -> re.Pattern[str]:
    """Return the pattern of a slash and a word of the table, or a unit of areas or volumes."""
    powers = [symbol for symbol in table("units", "names") if symbol.endswith(("²", "³"))]
    return re.compile(rf"/({alternatives([*table('english', 'per'), *powers])})(?!\w)")


def read_short_and(text: Text, at: int) -> Reading | None:
    """Read the short form of 'and' in `rock 'n' roll`."""
    if not _AND.match(text.plain, at) or not re.search(r"[A-Za-z] ?$", text.before(at)):
        return None
    return Reading(at, at + 3, " an ")


def _is_minus(text: Text, at: int) -> bool:
    before = text.plain[at - 1 : at] if at else ""
    if text.plain[at] == "–" and (before != " " or text.before(at).rstrip()[-1:].isdigit()):
        return False
    return (not before or before in " (\"'~/<>±") and re.match(r"[$£€]?\.?\d", text.plain[at + 1 : at + 4]) is not None


def _dash(text: Text, at: int) -> Reading | None:
    match = _DASH.match(text.plain, at)
    if match is None or match[0] == " – ":
        return None
    if at == 0 or text.closes(match.end()):
        return Reading(at, match.end(), match[0].replace(match[0].strip(), "–"))
    return Reading(at, match.end(), " – ")


def _slash(text: Text, at: int) -> Reading | None:
    """Read a slash between two words as a space, or as `per`: `beats/min`."""
    noun = text.word_before(at).lower()
    is_counted = (noun.endswith("s") and len(noun) > 2) or noun in words("numbers", "counted")
    if is_counted and (rate := _per().match(text.plain, at)):
        return Reading(at, rate.end(), f" per {per(rate[1], text)}")
    if text.plain[at - 1 : at].isalnum() and _COUNT.match(text.plain, at):
        return Reading(at, at + 1, " per ")
    if text.plain[at - 1 : at].isalnum() and text.plain[at + 1 : at + 2].isalnum():
        return Reading(at, at + 1, " ")
    return None


def read_number_character(text: Text, at: int) -> Reading | None:
    """Read a character that is a number, such as ① or Ⅷ."""
    value = unicodedata.numeric(text.written[at], None)
    if value is None:
        return None
    written = f"{value:.0f}" if value == int(value) else f"{value:.4f}".rstrip("0")
    spoken = number(written.removeprefix("-"), british=text.british)
    return Reading(at, at + 1, f"minus {spoken}" if value < 0 else spoken)
