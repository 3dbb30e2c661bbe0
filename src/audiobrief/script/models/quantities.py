"""The types of numbers, times, levels, dates and choices: how each is read, which it takes, and its JSON Schema.

From YAML, values come as text. Numbers and dates come from the program itself and are taken as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from audiobrief.script.models.formats import AUDIO_FORMATS, main_first
from audiobrief.script.models.messages import invalid
from audiobrief.script.models.texts import Plain, text_of
from audiobrief.units import parse_bitrate, parse_decibels, parse_duration

_LONGEST_PAUSE = 600_000
"""Milliseconds."""
_LONGEST_EPISODE = 6 * 3_600_000
"""Milliseconds."""
_LONGEST_RECORDING = 6 * 3_600_000
"""Milliseconds."""
_BITRATES = tuple(f"{rate}k" for rate in (64, 80, 96, 112, 128, 160, 192, 224, 256, 320))
_SAMPLE_RATES = (44_100, 48_000)
_CHANNELS = {"stereo": 2, "mono": 1}
_SHOW_TYPES = ("episodic", "serial")
_SPEEDS = (0.5, 2.0)


def _parse_version(value: Any) -> int:
    if value == 1 or (value == "1" and isinstance(value, Plain)):
        return 1
    raise invalid("version", value=value)


def _parse_integer(value: Any) -> int:
    if isinstance(value, int):
        return value
    if isinstance(value, Plain) and value.reads_as == "int" and re.fullmatch(r"0|[1-9]\d{0,8}", value):
        return int(value)
    raise invalid("integer_form", value=str(value)) if isinstance(value, str) else invalid("integer_type")


def _parse_speed(value: Any) -> float:
    lowest, highest = _SPEEDS
    if isinstance(value, Plain) and value.reads_as in {"int", "float"}:
        try:
            number = float(value)
        except ValueError:  # 1:30 and the like
            number = lowest - 1
    elif isinstance(value, int | float):
        number = float(value)
    else:
        raise invalid("number_form", value=value) if isinstance(value, str) else invalid("number_type")
    if not lowest <= number <= highest:
        raise invalid("number_range", value=value, lowest=lowest, highest=highest)
    return number


def _parse_truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, Plain) and value in {"true", "false"}:
        return value == "true"
    raise invalid("truth", value=f"'{value}'" if isinstance(value, str) else "this")


def _choice_parser(*choices: str) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if not isinstance(value, str) or value not in choices:
            raise invalid("choice", value=value, choices=", ".join(choices))
        return str(value)

    return parse


_parse_format = _choice_parser(*AUDIO_FORMATS)


def _parse_formats(value: Any) -> tuple[str, ...]:
    if isinstance(value, (list, tuple)):
        if not value:
            raise invalid("choice", value="[]", choices=", ".join(AUDIO_FORMATS))
        return main_first(dict.fromkeys(map(_parse_format, value)))
    return (_parse_format(value),)


def _parse_channels(value: Any) -> int:
    return value if isinstance(value, int) else _CHANNELS[_choice_parser(*_CHANNELS)(value)]


def _time_parser(name: str, example: str, lowest: int, highest: int) -> Callable[[Any], int]:
    def parse(value: Any) -> int:
        if isinstance(value, int):
            return value
        text = text_of(value, f"a {name}", example)
        try:
            milliseconds = parse_duration(text)
        except ValueError:
            raise invalid(f"{name}_form", value=text) from None
        if not lowest <= milliseconds <= highest:
            raise invalid(f"{name}_range", value=text)
        return milliseconds

    return parse


def _level_parser(unit: str, lowest: float, highest: float) -> Callable[[Any], float]:
    example = f"{max(lowest, -16.0):g} {unit}"

    def parse(value: Any) -> float:
        if isinstance(value, int | float):
            return float(value)
        text = text_of(value, "a level", example)
        try:
            level = parse_decibels(text, unit)
        except ValueError:
            raise invalid("level_form", value=text, unit=unit, example=example) from None
        if not lowest <= level <= highest:
            raise invalid("level_range", value=text, lowest=lowest, highest=highest, unit=unit)
        return level

    return parse


def _parse_bitrate(value: Any) -> int:
    if isinstance(value, int):
        return value
    text = text_of(value, "a bit rate", "128k")
    try:
        bitrate = parse_bitrate(text)
    except ValueError:
        bitrate = 0
    if f"{bitrate // 1000}k" not in _BITRATES:
        raise invalid("bitrate", value=text, choices=", ".join(_BITRATES))
    return bitrate


def _parse_sample_rate(value: Any) -> int:
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value in map(str, _SAMPLE_RATES):
        return int(value)
    raise invalid("sample_rate", value=f"'{value}'" if isinstance(value, str) else "this")


def _parse_date(value: Any) -> date:
    if isinstance(value, date):
        return value
    text = text_of(value, "a date", "2023-02-17")
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return _possible(date.fromisoformat(text))
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})", text):
            return _possible(datetime.fromisoformat(text.upper()))
    except ValueError:
        raise invalid("date_value", value=text) from None
    raise invalid("date_form", value=text)


def _possible(day: date) -> date:
    """Refuse years that no episode has: beyond them a change of the time zone leaves the calendar."""
    if not 1900 <= day.year <= 2999:
        raise ValueError(f"the year {day.year} is no year of an episode")
    return day


_TIME = {
    "type": "string",
    "pattern": r"^\d+(\.\d+)?\s*(ms|s|m|min)$|^(\d{1,2}:)?\d{1,2}:\d{2}(\.\d{1,3})?$",
}


def _pattern(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


Version = Annotated[int, PlainValidator(_parse_version), WithJsonSchema({"const": 1})]
"""The version of the script format."""
Integer = Annotated[int, PlainValidator(_parse_integer), WithJsonSchema({"type": "integer", "minimum": 0})]
Speed = Annotated[
    float,
    PlainValidator(_parse_speed),
    WithJsonSchema({"type": "number", "minimum": _SPEEDS[0], "maximum": _SPEEDS[1]}),
]
"""A factor of a voice's own pace, 0.5 to 2."""
Truth = Annotated[bool, PlainValidator(_parse_truth), WithJsonSchema({"type": "boolean"})]
"""true or false, as YAML 1.2 has them."""
Duration = Annotated[
    int,
    PlainValidator(_time_parser("duration", "700ms, 1.5s or 1:30", 0, _LONGEST_PAUSE)),
    WithJsonSchema({**_TIME, "examples": ["700ms", "1.5s", "1:30"]}),
]
"""Milliseconds, 0 to 600,000."""
Length = Annotated[
    int,
    PlainValidator(_time_parser("length", "5:00", 1000, _LONGEST_EPISODE)),
    WithJsonSchema({**_TIME, "examples": ["5:00", "90s"]}),
]
"""Milliseconds of an episode, 1,000 to 21,600,000."""
Offset = Annotated[
    int,
    PlainValidator(_time_parser("offset", "0:03", 0, _LONGEST_RECORDING)),
    WithJsonSchema({**_TIME, "examples": ["0:03", "1:12:45"]}),
]
"""Milliseconds from the start of a recording, 0 to 21,600,000."""
Decibels = Annotated[float, PlainValidator(_level_parser("dB", -60, 20)), _pattern(r"^[+-]?\d+(\.\d+)? ?dB$", "-6 dB")]
Attenuation = Annotated[
    float, PlainValidator(_level_parser("dB", -60, 0)), _pattern(r"^(-\d+(\.\d+)?|0) ?dB$", "-14 dB")
]
RoomTone = Annotated[float, PlainValidator(_level_parser("dB", -90, -40)), _pattern(r"^-\d+(\.\d+)? ?dB$", "-66 dB")]
Loudness = Annotated[
    float, PlainValidator(_level_parser("LUFS", -31, -9)), _pattern(r"^-\d+(\.\d+)? ?LUFS$", "-16 LUFS")
]
TruePeak = Annotated[
    float, PlainValidator(_level_parser("dBTP", -9, -0.5)), _pattern(r"^-\d+(\.\d+)? ?dBTP$", "-1 dBTP")
]
Bitrate = Annotated[int, PlainValidator(_parse_bitrate), WithJsonSchema({"enum": list(_BITRATES)})]
"""Bits a second."""
SampleRate = Annotated[int, PlainValidator(_parse_sample_rate), WithJsonSchema({"enum": list(_SAMPLE_RATES)})]
"""Hz."""
Channels = Annotated[int, PlainValidator(_parse_channels), WithJsonSchema({"enum": list(_CHANNELS), "type": "string"})]
"""2 for stereo, 1 for mono."""
_FORMAT_SCHEMA: dict[str, Any] = {"enum": list(AUDIO_FORMATS), "type": "string"}
Format = Annotated[str, PlainValidator(_parse_format), WithJsonSchema(_FORMAT_SCHEMA)]
Formats = Annotated[
    tuple[str, ...],
    PlainValidator(_parse_formats),
    WithJsonSchema({"anyOf": [_FORMAT_SCHEMA, {"type": "array", "items": _FORMAT_SCHEMA, "minItems": 1}]}),
]
"""One audio format or several, at least one; the main one comes first."""
ShowType = Annotated[
    str, PlainValidator(_choice_parser(*_SHOW_TYPES)), WithJsonSchema({"enum": list(_SHOW_TYPES), "type": "string"})
]
"""Apple's itunes:type: whether episodes are heard in any order, or one after another."""
Date = Annotated[
    date, PlainValidator(_parse_date), _pattern(r"^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}:\d{2}.*)?$", "2023-02-17")
]
"""A day, or a `datetime` with a time zone."""
