"""A look-ahead true-peak limiter without memory: a block's result follows from it and 40 ms around it.

The gain that each sample needs is held for a window and then smoothed twice over half of it, so that it is low
enough wherever a peak is, moves without a corner, and comes back within 40 ms: no pumping.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from audiobrief.audio.assemble import Block
from audiobrief.audio.loudness import peak_envelope
from audiobrief.units import milliseconds_to_samples

__all__ = ["limit"]

_WINDOW = 40
"""Milliseconds, half of them before the peak."""


def limit(blocks: Iterable[Block], gain: float, ceiling: float, sample_rate: int) -> Iterator[Block]:
    """Amplify a programme and keep its true peaks under a ceiling.

    Args:
        blocks: (frames, channels) each; all but the last at least 80 ms long.
        gain: factor.
        ceiling: highest true peak, as an amplitude.
        sample_rate: Hz.
    """
    half = milliseconds_to_samples(_WINDOW, sample_rate) // 4 * 2
    reach = 2 * half + 16
    before: Block | None = None
    current: Block | None = None
    for following in blocks:
        if current is not None:
            yield _limited(before, current, following, gain, ceiling, half, reach)
            before = current
        current = following
    if current is not None:
        yield _limited(before, current, None, gain, ceiling, half, reach)


def _limited(
    before: Block | None,
    block: Block,
    after: Block | None,
    gain: float,
    ceiling: float,
    half: int,
    reach: int,
) -> Block:
    empty = block[:0]
    left = empty if before is None else before[-reach:]
    right = empty if after is None else after[:reach]
    sound = np.concatenate((left, block, right)) * np.float32(gain)
    inner = slice(len(left), len(left) + len(block))
    needed = np.minimum(1.0, ceiling / np.maximum(peak_envelope(sound, ceiling), 1e-9))
    if needed.min(initial=1.0) >= 1.0:
        return sound[inner]
    smooth = _running_mean(_running_mean(_running_minimum(needed, half), half // 2), half // 2)
    limited: Block = (sound * smooth[:, np.newaxis].astype(np.float32))[inner]
    return limited


def _running_minimum(values: npt.NDArray[np.float64], half: int) -> npt.NDArray[np.float64]:
    """Give the least value within `half` samples of each, by van Herk's method: two passes, whatever the window."""
    width = 2 * half + 1
    count = -(-(len(values) + 2 * half) // width) * width
    padded = np.full(count, 1.0)
    padded[half : half + len(values)] = values
    pieces = padded.reshape(-1, width)
    forward = np.minimum.accumulate(pieces, axis=1).ravel()
    backward = np.minimum.accumulate(pieces[:, ::-1], axis=1)[:, ::-1].ravel()
    return np.minimum(backward[: len(values)], forward[width - 1 : width - 1 + len(values)])


def _running_mean(values: npt.NDArray[np.float64], half: int) -> npt.NDArray[np.float64]:
    """Give the mean within `half` samples of each; beyond the edges the outermost value goes on."""
    total = np.cumsum(np.pad(values, (half + 1, half), mode="edge"))
    mean: npt.NDArray[np.float64] = (total[2 * half + 1 :] - total[: -2 * half - 1]) / (2 * half + 1)
    return mean
