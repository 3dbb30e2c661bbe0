"""From the mix to podcast loudness: one plain gain, and a limiter for the peaks that are left."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from audiobrief.audio.assemble import Block
from audiobrief.audio.limiter import limit
from audiobrief.errors import MasteringError
from audiobrief.script.models.script import Mastering
from audiobrief.units import decibels_to_gain
from audiobrief.voices.engine import Samples

__all__ = ["GRID", "Setting", "first_setting", "lowered", "mastered", "next_setting", "on_grid"]

ENCODER_MARGIN = 0.6
"""dB that an encoder may add to a peak; measured on speech over music, up to 0.3 dB from 64 kbit/s on."""
_TAKEN_BY_LIMITER = 0.1
"""LU that the limiter takes from speech; measured, 0.07 for hibari's voice and 0.23 for espeak-ng's."""
TOLERANCE = 0.3
"""LU that the finished file may be off, when 0.5 are allowed."""
GRID = 0.25
"""dB: gains are whole multiples, so that a small change of the text leaves them, and with them all that it did not
touch, as they were."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What mastering does to a mix."""

    gain: float
    """dB."""
    ceiling: float
    """dBTP that the limiter keeps to."""


def on_grid(decibels: float) -> float:
    """Return the nearest multiple of `GRID`."""
    return round(decibels / GRID) * GRID


def first_setting(forecast: float, target: Mastering) -> Setting:
    """Return the setting to try first.

    Args:
        forecast: the loudness that the mix will have, in LUFS.
        target: what is wanted.

    Raises:
        MasteringError: there is nothing to hear in the mix.
    """
    if math.isinf(forecast):
        raise MasteringError("there is nothing to hear in this episode (write a text, or play a louder sound)")
    return Setting(on_grid(target.loudness - forecast + _TAKEN_BY_LIMITER), target.peak - ENCODER_MARGIN)


def mastered(sound: Block, setting: Setting, sample_rate: int, makeup: float = 1.0) -> Samples:
    """Return a stretch of the programme as it is encoded, 16 bit.

    Args:
        sound: the mix; what the limiter gives for its outer `limiter.reach` samples is not that of the programme.
        setting: gain and ceiling.
        sample_rate: Hz.
        makeup: the factor by which the encoder will make it softer again.
    """
    limited = limit(sound, decibels_to_gain(setting.gain), decibels_to_gain(setting.ceiling), sample_rate)
    samples: Samples = np.round(limited * np.float32(32768 * makeup)).clip(-32768, 32767).astype("<i2")
    return samples


def next_setting(setting: Setting, integrated_lufs: float, target: Mastering) -> Setting | None:
    """Judge a finished programme.

    Args:
        setting: what it was made with.
        integrated_lufs: what its decoded sound measures.
        target: what is wanted.

    Returns:
        None where it is right, and otherwise the setting to try next.

    Raises:
        MasteringError: there is nothing to hear in it.
    """
    if math.isinf(integrated_lufs):
        raise MasteringError("there is nothing to hear in this episode (write a text, or play a louder sound)")
    off = target.loudness - integrated_lufs
    return None if abs(off) <= TOLERANCE else replace(setting, gain=on_grid(setting.gain + off))


def lowered(setting: Setting, true_peak_dbtp: float, target: Mastering) -> Setting | None:
    """Judge the peaks of a stretch that was encoded.

    Returns:
        None where they are right, and otherwise the setting to try next.
    """
    over = true_peak_dbtp - target.peak
    return None if over <= 0 else replace(setting, ceiling=setting.ceiling - over - 0.1)
