"""Integrated loudness and true peaks after ITU-R BS.1770-4, block by block.

The K-weighting filter is applied as the first 200 ms of its impulse response, by FFT; the rest is more than 100 dB
down. So the measure of a block depends on its samples and the 200 ms before them only. Sound of one channel is measured
as dual mono: as if it came from both loudspeakers. True peaks are those of the signal oversampled four times (Annex 2).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from audiobrief.units import gain_to_decibels

Block = npt.NDArray[np.float32]
"""Sound as (frames, channels); full scale is 1.0."""
_MEMORY = 0.2
"""Seconds of the K-weighting filter's impulse response."""
WINDOW = 0.1
"""Seconds: the gating blocks of 400 ms overlap by three quarters (BS.1770-4, Annex 1)."""
Energies = npt.NDArray[np.float64]
"""K-weighted mean squares of consecutive windows, summed over channels."""
LOUDNESS_OFFSET = -0.691
"""LUFS of a mean square of 1."""
ABSOLUTE_GATE = -70.0
"""LUFS."""
_RELATIVE_GATE = -10.0
_FFT_SIZES = tuple(4096 * count for count in (3, 4, 5, 6, 7, 8, 9, 10, 11, 12))
"""Samples that may be filtered together: sizes that are fast to transform, and fit the processor's cache."""
_ROWS_AT_ONCE = 4
"""Rows that numpy transforms in the time of one."""
_MOST_PENDING_RUNS = 64
_OVERSAMPLING = 4
FILTER_LENGTH = 32
"""Samples on which a point between two samples depends."""
_CELL = 64
"""Samples that are filtered together; more than the filter's length."""
_MOST_CELLS = 512
"""Cells that are filtered at once, which bounds the memory."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """Loudness and peak of a programme."""

    integrated_lufs: float
    """Gated loudness in LUFS; minus infinity for silence."""
    true_peak_dbtp: float
    """True peak in dBTP; minus infinity for silence."""


@lru_cache(maxsize=4)
def _k_weighting(sample_rate: int) -> npt.NDArray[np.float32]:
    """Return the impulse response of the two filters of BS.1770-4, for any rate (formulas as in libebur128)."""
    count = 1 << (int(sample_rate * _MEMORY * 4) - 1).bit_length()
    z = np.exp(-2j * np.pi * np.arange(count // 2 + 1) / count)
    k, q, gain = (
        math.tan(math.pi * 1681.974450955533 / sample_rate),
        0.7071752369554196,
        10 ** (3.999843853973347 / 20),
    )
    boost = gain**0.4996667741545416
    shelf = (gain + boost * k / q + k * k) + 2 * (k * k - gain) * z + (gain - boost * k / q + k * k) * z**2
    shelf /= (1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2
    k, q = math.tan(math.pi * 38.13547087602444 / sample_rate), 0.5003270373238773
    # The numerator is 1, -2, 1 with the denominator normalised (BS.1770-4, table 2).
    pole = 1 + k / q + k * k
    cut = (1 - 2 * z + z**2) / (1 + 2 * (k * k - 1) / pole * z + (1 - k / q + k * k) / pole * z**2)
    response: npt.NDArray[np.float32] = np.fft.irfft(shelf * cut, count)[: int(sample_rate * _MEMORY)].astype(
        np.float32
    )
    return response


@lru_cache(maxsize=2 * len(_FFT_SIZES))
def _k_spectrum(sample_rate: int, size: int) -> npt.NDArray[np.complex64]:
    """Return the filter's spectrum, multiplied by the FFT size, since both transforms divide by it."""
    spectrum = np.fft.rfft(_k_weighting(sample_rate), size) * size
    return spectrum.astype(np.complex64)


