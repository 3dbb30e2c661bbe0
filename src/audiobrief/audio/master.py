"""From the mix to podcast loudness: one plain gain, and a limiter for the peaks that are left."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from audiobrief.audio.assemble import Block
from audiobrief.audio.limiter import limit
from audiobrief.audio.loudness import Loudness, LoudnessMeter
from audiobrief.errors import MasteringError
from audiobrief.script.model import Mastering
from audiobrief.speech.engine import Samples
from audiobrief.units import decibels_to_gain

__all__ = ["Setting", "first_setting", "mastered", "next_setting"]

ENCODER_MARGIN = 0.8
"""dB that an encoder may add to a peak; measured, up to 0.7 dB at 128 kbit/s."""
TOLERANCE = 0.2
"""LU that the finished file may be off, when 0.5 are allowed."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What mastering does to a mix."""

    gain: float
    """dB."""
    ceiling: float
    """dBTP that the limiter keeps to."""


def first_setting(blocks: Iterator[Block], target: Mastering, sample_rate: int) -> Setting:
    """Measure a mix and give the setting to start from.

    Raises:
        MasteringError: there is nothing to hear in it.
    """
    meter = LoudnessMeter(sample_rate, with_peak=False)
    for block in blocks:
        meter.add(block)
    loudness = meter.result().integrated_lufs
    if math.isinf(loudness):
        raise MasteringError("there is nothing to hear in this episode (write a text, or play a louder sound)")
    return Setting(target.loudness - loudness, target.peak - ENCODER_MARGIN)


def mastered(blocks: Callable[[], Iterator[Block]], setting: Setting, sample_rate: int) -> Iterator[Samples]:
    """Give the mastered programme, 16 bit, in blocks as they come."""
    limited = limit(blocks(), decibels_to_gain(setting.gain), decibels_to_gain(setting.ceiling), sample_rate)
    for block in limited:
        yield np.round(np.clip(block, -1, 32767 / 32768) * 32768).clip(-32768, 32767).astype("<i2")


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
