"""Voices levelled to each other: each speaker's clips measured together, and brought to one loudness."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np

from audiobrief.audio.loudness import Energies, integrated_loudness, window_energies
from audiobrief.voices.engine import Samples

__all__ = ["VOICE_LOUDNESS", "clip_energies", "speaker_gain", "speaker_gains"]

VOICE_LOUDNESS = -20.0
"""LUFS of every voice in the mix, before mastering; sounds are mixed in as loud as their files are."""
_FULL_SCALE = 32768.0
_MOST_GAIN = 40.0
_GRID = 0.5
"""dB: a voice's gain is a multiple, so that it does not change with every sentence."""


def clip_energies(clip: Samples, sample_rate: int) -> Energies:
    """Measure a clip of (frames, 1), 16 bit: what `window_energies` gives, full scale being 1."""
    sound = clip.astype(np.float32) / np.float32(_FULL_SCALE)
    # A clip shorter than a window of 100 ms is measured as if silence followed it.
    short = max(0, -(-sample_rate // 10) - len(sound))
    return window_energies(np.pad(sound, ((0, short), (0, 0))), sound[:0], sample_rate)


def speaker_gain(energies: Iterable[Energies]) -> float:
    """Return the dB that bring a speaker's clips to `VOICE_LOUDNESS`, as they were measured."""
    loudness = integrated_loudness(energies)
    return 0.0 if math.isinf(loudness) else min(round((VOICE_LOUDNESS - loudness) / _GRID) * _GRID, _MOST_GAIN)


def speaker_gains(energies: Mapping[str, Iterable[Energies]], wanted: Mapping[str, float]) -> dict[str, float]:
    """Return the dB for each speaker.

    Args:
        energies: the measures of what each says.
        wanted: the script's gain for each, in dB.
    """
    return {name: speaker_gain(said) + wanted[name] for name, said in energies.items()}
