"""Mastered chunks -> MP3 frames, and what a decoder makes of them; each by an encoder of its own.

A chunk is encoded with some frames before and after it, which are dropped again, and without a bit reservoir: what
is left can be joined to its neighbours without a seam. What comes out follows from the chunk's samples alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np

from audiobrief.audio.assemble import Block
from audiobrief.audio.encode import encoding_failure
from audiobrief.errors import OutputError
from audiobrief.mp3.ffmpeg_lame import encoded_together, ffmpeg_identity
from audiobrief.mp3.frames import mono_bitrate, split_frames, widened
from audiobrief.mp3.lame import LameError, encoded, lame_version
from audiobrief.script.models.script import Output
from audiobrief.timeline.timeline import FRAME
from audiobrief.voices.engine import Samples

__all__ = [
    "POST_ROLL",
    "PRE_ROLL",
    "Encoded",
    "Source",
    "chunks_at_once",
    "encode_chunks",
    "encoder_bitrate",
    "encoder_identity",
]

PRE_ROLL = 5
"""Frames before a chunk that are encoded with it, and dropped."""
POST_ROLL = 4
"""Frames after it."""
_LOWPASS = {128_000: 17_000, 160_000: 17_500, 192_000: 18_600, 224_000: 19_400, 256_000: 19_700, 320_000: 20_500}
"""Hz that LAME leaves of two channels, by bit rate (lame 3.100, lame.c, optimum_bandwidth)."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What is encoded as a chunk."""

    samples: Samples
    """(frames, channels), with what comes before and after it; one channel where both are the same."""
    before: int
    """MP3 frames of it that come before the chunk: `PRE_ROLL`, or 0 at the programme's beginning."""
    count: int | None
    """MP3 frames of the chunk; None at the programme's end, where all that the encoder gives belong to it."""


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """An encoded chunk."""

    frames: tuple[bytes, ...]
    """Its MP3 frames."""
    before: Block
    """What a decoder gives for the frames before it, (frames, channels), but for the first: that one sounds of what
    was decoded before."""
    decoded: Block
    """What a decoder gives for it."""
    after: Block
    """What a decoder gives for the frames after it."""


def encoder_identity() -> str:
    """Return what tells an encoder from another."""
    return lame_version() or ffmpeg_identity()


def chunks_at_once() -> int:
    """Return how many chunks are worth going together: of those through one run of a program, each saves a start."""
    return 1 if lame_version() is not None else 3


def encoder_bitrate(channels: int, output: Output) -> int:
    """Return the bit rate at which samples of so many channels are encoded, before they are put into wide frames."""
    narrow = mono_bitrate(output.bitrate) if channels < output.channels else None
    return narrow or output.bitrate


def encode_chunks(sources: Sequence[Source], output: Output, folder: Path) -> list[Encoded]:
    """Encode chunks, and decode them again.

    Args:
        sources: all with the same number of channels.
        output: the programme's form.
        folder: in which there is room for files on the way.

    Raises:
        OutputError: the encoder could not write them, or what it wrote does not decode.
    """
    channels = sources[0].samples.shape[1]
    narrow = mono_bitrate(output.bitrate) if channels < output.channels else None
    if channels < output.channels and narrow is None:
        doubled = [Source(np.repeat(each.samples, 2, axis=1), each.before, each.count) for each in sources]
        return encode_chunks(doubled, output, folder)
    lowpass = _LOWPASS[output.bitrate] if narrow else None
    streams = _streams(sources, output.sample_rate, encoder_bitrate(channels, output), lowpass, folder)
    done = []
    for source, stream in zip(sources, streams, strict=True):
        try:
            frames = split_frames(stream)
        except ValueError as error:
            raise encoding_failure(str(error), folder) from error
        decoded = _decoded(stream)
        if len(frames) < len(source.samples) // FRAME:
            raise encoding_failure("a part is missing", folder)
        if len(decoded) != len(frames) * FRAME:
            raise OutputError(f"of {len(frames)} encoded frames {len(decoded) / FRAME:g} decode (try again)")
        last = len(frames) if source.count is None else source.before + source.count
        kept = frames[source.before : last]
        first, end = source.before * FRAME, last * FRAME
        done.append(
            Encoded(
                tuple(widened(kept, output.bitrate) if narrow else kept),
                decoded[min(FRAME, first) : first],
                decoded[first:end],
                decoded[end:],
            )
        )
    return done


def _streams(
    sources: Sequence[Source], sample_rate: int, bitrate: int, lowpass: int | None, folder: Path
) -> list[bytes]:
    pieces = [source.samples for source in sources]
    if lame_version() is None:
        return encoded_together(pieces, sample_rate, bitrate, lowpass, folder)
    try:
        return [encoded(piece, sample_rate, bitrate, lowpass) for piece in pieces]
    except LameError as error:
        raise encoding_failure(str(error), folder) from error


def _decoded(stream: bytes) -> Block:
    import soundfile

    try:
        sound, _ = soundfile.read(BytesIO(stream), dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise OutputError(f"what was encoded does not decode: {error} (try again)") from error
    return np.asarray(sound, dtype=np.float32)
