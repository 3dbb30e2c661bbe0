"""Measures of an episode's sound, in one pass over its blocks: loudness over time, true peaks, waveform, spectrum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audiobrief.audio.decode import decode_blocks
from audiobrief.audio.loudness import (
    ABSOLUTE_GATE,
    FILTER_LENGTH,
    LOUDNESS_OFFSET,
    Block,
    Energies,
    LoudnessMeter,
    integrated_loudness,
    peak_envelope,
    sliding_means,
)
from audiobrief.errors import EpisodeError
from audiobrief.report.spectrogram import Spectrum

Curve = npt.NDArray[np.float64]
_MOMENTARY, _SHORT_TERM = 4, 30
"""Windows of 100 ms (EBU Tech 3341)."""
_RELATIVE_GATE = -20.0
"""LU (EBU Tech 3342)."""
_POINTS_A_SECOND = 50
"""Of the waveform."""
_SILENT = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class SoundMeasures:
    """The measures of an audio file."""

    sample_rate: int
    """Hz."""
    channels: int
    seconds: float
    energies: Energies
    """K-weighted mean squares of windows of 100 ms, summed over channels; one channel counts twice."""
    peaks: Curve
    """True peak of each second in dBTP; the last second may be shorter."""
    lows: npt.NDArray[np.float32]
    """The lowest sample of each 20 ms, of all channels; full scale is 1."""
    highs: npt.NDArray[np.float32]
    """The highest sample of each 20 ms."""
    spectrum: npt.NDArray[np.uint8]
    """(bands, columns), the lowest band first."""

    @property
    def integrated(self) -> float:
        """LUFS (BS.1770-4); minus infinity for silence."""
        return integrated_loudness([self.energies])

    @property
    def true_peak(self) -> float:
        """The highest true peak in dBTP; minus infinity for silence."""
        return float(self.peaks.max(initial=-np.inf))

    @property
    def short_term(self) -> Curve:
        """LUFS of the 3 s that end with each window, from 3.0 s on."""
        return sliding_loudness(self.energies, _SHORT_TERM)

    @property
    def momentary(self) -> Curve:
        """LUFS of the 400 ms that end with each window, from 0.4 s on."""
        return sliding_loudness(self.energies, _MOMENTARY)

    @property
    def loudness_range(self) -> float:
        """LU; 0 for less than 3 s, or silence."""
        return loudness_range(self.energies)


def sliding_loudness(energies: Energies, windows: int) -> Curve:
    """Return the loudness of each stretch of some windows in LUFS; minus infinity for silence, empty if too short."""
    means = np.maximum(sliding_means(energies, windows), 0.0)
    with np.errstate(divide="ignore"):
        loudness: Curve = LOUDNESS_OFFSET + 10 * np.log10(means)
    return loudness


def loudness_range(energies: Energies) -> float:
    """Return the loudness range (EBU Tech 3342) in LU; 0 where no stretch of 3 s is above the gate."""
    loudness = sliding_loudness(energies, _SHORT_TERM)
    loudness = loudness[loudness >= ABSOLUTE_GATE]
    if not len(loudness):
        return 0.0
    mean = 10 * np.log10(np.mean(10 ** (loudness / 10)))
    low, high = np.percentile(loudness[loudness >= mean + _RELATIVE_GATE], (10, 95))
    return float(high - low)


def measure_sound(path: Path, expected: float) -> SoundMeasures:
    """Decode an audio file once, and measure it.

    Args:
        path: the file.
        expected: the seconds that it probably lasts, which decide how fine the spectrum is.

    Raises:
        EpisodeError: it has more than two channels.
        UndecodableError: it cannot be decoded.
    """
    sample_rate, channels, blocks = decode_blocks(path)
    if channels > 2:
        raise EpisodeError(f"{path}: it has {channels} channels (render the script again)")
    return measure_blocks(blocks, sample_rate, channels, expected)


def measure_blocks(blocks: Iterable[Block], sample_rate: int, channels: int, expected: float) -> SoundMeasures:
    """Measure blocks of (frames, channels), as `measure_sound` does with those of a file."""
    meter = LoudnessMeter(sample_rate, with_peak=False)
    seconds = _Seconds(sample_rate, channels)
    spectrum = Spectrum(sample_rate, expected)
    for block in blocks:
        meter.add(block)
        seconds.add(block)
        spectrum.add(block.mean(axis=1))
    seconds.finish()
    with np.errstate(divide="ignore"):
        peaks = 20 * np.log10(np.array(seconds.peaks, dtype=np.float64))
    return SoundMeasures(
        sample_rate,
        channels,
        meter.frames / sample_rate,
        meter.energies,
        peaks,
        np.concatenate([np.zeros(0, np.float32), *seconds.lows]),
        np.concatenate([np.zeros(0, np.float32), *seconds.highs]),
        spectrum.levels(),
    )


class _Seconds:
    """Measures each second with the samples around it, on which points between samples depend."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        self.peaks: list[float] = []
        self.lows: list[npt.NDArray[np.float32]] = []
        self.highs: list[npt.NDArray[np.float32]] = []
        self._length = sample_rate
        self._step = sample_rate // _POINTS_A_SECOND
        # The samples before the second that is measured next.
        self._before = np.zeros((FILTER_LENGTH, channels), dtype=np.float32)
        self._pending = np.zeros((0, channels), dtype=np.float32)

    def add(self, block: Block) -> None:
        pending, at = np.concatenate((self._pending, block)), 0
        while len(pending) - at >= self._length + FILTER_LENGTH:
            self._measure(pending[at : at + self._length + FILTER_LENGTH], self._length)
            at += self._length
        self._pending = pending[at:]

    def finish(self) -> None:
        while len(self._pending):
            length = min(self._length, len(self._pending))
            self._measure(self._pending[: length + FILTER_LENGTH], length)
            self._pending = self._pending[length:]

    def _measure(self, sound: Block, length: int) -> None:
        second = sound[:length]
        floor = max(float(np.abs(second).max(initial=0)), _SILENT)
        envelope = peak_envelope(np.concatenate((self._before, sound)), floor)
        peak = float(envelope[FILTER_LENGTH : FILTER_LENGTH + length].max(initial=0))
        self.peaks.append(peak if peak > _SILENT else 0.0)
        self._before = np.concatenate((self._before, second))[-FILTER_LENGTH:]
        lows, highs = second.min(axis=1), second.max(axis=1)
        starts = np.arange(0, length, self._step)
        self.lows.append(np.minimum.reduceat(lows, starts))
        self.highs.append(np.maximum.reduceat(highs, starts))
