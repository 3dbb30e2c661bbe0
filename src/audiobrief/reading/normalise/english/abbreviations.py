"""Titles, and words that are cut short."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from audiobrief.reading.normalise.tables import table, words
from audiobrief.reading.normalise.text import Reading, Text

__all__ = ["is_abbreviation", "read_abbreviation", "read_versus"]

_WORD = re.compile(r"[^\W\d_]+(?![^\W_])")
_NAME_FOLLOWS = re.compile(
    r"\.? [\"'(]?[A-Z]|-(?:Adm|Capt|Cdr|Cmdr|Col|Con|Gen|Insp|Maj|Sgt|Supt)(?![^\W_])"  # Maj-Gen
)
_NUMBER_FOLLOWS = re.compile(r"(?:\. ?| )#?\d")
_COUNTED = re.compile(r" \d[\d,]* ([a-z]+)")
_GENERATION = re.compile(r" [A-Z](?![^\W_])")
_STREET = re.compile(r"(?:[A-Z][a-z]+|\d(?:st|nd|rd|th)) $")
_PLACE_AND_COMMA = re.compile(r"[A-Z][\w'-]*, $|(?:^|\W)[DIR]-$")  # Fresno, Calif.; D-Calif.
_VERSUS = re.compile(r"v\.?(?= [A-Z\d\"'])")
_SIDE = re.compile(r"(?:^|[^\w])[A-Z\d][\w'.-]*[\"']? $")
_STOPPED_ONLY = frozenset({"c", "no", "nos", "p", "par", "s"})
"""Which of the words before a number are words of their own without a full stop."""
_QUARTERS = {"N": "North", "S": "South", "E": "East", "W": "West"}
_OWN_WORDS = frozenset({"Adm", "Amb", "Con", "Det", "Fr", "Ft", "Hon", "Pres", "Rep", "Rt", "Sec"})
"""Which of the words before a name stand for themselves when they have no full stop."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A word that may be cut short, and what stands around it."""

    text: Text
    word: str
    at: int
    end: int
    """Behind the word, before its full stop."""
    before: str
    behind: str

    @property
    def stopped(self) -> bool:
        return self.behind.startswith(".") and not self.behind.startswith("..")

    @property
    def named(self) -> bool:
        """Whether a word with a capital follows."""
        return _NAME_FOLLOWS.match(self.behind) is not None

    def kind(self, name: str) -> str | None:
        """Return the word in full, as a word of a kind."""
        said: str | None = table("english", "abbreviations")[name].get(self.word)
        return said


def is_abbreviation(word: str) -> bool:
    """Return whether a word is one of those that may be cut short."""
    return word in _all()


@cache
def _all() -> frozenset[str]:
    return (
        frozenset(word for kind in table("english", "abbreviations").values() for word in kind) | _OF_THEIR_OWN.keys()
    )


def read_abbreviation(text: Text, at: int) -> Reading | None:
    """Read `Dr`, `Lt. Col.`, `No. 10`, `St. Petersburg`, `Inc.`."""
    match = _WORD.match(text.plain, at)
    if match is None or not is_abbreviation(match[0]):
        return None
    end = match.end()
    found = _Found(text, match[0], at, end, text.before(at), text.after(end))
    rules = (_OF_THEIR_OWN[found.word],) if found.word in _OF_THEIR_OWN else _RULES
    said = next((each for rule in rules if (each := rule(found))), None)
    if said is None:
        return None
    return Reading(at, end + 1 if found.stopped and not text.closes(end + 1) else end, said)


def _before_number(found: _Found) -> str | None:
    if not _NUMBER_FOLLOWS.match(found.behind) or (found.word in _STOPPED_ONLY and not found.stopped):
        return None
    counted = _COUNTED.match(found.behind)
    if found.word in {"No", "no"} and counted and counted[1] in words("numbers", "counted"):
        return None
    return found.kind("before_number")


def _anywhere(found: _Found) -> str | None:
    return found.kind("anywhere")


def _state(found: _Found) -> str | None:
    return found.kind("states") if found.stopped and _PLACE_AND_COMMA.search(found.before) else None


def _before_name(found: _Found) -> str | None:
    if not found.named or (found.word in _OWN_WORDS and not found.stopped):
        return None
    if found.word == "Gen" and _GENERATION.match(found.behind):
        return None
    return found.kind("before_name")


def _stopped(found: _Found) -> str | None:
    # What closes a text may be a whole word with the sentence's own full stop.
    if not found.stopped or (found.word in {"est", "incl", "excl"} and found.text.closes(found.end + 1)):
        return None
    return found.kind("stopped")


def _saint_or_street(found: _Found) -> str | None:
    street = _STREET.search(found.before)
    if found.named and not (street and found.text.word_before(found.at) in words("places", "streets")):
        return "Saint"
    return "Street" if street else None


def _doctor_or_drive(found: _Found) -> str:
    return "Drive" if _STREET.search(found.before) and found.stopped and not found.named else "Doctor"


def _county_or_company(found: _Found) -> str | None:
    if found.stopped:
        return "Company"
    if found.behind.startswith(" ") and found.text.word_after(found.end) in words("places", "counties"):
        return "County"
    return "Company" if found.before.endswith("& ") else None


def _quarter(found: _Found) -> str | None:
    follows = found.text.word_after(found.end + 1)
    return _QUARTERS[found.word] if found.stopped and follows in words("places", "halves") else None


def _and_others(found: _Found) -> str | None:
    return "alia" if found.stopped and found.before.endswith("et ") else None


def _senior(found: _Found) -> str | None:
    return "Senior" if found.stopped and re.search(r"[a-z],? $", found.before) else None


_RULES: tuple[Callable[[_Found], str | None], ...] = (_before_number, _anywhere, _state, _before_name, _stopped)
_OF_THEIR_OWN: dict[str, Callable[[_Found], str | None]] = {
    "St": _saint_or_street,
    "Dr": _doctor_or_drive,
    "Co": _county_or_company,
    "al": _and_others,
    "Sr": _senior,
    **dict.fromkeys(_QUARTERS, _quarter),
}


def read_versus(text: Text, at: int) -> Reading | None:
    """Read the `v` between two sides."""
    found = _VERSUS.match(text.plain, at)
    return Reading(at, found.end(), "versus") if found and _SIDE.search(text.before(at)) else None
