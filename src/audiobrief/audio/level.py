"""Voices levelled to each other: each speaker's clips measured together, and brought to one loudness."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np

from audiobrief.audio.loudness import integrated_loudness, window_energies
from audiobrief.speech.engine import Samples

__all__ = ["VOICE_LOUDNESS", "speaker_gain", "speaker_gains"]

VOICE_LOUDNESS = -20.0
"""LUFS of every voice in the mix, before mastering; sounds are mixed in as loud as their files are."""
_FULL_SCALE = 32768.0
_MOST_GAIN = 40.0


def speaker_gain(clips: Iterable[Samples], sample_rate: int) -> float:
    """Give the dB that bring a speaker's clips, (frames, 1) each, to `VOICE_LOUDNESS`."""
    runs = []
    for clip in clips:
        sound = clip.astype(np.float32) / np.float32(_FULL_SCALE)
        # A clip shorter than a window of 100 ms is measured as if silence followed it.
        short = max(0, -(-sample_rate // 10) - len(sound))
        runs.append(window_energies(np.pad(sound, ((0, short), (0, 0))), sound[:0], sample_rate))
    loudness = integrated_loudness(runs)
    return 0.0 if math.isinf(loudness) else min(VOICE_LOUDNESS - loudness, _MOST_GAIN)


def speaker_gains(
    clips: Mapping[str, Iterable[Samples]], wanted: Mapping[str, float], sample_rate: int
) -> dict[str, float]:
    """Give the dB for each speaker.

    Args:
        clips: what each says.
        wanted: the script's gain for each, in dB.
        sample_rate: Hz.
    """
    return {name: speaker_gain(said, sample_rate) + wanted[name] for name, said in clips.items()}
