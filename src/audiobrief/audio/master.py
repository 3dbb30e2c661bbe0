"""From the mix to podcast loudness: one plain gain, and a limiter for the peaks that are left."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from audiobrief.audio.assemble import Block
from audiobrief.audio.limiter import limit
from audiobrief.audio.loudness import Loudness
from audiobrief.errors import MasteringError
from audiobrief.script.model import Mastering
from audiobrief.speech.engine import Samples
from audiobrief.units import decibels_to_gain

__all__ = ["Setting", "first_setting", "mastered", "next_setting"]

ENCODER_MARGIN = 0.6
"""dB that an encoder may add to a peak; measured on speech over music, up to 0.3 dB from 64 kbit/s on."""
_TAKEN_BY_LIMITER = 0.1
"""LU that the limiter takes from speech; measured, 0.07 for hibari's voice and 0.23 for espeak-ng's."""
TOLERANCE = 0.2
"""LU that the finished file may be off, when 0.5 are allowed."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What mastering does to a mix."""

    gain: float
    """dB."""
    ceiling: float
    """dBTP that the limiter keeps to."""


def first_setting(forecast: float, target: Mastering) -> Setting:
    """Give the setting to try first.

    Args:
        forecast: the loudness that the mix will have, in LUFS.
        target: what is wanted.

    Raises:
        MasteringError: there is nothing to hear in the mix.
    """
    if math.isinf(forecast):
        raise MasteringError("there is nothing to hear in this episode (write a text, or play a louder sound)")
    return Setting(target.loudness - forecast + _TAKEN_BY_LIMITER, target.peak - ENCODER_MARGIN)


def _limited(blocks: Callable[[], Iterator[Block]], setting: Setting, sample_rate: int) -> Iterator[Block]:
    return limit(blocks(), decibels_to_gain(setting.gain), decibels_to_gain(setting.ceiling), sample_rate)


def mastered(
    blocks: Callable[[], Iterator[Block]], setting: Setting, sample_rate: int, makeup: float = 1.0
) -> Iterator[Samples]:
    """Give the mastered programme, 16 bit, in blocks as they come.

    Args:
        blocks: starts the mix from its beginning.
        setting: gain and ceiling.
        sample_rate: Hz.
        makeup: the factor by which the encoder will make it softer again.
    """
    for block in _limited(blocks, setting, sample_rate):
        yield np.round(block * np.float32(32768 * makeup)).clip(-32768, 32767).astype("<i2")


def next_setting(setting: Setting, measured: Loudness, target: Mastering) -> Setting | None:
    """Judge a finished file.

    Args:
        setting: what it was made with.
        measured: what its decoded sound measures.
        target: what is wanted.

    Returns:
        None where it is right, and otherwise the setting to try next.
    """
    off = target.loudness - measured.integrated_lufs
    over = measured.true_peak_dbtp - target.peak
    if abs(off) <= TOLERANCE and over <= 0:
        return None
    better = setting
    if abs(off) > TOLERANCE:
        better = replace(better, gain=setting.gain + off)
    if over > 0:
        better = replace(better, ceiling=setting.ceiling - over - 0.1)
    return better
