"""Pictures: one sensible name for each, for flags, and for those that are joined of several."""

from __future__ import annotations

import re
import unicodedata

from audiobrief.reading.normalise.text import Reading, Text

__all__ = ["read_picture"]

_JOINER, _SELECTOR, _KEYCAP = "\u200d", "\ufe0f", "\u20e3"
_TONES = "\U0001f3fb-\U0001f3ff"
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_SUBDIVISION = re.compile("\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]{2,6}\U000e007f")
_KEY = re.compile(f"([0-9#*]){_SELECTOR}?{_KEYCAP}")
_PICTURE = "[\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\U0001f000-\U0001faff]"
_SEQUENCE = re.compile(
    f"(?P<first>{_PICTURE})[{_SELECTOR}\ufe0e{_TONES}]*(?P<rest>(?:{_JOINER}[\u2190-\u2bff\U0001f000-\U0001faff]"
    f"[{_SELECTOR}\ufe0e{_TONES}]*)*)"
)
_REGIONS = {"gbeng": "England", "gbsct": "Scotland", "gbwls": "Wales"}
_JOINED = {
    "\U0001f3f3\U0001f308": "rainbow flag",
    "\U0001f3f3\u26a7": "transgender flag",
    "\U0001f3f4\u2620": "pirate flag",
    "\u2764\U0001f525": "heart on fire",
    "\U0001f43b\u2744": "polar bear",
    "\U0001f408\u2b1b": "black cat",
    "\U0001f415\U0001f9ba": "service dog",
}
_TRADES = {
    "\U0001f680": "astronaut", "\U0001f692": "firefighter", "\u2695": "health worker", "\U0001f52c": "scientist",
    "\U0001f4bb": "technologist", "\U0001f3eb": "teacher", "\U0001f393": "student", "\u2696": "judge",
    "\u2708": "pilot", "\U0001f33e": "farmer", "\U0001f373": "cook", "\U0001f527": "mechanic",
    "\U0001f3ed": "factory worker",
    "\U0001f4bc": "office worker", "\U0001f3a4": "singer", "\U0001f3a8": "artist",
}  # fmt: skip
_PEOPLE = "\U0001f468\U0001f469\U0001f466\U0001f467\U0001f9d1"
_NAMES = {
    "\u2764": "red heart",
    "\U0001f44d": "thumbs up",
    "\U0001f44e": "thumbs down",
    "\U0001f600": "grinning face",
    "\U0001f602": "face with tears of joy",
    "\U0001f923": "rolling on the floor laughing",
    "\U0001f64f": "folded hands",
    "\U0001f44f": "clapping hands",
    "\U0001f4aa": "flexed biceps",
    "\u2705": "tick",
    "\u2714": "tick",
    "\u274c": "cross",
    "\u26a0": "warning",
    "\u203c": "double exclamation mark",
}
_PLACED = re.compile(r"^(?:United|Netherlands|Philippines|Bahamas|Maldives|Czech Rep|Central|Dominican R|.* Islands$)")


def read_picture(text: Text, at: int) -> Reading | None:
    """Read a picture; the same one several times over is said once."""
    written = text.written
    if found := _KEY.match(written, at):
        name = {"#": "hash", "*": "star"}.get(found[1]) or unicodedata.name(found[1]).removeprefix("DIGIT ").lower()
        return Reading(at, found.end(), f" {name} ")
    if found := _SUBDIVISION.match(written, at):
        code = "".join(chr(ord(each) - 0xE0000) for each in found[0][1:-1])
        return Reading(at, found.end(), f" flag of {_REGIONS.get(code, code.upper())} ")
    if found := _FLAG.match(written, at):
        return Reading(at, found.end(), f" flag of {_country(found[0])} ")
    found = _SEQUENCE.match(written, at)
    if found is None:
        return None
    end = found.end()
    name = _name(found["first"], [each for each in found["rest"] if not _is_joint(each)])
    while written.startswith(found[0], end) and len(found[0]) > 0:
        end += len(found[0])
    return Reading(at, end, f" {name} ") if name else None


def _is_joint(character: str) -> bool:
    return character in {_JOINER, _SELECTOR, "\ufe0e"} or "\U0001f3fb" <= character <= "\U0001f3ff"


def _name(first: str, rest: list[str]) -> str:
    joined = _JOINED.get(first + "".join(rest))
    if joined:
        return joined
    if rest and first in _PEOPLE:
        trade = next((_TRADES[each] for each in rest if each in _TRADES), None)
        if trade or all(each in _PEOPLE for each in rest):
            return trade or "family"
    if first in _NAMES:
        return _NAMES[first]
    return unicodedata.name(first, "").lower()


def _country(flag: str) -> str:
    from babel import Locale

    code = "".join(chr(ord(each) - 0x1F1E6 + ord("A")) for each in flag)
    name = str(Locale("en").territories.get(code, " ".join(code)))
    return f"the {name}" if _PLACED.match(name) else name
