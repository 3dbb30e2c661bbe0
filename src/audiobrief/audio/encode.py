"""Encode M4A, Opus and FLAC files and short MP3 clips with ffmpeg, and decode and measure finished files.

An episode's MP3 is encoded in `mp3/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audiobrief.audio.loudness import Block, Loudness, LoudnessMeter
from audiobrief.errors import OutputError, ProgramError
from audiobrief.script.models.script import Output
from audiobrief.storage.files import visible_path, write_failure
from audiobrief.storage.processes import ffmpeg_program, read_pieces, run
from audiobrief.units import Samples

_LAME_SCALES = ((160_000, 0.95), (192_000, 0.97), (224_000, 0.98), (320_000, 1.0))
"""The highest bit rate at which LAME multiplies samples by the factor."""
_DECODED_FRAMES = 282_240
"""Samples of each channel that are decoded at once."""
BIT_EXACT = ("-fflags", "+bitexact", "-flags:a", "+bitexact")
"""Arguments that keep ffmpeg's version and the time out of what it writes."""
_AUDIOBOOK = ("-metadata", "media_type=2", "-brand", "M4B ")
"""ffmpeg's arguments for an audiobook: iTunes' media kind, and the file's brand."""
_HIGHEST_OPUS_BITRATE = 256_000
"""Of a channel, in libopus."""
_TIME_LIMIT = 7200.0
"""Seconds."""
_METADATA_PIECE, _METADATA_TIME_LIMIT = 1 << 16, 20.0
"""Bytes, and seconds, of reading the tags of a file."""


def mp3_makeup(bitrate: int) -> float:
    """Return the factor that compensates LAME's scale at low bit rates (lame 3.100, presets.c, and measured)."""
    return next(1 / scale for highest, scale in _LAME_SCALES if bitrate <= highest)


def run_encoder(arguments: Sequence[str], path: Path, *, timeout: float, content: bytes | None = None) -> None:
    """Run ffmpeg to encode sound.

    Args:
        arguments: inputs, codecs and outputs.
        path: a file beside those that it writes, which an error names.
        timeout: seconds.
        content: its standard input.

    Raises:
        OutputError: it could not write them.
    """
    command = [ffmpeg_program(), "-hide_banner", "-nostats", "-nostdin", "-loglevel", "error", "-y", *arguments]
    status, _, message = run(command, timeout=timeout, content=content)
    if status != 0:
        raise encoding_error((message.strip().splitlines() or ["no message"])[-1], path)


def pcm_input(source: str, sample_rate: int, channels: int) -> tuple[str, ...]:
    """Return ffmpeg's arguments for an input of 16-bit samples."""
    return ("-f", "s16le", "-ar", str(sample_rate), "-ac", str(channels), "-i", source)


@dataclass(frozen=True, slots=True)
class M4aParts:
    """The parts of an M4A file."""

    sound: Path
    """A file of 16-bit samples."""
    chapters: Path
    """An ffmetadata file."""
    cover: Path | None
    """A JPEG or PNG file."""
    tags: tuple[str, ...]
    """ffmpeg's arguments."""


def encode_m4a(output: Output, parts: M4aParts, path: Path) -> None:
    """Encode a file of samples as AAC in M4A, with tags and chapters; in a file that ends in .m4b, as an audiobook.

    Raises:
        OutputError: the encoder could not write it.
    """
    audiobook = _AUDIOBOOK if path.suffix == ".m4b" else ()
    picture = ["-i", f"file:{parts.cover}"] if parts.cover else []
    mapped = ["-map", "2:v", "-c:v", "copy", "-disposition:v:0", "attached_pic"] if parts.cover else []
    arguments = [
        *pcm_input(f"file:{parts.sound}", output.sample_rate, output.channels),
        "-f", "ffmetadata", "-i", f"file:{parts.chapters}", *picture,
        "-map", "0:a", *mapped, "-map_metadata", "1", "-map_chapters", "1", *parts.tags, *audiobook, *BIT_EXACT,
        "-c:a", "aac", "-b:a", str(output.bitrate), "-movflags", "+faststart", "-f", "ipod", f"file:{path}",
    ]  # fmt: skip
    run_encoder(arguments, path, timeout=_TIME_LIMIT)


def read_ffmetadata(path: Path) -> str:
    """Read the tags and chapters of an M4A file, as text in ffmpeg's format (ffmpeg-formats, Metadata).

    Raises:
        ProgramError: ffmpeg cannot read the file.
    """
    command = [
        ffmpeg_program(), "-hide_banner", "-nostdin", "-nostats", "-loglevel", "error",
        "-protocol_whitelist", "file,pipe", "-format_whitelist", "mov",
        "-i", f"file:{path}", "-f", "ffmetadata", "pipe:1",
    ]  # fmt: skip
    return b"".join(read_pieces(command, _METADATA_PIECE, _METADATA_TIME_LIMIT)).decode("utf-8", "replace")


