"""Mastering of the mix to podcast loudness: one gain, and a limiter for the remaining peaks."""

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

ENCODER_MARGIN = 0.6
"""dB that an encoder may add to a peak; up to 0.3 dB were measured on speech over music, from 64 kbit/s on."""
_LIMITER_LOSS = 0.1
"""LU by which the limiter lowers speech; 0.07 were measured for hibari's voice and 0.23 for espeak-ng's."""
TOLERANCE = 0.3
"""LU by which the finished file may differ from the target; 0.5 are promised."""
GRID = 0.25
"""dB; gains are multiples of it, so that a small edit does not change them, and with them all other chunks."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Gain and ceiling of mastering. Its repr is part of the chunks' keys."""

    gain: float
    """dB."""
    ceiling: float
    """The limiter's ceiling in dBTP."""


def round_to_grid(decibels: float) -> float:
    """Return the nearest multiple of `GRID`."""
    return round(decibels / GRID) * GRID


def first_setting(forecast: float, target: Mastering) -> Setting:
    """Return the setting to try first.

    Args:
        forecast: the forecast loudness of the mix, in LUFS.
        target: the loudness and the highest peak.

    Raises:
        MasteringError: the mix is silent.
    """
    if math.isinf(forecast):
        raise MasteringError("there is nothing to hear in this episode (write a text, or play a louder sound)")
    return Setting(round_to_grid(target.loudness - forecast + _LIMITER_LOSS), target.peak - ENCODER_MARGIN)


def master(sound: Block, setting: Setting, sample_rate: int, makeup: float = 1.0) -> Samples:
    """Return a stretch of the mix mastered for the encoder, 16 bit.

    Args:
        sound: the mix; the outer `limiter.reach` samples of the result are limited without their surroundings.
        setting: gain and ceiling.
        sample_rate: Hz.
        makeup: the factor that compensates the encoder's own scale.
    """
    limited = limit(sound, decibels_to_gain(setting.gain), decibels_to_gain(setting.ceiling), sample_rate)
    samples: Samples = np.round(limited * np.float32(32768 * makeup)).clip(-32768, 32767).astype("<i2")
    return samples


def next_setting(setting: Setting, integrated_lufs: float, target: Mastering) -> Setting | None:
    """Return the setting to try after a programme was encoded; None if its loudness is right.

    Args:
        setting: the setting of the encoded programme.
        integrated_lufs: the loudness of its decoded sound.
        target: the loudness and the highest peak.

    Raises:
        MasteringError: it is silent.
    """
    if math.isinf(integrated_lufs):
        raise MasteringError("there is nothing to hear in this episode (write a text, or play a louder sound)")
    difference = target.loudness - integrated_lufs
    return None if abs(difference) <= TOLERANCE else replace(setting, gain=round_to_grid(setting.gain + difference))


def lower_ceiling(setting: Setting, true_peak_dbtp: float, target: Mastering) -> Setting | None:
    """Return the setting to try after sound was encoded, given its peak; None if the peak is low enough."""
    over = true_peak_dbtp - target.peak
    return None if over <= 0 else replace(setting, ceiling=setting.ceiling - over - 0.1)
