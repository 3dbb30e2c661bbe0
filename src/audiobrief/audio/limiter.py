"""A look-ahead true-peak limiter without state: each sample depends on the 40 ms around it only.

The gain that each sample needs is held for a window and then smoothed twice over half of it. So it is low enough at
every peak, changes smoothly, and recovers within 40 ms, without pumping.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiobrief.audio.assemble import Block
from audiobrief.audio.true_peak import peak_envelope
from audiobrief.units import milliseconds_to_samples

_WINDOW = 40
"""Milliseconds, half of them before the peak."""


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