def window_energies(samples: Block, before: Block, sample_rate: int, window: int | None = None) -> Energies:
    """Return the K-weighted mean squares of the complete windows of a block, summed over channels.

    Args:
        samples: (frames, channels).
        before: the samples before the block, up to 200 ms of them.
        sample_rate: Hz.
        window: samples of a window; 100 ms if not given.

    Returns:
        (windows,); one channel counts twice (dual mono).
    """
    window = window or round(sample_rate * WINDOW)
    count = len(samples) // window
    memory = int(sample_rate * _MEMORY)
    before = before[-memory:]
    sound = np.zeros((memory + count * window, samples.shape[1]), dtype=np.float32)
    sound[memory - len(before) : memory] = before
    sound[memory:] = samples[: count * window]
    channels = [np.ascontiguousarray(channel) for channel in sound.T]
    if len(channels) == 2 and np.array_equal(channels[0], channels[1]):
        channels.pop()
    energies = sum((_weighted_energies(channel, count, window, sample_rate) for channel in channels), np.zeros(count))
    return energies * (2 if len(channels) == 1 else 1)


def _weighted_energies(sound: npt.NDArray[np.float32], count: int, window: int, sample_rate: int) -> Energies:
    """Filter by overlap-save, in rows that fit the processor's cache, and average over windows.

    Args:
        sound: (memory + count * window,), beginning with the 200 ms before the first window.
        count: the number of windows.
        window: samples of a window.
        sample_rate: Hz.
    """
    memory = int(sample_rate * _MEMORY)
    size, rows = _fft_layout(count, window, memory)
    step = (size - memory) // window * window
    padded = np.zeros(rows * step + size, dtype=np.float32)
    padded[: len(sound)] = sound
    overlapping = np.lib.stride_tricks.sliding_window_view(padded, size)[::step][:rows]
    # Only with a norm that scales does numpy transform in single precision, which is eight times as fast.
    spectra = np.fft.rfft(overlapping, axis=1, norm="forward")
    spectra *= _k_spectrum(sample_rate, size)
    weighted = np.fft.irfft(spectra, size, axis=1)
    squares = np.square(weighted[:, memory : memory + step]).reshape(-1, window)[:count]
    energies: Energies = squares.mean(axis=1, dtype=np.float64)
    return energies


