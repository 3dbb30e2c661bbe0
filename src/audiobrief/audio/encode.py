"""Encode M4A, Opus and FLAC files and short MP3 clips with ffmpeg, and decode finished files.

AAC and Opus are decoded and measured while they are encoded, by the same run of ffmpeg: on a second core, if there is
one.

An episode's MP3 is encoded in `mp3/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audiobrief.audio.loudness import Block, Loudness, LoudnessMeter
from audiobrief.errors import OutputError, ProgramError, ProgramTimeoutError
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
_OPUS_RATE = 48_000
"""Hz, of decoded Opus."""
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


def encode_m4a(output: Output, parts: M4aParts, path: Path) -> Loudness:
    """Encode a file of samples as AAC in M4A, with tags and chapters; in a file that ends in .m4b, as an audiobook.

    Returns:
        The loudness of its decoded sound.

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
    return _encode_and_measure(arguments, path, output.channels, output.sample_rate)


def _encode_and_measure(arguments: Sequence[str], path: Path, channels: int, sample_rate: int) -> Loudness:
    """Run ffmpeg to encode sound, and measure what is decoded of it at once.

    Args:
        arguments: inputs, codecs and one output, whose first stream is the sound.
        path: the file that it writes.
        channels: of the decoded sound.
        sample_rate: of the decoded sound, in Hz.

    Raises:
        OutputError: it could not be encoded, or does not decode.
    """
    command = [
        ffmpeg_program(), "-hide_banner", "-nostats", "-nostdin", "-loglevel", "error", "-xerror", "-y", *arguments,
        # The decoder's input is the first stream of the first output (ffmpeg, Loopback decoders).
        "-dec", "0:0", "-filter_complex", "[dec:0]anull[decoded]",
        "-map", "[decoded]", "-f", "f32le", "-c:a", "pcm_f32le", "pipe:1",
    ]  # fmt: skip
    meter = LoudnessMeter(sample_rate)
    try:
        for piece in read_pieces(command, _DECODED_FRAMES * 4 * channels, _TIME_LIMIT):
            meter.add(np.frombuffer(piece, dtype="<f4").reshape(-1, channels))
    except ProgramTimeoutError:
        raise
    except ProgramError as error:
        raise encoding_error(str(error), path) from error
    return meter.result()


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
    run_encoder(_untagged(output, sound, codec, path), path, timeout=_TIME_LIMIT)


def encode_opus(output: Output, sound: Path, path: Path) -> Loudness:
    """Encode a file of samples as Opus in Ogg, at 48 kHz, without tags.

    Returns:
        The loudness of its decoded sound.

    Raises:
        OutputError: the encoder could not write it.
    """
    bitrate = min(output.bitrate, _HIGHEST_OPUS_BITRATE * output.channels)
    arguments = _untagged(output, sound, ("-c:a", "libopus", "-b:a", str(bitrate), "-f", "opus"), path)
    return _encode_and_measure(arguments, path, output.channels, _OPUS_RATE)


def encode_flac(output: Output, sound: Path, path: Path) -> None:
    """Encode a file of samples as FLAC, without tags.

    Raises:
        OutputError: the encoder could not write it.
    """
    run_encoder(_untagged(output, sound, ("-c:a", "flac", "-f", "flac"), path), path, timeout=_TIME_LIMIT)


def _untagged(output: Output, sound: Path, codec: Sequence[str], path: Path) -> list[str]:
    return [
        *pcm_input(f"file:{sound}", output.sample_rate, output.channels),
        *("-map", "0:a", "-map_metadata", "-1", *BIT_EXACT, *codec, f"file:{path}"),
    ]


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
