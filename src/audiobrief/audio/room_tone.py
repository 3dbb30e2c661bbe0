"""Room tone: a quiet, even noise under a programme, like that of a room, so that pauses are not digital silence.

It is the same everywhere: each stretch that is mixed starts with the same noise, so that an edit does not change what
comes after it. The noise falls by 3 dB an octave, and has nothing below 60 Hz and above 8 kHz.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from audiobrief.audio.loudness import Block
from audiobrief.units import decibels_to_gain

_LENGTH = 1 << 20
"""Samples after which the noise repeats: 24 s at 44.1 kHz, longer than what is mixed at once."""
_LOWEST, _HIGHEST = 60.0, 8000.0
"""Hz."""
_SEED = 7


def room_tone(length: int, level: float, sample_rate: int) -> Block:
    """Return noise.

    Args:
        length: samples.
        level: dB of its root mean square; that of a full scale of 1 is 0 dB.
        sample_rate: Hz.

    Returns:
        (length, 1).
    """
    noise = np.resize(_noise(sample_rate), length) * np.float32(decibels_to_gain(level))
    return noise[:, np.newaxis]


@lru_cache(maxsize=2)
def _noise(sample_rate: int) -> npt.NDArray[np.float32]:
    """Return a loop of noise with a root mean square of 1."""
    frequencies = np.fft.rfftfreq(_LENGTH, 1 / sample_rate)
    angles = np.random.default_rng(_SEED).uniform(0, 2 * np.pi, len(frequencies))
    heard = (frequencies >= _LOWEST) & (frequencies <= _HIGHEST)
    amplitudes = np.where(heard, 1 / np.sqrt(np.maximum(frequencies, _LOWEST)), 0)
    noise = np.fft.irfft(amplitudes * np.exp(1j * angles), _LENGTH)
    loop: npt.NDArray[np.float32] = (noise / np.sqrt(np.mean(np.square(noise)))).astype(np.float32)
    return loop