@lru_cache(maxsize=1024)
def _fft_layout(count: int, window: int, memory: int) -> tuple[int, int]:
    """Return the FFT size that transforms the fewest samples for a number of windows, and the number of rows."""
    fitting = [size for size in _FFT_SIZES if size - memory >= window]
    rows = {size: -(-count // ((size - memory) // window)) for size in fitting}
    full = {size: -(-number // _ROWS_AT_ONCE) * _ROWS_AT_ONCE for size, number in rows.items()}
    best = min(fitting, key=lambda size: size * full[size])
    return best, max(full[best], _ROWS_AT_ONCE)


class WindowResampler:
    """Converts the energies of short windows, which come run by run, into those of 100 ms windows."""

    def __init__(self, window: int, start: int, length: int, sample_rate: int) -> None:
        """Begin before the first run.

        Args:
            window: samples of a short window.
            start: the sample at which the first 100 ms window starts; energy is taken as even within a short window.
            length: samples of the programme.
            sample_rate: Hz.
        """
        target = round(sample_rate * WINDOW)
        self._edges = (start + target * np.arange(length // target + 1)) / window
        self._sums = np.zeros(len(self._edges))
        self._scale = window / target
        self._seen = 0
        self._passed = 0
        self._total = 0.0
        self._pending: list[npt.NDArray[np.floating]] = []

    def add(self, energies: npt.NDArray[np.floating]) -> None:
        """Add the energies of the next short windows."""
        self._pending.append(energies)
        if len(self._pending) == _MOST_PENDING_RUNS:
            self._resample()

    def _resample(self) -> None:
        """Resample the pending runs."""
        energies = np.concatenate([*self._pending, np.zeros(0, dtype=np.float32)])
        self._pending = []
        total = np.full(len(energies) + 1, self._total)
        total[1:] += np.cumsum(energies, dtype=np.float64)
        end = int(np.searchsorted(self._edges, self._seen + len(energies)))
        edges = self._edges[self._passed : end] - self._seen
        below = edges.astype(np.int64)
        self._sums[self._passed : end] = total[below] + (edges - below) * (total[below + 1] - total[below])
        self._seen, self._passed, self._total = self._seen + len(energies), end, float(total[-1])

    def result(self) -> Energies:
        """Return the energies of the 100 ms windows; windows missing at the end are silent."""
        self._resample()
        self._sums[self._passed :] = self._total
        energies: Energies = np.diff(self._sums) * self._scale
        return energies


def integrated_loudness(energies: Iterable[Energies]) -> float:
    """Return the gated loudness (BS.1770-4, Annex 1).

    Args:
        energies: runs of consecutive 100 ms windows; no gating block spans two runs.

    Returns:
        LUFS; minus infinity if everything is below the absolute gate.
    """
    blocks = np.concatenate([_gating_blocks(run) for run in energies] or [np.zeros(0)])
    blocks = blocks[blocks > _energy(ABSOLUTE_GATE)]
    if not len(blocks):
        return -math.inf
    blocks = blocks[blocks > _energy(_loudness(float(blocks.mean())) + _RELATIVE_GATE)]
    return _loudness(float(blocks.mean()))


def _gating_blocks(run: Energies) -> Energies:
    if len(run) < 4:
        return run.mean(keepdims=True) if len(run) else run
    return sliding_means(run, 4)


def sliding_means(energies: Energies, windows: int) -> Energies:
    """Return the mean of each stretch of some windows; none if there are fewer."""
    if len(energies) < windows:
        return np.zeros(0)
    total = np.cumsum(np.concatenate((np.zeros(1), energies)))
    means: Energies = (total[windows:] - total[:-windows]) / windows
    return means


def _energy(loudness: float) -> float:
    return float(10 ** ((loudness - LOUDNESS_OFFSET) / 10))


def _loudness(energy: float) -> float:
    return LOUDNESS_OFFSET + 10 * math.log10(energy) if energy > 0 else -math.inf


@lru_cache(maxsize=1)
def _interpolator() -> npt.NDArray[np.float32]:
    """Return the filters for the three points between two samples: (3, taps), a sinc with a Kaiser window."""
    at = (
        np.arange(FILTER_LENGTH)[:, np.newaxis] - (FILTER_LENGTH // 2 - 1) - np.arange(1, _OVERSAMPLING) / _OVERSAMPLING
    )
    window = np.i0(9.0 * np.sqrt(np.maximum(0, 1 - (at / (FILTER_LENGTH / 2)) ** 2))) / np.i0(9.0)
    filters = np.sinc(at) * window
    interpolator: npt.NDArray[np.float32] = np.ascontiguousarray((filters / filters.sum(axis=0)).T, dtype=np.float32)
    return interpolator


def peak_envelope(samples: Block, floor: float) -> npt.NDArray[np.float32]:
    """Return the true peak around each sample, over all channels (BS.1770-4, Annex 2: four times oversampled).

    Args:
        samples: (frames, channels).
        floor: points between samples are computed only where they could be as high as this.

    Returns:
        (frames,), at least the samples' absolute values.
    """
    # Channel by channel, since the maximum over a short axis is slow in numpy.
    envelope = np.zeros(len(samples), dtype=np.float32)
    for channel in samples.T:
        np.maximum(envelope, np.abs(channel), out=envelope)
    count = -(-len(samples) // _CELL)
    padded = np.zeros((samples.shape[1], count * _CELL + FILTER_LENGTH - 1), dtype=np.float32)
    padded[:, FILTER_LENGTH // 2 - 1 : FILTER_LENGTH // 2 - 1 + len(samples)] = samples.T
    # The highest of the points between each sample and the next.
    between = np.zeros((count, _CELL), dtype=np.float32)
    for cells in _cells_that_may_reach(envelope, floor):
        highest = np.zeros((len(cells), _CELL), dtype=np.float32)
        for channel in padded:
            under = np.lib.stride_tricks.sliding_window_view(channel, _CELL + FILTER_LENGTH - 1)[cells * _CELL]
            points = np.abs(under @ _cell_interpolator()).reshape(len(cells), -1, _CELL)
            for point in range(points.shape[1]):
                np.maximum(highest, points[:, point], out=highest)
        between[cells] = highest
    after = between.ravel()[: len(samples)]
    np.maximum(envelope, after, out=envelope)
    np.maximum(envelope[1:], after[:-1], out=envelope[1:])
    return envelope


@lru_cache(maxsize=1)
def _cell_interpolator() -> npt.NDArray[np.float32]:
    """Return the filters of all samples of a cell as a band matrix: (input samples, points * cell)."""
    filters = _interpolator()
    band = np.zeros((_CELL + FILTER_LENGTH - 1, len(filters), _CELL), dtype=np.float32)
    for at in range(_CELL):
        band[at : at + FILTER_LENGTH, :, at] = filters.T
    return band.reshape(len(band), -1)


def _cells_that_may_reach(envelope: npt.NDArray[np.float32], floor: float) -> Iterator[npt.NDArray[np.int64]]:
    """Yield the numbers of the cells in which points between samples may be as high as `floor`, some at a time."""
    count = -(-len(envelope) // _CELL)
    peaks = np.zeros((count + 2) * _CELL, dtype=np.float32)
    peaks[_CELL : _CELL + len(envelope)] = envelope
    highest = peaks.reshape(-1, _CELL).max(axis=1)
    near = np.maximum(np.maximum(highest[:-2], highest[1:-1]), highest[2:])
    # A point between samples is at most the sum of the filter's taps times the highest sample under them.
    reaching = np.flatnonzero(near * np.abs(_interpolator()).sum(axis=1).max() >= floor)
    for start in range(0, len(reaching), _MOST_CELLS):
        yield reaching[start : start + _MOST_CELLS]


class LoudnessMeter:
    """Measures a programme block by block."""

    def __init__(self, sample_rate: int, *, with_peak: bool = True) -> None:
        """Begin before the first block.

        Args:
            sample_rate: Hz.
            with_peak: whether true peaks are measured; if not, the peaks of the samples are returned instead.
        """
        self._sample_rate = sample_rate
        self._with_peak = with_peak
        self._energies: list[Energies] = []
        self._tail: Block | None = None
        self._rest: Block | None = None
        self._edge: Block | None = None
        self._peak = 0.0
        self.frames = 0

    def add(self, block: Block) -> None:
        """Add the next block, (frames, channels)."""
        self.frames += len(block)
        self._add_peak(block)
        sound = block if self._rest is None else np.concatenate((self._rest, block))
        before = sound[:0] if self._tail is None else self._tail
        energies = window_energies(sound, before, self._sample_rate)
        self._energies.append(energies)
        used = len(energies) * round(self._sample_rate * WINDOW)
        memory = int(self._sample_rate * _MEMORY)
        self._tail = np.concatenate((before, sound[:used]))[-memory:]
        self._rest = sound[used:]

    def _add_peak(self, block: Block) -> None:
        peak = float(np.abs(block).max(initial=0))
        if self._with_peak:
            # The last samples are measured with the next block: the edge of a block is not a peak.
            joined = block if self._edge is None else np.concatenate((self._edge, block))
            first = 0 if self._edge is None else max(0, len(self._edge) - FILTER_LENGTH)
            envelope = peak_envelope(joined, max(self._peak, peak, 1e-6))[first : max(0, len(joined) - FILTER_LENGTH)]
            peak = max(peak, float(envelope.max(initial=0)))
            self._edge = joined[-2 * FILTER_LENGTH :]
        self._peak = max(self._peak, peak)

    @property
    def energies(self) -> Energies:
        """The energies of the complete windows of 100 ms so far."""
        return np.concatenate([np.zeros(0), *self._energies])

    def result(self) -> Loudness:
        """Return the measure of the blocks so far."""
        return Loudness(integrated_loudness([self.energies]), gain_to_decibels(self._peak))
