"""A whole programme through one run of an encoder, to compare with."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np

from audiobrief.script.models.script import Output
from audiobrief.storage.processes import ffmpeg_program
from audiobrief.units import Samples


def encode_mp3_clip(samples: Samples, output: Output, path: Path, *, reservoir: bool = True) -> None:
    """Encode samples as MP3 frames with an Info frame, as ffmpeg does."""
    command = [
        ffmpeg_program(), "-loglevel", "error", "-y",
        "-f", "s16le", "-ar", str(output.sample_rate), "-ac", str(output.channels), "-i", "pipe:0",
        "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact",
        "-c:a", "libmp3lame", "-b:a", str(output.bitrate), "-reservoir", str(int(reservoir)), "-write_xing", "1",
        "-id3v2_version", "0", "-write_id3v1", "0", "-f", "mp3", f"file:{path}",
    ]  # fmt: skip
    subprocess.run(command, input=np.ascontiguousarray(samples, dtype="<i2").tobytes(), check=True)
