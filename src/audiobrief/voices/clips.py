"""Prepare spoken clips: trim their silences, and convert them to the sample rate of the programme."""

from __future__ import annotations

from dataclasses import replace

from audiobrief.units import milliseconds_to_samples
from audiobrief.voices.engine import Clip, Samples, Word

_WINDOW = 5
"""Milliseconds of a window."""
_THRESHOLD = 0.004
"""Share of the clip's peak below which a window is silent (-48 dB)."""
_KEPT = 10
"""Milliseconds left before and after what is heard, so that soft consonants stay whole."""


def trim(clip: Clip) -> Clip:
    """Cut the silence before and after what is heard, but for 10 ms; a silent clip becomes empty."""
    import numpy as np

    window = milliseconds_to_samples(_WINDOW, clip.sample_rate)
    count = -(-len(clip.samples) // window)
    padded = np.zeros(count * window, dtype=np.float32)
    padded[: len(clip.samples)] = np.abs(clip.samples[:, 0].astype(np.float32))
    peaks = padded.reshape(count, window).max(axis=1, initial=0) if count else padded
    loud = np.flatnonzero(peaks > max(peaks.max(initial=0) * _THRESHOLD, 1))
    if not len(loud):
        return replace(clip, samples=clip.samples[:0], words=())
    kept = milliseconds_to_samples(_KEPT, clip.sample_rate)
    start = max(0, int(loud[0]) * window - kept)
    end = min(len(clip.samples), (int(loud[-1]) + 1) * window + kept)
    words = tuple(
        replace(word, start=max(0, word.start - start), end=min(word.end, end) - start) for word in clip.words
    )
    return Clip(clip.samples[start:end], clip.sample_rate, words)


def resample(clip: Clip, sample_rate: int) -> Clip:
    """Convert a clip to another sample rate with soxr's high quality, rounded to the nearest integer."""
    if clip.sample_rate == sample_rate or not len(clip.samples):
        return replace(clip, sample_rate=sample_rate)
    import numpy as np
    import soxr

    # 3 dB of headroom, since a steep filter overshoots full scale.
    sound = soxr.resample(clip.samples.astype(np.float32) * 0.7, clip.sample_rate, sample_rate, quality="HQ")
    sound = np.clip(np.round(sound / 0.7), -32768, 32767)
    samples: Samples = sound.astype(np.int16).reshape(-1, clip.samples.shape[1])
    ratio = sample_rate / clip.sample_rate
    words = tuple(
        Word(round(word.start * ratio), round(word.end * ratio), word.text_start, word.text_end) for word in clip.words
    )
    return Clip(samples, sample_rate, words)


def prepare(clip: Clip, sample_rate: int) -> Clip:
    """Trim a clip and convert it to the programme's sample rate."""
    return resample(trim(clip), sample_rate)
