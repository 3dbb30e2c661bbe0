"""The type of samples, conversions between units, and parsing and formatting of quantities.

Positions inside the program are whole samples at the programme's rate; seconds and milliseconds are used only in file
formats and messages.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Samples: TypeAlias = "npt.NDArray[np.int16]"
"""Sound as (frames, channels), 16 bit."""

_DURATION = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>ms|s|m(?:in)?)", re.ASCII)
_CLOCK = re.compile(r"(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,2}):(?P<seconds>\d{2}(?:\.\d{1,3})?)", re.ASCII)
_LEVEL = re.compile(r"(?P<number>[+-]?\d+(?:\.\d+)?)\s*(?P<unit>[A-Za-z]+)", re.ASCII)
_BITRATE = re.compile(r"(?P<number>\d{2,3})k", re.ASCII)
_SIZE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[kmgt]?)b?", re.ASCII)
_AGE = re.compile(r"(?P<number>\d+)\s*(?P<unit>[hdw])", re.ASCII)

_UNIT_BYTES = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_UNIT_SECONDS = {"h": 3600, "d": 86_400, "w": 604_800}
_UNIT_MILLISECONDS = {"ms": 1.0, "s": 1000.0, "m": 60_000.0, "min": 60_000.0}


def decibels_to_gain(decibels: float) -> float:
    """Convert a level in dB to a factor for amplitudes (0 dB is 1.0)."""
    return float(10.0 ** (decibels / 20.0))


def gain_to_decibels(gain: float) -> float:
    """Convert a factor for amplitudes to dB; 0 is minus infinity."""
    return 20.0 * math.log10(gain) if gain > 0 else -math.inf


def milliseconds_to_samples(milliseconds: float, sample_rate: int) -> int:
    """Convert milliseconds to the nearest whole number of samples."""
    return round(milliseconds * sample_rate / 1000)


def samples_to_milliseconds(samples: int, sample_rate: int) -> int:
    """Convert samples to the nearest whole number of milliseconds."""
    return round(samples * 1000 / sample_rate)


def samples_to_seconds(samples: int, sample_rate: int) -> float:
    """Convert samples to seconds, rounded to a millisecond for file formats."""
    return samples_to_milliseconds(samples, sample_rate) / 1000


def seconds_to_timecode(seconds: float, *, fraction: str = ".") -> str:
    """Format seconds as `HH:MM:SS.mmm` (WebVTT) or, with `fraction=","`, for SubRip."""
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{milliseconds // 1000:02d}{fraction}{milliseconds % 1000:03d}"


def seconds_to_clock(seconds: float) -> str:
    """Format seconds for messages: `3:07`, or `1:02:45` from an hour on."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def seconds_to_fine_clock(seconds: float) -> str:
    """Format seconds with tenths for messages: `3:07.4`."""
    tenths = round(seconds * 10)
    return f"{seconds_to_clock(tenths // 10)}.{tenths % 10}"


def parse_duration(text: str) -> int:
    """Parse `700ms`, `1.5s`, `2min` or `1:30` as milliseconds.

    Raises:
        ValueError: the text is none of these.
    """
    text = text.strip()
    if match := _DURATION.fullmatch(text):
        milliseconds = float(match["number"]) * _UNIT_MILLISECONDS[match["unit"]]
        if math.isfinite(milliseconds):
            return round(milliseconds)
    if match := _CLOCK.fullmatch(text):
        minutes = int(match["hours"] or 0) * 60 + int(match["minutes"])
        if float(match["seconds"]) < 60:
            return round((minutes * 60 + float(match["seconds"])) * 1000)
    raise ValueError(f"{text!r} is not a duration")


def parse_decibels(text: str, unit: str = "dB") -> float:
    """Parse a level such as `-6 dB` or `-16 LUFS`.

    Raises:
        ValueError: the text is not a number followed by `unit`.
    """
    match = _LEVEL.fullmatch(text.strip())
    if match is None or match["unit"].lower() != unit.lower():
        raise ValueError(f"{text!r} is not a level in {unit}")
    return float(match["number"])


def parse_bitrate(text: str) -> int:
    """Parse `128k` as 128000 bits a second.

    Raises:
        ValueError: the text is not a number of two or three digits followed by `k`.
    """
    match = _BITRATE.fullmatch(text.strip().lower().removesuffix("bit/s").strip())
    if match is None:
        raise ValueError(f"{text!r} is not a bit rate")
    return int(match["number"]) * 1000


def parse_size(text: str) -> int:
    """Parse `500MB`, `2 GB` or `1000` as bytes; a kilobyte has 1,000.

    Raises:
        ValueError: the text is none of these.
    """
    match = _SIZE.fullmatch(text.strip().lower())
    if match is None:
        raise ValueError(f"{text!r} is not a size such as 500MB or 2GB")
    return round(float(match["number"]) * _UNIT_BYTES[match["unit"]])


def bytes_to_size(number: int) -> str:
    """Format bytes for messages: `0 B`, `17.5 kB`, `1.2 GB`; a kilobyte has 1,000."""
    if number < 1000:
        return f"{number} B"
    size, unit = number / 1000, "kB"
    for larger in ("MB", "GB", "TB"):
        if size < 999.95:
            break
        size, unit = size / 1000, larger
    return f"{size:.1f} {unit}"


def parse_age(text: str) -> int:
    """Parse hours, days or weeks, such as `12h`, `30d` or `2w`, as seconds.

    Raises:
        ValueError: the text is none of these.
    """
    match = _AGE.fullmatch(text.strip().lower())
    if match is None:
        raise ValueError(f"{text!r} is not an age such as 12h, 30d or 2w")
    return int(match["number"]) * _UNIT_SECONDS[match["unit"]]
