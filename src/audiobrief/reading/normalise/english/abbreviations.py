"""Read titles and other abbreviated words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from audiobrief.language.calendar import weekday_names
from audiobrief.reading.normalise.tables import table, words
from audiobrief.reading.normalise.text import Reading, Text

_WORD = re.compile(r"[^\W\d_]+(?![^\W_])")
_NAME_FOLLOWS = re.compile(
    r"\.? (?:[\"'(]?[A-Z]|and (?:Mrs?|Ms|Lady)\b)"
    r"|-(?:Adm|Capt|Cdr|Cmdr|Col|Con|Gen|Insp|Maj|Sgt|Supt)(?![^\W_])"  # Maj-Gen
)
_NUMBER_FOLLOWS = re.compile(r"(?:\. ?| )#?\d|\. ?(?:[IVXLC]+|[ivxl]{2,6})(?![\w'’])")
_COUNTED = re.compile(r" \d[\d,]* ([a-z]+)")
_GENERATION = re.compile(r" [A-Z](?![^\W_])")
_DISTANCE = re.compile(r"\d ?(?:km|mi|miles|m|nm|kilomet(?:re|er)s)\.? $")
_STREET = re.compile(r"(?:[A-Z][a-z]+(?:'s)?|\d(?:st|nd|rd|th)) $")
_HOUSE = re.compile(r"\d[A-Z]? (?:[NSEW]\. )?(?:[\w'.]+ ){1,3}$")
_HOUSE_BEFORE = re.compile(r"\d[A-Z]? $")
_STREET_FOLLOWS = re.compile(
    r"\.? (?:\d{1,3}(?:st|nd|rd|th)|[A-Z][a-z]+)(?: [A-Z][a-z]+)?\.? (?:Ave|Blvd|Dr|Ln|Pl|Rd|St|Way|[A-Z][a-z]+)"
)
_NUMBERED_STREET_FOLLOWS = re.compile(r"\.? \d{1,3}(?:st|nd|rd|th) (?:Ave|Blvd|St|Street)")
_NUMBERED_STREET = re.compile(r"\d(?:st|nd|rd|th) (?:Ave|Blvd|St)\. $")
_MAIN_STREET_FOLLOWS = re.compile(r"\. [A-Z][a-z]+ (?:Ave|Blvd|Rd|St|Street|Road)(?![a-z])")
_NAME_BEFORE = re.compile(r"[A-Z][\w'-]*\.? $")
_ORDINAL_BEFORE = re.compile(r"\d(?:st|nd|rd|th) $")
_PLACE_AND_COMMA = re.compile(r"[A-Z][\w'-]*, $|(?:^|\W)[DIR]-$")  # Fresno, Calif.; D-Calif.
_DATE_FOLLOWS = re.compile(
    r",? (?:\d{1,2}(?:st|nd|rd|th)? |(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d)"
)
_DAY_AND_DASH = re.compile(r"([A-Z][a-z]+)(?:\.? ?[-–—] ?|, ?|/| and )$")
_DASH_AND_DAY = re.compile(r"(?: ?[-–—] ?|, ?|/| and )([A-Z][a-z]+)(?![a-z])")
_BEFORE_WEEKDAY = frozenset({"by", "each", "every", "from", "last", "next", "on", "this", "till", "until"})
_VERSUS = re.compile(r"v\.?(?= [A-Z\d\"'])")
_SIDE = re.compile(r"(?:^|[^\w])[A-Z\d][\w'.-]*[\"']? $")
_STOPPED_ONLY = frozenset({"Ex", "Op", "op", "b", "c", "d", "no", "nos", "p", "par", "s", "vv"})
"""The abbreviations before a number that are ordinary words without a full stop."""
_QUARTERS = {
    "N": "North", "S": "South", "E": "East", "W": "West",
    "NE": "Northeast", "NW": "Northwest", "SE": "Southeast", "SW": "Southwest",
}  # fmt: skip
_OWN_WORDS = frozenset({"Adm", "Amb", "Con", "Det", "Fr", "Ft", "Hon", "Pres", "Rep", "Rt", "Sec"})
"""The abbreviations before a name that are ordinary words without a full stop."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word that may be an abbreviation, with the text around it."""

    text: Text
    word: str
    at: int
    end: int
    """The place after the word, before its full stop."""
    before: str
    following: str

    @property
    def stopped(self) -> bool:
        return self.following.startswith(".") and not self.following.startswith("..")

    @property
    def named(self) -> bool:
        """True if a word with a capital letter follows."""
        return _NAME_FOLLOWS.match(self.following) is not None

    def in_list(self, name: str) -> str | None:
        """Return the full word, if the abbreviation is in a list of the table."""
        spoken: str | None = table("english", "abbreviations")[name].get(self.word)
        return spoken


