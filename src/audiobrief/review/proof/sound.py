"""Decode the sound of an episode, and find its levels and quiet places."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audiobrief.errors import EpisodeError, ProgramError
from audiobrief.storage.processes import ffmpeg_program, read_pieces

RATE = 16_000
"""Hz, what Whisper is made for."""
LONGEST_WINDOW = 28.0
"""Seconds heard at once; Whisper hears 30."""
LONGEST_EPISODE = 6 * 3600
"""Seconds of an episode that is listened to; six hours of samples take 700 MB."""
SILENCE = -50.0
"""dB of full scale; what lies below is silence."""
_FRAME = 160
_FRAMES_A_SECOND = RATE // _FRAME
_SMOOTH = 0.2
_LOWEST = 1e-12
_PIECE = 1 << 20
_MEASURED_AT_ONCE = 6000
"""Frames, so that an hour of sound is never held as floats."""

Levels = npt.NDArray[np.float32]
"""Level of each 10 ms, in dB of full scale."""


@dataclass(frozen=True, slots=True, eq=False)
class Excerpt:
    """A part of an episode's sound."""

    start: float
    """Seconds from the episode's beginning."""
    samples: npt.NDArray[np.int16]
    """One channel at `RATE`."""

    def part(self, start: float, end: float) -> Excerpt:
        """Return what lies between two times of the episode."""
        first = max(0, round((start - self.start) * RATE))
        return Excerpt(self.start + first / RATE, self.samples[first : max(first, round((end - self.start) * RATE))])

    @property
    def end(self) -> float:
        """Seconds from the episode's beginning."""
        return self.start + len(self.samples) / RATE


def decode_speech(path: Path, longest: float = LONGEST_EPISODE) -> Excerpt:
    """Decode a file to one channel, at most so many seconds of it.

    Raises:
        EpisodeError: the file is not a sound file.
    """
    command = [
        ffmpeg_program(), "-hide_banner", "-nostdin", "-nostats", "-loglevel", "error",
        "-protocol_whitelist", "file,pipe", "-i", f"file:{path}",
        "-map", "0:a:0", "-t", f"{longest:.3f}",
        "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-c:a", "pcm_s16le", "pipe:1",
    ]  # fmt: skip
    try:
        content = b"".join(read_pieces(command, _PIECE))
    except ProgramError as error:
        raise EpisodeError(f"{path} does not decode: {error} (render the script again)") from error
    return Excerpt(0.0, np.frombuffer(content, dtype="<i2"))


def levels(sound: Excerpt) -> Levels:
    """Measure each 10 ms; what is left at the end is not measured."""
    frames = sound.samples[: len(sound.samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    measured = np.empty(len(frames), dtype=np.float32)
    for start in range(0, len(frames), _MEASURED_AT_ONCE):
        block = frames[start : start + _MEASURED_AT_ONCE].astype(np.float32) / 32768
        measured[start : start + _MEASURED_AT_ONCE] = 10 * np.log10(np.mean(block**2, axis=1) + _LOWEST)
    return measured


def silences(measured: Levels, shortest: float) -> tuple[tuple[float, float], ...]:
    """Return start and end, in seconds, of every silence that lasts longer than `shortest` seconds."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (measured < SILENCE).astype(np.int8), [0]))))
    return tuple(
        (float(start) / _FRAMES_A_SECOND, float(end) / _FRAMES_A_SECOND)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if end - start > shortest * _FRAMES_A_SECOND
    )


def quietest(measured: Levels, start: float, end: float) -> float:
    """Return the middle of the quietest fifth of a second between two times, in seconds."""
    first = max(0, min(len(measured), round(start * _FRAMES_A_SECOND)))
    stretch = measured[first : max(first, round(end * _FRAMES_A_SECOND))]
    width = round(_SMOOTH * _FRAMES_A_SECOND)
    if len(stretch) <= width:
        return (start + end) / 2
    smooth = np.convolve(stretch, np.full(width, 1 / width), "valid")
    return (first + int(np.argmin(smooth)) + width / 2) / _FRAMES_A_SECOND


def windows(
    measured: Levels, start: float = 0.0, end: float | None = None, longest: float = LONGEST_WINDOW
) -> tuple[tuple[float, float], ...]:
    """Return the bounds of windows of at most `longest` seconds, cut at quiet places.

    The script's times are not used: after a missing sentence, everything comes early.

    Args:
        measured: the levels of the whole sound.
        start: second at which the first window starts.
        end: second at which the last one ends; None for the end of the sound.
        longest: seconds.
    """
    stop = len(measured) / _FRAMES_A_SECOND if end is None else end
    bounds = [start]
    while stop - bounds[-1] > longest:
        bounds.append(quietest(measured, bounds[-1] + longest * 0.4, bounds[-1] + longest))
    return tuple(zip(bounds, [*bounds[1:], stop], strict=True))