def encode_mp3_clip(output: Output, sound: Path, path: Path) -> None:
    """Encode a file of samples as MP3, without tags.

    Raises:
        OutputError: the encoder could not write it.
    """
    codec = ("-c:a", "libmp3lame", "-b:a", str(output.bitrate), "-id3v2_version", "0", "-f", "mp3")
    _encode_without_tags(output, sound, codec, path)


def encode_opus(output: Output, sound: Path, path: Path) -> None:
    """Encode a file of samples as Opus in Ogg, at 48 kHz, without tags.

    Raises:
        OutputError: the encoder could not write it.
    """
    bitrate = min(output.bitrate, _HIGHEST_OPUS_BITRATE * output.channels)
    _encode_without_tags(output, sound, ("-c:a", "libopus", "-b:a", str(bitrate), "-f", "opus"), path)


def encode_flac(output: Output, sound: Path, path: Path) -> None:
    """Encode a file of samples as FLAC, without tags.

    Raises:
        OutputError: the encoder could not write it.
    """
    _encode_without_tags(output, sound, ("-c:a", "flac", "-f", "flac"), path)


def _encode_without_tags(output: Output, sound: Path, codec: Sequence[str], path: Path) -> None:
    arguments = [
        *pcm_input(f"file:{sound}", output.sample_rate, output.channels),
        *("-map_metadata", "-1", *BIT_EXACT, *codec, f"file:{path}"),
    ]
    run_encoder(arguments, path, timeout=_TIME_LIMIT)


def encoding_error(reason: str, path: Path) -> OutputError:
    """Return the error of an encoder that failed."""
    return OutputError(
        f"the sound could not be encoded in {visible_path(path)}: {reason} (free some space there and try again)"
    )


def write_samples(blocks: Iterator[Samples], path: Path) -> None:
    """Write a programme's samples to a file, for an encoder that needs to seek.

    Raises:
        OutputError: they could not be written.
    """
    try:
        with path.open("wb") as file:
            for block in blocks:
                file.write(np.ascontiguousarray(block, dtype="<i2").tobytes())
    except OSError as error:
        raise write_failure(path, error) from error


def decode(path: Path, output: Output, start: int = 0, length: int | None = None) -> Iterator[Block]:
    """Decode a finished file, or `length` samples of it from `start` on, and yield blocks of (frames, channels).

    Opus files have 48 kHz, and are converted to the rate of the script.

    Raises:
        OutputError: it does not decode without an error.
    """
    rate = output.sample_rate
    stretch = [] if length is None else ["-ss", f"{start / rate:.6f}", "-t", f"{length / rate:.6f}"]
    command = [
        ffmpeg_program(), "-hide_banner", "-nostdin", "-nostats", "-loglevel", "error",
        "-xerror", "-err_detect", "explode", "-protocol_whitelist", "file,pipe", *stretch, "-i", f"file:{path}",
        "-map", "0:a:0", "-ar", str(rate), "-f", "f32le", "-c:a", "pcm_f32le", "pipe:1",
    ]  # fmt: skip
    try:
        for piece in read_pieces(command, _DECODED_FRAMES * 4 * output.channels):
            yield np.frombuffer(piece, dtype="<f4").reshape(-1, output.channels)
    except ProgramError as error:
        raise OutputError(
            f"the finished file does not decode: {error} (check the disk of {visible_path(path)} and try again)"
        ) from error


def measure_samples(path: Path, output: Output) -> tuple[Loudness, int]:
    """Measure a file of 16-bit samples, as `measure` does one that decodes to them.

    Returns:
        Its loudness, and its length in samples per channel.

    Raises:
        OutputError: the file cannot be read.
    """
    meter = LoudnessMeter(output.sample_rate)
    try:
        with path.open("rb") as file:
            while len(samples := np.fromfile(file, dtype="<i2", count=_DECODED_FRAMES * output.channels)):
                meter.add(samples.reshape(-1, output.channels).astype(np.float32) / np.float32(32768))
    except OSError as error:
        raise write_failure(path, error) from error
    return meter.result(), meter.frames


def measure(path: Path, output: Output) -> tuple[Loudness, int]:
    """Measure a finished file.

    Returns:
        Its loudness, and its length in samples per channel.

    Raises:
        OutputError: it does not decode without an error.
    """
    meter = LoudnessMeter(output.sample_rate)
    for block in decode(path, output):
        meter.add(block)
    return meter.result(), meter.frames
