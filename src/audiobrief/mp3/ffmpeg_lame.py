"""LAME in ffmpeg, for systems where it is not available in this process; one run encodes several chunks."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from audiobrief.audio.encode import encoding_error
from audiobrief.errors import ProgramError
from audiobrief.storage.processes import ffmpeg_program, run
from audiobrief.voices.engine import Samples

_TIME_LIMIT = 600.0


@cache
def ffmpeg_fingerprint() -> str:
    """Return the fingerprint of ffmpeg: its file's name and size."""
    program = Path(ffmpeg_program())
    return f"{program.name} {program.stat().st_size}"


def encode_together(
    pieces: Sequence[Samples], sample_rate: int, bitrate: int, lowpass: int | None, folder: Path
) -> list[bytes]:
    """Encode pieces of sound, each by an encoder of its own, as `lame.encode` encodes one.

    Args:
        pieces: (frames, channels), all with the same number of channels.
        sample_rate: Hz.
        bitrate: bits a second.
        lowpass: the cut-off frequency in Hz; None for LAME's own choice.
        folder: a folder for temporary files.

    Raises:
        OutputError: the encoder could not write them.
    """
    content = b"".join(np.ascontiguousarray(piece, dtype="<i2").tobytes() for piece in pieces)
    try:
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            paths = [Path(temporary) / f"{at}.frames" for at in range(len(pieces))]
            status, _, message = run(
                _command(pieces, sample_rate, bitrate, lowpass, paths), timeout=_TIME_LIMIT, content=content
            )
            streams = [path.read_bytes() for path in paths] if status == 0 else []
    except (ProgramError, OSError) as error:
        raise encoding_error(str(error), folder) from error
    if status != 0:
        raise encoding_error((message.strip().splitlines() or ["no message"])[-1], folder)
    return streams


def _command(
    pieces: Sequence[Samples], sample_rate: int, bitrate: int, lowpass: int | None, paths: Sequence[Path]
) -> list[str]:
    ends = np.cumsum([len(piece) for piece in pieces])[:-1]
    outputs = "".join(f"[c{at}]" for at in range(len(pieces)))
    graph = f"[0:a]asegment=samples={'|'.join(map(str, ends))}{outputs}" if len(ends) else f"[0:a]anull{outputs}"
    command = [
        ffmpeg_program(), "-hide_banner", "-nostats", "-loglevel", "error", "-y",
        "-f", "s16le", "-ar", str(sample_rate), "-ac", str(pieces[0].shape[1]), "-i", "pipe:0",
        "-filter_complex", graph,
    ]  # fmt: skip
    # By itself, the encoder chooses the cut-off by bit rate and channels; it has to be the same in all chunks.
    cutoff = [] if lowpass is None else ["-cutoff", str(lowpass)]
    for at, path in enumerate(paths):
        command += [
            "-map", f"[c{at}]", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact",
            "-c:a", "libmp3lame", "-b:a", str(bitrate), "-reservoir", "0", *cutoff,
            "-write_xing", "0", "-id3v2_version", "0", "-write_id3v1", "0", "-f", "mp3", f"file:{path}",
        ]  # fmt: skip
    return command
