"""LAME in ffmpeg: samples -> MP3 streams, several in one run, where LAME cannot be had in this process."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from audiobrief.audio.encode import encoding_failure
from audiobrief.errors import ProgramError
from audiobrief.storage.processes import ffmpeg_program, run
from audiobrief.voices.engine import Samples

__all__ = ["encoded_together", "ffmpeg_identity"]

_TIME_LIMIT = 600.0


@cache
def ffmpeg_identity() -> str:
    """Return what tells an encoder from another: its file's name and size."""
    program = Path(ffmpeg_program())
    return f"{program.name} {program.stat().st_size}"


def encoded_together(
    pieces: Sequence[Samples], sample_rate: int, bitrate: int, lowpass: int | None, folder: Path
) -> list[bytes]:
    """Encode pieces of sound, each by an encoder of its own, as `lame.encoded` does with one.

    Args:
        pieces: (frames, channels), all with the same number of channels.
        sample_rate: Hz.
        bitrate: bits a second.
        lowpass: Hz above which nothing is left; LAME's own choice if not given.
        folder: for files on the way.

    Raises:
        OutputError: the encoder could not write them.
    """
    content = b"".join(np.ascontiguousarray(each, dtype="<i2").tobytes() for each in pieces)
    try:
        with tempfile.TemporaryDirectory(dir=folder) as own:
            paths = [Path(own) / f"{at}.frames" for at in range(len(pieces))]
            status, _, said = run(
                _command(pieces, sample_rate, bitrate, lowpass, paths), timeout=_TIME_LIMIT, content=content
            )
            streams = [path.read_bytes() for path in paths] if status == 0 else []
    except (ProgramError, OSError) as error:
        raise encoding_failure(str(error), folder) from error
    if status != 0:
        raise encoding_failure((said.strip().splitlines() or ["it said nothing"])[-1], folder)
    return streams


def _command(
    pieces: Sequence[Samples], sample_rate: int, bitrate: int, lowpass: int | None, paths: Sequence[Path]
) -> list[str]:
    ends = np.cumsum([len(each) for each in pieces])[:-1]
    outlets = "".join(f"[c{at}]" for at in range(len(pieces)))
    graph = f"[0:a]asegment=samples={'|'.join(map(str, ends))}{outlets}" if len(ends) else f"[0:a]anull{outlets}"
    command = [
        ffmpeg_program(), "-hide_banner", "-nostats", "-loglevel", "error", "-y",
        "-f", "s16le", "-ar", str(sample_rate), "-ac", str(pieces[0].shape[1]), "-i", "pipe:0",
        "-filter_complex", graph,
    ]  # fmt: skip
    # The encoder chooses what is cut off at the top by bit rate and channels; the same is cut off in all chunks.
    cutoff = [] if lowpass is None else ["-cutoff", str(lowpass)]
    for at, path in enumerate(paths):
        command += [
            "-map", f"[c{at}]", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact",
            "-c:a", "libmp3lame", "-b:a", str(bitrate), "-reservoir", "0", *cutoff,
            "-write_xing", "0", "-id3v2_version", "0", "-write_id3v1", "0", "-f", "mp3", f"file:{path}",
        ]  # fmt: skip
    return command
