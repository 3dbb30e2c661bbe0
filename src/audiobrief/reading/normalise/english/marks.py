"""Signs that have a name or a form that every engine knows."""

from __future__ import annotations

import re
import unicodedata

from audiobrief.reading.normalise.english.measures import percent
from audiobrief.reading.normalise.english.numbers.amounts import NUMBER
from audiobrief.reading.normalise.tables import table
from audiobrief.reading.normalise.text import Reading, Text

__all__ = ["read_mark", "read_numeric_letter"]

_QUOTES = {**dict.fromkeys("“”„‟«»〝〞", '"'), **dict.fromkeys("‘’‚‛‹›ʼ", "'")}
_SILENT = frozenset("™®℠")
_DECADE = re.compile(r"'\d0s(?!\w)")
_DASH = re.compile(r" ?(?:--+|—+|―|⸺) ?| - | – ")
_DOTS = re.compile(r"\.{3,}|\. \. \.(?: \.)?|…+")
_MORE = re.compile(rf"([<>~≈±≤≥]) ?(?=[$£€]?{NUMBER}|\d)")
_MORE_WORDS = {"<": "less than", ">": "more than", "~": "about", "≈": "about"}


def read_mark(text: Text, at: int) -> Reading | None:
    """Read a sign, or bring it to its plainest form."""
    character = text.written[at]
    plain = text.plain
    if character in _QUOTES and not _DECADE.match(plain, at):
        return Reading(at, at + 1, _QUOTES[character])
    if character in _SILENT:
        return Reading(at, at + 1, "")
    if found := _DOTS.match(plain, at):
        return Reading(at, found.end(), "…") if found[0] != "…" else None
    if character in "-−" and _is_minus(text, at):
        return Reading(at, at + 1, "minus ")
    if dash := _dash(text, at):
        return dash
    if found := _MORE.match(plain, at):
        named = _MORE_WORDS.get(found[1]) or table("english", "signs")[found[1]]
        return Reading(at, found.end(), f" {named} ")
    if character == "/":
        return _stroke(text, at)
    if character in {"~", "<", ">"}:
        return None
    name = table("english", "signs").get(character) or table("english", "signs").get(plain[at])
    if name is None:
        return None
    return Reading(at, at + 1, f" {percent(text) if name == '%' else name} ")


def _is_minus(text: Text, at: int) -> bool:
    before = text.plain[at - 1 : at] if at else ""
    return (not before or before in " (\"'~/<>±") and re.match(r"[$£€]?\.?\d", text.plain[at + 1 : at + 4]) is not None


def _dash(text: Text, at: int) -> Reading | None:
    found = _DASH.match(text.plain, at)
    if found is None or found[0] == " – ":
        return None
    if at == 0 or text.closes(found.end()):
        return Reading(at, found.end(), found[0].replace(found[0].strip(), "–"))
    return Reading(at, found.end(), " – ")


def _stroke(text: Text, at: int) -> Reading | None:
    """Part words at a stroke."""
    if text.plain[at - 1 : at].isalnum() and text.plain[at + 1 : at + 2].isalnum():
        return Reading(at, at + 1, " ")
    return None


def read_numeric_letter(text: Text, at: int) -> Reading | None:
    """Read a sign that is a number in itself, such as ① or Ⅷ."""
    from audiobrief.reading.normalise.english.numbers.number_words import number

    value = unicodedata.numeric(text.written[at], None)
    if value is None:
        return None
    written = f"{value:.0f}" if value == int(value) else f"{value:.4f}".rstrip("0")
    said = number(written.removeprefix("-"), british=text.british)
    return Reading(at, at + 1, f"minus {said}" if value < 0 else said)
