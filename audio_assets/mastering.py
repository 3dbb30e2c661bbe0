"""Loudness, peak level and the way from a sound to a WAV file's bytes."""

from __future__ import annotations

import io
import math
import wave

import numpy as np
from numpy.typing import NDArray

from synthesis import SAMPLE_RATE, Sound

HIGHEST_TRUE_PEAK = -3.0
"""Limit for every file, in dBTP."""


def decibels(ratio: float) -> float:
    """Level in dB of an amplitude ratio above zero."""
    return 20.0 * float(np.log10(ratio))


def integrated_loudness(sound: Sound) -> float:
    """Loudness in LUFS after ITU-R BS.1770-4, with both gates."""
    size = 1 << len(sound).bit_length()
    weighting = _loudness_weighting(size)[:, np.newaxis]
    spectrum = np.fft.rfft(sound, size, axis=0) * weighting
    energy = np.sum(np.fft.irfft(spectrum, size, axis=0)[: len(sound)] ** 2, axis=1)
    block, hop = round(0.4 * SAMPLE_RATE), round(0.1 * SAMPLE_RATE)
    starts = range(0, len(sound) - block + 1, hop)
    powers = np.array([np.mean(energy[start : start + block]) for start in starts])
    powers = powers[powers > _power_of(-70.0)]
    powers = powers[powers > np.mean(powers) / 10]
    return -0.691 + 10.0 * float(np.log10(np.mean(powers)))


def _power_of(loudness: float) -> float:
    """Mean square that has a loudness given in LUFS."""
    return float(10.0 ** ((loudness + 0.691) / 10))


def _loudness_weighting(size: int) -> NDArray[np.complex128]:
    """Response of the two filters of BS.1770 for a real transform of `size` frames.

    The first is a high shelf, the second a low cut; both are given by the standard as
    digital filters, here as the analogue ones behind them, in the variable `s`.
    """
    turns = np.minimum(np.fft.rfftfreq(size), 0.4999)
    s = 1j * np.tan(np.pi * turns)
    shelf_at, shelf_q, gain = 1681.974, 0.7071752, 10.0 ** (3.999844 / 20)
    p = s / np.tan(np.pi * shelf_at / SAMPLE_RATE)
    shelf = (gain * p**2 + gain**0.4996668 * p / shelf_q + 1) / (p**2 + p / shelf_q + 1)
    cut_at, cut_q = 38.13547, 0.5003270
    p = s / np.tan(np.pi * cut_at / SAMPLE_RATE)
    cut = p**2 / (p**2 + p / cut_q + 1)
    return np.asarray(shelf * cut, dtype=np.complex128)


def true_peak(sound: Sound) -> float:
    """Highest level in dBTP between the samples too, at four times the sample rate."""
    size = 1 << len(sound).bit_length()
    spectrum = np.fft.rfft(sound, size, axis=0)
    between = np.fft.irfft(spectrum, 4 * size, axis=0) * 4
    return decibels(float(np.max(np.abs(between))))


def mastered(sound: Sound, loudness: float) -> Sound:
    """The sound at a loudness in LUFS; refuses one that would peak too high."""
    gain = math.pow(10.0, (loudness - integrated_loudness(sound)) / 20)
    result: Sound = sound * gain
    peak = true_peak(result)
    if peak > HIGHEST_TRUE_PEAK:
        message = f"true peak {peak:.1f} dBTP is above {HIGHEST_TRUE_PEAK:.1f} dBTP"
        raise ValueError(message)
    return result


def wav_bytes(sound: Sound) -> bytes:
    """A 16 bit WAV file of the sound, without dither, so that silence is all zeros."""
    samples = np.round(sound * 32_767).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(sound.shape[1])
        writer.setsampwidth(2)
        writer.setframerate(SAMPLE_RATE)
        writer.writeframes(samples.tobytes())
    return file.getvalue()
