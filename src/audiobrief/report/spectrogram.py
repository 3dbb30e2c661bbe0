"""The spectrogram: levels of bands of frequency over time, and their picture."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt

LOWEST, HIGHEST = 60.0, 16_000.0
"""Hz; bands lie between them at equal musical distances."""
BANDS = 160
COLUMNS = 1200
"""The most columns of the picture."""
_SIZE = 4096
"""Samples of a transform."""
_QUIET, _LOUD = -95.0, -20.0
"""dB below a full-scale sine that are black and brightest."""
_COLOURS = (
    (0, 0, 4), (40, 11, 84), (101, 21, 110), (159, 42, 99), (212, 72, 66), (245, 125, 21), (250, 193, 39),
    (252, 255, 164),
)  # fmt: skip
"""From quiet to loud, with rising brightness, so that it is also read in grey."""


class Spectrum:
    """Collects the levels of bands, block by block."""

    def __init__(self, sample_rate: int, expected: float) -> None:
        """Begin before the first block.

        Args:
            sample_rate: Hz.
            expected: seconds that the sound probably lasts; a longer one has more columns.
        """
        self._hop = max(_SIZE // 2, round(expected * sample_rate / (2 * COLUMNS)))
        self._window = np.hanning(_SIZE).astype(np.float32)
        edges = np.geomspace(LOWEST, min(HIGHEST, sample_rate / 2), BANDS + 1) * _SIZE / sample_rate
        self._edges = np.round(edges[:-1]).astype(int)
        self._pending = np.zeros(0, dtype=np.float32)
        self._skip = 0
        self._columns: list[npt.NDArray[np.uint8]] = []

    def add(self, block: npt.NDArray[np.float32]) -> None:
        """Add the next samples of one channel."""
        skipped = min(self._skip, len(block))
        self._skip -= skipped
        pending = np.concatenate((self._pending, block[skipped:]))
        count = max(0, (len(pending) - _SIZE) // self._hop + 1)
        if count:
            starts = np.arange(count)[:, np.newaxis] * self._hop
            spectra = np.abs(np.fft.rfft(pending[starts + np.arange(_SIZE)] * self._window, axis=1))
            self._columns.append(self._levels(spectra * (2 / self._window.sum())))
        used = count * self._hop
        self._skip += max(0, used - len(pending))
        self._pending = pending[used:]

    def _levels(self, spectra: npt.NDArray[np.floating]) -> npt.NDArray[np.uint8]:
        bands = np.maximum.reduceat(spectra, self._edges, axis=1)
        decibels = 20 * np.log10(np.maximum(bands, 1e-9))
        return np.clip((decibels - _QUIET) / (_LOUD - _QUIET) * 255, 0, 255).astype(np.uint8)

    def levels(self) -> npt.NDArray[np.uint8]:
        """Return the levels as (bands, columns), at most `COLUMNS` of them; no columns for less than a transform."""
        if not self._columns:
            return np.zeros((BANDS, 0), dtype=np.uint8)
        columns = np.concatenate(self._columns)
        starts = np.linspace(0, len(columns), min(COLUMNS, len(columns)), endpoint=False).astype(int)
        counts = np.diff([*starts, len(columns)])[:, np.newaxis]
        means = np.add.reduceat(columns.astype(np.uint32), starts, axis=0) / counts
        return means.astype(np.uint8).T


def spectrogram_png(levels: npt.NDArray[np.uint8]) -> bytes:
    """Return the picture of levels as a PNG file, the highest band on top."""
    from PIL import Image

    picture = Image.fromarray(np.ascontiguousarray(levels[::-1] if levels.size else np.zeros((1, 1), np.uint8)), "L")
    palette = picture.convert("L")
    palette.putpalette(_palette())
    content = io.BytesIO()
    palette.save(content, "PNG", optimize=True)
    return content.getvalue()


def _palette() -> list[int]:
    steps = np.linspace(0, 255, len(_COLOURS))
    channels = [np.interp(np.arange(256), steps, channel) for channel in zip(*_COLOURS, strict=True)]
    return [round(float(value)) for colour in zip(*channels, strict=True) for value in colour]