def is_abbreviation(word: str) -> bool:
    """Return whether a word is in the tables of abbreviations."""
    return word in _all()


@cache
def _all() -> frozenset[str]:
    return frozenset(word for kind in table("english", "abbreviations").values() for word in kind) | _SPECIAL.keys()


def read_abbreviation(text: Text, at: int) -> Reading | None:
    """Read `Dr`, `Lt. Col.`, `No. 10`, `St. Petersburg`, `Inc.`."""
    match = _WORD.match(text.plain, at)
    if match is None or not is_abbreviation(match[0]):
        return None
    end = match.end()
    candidate = _Candidate(text, match[0], at, end, text.before(at), text.after(end))
    rules = (_SPECIAL[candidate.word],) if candidate.word in _SPECIAL else _RULES
    spoken = next((result for rule in rules if (result := rule(candidate))), None)
    if spoken is None:
        return None
    return Reading(at, end + 1 if candidate.stopped and not text.closes(end + 1) else end, spoken)


def _weekday(candidate: _Candidate) -> str | None:
    before = candidate.text.word_before(candidate.at)
    if before in {"the", "The"} or (not candidate.stopped and not _is_weekday(candidate, before)):
        return None
    return candidate.in_list("weekdays")


def _is_weekday(candidate: _Candidate, before: str) -> bool:
    """Return whether a date, another weekday or a word of time is beside a weekday without a full stop."""
    if _DATE_FOLLOWS.match(candidate.following):
        return True
    weekdays = {*table("english", "abbreviations", "weekdays"), *weekday_names("en")}
    later = _DASH_AND_DAY.match(candidate.following)
    earlier = _DAY_AND_DASH.search(candidate.before)
    if (later and later[1] in weekdays) or (earlier and earlier[1] in weekdays):
        return True
    return candidate.word != "Sun" and before.lower() in _BEFORE_WEEKDAY


def _before_number(candidate: _Candidate) -> str | None:
    if candidate.word in {"No", "no", "Nos", "nos"} and candidate.following.startswith(". of "):
        return candidate.in_list("before_number")
    if not _NUMBER_FOLLOWS.match(candidate.following) or (candidate.word in _STOPPED_ONLY and not candidate.stopped):
        return None
    counted = _COUNTED.match(candidate.following)
    if candidate.word in {"No", "no"} and counted and counted[1] in words("numbers", "counted"):
        return None
    return candidate.in_list("before_number")


def _anywhere(candidate: _Candidate) -> str | None:
    return candidate.in_list("anywhere")


def _state(candidate: _Candidate) -> str | None:
    return candidate.in_list("states") if candidate.stopped and _PLACE_AND_COMMA.search(candidate.before) else None


def _before_name(candidate: _Candidate) -> str | None:
    if not candidate.named or (candidate.word in _OWN_WORDS and not candidate.stopped):
        return None
    if candidate.word == "Gen" and _GENERATION.match(candidate.following):
        return None
    return candidate.in_list("before_name")


def _stopped(candidate: _Candidate) -> str | None:
    # At the end of a text, it may be an ordinary word with the full stop of the sentence.
    if not candidate.stopped or (candidate.word in {"incl", "excl"} and candidate.text.closes(candidate.end + 1)):
        return None
    return candidate.in_list("stopped")


