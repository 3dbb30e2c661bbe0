"""Read several numbers with dashes or colons between them: scores, odds, votes, ranges."""

from __future__ import annotations

import re

from audiobrief.reading.normalise.english.numbers.amounts import DASH, NUMBER
from audiobrief.reading.normalise.english.numbers.number_words import number, plural
from audiobrief.reading.normalise.tables import words
from audiobrief.reading.normalise.text import Reading, Text

_PAIRS = re.compile(rf"(?P<parts>{NUMBER}(?:{DASH}{NUMBER}){{1,5}})(?P<many>s(?!\w))?(?!\d|[-–]\d)")
_RATIO = re.compile(r"(\d{1,4}):(\d{1,4})(?![\d:])")
_SCALE = re.compile(r"(\d{1,3}):(\d{1,3}(?:,\d{3}){1,3})(?![\d:]|,\d)")
_WICKETS = frozenset("0123456789")
_LOVE, _NIL, _NOTHING = "love", "nil", "nothing"
_HUNDREDS = re.compile(r"[1-9]\d\d")
_SCORED = re.compile(r" [a-z]+ $")
_SUM_FOLLOWS = re.compile(r" ?\d[\d,.]{0,12} ?=")


def read_score_or_range(text: Text, at: int) -> Reading | None:
    """Read scores, odds, votes and ranges: `2-1`, `5-10 people`, `4-4-2`."""
    match = _PAIRS.match(text.plain, at)
    if match is None or _SUM_FOLLOWS.match(text.plain, match.end() - 1):
        return None
    parts = re.split(DASH, match["parts"])
    zero = ""
    if len(parts) == 2:
        if _is_range(text, at, match.end(), parts):
            separator = " to "
        else:
            separator = " "
            zero = _zero(text, at, match.end())
        if parts == ["50", "50"]:
            separator = " "
        elif parts[1] in _WICKETS and _is_innings(text, at, match.end(), parts[0], is_range=separator != " "):
            separator = " for "
        elif separator == " " and _would_merge(*parts):
            separator = " to "
    else:
        separator = " "
    spoken = separator.join(zero if part == "0" and zero else number(part, british=text.british) for part in parts)
    if match["many"] is not None and len(parts) == 2:
        return Reading(at, match.end(), plural(spoken.replace(separator, " to ", 1) if separator == " " else spoken))
    return Reading(at, match.end(), spoken)


def _would_merge(first: str, second: str) -> bool:
    """Return whether two numbers said one after another may be heard as one: `20-3` as 23."""
    low, high = (int(part) if part.isdigit() else 0 for part in (first, second))
    return low >= 100 or high >= 100 or (low >= 20 and low % 10 == 0 and 0 < high < 10)


def _is_innings(text: Text, at: int, end: int, runs: str, *, is_range: bool) -> bool:
    """Return whether runs and wickets are meant: by words of cricket, or by runs that no other score reaches."""
    if text.words_near(at, end) & words("numbers", "cricket"):
        return True
    return (
        not is_range
        and text.british
        and _HUNDREDS.fullmatch(runs) is not None
        and _SCORED.search(text.before(at)) is not None
    )


def _is_range(text: Text, at: int, end: int, parts: list[str]) -> bool:
    if "~" in text.plain[at:end]:
        return True
    near = text.words_near(at, end)
    if near & (words("numbers", "odds") | words("numbers", "votes")):
        return True
    low, high = (float(part.replace(",", "")) for part in parts)
    if any("," in part or "." in part for part in parts):
        return True
    if low >= high:
        return False
    following = text.word_after(end).lower()
    if text.word_before(at).lower() in words("numbers", "before_range") or following in words("numbers", "counted"):
        return True
    return (
        following.endswith("s") and following not in {"is", "as", "was", "has", "loss", "hosts"} and len(following) > 3
    )


def _zero(text: Text, at: int, end: int) -> str:
    """Return the sport's word for no points."""
    sets = re.match(r",? \d-\d", text.after(end)) or re.search(r"\d-\d(?:,| and)? $", text.before(at))
    if sets or text.words_near(at, end) & words("numbers", "tennis"):
        return _LOVE
    return _NIL if text.british else _NOTHING


def read_ratio(text: Text, at: int) -> Reading | None:
    """Read `3:1`."""
    return _ratio(_RATIO, text, at)


def read_scale(text: Text, at: int) -> Reading | None:
    """Read `1:50,000`, before its first digits can be taken for a time of day."""
    return _ratio(_SCALE, text, at)


def _ratio(pattern: re.Pattern[str], text: Text, at: int) -> Reading | None:
    match = pattern.match(text.plain, at)
    if match is None:
        return None
    one, other = (number(part, british=text.british) for part in match.groups())
    return Reading(at, match.end(), f"{one} to {other}")
