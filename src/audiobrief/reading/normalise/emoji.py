"""Read emoji: one sensible name for each, also for flags and for sequences that are shown as one picture."""

from __future__ import annotations

import re
import unicodedata

from audiobrief.reading.normalise.text import Reading, Text

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
_NEAR = 24
"""Characters before an emoji in which the end of the sentence is looked for."""
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
    "\u2600": "sun",
    "\u26a1": "lightning",
    "\u2b50": "star",
    "\u2615": "hot drink",
    "\u26bd": "football",
    "\U0001f6a8": "police car light",
    "\U0001f44b": "waving hand",
    "\U0001f60d": "smiling face with heart eyes",
    "\U0001f4af": "hundred points",
    "\U0001f64c": "raising hands",
    "\U0001f973": "partying face",
    "\U0001f44c": "OK hand",
    "\u203c": "double exclamation mark",
}
_PLACED = re.compile(r"^(?:United|Netherlands|Philippines|Bahamas|Maldives|Czech Rep|Central|Dominican R|.* Islands$)")


def read_emoji(text: Text, at: int) -> Reading | None:
    """Read an emoji; the same one several times in a row is read once."""
    written = text.written
    if match := _KEY.match(written, at):
        name = {"#": "hash", "*": "star"}.get(match[1]) or unicodedata.name(match[1]).removeprefix("DIGIT ").lower()
        return Reading(at, match.end(), f" {name} ")
    if match := _SUBDIVISION.match(written, at):
        code = "".join(chr(ord(character) - 0xE0000) for character in match[0][1:-1])
        return Reading(at, match.end(), f" flag of {_REGIONS.get(code, code.upper())} ")
    if match := _FLAG.match(written, at):
        return Reading(at, match.end(), f" flag of {_country(match[0])} ")
    match = _SEQUENCE.match(written, at)
    if match is None:
        return None
    end = match.end()
    name = _name(match["first"], [character for character in match["rest"] if not _is_joint(character)])
    while written.startswith(match[0], end) and len(match[0]) > 0:
        end += len(match[0])
    return Reading(at, end, f" {name}{_stop(text, at, end)} ") if name else None


def _stop(text: Text, at: int, end: int) -> str:
    """Return the full stop that an emoji after the end of a sentence is read with."""
    if not text.closes(end):
        return ""
    before = re.sub(rf"[^\w.!?…]|{_PICTURE}", "", text.written[max(0, at - _NEAR) : at])
    return "." if before.endswith((".", "!", "?", "…")) else ""


def _is_joint(character: str) -> bool:
    return character in {_JOINER, _SELECTOR, "\ufe0e"} or "\U0001f3fb" <= character <= "\U0001f3ff"


def _name(first: str, rest: list[str]) -> str:
    joined = _JOINED.get(first + "".join(rest))
    if joined:
        return joined
    if rest and first in _PEOPLE:
        trade = next((_TRADES[character] for character in rest if character in _TRADES), None)
        if trade or all(character in _PEOPLE for character in rest):
            return trade or "family"
    if first in _NAMES:
        return _NAMES[first]
    return unicodedata.name(first, "").lower()


def _country(flag: str) -> str:
    from babel import Locale

    code = "".join(chr(ord(character) - 0x1F1E6 + ord("A")) for character in flag)
    name = str(Locale("en").territories.get(code, " ".join(code)))
    return f"the {name}" if _PLACED.match(name) else name