def _saint_or_street(candidate: _Candidate) -> str | None:
    street = _STREET.search(candidate.before)
    if candidate.named and not (street and candidate.text.word_before(candidate.at) in words("places", "streets")):
        return "Saint"
    return "Street" if street else None


def _street_name(candidate: _Candidate) -> str | None:
    street = _STREET.search(candidate.before)
    if not street or not (candidate.stopped or _HOUSE.search(candidate.before)):
        return None
    return candidate.in_list("streets")


def _road(candidate: _Candidate) -> str | None:
    return candidate.in_list("stopped") if candidate.stopped or _STREET.search(candidate.before) else None


def _edition_or_century(candidate: _Candidate) -> str | None:
    if candidate.stopped and _ORDINAL_BEFORE.search(candidate.before):
        return "century" if candidate.word == "c" else "edition"
    return _before_number(candidate)


def _doctor_or_drive(candidate: _Candidate) -> str:
    return "Drive" if _STREET.search(candidate.before) and candidate.stopped and not candidate.named else "Doctor"


def _county_or_company(candidate: _Candidate) -> str | None:
    if candidate.stopped:
        return "Company"
    if candidate.following.startswith(" ") and candidate.text.word_after(candidate.end) in words("places", "counties"):
        return "County"
    return "Company" if candidate.before.endswith("& ") else None


def _quarter(candidate: _Candidate) -> str | None:
    if candidate.following.startswith(" of ") and _DISTANCE.search(candidate.before):
        return _QUARTERS[candidate.word].lower()
    follows = candidate.text.word_after(candidate.end + 1)
    if _HOUSE_BEFORE.search(candidate.before) and _STREET_FOLLOWS.match(candidate.following):
        return _QUARTERS[candidate.word]
    if _NUMBERED_STREET_FOLLOWS.match(candidate.following) or _NUMBERED_STREET.search(candidate.before):
        return _QUARTERS[candidate.word]
    if (
        candidate.stopped
        and _MAIN_STREET_FOLLOWS.match(candidate.following)
        and not _NAME_BEFORE.search(candidate.before)
    ):
        return _QUARTERS[candidate.word]
    return _QUARTERS[candidate.word] if candidate.stopped and follows in words("places", "halves") else None


def _and_others(candidate: _Candidate) -> str | None:
    return "alia" if candidate.stopped and candidate.before.endswith("et ") else None


def _established(candidate: _Candidate) -> str | None:
    if not candidate.stopped or candidate.text.closes(candidate.end + 1):
        return None
    return "established" if _NUMBER_FOLLOWS.match(candidate.following) else "estimated"


def _senior(candidate: _Candidate) -> str | None:
    return "Senior" if candidate.stopped and re.search(r"[a-z],? $", candidate.before) else None


_RULES: tuple[Callable[[_Candidate], str | None], ...] = (_before_number, _anywhere, _state, _before_name, _stopped)
_SPECIAL: dict[str, Callable[[_Candidate], str | None]] = {
    "St": _saint_or_street,
    "Dr": _doctor_or_drive,
    "Co": _county_or_company,
    "al": _and_others,
    "Sr": _senior,
    "ed": _edition_or_century,
    "edn": _edition_or_century,
    "c": _edition_or_century,
    "est": _established,
    **dict.fromkeys(("Ave", "Rd", "Sq"), _road),
    **dict.fromkeys(("Ct", "Pl", "Ter", "Cir", "Ln", "Pkwy"), _street_name),
    **dict.fromkeys(_QUARTERS, _quarter),
    **dict.fromkeys(table("english", "abbreviations", "weekdays"), _weekday),
}


def read_versus(text: Text, at: int) -> Reading | None:
    """Read the `v` between two opponents."""
    match = _VERSUS.match(text.plain, at)
    return Reading(at, match.end(), "versus") if match and _SIDE.search(text.before(at)) else None
