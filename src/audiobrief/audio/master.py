"""Mastering of the mix to podcast loudness: one gain, and a look-ahead true-peak limiter for the remaining peaks.

The limiter has no state: each sample depends on the 40 ms around it only. The gain that each sample needs is held for a
window and then smoothed twice over half of it. So it is low enough at every peak, changes smoothly, and recovers within
40 ms, without pumping.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from audiobrief.audio.loudness import Block, peak_envelope
from audiobrief.errors import MasteringError
from audiobrief.script.models.script import Mastering
from audiobrief.units import Samples, decibels_to_gain, milliseconds_to_samples

ENCODER_MARGIN = 0.6
"""dB that an encoder may add to a peak; up to 0.3 dB were measured on speech over music, from 64 kbit/s on."""
_LIMITER_LOSS = 0.1
"""LU by which the limiter lowers speech; 0.07 were measured for hibari's voice and 0.23 for espeak-ng's."""
TOLERANCE = 0.3
"""LU by which the finished file may differ from the target; 0.5 are promised."""
GRID = 0.25
"""dB; gains are multiples of it, so that a small edit does not change them, and with them all other chunks."""

_WINDOW = 40
"""Milliseconds, half of them before the peak."""


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
    """Return the setting to try first, given the forecast loudness of the mix in LUFS.

    Raises:
        MasteringError: the mix is silent.
    """
    if math.isinf(forecast):
        raise MasteringError("there is nothing to hear in this episode (write a text, or play a louder sound)")
    return Setting(round_to_grid(target.loudness - forecast + _LIMITER_LOSS), target.peak - ENCODER_MARGIN)


def reach(sample_rate: int) -> int:
    """Return the number of samples on each side of a sample on which its gain depends."""
    return 2 * _half(sample_rate) + 16


def _half(sample_rate: int) -> int:
    return milliseconds_to_samples(_WINDOW, sample_rate) // 4 * 2


def limit(sound: Block, gain: float, ceiling: float, sample_rate: int) -> Block:
    """Amplify a stretch and keep its true peaks under a ceiling.

    Args:
        sound: (frames, channels); it is limited as if it were surrounded by silence.
        gain: the factor.
        ceiling: the highest true peak, as an amplitude.
        sample_rate: Hz.
    """
    half = _half(sample_rate)
    limited: Block = sound * np.float32(gain)
    envelope = peak_envelope(limited, ceiling)
    for first, last in _stretches(np.flatnonzero(envelope > ceiling), reach(sample_rate), len(limited)):
        needed = np.minimum(1.0, ceiling / np.maximum(envelope[first:last], 1e-9))
        smooth = _running_mean(_running_mean(_running_minimum(needed, half), half // 2), half // 2)
        limited[first:last] *= smooth[:, np.newaxis].astype(np.float32)
    return limited


def _stretches(peaks: npt.NDArray[np.int64], around: int, length: int) -> Iterator[tuple[int, int]]:
    """Yield the first sample and the sample after the last of the stretches within `around` samples of a peak."""
    if not len(peaks):
        return
    gaps = np.flatnonzero(np.diff(peaks) > 2 * around)
    firsts = peaks[np.concatenate(([0], gaps + 1))]
    lasts = peaks[np.concatenate((gaps, [len(peaks) - 1]))]
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        yield max(0, first - around), min(length, last + around + 1)


def _running_minimum(values: npt.NDArray[np.float64], half: int) -> npt.NDArray[np.float64]:
    """Return the minimum within `half` samples of each value, by van Herk's method: two passes for any window."""
    width = 2 * half + 1
    count = -(-(len(values) + 2 * half) // width) * width
    padded = np.full(count, 1.0)
    padded[half : half + len(values)] = values
    pieces = padded.reshape(-1, width)
    forward = np.minimum.accumulate(pieces, axis=1).ravel()
    backward = np.minimum.accumulate(pieces[:, ::-1], axis=1)[:, ::-1].ravel()
    return np.minimum(backward[: len(values)], forward[width - 1 : width - 1 + len(values)])


def _running_mean(values: npt.NDArray[np.float64], half: int) -> npt.NDArray[np.float64]:
    """Return the mean within `half` samples of each value; the outermost values continue beyond the edges."""
    total = np.cumsum(np.pad(values, (half + 1, half), mode="edge"))
    mean: npt.NDArray[np.float64] = (total[2 * half + 1 :] - total[: -2 * half - 1]) / (2 * half + 1)
    return mean


def master(sound: Block, setting: Setting, sample_rate: int) -> Block:
    """Return a stretch of the mix amplified and limited; its outer `reach` samples lack their surroundings."""
    return limit(sound, decibels_to_gain(setting.gain), decibels_to_gain(setting.ceiling), sample_rate)


def to_samples(mastered: Block, makeup: float = 1.0) -> Samples:
    """Return mastered sound as 16-bit samples; `makeup` is the factor that compensates an encoder's own scale."""
    scaled = mastered * np.float32(32768 * makeup)
    np.rint(scaled, out=scaled)
    np.clip(scaled, -32768, 32767, out=scaled)
    samples: Samples = scaled.astype("<i2")
    return samples


def next_setting(setting: Setting, integrated_lufs: float, target: Mastering) -> Setting | None:
    """Return the setting to try after a programme was encoded; None if its loudness is right.

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
