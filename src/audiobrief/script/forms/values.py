"""The kinds of value a script's keys take: how they are read and described.

YAML 1.1 turns some plain words into something else: `no` into false, `1:30` into 90, `1.10` into 1.1. Such a
word reaches these types as `Plain`, which keeps what was written, so that a duration may be `1:30` and a date
`2023-02-17`, while a title must be put in quotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from audiobrief.language.codes import LANGUAGE_TAG, LONGEST_IPA, unknown_ipa_sign
from audiobrief.script.forms.strict import Fault, Value
from audiobrief.units import parse_bitrate, parse_decibels, parse_duration

__all__ = [
    "ATTENUATION",
    "BITRATE",
    "DATE",
    "DECIBELS",
    "DURATION",
    "INTEGER",
    "IPA",
    "LANGUAGE",
    "LENGTH",
    "LINE",
    "LOUDNESS",
    "PATH",
    "SAMPLE_RATE",
    "SLUG",
    "TEXT",
    "TRUE_PEAK",
    "URL",
    "Plain",
    "line",
]


class Plain(str):
    """A word without quotes that YAML 1.1 takes for something other than text; `reads_as` says for what."""

    __slots__ = ("reads_as",)
    reads_as: str

    @classmethod
    def make(cls, text: str, reads_as: str) -> Plain:
        """Keep a word and what YAML takes it for."""
        plain = cls(text)
        plain.reads_as = reads_as
        return plain


_READS_AS = {
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
    "null": "nothing",
    "timestamp": "a date",
}
_LONGEST_PAUSE = 600_000
_LONGEST_EPISODE = 6 * 3_600_000
_BITRATES = (64, 80, 96, 112, 128, 160, 192, 224, 256, 320)


def _written(value: Any, wanted: str, example: str) -> str:
    if isinstance(value, str):
        return str(value)
    shape = "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else repr(value)
    raise Fault(f"{wanted} is wanted here, not {shape}", f"for example: {example}")


def refuse_control_characters(value: str) -> str:
    """Refuse what can be neither spoken nor shown: control, private and unassigned characters."""
    refused = [
        character
        for character in set(value)
        if unicodedata.category(character) in {"Cc", "Co", "Cn", "Cs"} and character not in "\n\t"
    ]
    if refused:
        first = min(refused, key=value.index)
        raise Fault(f"the character U+{ord(first):04X} can be neither spoken nor shown", "delete it")
    return value


def _text(value: Any) -> str:
    if isinstance(value, Plain):
        quoted = value.replace('"', '\\"')
        raise Fault(
            f"YAML reads {str(value)!r} as {_READS_AS.get(value.reads_as, value.reads_as)}, not as text"
            if value.reads_as != "null"
            else "the value is missing",
            f'put it in quotes: "{quoted}"' if value.reads_as != "null" else "write a text after the ':'",
        )
    text = refuse_control_characters(_written(value, "a text", '"Headlines"'))
    if not text.strip():
        raise Fault("the text is empty", "write something, or delete the key")
    return text


def line(value: Any) -> str:
    """Read a text as one line."""
    return " ".join(_text(value).split())


def _ipa(value: Any) -> str:
    text = line(value)
    if len(text) > LONGEST_IPA:
        raise Fault(f"more than {LONGEST_IPA} sounds for one entry", "make an entry for each word")
    if (sign := unknown_ipa_sign(text)) is not None:
        raise Fault(f"'{sign}' (U+{ord(sign):04X}) is not a sign of the phonetic alphabet", "correct it, or use say:")
    return text


def _integer(value: Any) -> int:
    if isinstance(value, Plain) and value.reads_as == "int" and re.fullmatch(r"0|[1-9]\d{0,8}", value):
        return int(value)
    raise Fault(
        f"{str(value)!r} is not a whole number" if isinstance(value, str) else "a whole number is wanted here",
        "write digits only, without quotes, such as 3",
    )


def _duration(value: Any) -> int:
    text = _written(value, "a duration", "700ms, 1.5s or 1:30")
    try:
        milliseconds = parse_duration(text)
    except ValueError:
        raise Fault(f"{text!r} is not a duration", "write it as 700ms, 1.5s or 1:30") from None
    if milliseconds > _LONGEST_PAUSE:
        raise Fault(f"{text!r} is longer than ten minutes", "write a shorter duration")
    return milliseconds


def _length(value: Any) -> int:
    text = _written(value, "a length", "5:00")
    try:
        milliseconds = parse_duration(text)
    except ValueError:
        raise Fault(f"{text!r} is not a length", "write it as 5:00, 90s or 1:02:30") from None
    if not 1000 <= milliseconds <= _LONGEST_EPISODE:
        raise Fault(f"{text!r} is no length of an episode", "from 1s to 6:00:00")
    return milliseconds


def _level(unit: str, lowest: float, highest: float) -> Callable[[Any], float]:
    example = f"{max(lowest, -16.0):g} {unit}"

    def parse(value: Any) -> float:
        text = _written(value, "a level", example)
        try:
            level = parse_decibels(text, unit)
        except ValueError:
            raise Fault(f"{text!r} is not a level in {unit}", f"write it with its unit, such as {example}") from None
        if not lowest <= level <= highest:
            raise Fault(f"{text!r} is out of range", f"from {lowest:g} to {highest:g} {unit}")
        return level

    return parse


def _bitrate(value: Any) -> int:
    text = _written(value, "a bit rate", "128k")
    try:
        bitrate = parse_bitrate(text)
    except ValueError:
        bitrate = 0
    if bitrate // 1000 not in _BITRATES:
        raise Fault(
            f"{text!r} is not a bit rate that MP3 has",
            "one of " + ", ".join(f"{rate}k" for rate in _BITRATES),
        )
    return bitrate


def _sample_rate(value: Any) -> int:
    if isinstance(value, str) and value in {"44100", "48000"}:
        return int(value)
    raise Fault("the sample rate is 44100 or 48000", "44100 is what players expect")


def _date(value: Any) -> date:
    text = _written(value, "a date", "2023-02-17")
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return _in_our_time(date.fromisoformat(text))
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})", text):
            return _in_our_time(datetime.fromisoformat(text.upper()))
    except ValueError:
        raise Fault(f"there is no such day or time as {text!r}", "write it as 2023-02-17") from None
    raise Fault(f"{text!r} is not a date", "write it as 2023-02-17, or with the time as 2023-02-17T06:00:00Z")


def _in_our_time(day: date) -> date:
    """Refuse years that no episode has: beyond them a change of the time zone leaves the calendar."""
    if not 1900 <= day.year <= 2999:
        raise ValueError(f"the year {day.year} is no year of an episode")
    return day


def _language(value: Any) -> str:
    text = _text(value)
    if not LANGUAGE_TAG.fullmatch(text):
        raise Fault(f"{text!r} is not a language tag", "write it as en, en-GB or uk")
    language, *rest = text.split("-")
    return "-".join([language.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def _slug(value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", text):
        raise Fault(f"{text!r} cannot be a file's name", "use letters, digits, '-', '_' and '.', at most 100")
    return text


def _path(value: Any) -> str:
    text = _text(value)
    if "\n" in text or "\0" in text:
        raise Fault("a path has one line", "write the path of a file")
    return text


def _url(value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(r"https?://[^\s<>\"]+", text):
        raise Fault(f"{text!r} is not a web address", "write it whole, such as https://example.org/")
    return text


TEXT = Value(_text, {"type": "string", "minLength": 1})
"""Text of one or more lines."""
LINE = Value(line, {"type": "string", "minLength": 1})
"""Text of one line; line ends and runs of spaces become one space."""
IPA = Value(_ipa, {"type": "string", "minLength": 1})
"""Sounds in the International Phonetic Alphabet."""
INTEGER = Value(_integer, {"type": "integer", "minimum": 0})
DURATION = Value(
    _duration,
    {
        "type": "string",
        "pattern": r"^\d+(\.\d+)?\s*(ms|s|m|min)$|^(\d{1,2}:)?\d{1,2}:\d{2}(\.\d{1,3})?$",
        "examples": ["700ms", "1.5s", "1:30"],
    },
)
"""Milliseconds, 0 to 600,000."""
LENGTH = Value(
    _length,
    {
        "type": "string",
        "pattern": r"^\d+(\.\d+)?\s*(ms|s|m|min)$|^(\d{1,2}:)?\d{1,2}:\d{2}(\.\d{1,3})?$",
        "examples": ["5:00", "90s"],
    },
)
"""Milliseconds of an episode, 1,000 to 21,600,000."""
DECIBELS = Value(_level("dB", -60, 20), {"type": "string", "pattern": r"^[+-]?\d+(\.\d+)? ?dB$", "examples": ["-6 dB"]})
ATTENUATION = Value(
    _level("dB", -60, 0), {"type": "string", "pattern": r"^(-\d+(\.\d+)?|0) ?dB$", "examples": ["-14 dB"]}
)
LOUDNESS = Value(
    _level("LUFS", -31, -9), {"type": "string", "pattern": r"^-\d+(\.\d+)? ?LUFS$", "examples": ["-16 LUFS"]}
)
TRUE_PEAK = Value(
    _level("dBTP", -9, -0.5), {"type": "string", "pattern": r"^-\d+(\.\d+)? ?dBTP$", "examples": ["-1 dBTP"]}
)
BITRATE = Value(_bitrate, {"enum": [f"{rate}k" for rate in _BITRATES]})
"""Bits a second."""
SAMPLE_RATE = Value(_sample_rate, {"enum": [44100, 48000]})
DATE = Value(
    _date,
    {
        "type": "string",
        "pattern": r"^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}:\d{2}.*)?$",
        "examples": ["2023-02-17"],
    },
)
LANGUAGE = Value(_language, {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", "examples": ["en-GB"]})
SLUG = Value(_slug, {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"})
PATH = Value(_path, {"type": "string", "minLength": 1})
URL = Value(_url, {"type": "string", "format": "uri", "pattern": "^https?://"})
