"""Curves of a report as SVG path data, and the marks of their axes; coordinates are percentages or pixels of a box."""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audiobrief.report.sound import Curve, SoundMeasures
from audiobrief.report.spectrogram import HIGHEST, LOWEST, spectrogram_png
from audiobrief.units import seconds_to_clock

WIDTH, HEIGHT = 1200, 160
"""Of the box in which the curves are drawn."""
_COLUMNS = 1200
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800)
_MOST_MARKS = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of an axis."""

    at: float
    """Percent from the left or the top."""
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The values between the bottom and the top of a box."""

    low: float
    high: float

    def percent(self, value: float) -> float:
        """Return where a value stands, in percent from the top."""
        return round(100 * (self.high - min(max(value, self.low), self.high)) / (self.high - self.low), 2)

    def pixels(self, values: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """Return where values stand, in pixels from the top."""
        clipped = np.clip(values, self.low, self.high)
        return np.asarray((self.high - clipped) / (self.high - self.low) * HEIGHT, dtype=np.float64)


def time_marks(seconds: float) -> list[Mark]:
    """Return round times, at most six."""
    step = next((step for step in _STEPS if seconds / step < _MOST_MARKS), math.ceil(seconds / 5 / 3600) * 3600)
    return [Mark(round(100 * at / seconds, 3), seconds_to_clock(at)) for at in np.arange(0, seconds * 0.97, step)]


def waveform_path(sound: SoundMeasures) -> str:
    """Return the outline of the lowest and highest samples."""
    if not len(sound.lows):
        return ""
    starts = _starts(len(sound.lows))
    scale = Scale(-1, 1)
    tops = scale.pixels(np.maximum.reduceat(sound.highs, starts))
    bottoms = scale.pixels(np.minimum.reduceat(sound.lows, starts))
    # A line of silence stays visible.
    bottoms = np.maximum(bottoms, tops + 0.6)
    across = starts / len(sound.lows) * WIDTH
    points = [*zip(across, tops, strict=True), *zip(across[::-1], bottoms[::-1], strict=True)]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def curve_path(values: Curve, start: float, step: float, seconds: float, scale: Scale) -> str:
    """Return a curve, of which values below the scale are left out.

    Args:
        values: some at equal distances; of several in a column, the highest is drawn.
        start: the time of the first, in seconds.
        step: seconds between two of them.
        seconds: the length of the axis.
        scale: of the values.
    """
    if not len(values):
        return ""
    starts = _starts(len(values))
    highest = np.maximum.reduceat(values, starts)
    across = np.minimum((start + starts * step) / seconds, 1) * WIDTH
    down = scale.pixels(highest)
    parts, is_drawing = [], False
    for x, y, value in zip(across, down, highest, strict=True):
        is_visible = value >= scale.low
        if is_visible:
            parts.append(f"{'L' if is_drawing else 'M'}{x:.1f} {y:.1f}")
        is_drawing = bool(is_visible)
    return "".join(parts)


def _starts(count: int) -> npt.NDArray[np.int64]:
    return np.linspace(0, count, min(count, _COLUMNS), endpoint=False).astype(np.int64)


def spectrogram_address(sound: SoundMeasures) -> str:
    """Return the picture of the spectrum as a `data:` address."""
    return "data:image/png;base64," + base64.b64encode(spectrogram_png(sound.spectrum)).decode()


def frequency_marks(sample_rate: int) -> list[Mark]:
    """Return round frequencies."""
    top = math.log(min(HIGHEST, sample_rate / 2) / LOWEST)
    marks = {100: "100", 400: "400", 1600: "1.6 k", 6400: "6.4 k"}
    return [Mark(round(100 - 100 * math.log(at / LOWEST) / top, 2), text) for at, text in marks.items()]
