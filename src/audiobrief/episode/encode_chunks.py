"""Mastered chunks -> MP3 frames, several in one run of ffmpeg, each by an encoder of its own.

A chunk is encoded with some frames before and after it, which are dropped again, and without a bit reservoir: what
is left can be joined to its neighbours without a seam. What comes out follows from the chunk's samples alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from audiobrief.audio.assemble import Block
from audiobrief.episode.encode import encoding_failure
from audiobrief.episode.mp3_frames import mono_bitrate, split_frames, widened
from audiobrief.errors import OutputError, ProgramError
from audiobrief.processes import ffmpeg_program, run
from audiobrief.script.model import Output
from audiobrief.speech.engine import Samples
from audiobrief.timeline import FRAME

__all__ = ["POST_ROLL", "PRE_ROLL", "Encoded", "Source", "encode_chunks", "encoder_bitrate", "encoder_identity"]

PRE_ROLL = 5
"""Frames before a chunk that are encoded with it, and dropped."""
POST_ROLL = 4
"""Frames after it."""
_LOWPASS = {128_000: 17_000, 160_000: 17_500, 192_000: 18_600, 224_000: 19_400, 256_000: 19_700, 320_000: 20_500}
"""Hz that LAME leaves of two channels, by bit rate (lame 3.100, lame.c, optimum_bandwidth)."""
_TIME_LIMIT = 600.0


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


@cache
def encoder_identity() -> str:
    """Give what tells an encoder from another: its file's name and size."""
    program = Path(ffmpeg_program())
    return f"{program.name} {program.stat().st_size}"


def encoder_bitrate(channels: int, output: Output) -> int:
    """Give the bit rate at which samples of so many channels are encoded, before they are put into wide frames."""
    narrow = mono_bitrate(output.bitrate) if channels < output.channels else None
    return narrow or output.bitrate


def encode_chunks(sources: Sequence[Source], output: Output, folder: Path) -> list[Encoded]:
    """Encode chunks, and decode them again.

    Args:
        sources: all with the same number of channels.
        output: the programme's form.
        folder: for files on the way.

    Raises:
        OutputError: the encoder could not write them, or what it wrote does not decode.
    """
    channels = sources[0].samples.shape[1]
    narrow = mono_bitrate(output.bitrate) if channels < output.channels else None
    if channels < output.channels and narrow is None:
        doubled = [Source(np.repeat(each.samples, 2, axis=1), each.before, each.count) for each in sources]
        return encode_chunks(doubled, output, folder)
    lowpass = _LOWPASS[output.bitrate] if narrow else None
    streams = _encoded(sources, output.sample_rate, channels, encoder_bitrate(channels, output), lowpass, folder)
    decoded = _decoded(streams, channels)
    done, at = [], 0
    for source, stream in zip(sources, streams, strict=True):
        frames = split_frames(stream)
        last = len(frames) if source.count is None else source.before + source.count
        kept = frames[source.before : last]
        first, end, whole = (at + number * FRAME for number in (source.before, last, len(frames)))
        done.append(
            Encoded(
                tuple(widened(kept, output.bitrate) if narrow else kept),
                decoded[min(at + FRAME, first) : first],
                decoded[first:end],
                decoded[end:whole],
            )
        )
        at = whole
    return done


def _encoded(
    sources: Sequence[Source], rate: int, channels: int, bitrate: int, lowpass: int | None, folder: Path
) -> list[bytes]:
    paths = [folder / f"{at}.frames" for at in range(len(sources))]
    content = b"".join(np.ascontiguousarray(each.samples, dtype="<i2").tobytes() for each in sources)
    ends = np.cumsum([len(each.samples) for each in sources])[:-1]
    outlets = "".join(f"[c{at}]" for at in range(len(sources)))
    graph = f"[0:a]asegment=samples={'|'.join(map(str, ends))}{outlets}" if len(ends) else f"[0:a]anull{outlets}"
    command = [
        ffmpeg_program(), "-hide_banner", "-nostats", "-loglevel", "error", "-y",
        "-f", "s16le", "-ar", str(rate), "-ac", str(channels), "-i", "pipe:0", "-filter_complex", graph,
    ]  # fmt: skip
    # The encoder chooses what is cut off at the top by bit rate and channels; the same is cut off in all chunks.
    cutoff = [] if lowpass is None else ["-cutoff", str(lowpass)]
    for at, path in enumerate(paths):
        command += [
            "-map", f"[c{at}]", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact",
            "-c:a", "libmp3lame", "-b:a", str(bitrate), "-reservoir", "0", *cutoff,
            "-write_xing", "0", "-id3v2_version", "0", "-write_id3v1", "0", "-f", "mp3", f"file:{path}",
        ]  # fmt: skip
    try:
        status, _, said = run(command, timeout=_TIME_LIMIT, content=content)
        streams = [path.read_bytes() for path in paths] if status == 0 else []
    except (ProgramError, OSError) as error:
        raise encoding_failure(str(error), folder) from error
    finally:
        for path in paths:
            path.unlink(missing_ok=True)
    if status != 0:
        raise encoding_failure((said.strip().splitlines() or ["it said nothing"])[-1], folder)
    for stream, source in zip(streams, sources, strict=True):
        if len(stream) < len(source.samples) // FRAME * 144 * bitrate // rate:
            raise encoding_failure("a part is missing", folder)
    return streams


def _decoded(streams: Sequence[bytes], channels: int) -> Block:
    command = [
        ffmpeg_program(), "-hide_banner", "-nostats", "-loglevel", "error",
        "-xerror", "-err_detect", "explode", "-f", "mp3", "-i", "pipe:0", "-f", "f32le", "-c:a", "pcm_f32le", "pipe:1",
    ]  # fmt: skip
    try:
        status, data, said = run(command, timeout=_TIME_LIMIT, content=b"".join(streams))
    except ProgramError as error:
        raise OutputError(f"what was encoded does not decode: {error} (try again)") from error
    if status != 0:
        raise OutputError(f"what was encoded does not decode: {said.strip()[-200:]} (try again)")
    return np.frombuffer(data, dtype="<f4").reshape(-1, channels)
