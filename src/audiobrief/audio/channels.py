"""Mixing of any channels down to those of the programme, as loud as they were.

A channel goes left and right as ITU-R BS.775-4 (Annex 4) says: the front as it is, centre and surrounds 3 dB softer,
low-frequency effects not at all. What is alike in several channels becomes louder by that than what is not. So the
loudness before and after is measured, with the weights of ITU-R BS.1770-4 (Annex 3), and the difference is the gain.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import compress

import numpy as np

from audiobrief.audio.loudness import Block, LoudnessMeter

_MOST_CORRECTION = 6.0
"""dB in either direction; sides that cancel each other out would need any gain."""
_GRID = 0.01
"""dB; corrections are multiples of it, so that another processor's rounding does not change the samples."""


@dataclass(frozen=True, slots=True)
class _Speaker:
    """A loudspeaker's share in a stereo mix, and its weight in a measure of loudness."""

    left: float
    """Factor of the amplitude."""
    right: float
    """Factor of the amplitude."""
    weight: float = 1.0
    """Factor of the power."""


_SOFTER = math.sqrt(0.5)
_BOTH = _Speaker(_SOFTER, _SOFTER)
_REAR = 1.41
_SPEAKERS = (
    _Speaker(1, 0),  # front left
    _Speaker(0, 1),  # front right
    _BOTH,  # front centre
    _Speaker(0, 0, 0),  # low-frequency effects
    _Speaker(_SOFTER, 0, _REAR),  # back left
    _Speaker(0, _SOFTER, _REAR),  # back right
    _Speaker(1, 0),  # left of centre
    _Speaker(0, 1),  # right of centre
    _Speaker(0.5, 0.5, _REAR),  # back centre
    _Speaker(_SOFTER, 0, _REAR),  # side left
    _Speaker(0, _SOFTER, _REAR),  # side right
    _BOTH,  # top centre
    _Speaker(1, 0),  # top front left
    _BOTH,  # top front centre
    _Speaker(0, 1),  # top front right
    _Speaker(_SOFTER, 0, _REAR),  # top back left
    _Speaker(0.5, 0.5, _REAR),  # top back centre
    _Speaker(0, _SOFTER, _REAR),  # top back right
)
"""In the order of the bits of a WAVE file's channel mask (WAVEFORMATEXTENSIBLE)."""


def _speakers(channels: int, mask: int) -> list[_Speaker]:
    if channels == 1:
        return [_Speaker(1, 1)]
    if channels == 2:
        return [_Speaker(1, 0), _Speaker(0, 1)]
    known = list(compress(_SPEAKERS, (mask >> bit & 1 for bit in range(len(_SPEAKERS)))))
    return [*known, *[_BOTH] * channels][:channels]


class Downmixer:
    """Mixes a sound down to one or two channels, block by block, and measures how loud it was and is."""

    def __init__(self, channels: int, mask: int, target: int, sample_rate: int) -> None:
        """Begin before the first block.

        Args:
            channels: of the sound.
            mask: the bits of its loudspeakers, as in a WAVE file; 0 if they are not known.
            target: channels of the programme, 1 or 2.
            sample_rate: Hz.
        """
        speakers = _speakers(channels, mask)
        matrix = np.array([(each.left, each.right) for each in speakers], dtype=np.float32)
        self._matrix = matrix if target == 2 else matrix.mean(axis=1, keepdims=True)
        self._weights = np.sqrt(np.array([each.weight for each in speakers], dtype=np.float32))
        # One channel is as loud on both sides; two are as loud as they are.
        self._measured = channels > target
        self._before, self._after = (LoudnessMeter(sample_rate, with_peak=False) for _ in range(2))

    def mix(self, block: Block) -> Block:
        """Return a block of the target's channels, given one of the sound's, (frames, channels)."""
        if block.shape[1] == self._matrix.shape[1]:
            return block
        mixed: Block = block @ self._matrix
        if self._measured:
            self._before.add(block * self._weights)
            self._after.add(mixed)
        return mixed

    def correction(self) -> float:
        """Return the gain in dB that makes the mixed blocks as loud as the sound was."""
        if not self._measured:
            return 0.0
        difference = self._before.result().integrated_lufs - self._after.result().integrated_lufs
        if not math.isfinite(difference):
            return 0.0
        return round(min(max(difference, -_MOST_CORRECTION), _MOST_CORRECTION) / _GRID) * _GRID
