"""The gain of a bed: it falls before the voice, rises in gaps, and fades out at its end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from audiobrief.timeline.timeline import Bed, Speech, join_ranges
from audiobrief.units import decibels_to_gain, milliseconds_to_samples

GAP = 1500
"""The shortest silence in milliseconds in which a bed rises."""
FALL = 450
"""Milliseconds in which a bed falls; it is down when the voice starts."""
RISE = 900
"""Milliseconds in which a bed rises after the voice has stopped."""
FADE_IN = 15
"""Milliseconds in which a bed fades in, so that it does not click."""

Spoken = tuple[int, int]
"""The first sample of speech, and the sample after its last."""


def spoken_stretches(speech: Sequence[Speech], sample_rate: int) -> tuple[Spoken, ...]:
    """Return the stretches of speech, joined across gaps in which a bed does not rise."""
    return join_ranges(((part.start, part.end) for part in speech), milliseconds_to_samples(GAP, sample_rate))


def bed_gain(
    bed: Bed, duck: float, stretches: Sequence[Spoken], at: npt.NDArray[np.int64], sample_rate: int
) -> npt.NDArray[np.float32]:
    """Return a bed's gain at some samples.

    Args:
        bed: its position; outside of it the gain is 0.
        duck: dB under the voice, at most 0.
        stretches: the speech, as from `spoken_stretches`.
        at: the positions of the samples, ascending.
        sample_rate: Hz.

    Returns:
        Factors in [0, 1], as many as `at` has. Ramps are raised cosines in dB, fades raised cosines in amplitude.
    """
    fall, rise = milliseconds_to_samples(FALL, sample_rate), milliseconds_to_samples(RISE, sample_rate)
    sunk = np.zeros(len(at), dtype=np.float32)
    for first, last in stretches:
        touched = slice(*np.searchsorted(at, (first - fall, last + rise)))
        if touched.start < touched.stop:
            down = _smooth(at[touched], first - fall, fall)
            up = _smooth(at[touched], last, rise)
            np.maximum(sunk[touched], down - up, out=sunk[touched])
    gain = np.power(np.float32(decibels_to_gain(duck)), sunk)
    gain *= _smooth(at, bed.start - 1, milliseconds_to_samples(FADE_IN, sample_rate))
    if bed.fade_out:
        gain *= _smooth(-at, -bed.end, bed.fade_out)
    gain[(at < bed.start) | (at >= bed.end)] = 0
    return gain


def _smooth(at: npt.NDArray[np.int64], first: int, length: int) -> npt.NDArray[np.float32]:
    """Return a raised cosine from 0 at `first` to 1 at `length` after it, constant before and after."""
    smooth = (at > first).astype(np.float32)
    in_ramp = (at > first) & (at < first + length)
    smooth[in_ramp] = (1 - np.cos(np.pi / length * (at[in_ramp] - first))) / 2
    return smooth
