"""Titles, and words that are cut short."""

from __future__ import annotations

import re
from functools import cache

from audiobrief.speech.normalise.tables import table, words
from audiobrief.speech.normalise.text import Reading, Text

__all__ = ["is_abbreviation", "read_abbreviation", "read_versus"]

_WORD = re.compile(r"[^\W\d_]+(?![^\W_])")
_CAPITAL = re.compile(r"\.? (?:[\"'(]?)[A-Z]")
_DIGIT = re.compile(r"\.? ?[#]?\d")
_STREET = re.compile(r"(?:[A-Z][a-z]+|\d(?:st|nd|rd|th)) $")
_PLACE_AND_COMMA = re.compile(r"[A-Z][\w'-]*, $")
_VERSUS = re.compile(r"v\.?(?= [A-Z\d\"'])")


@cache
def _kinds() -> dict[str, dict[str, str]]:
    content: dict[str, dict[str, str]] = table("english", "abbreviations")
    return content


@cache
def _all() -> frozenset[str]:
    return frozenset(word for kind in _kinds().values() for word in kind) | {"St", "Dr", "Co"}


def is_abbreviation(word: str) -> bool:
    """Tell whether a word is one of those that may be cut short."""
    return word in _all()


def read_abbreviation(text: Text, at: int) -> Reading | None:
    """Read `Dr`, `Lt. Col.`, `No. 10`, `St. Petersburg`, `Inc.`."""
    found = _WORD.match(text.plain, at)
    if found is None or found[0] not in _all():
        return None
    said = _said(text, found[0], at, found.end())
    if said is None:
        return None
    end = found.end()
    if text.plain[end : end + 1] == "." and text.plain[end : end + 2] != ".." and not text.closes(end + 1):
        end += 1
    return Reading(at, end, said)


def _said(text: Text, word: str, at: int, end: int) -> str | None:
    behind = text.after(end)
    name, stopped = _CAPITAL.match(behind) is not None, behind.startswith(".") and not behind.startswith("..")
    if word == "St":
        return _saint_or_street(text, at, name=name)
    if word == "Dr" and _STREET.search(text.before(at)) and not name:
        return "Drive"
    if word == "Co" and not stopped:
        county = text.word_after(end) in words("places", "counties") and behind.startswith(" ")
        return "County" if county else "Company" if text.before(at).endswith("& ") else None
    if _DIGIT.match(behind) and word in _kinds()["before_number"] and (stopped or behind.startswith(" ")):
        counted = re.match(r" \d[\d,]* ([a-z]+)", behind)
        if word in {"No", "no"} and not stopped and counted and counted[1] in words("numbers", "counted"):
            return None
        return _kinds()["before_number"][word]
    if word in _kinds()["anywhere"]:
        return _kinds()["anywhere"][word]
    if stopped and word in _kinds()["states"] and _PLACE_AND_COMMA.search(text.before(at)):
        return _kinds()["states"][word]
    if (
        name
        and word in _kinds()["before_name"]
        and (stopped or behind.startswith(" "))
        and not _is_word(word, stopped=stopped)
    ):
        return _kinds()["before_name"][word]
    return (
        _kinds()["stopped"].get(word)
        if stopped and word not in {"al", "Sr"} | _ambiguous(text, end)
        else _late(text, word, at, stopped=stopped)
    )


def _ambiguous(text: Text, end: int) -> set[str]:
    """Give the words that end a sentence as often as they are cut short."""
    ends = text.closes(end + 1)
    return {"est", "Sun", "incl", "excl"} if ends else set()


def _late(text: Text, word: str, at: int, *, stopped: bool) -> str | None:
    if word == "al" and stopped and text.before(at).endswith("et "):
        return "alia"
    if word == "Sr" and stopped and re.search(r"[a-z],? $", text.before(at)):
        return "Senior"
    return None


def _is_word(word: str, *, stopped: bool) -> bool:
    """Tell whether a word without its full stop is more likely a word of its own."""
    return not stopped and word in {"Con", "Hon", "Pres", "Rep", "Det", "Sec", "Fr", "Ft", "Amb", "Adm", "Rt"}


def _saint_or_street(text: Text, at: int, *, name: bool) -> str | None:
    before = _STREET.search(text.before(at))
    if name and not (before and text.word_before(at) in words("places", "streets")):
        return "Saint"
    return "Street" if before else None


def read_versus(text: Text, at: int) -> Reading | None:
    """Read the `v` between two sides."""
    found = _VERSUS.match(text.plain, at)
    if found is None or not re.search(r"(?:^|[^\w])[A-Z\d][\w'.-]*[\"']? $", text.before(at)):
        return None
    return Reading(at, found.end(), "versus")
