"""Encoding of mastered chunks as MP3 frames, and decoding them again.

Each chunk is encoded by an encoder of its own, with some frames before and after it, which are dropped, and without a
bit reservoir: its frames can be joined to those of its neighbours without a seam, and depend on its samples alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np

from audiobrief.audio.encode import encoding_error
from audiobrief.audio.loudness import Block
from audiobrief.errors import OutputError
from audiobrief.mp3.frames import mono_bitrate, mono_to_joint_stereo, split_frames
from audiobrief.mp3.lame import encode_streams
from audiobrief.script.models.script import Output
from audiobrief.timeline.timeline import FRAME
from audiobrief.units import Samples

_PRE_ROLL, _LONG_PRE_ROLL = 5, 25
_LOW_BITRATE = 128_000
"""Bits a second below which an encoder takes longer until it encodes as in one pass (measured at 64 kbit/s)."""
POST_ROLL = 4
"""Frames after it."""
_LOWPASS = {128_000: 17_000, 160_000: 17_500, 192_000: 18_600, 224_000: 19_400, 256_000: 19_700, 320_000: 20_500}
"""The cut-off frequencies in Hz that LAME chooses for two channels, by bit rate (lame.c, optimum_bandwidth)."""


@dataclass(frozen=True, slots=True, eq=False)
class ChunkSource:
    """The samples of a chunk and around it."""

    samples: Samples
    """(frames, channels), with the pre-roll and post-roll; one channel if both are the same."""
    before: int
    """MP3 frames before the chunk: those of `pre_roll`, or 0 at the programme's beginning."""
    count: int | None
    """MP3 frames of the chunk; None at the programme's end, where all further frames belong to it."""


@dataclass(frozen=True, slots=True, eq=False)
class EncodedChunk:
    """An encoded chunk."""

    frames: tuple[bytes, ...]
    """Its MP3 frames."""
    before: Block
    """Decoded sound of the frames before it, (frames, channels), without the first frame, which depends on the frame
    before it."""
    decoded: Block
    """Its decoded sound."""
    after: Block
    """Decoded sound of the frames after it."""


def pre_roll(bitrate: int) -> int:
    """Return the number of frames before a chunk that are encoded with it, and dropped, by the file's bit rate."""
    return _LONG_PRE_ROLL if bitrate < _LOW_BITRATE else _PRE_ROLL


def encoder_bitrate(channels: int, output: Output) -> int:
    """Return the bit rate at which samples are encoded: a mono bit rate if they become joint stereo frames."""
    mono = mono_bitrate(output.bitrate) if channels < output.channels else None
    return mono or output.bitrate


def encode_chunks(sources: Sequence[ChunkSource], output: Output, folder: Path) -> list[EncodedChunk]:
    """Encode chunks, and decode them again.

    Args:
        sources: the chunks, all with the same number of channels.
        output: the programme's format.
        folder: a folder for temporary files.

    Raises:
        OutputError: a chunk could not be encoded, or its frames do not decode.
    """
    channels = sources[0].samples.shape[1]
    mono = mono_bitrate(output.bitrate) if channels < output.channels else None
    if channels < output.channels and mono is None:
        doubled = [ChunkSource(np.repeat(source.samples, 2, axis=1), source.before, source.count) for source in sources]
        return encode_chunks(doubled, output, folder)
    lowpass = _LOWPASS[output.bitrate] if mono else None
    pieces = [source.samples for source in sources]
    streams = encode_streams(pieces, output.sample_rate, mono or output.bitrate, lowpass, folder)
    chunks = []
    for source, stream in zip(sources, streams, strict=True):
        try:
            frames = split_frames(stream)
        except ValueError as error:
            raise encoding_error(str(error), folder) from error
        decoded = _decode(stream)
        if len(frames) < len(source.samples) // FRAME:
            raise encoding_error("a part is missing", folder)
        if len(decoded) != len(frames) * FRAME:
            raise OutputError(f"of {len(frames)} encoded frames {len(decoded) / FRAME:g} decode (try again)")
        last = len(frames) if source.count is None else source.before + source.count
        inner = frames[source.before : last]
        first, end = source.before * FRAME, last * FRAME
        chunks.append(
            EncodedChunk(
                tuple(mono_to_joint_stereo(inner, output.bitrate) if mono else inner),
                decoded[min(FRAME, first) : first],
                decoded[first:end],
                decoded[end:],
            )
        )
    return chunks


def _decode(stream: bytes) -> Block:
    import soundfile

    try:
        sound, _ = soundfile.read(BytesIO(stream), dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise OutputError(f"encoded sound does not decode: {error} (try again)") from error
    return np.asarray(sound, dtype=np.float32)
