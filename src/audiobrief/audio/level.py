"""Levelling of voices: the clips of each speaker are measured together, and brought to the same loudness."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np

from audiobrief.audio.loudness import Energies, integrated_loudness, window_energies
from audiobrief.voices.engine import Samples

VOICE_LOUDNESS = -20.0
"""The loudness of every voice in the mix in LUFS, before mastering; sounds are mixed at the level of their files."""
_FULL_SCALE = 32768.0
_MOST_GAIN = 40.0
_GRID = 0.5
"""dB; gains are multiples of it, so that they do not change with every sentence."""


def clip_energies(clip: Samples, sample_rate: int) -> Energies:
    """Return the `window_energies` of a clip of 16 bit, (frames, 1), with a full scale of 1."""
    sound = clip.astype(np.float32) / np.float32(_FULL_SCALE)
    # A clip shorter than a window of 100 ms is measured as if silence followed it.
    short = max(0, -(-sample_rate // 10) - len(sound))
    return window_energies(np.pad(sound, ((0, short), (0, 0))), sound[:0], sample_rate)


def speaker_gain(energies: Iterable[Energies]) -> float:
    """Return the gain in dB that brings a speaker's clips to `VOICE_LOUDNESS`."""
    loudness = integrated_loudness(energies)
    return 0.0 if math.isinf(loudness) else min(round((VOICE_LOUDNESS - loudness) / _GRID) * _GRID, _MOST_GAIN)


def speaker_gains(energies: Mapping[str, Iterable[Energies]], script_gains: Mapping[str, float]) -> dict[str, float]:
    """Return the gain in dB for each speaker.

    Args:
        energies: the energies of each speaker's clips.
        script_gains: the script's gain for each speaker, in dB.
    """
    return {name: speaker_gain(clips) + script_gains[name] for name, clips in energies.items()}
