"""True peaks after ITU-R BS.1770-4, Annex 2: of the signal oversampled four times."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from audiobrief.audio.assemble import Block

_OVERSAMPLING = 4
FILTER_LENGTH = 32
"""Samples on which a point between two samples depends."""
_CELL = 64
"""Samples that are filtered together; more than the filter's length."""
_MOST_CELLS = 512
"""Cells that are filtered at once, which bounds the memory."""


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
