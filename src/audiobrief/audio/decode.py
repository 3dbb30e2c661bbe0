"""Decode sound files to samples of 32-bit float, at the programme's rate and with its channels.

ffmpeg decodes them at their own rate, piece by piece, and soxr converts the rate. ffmpeg is restricted to local files
of known formats: a disguised playlist or address is refused.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from audiobrief.audio.channels import Downmixer
from audiobrief.audio.loudness import Block
from audiobrief.audio.sound_files import file_status
from audiobrief.errors import ProgramError, ProgramTimeoutError, SoundError
from audiobrief.storage.processes import ffmpeg_program, read_pieces
from audiobrief.units import decibels_to_gain

if TYPE_CHECKING:
    import soxr

_INPUT_FORMATS = "mp3,wav,w64,flac,ogg,aac,mov,aiff"
_TIME_LIMIT = 120.0
"""Seconds."""
_LONGEST = 86_400.0
"""Seconds of a file that is decoded piece by piece, and of doing so."""
_PIECE = 1 << 20
"""Bytes that are decoded at once."""
_VIDEO = re.compile(r"  Stream #\S+ Video: (?!.*\(attached pic\))")
"""A line in which ffmpeg lists a video; text of the file's own, such as a description, is indented further."""
_EXTENSIBLE = 0xFFFE


class UndecodableError(SoundError):
    """A file holds no sound that ffmpeg decodes."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"'{name}' is not a sound file, or it is broken", "name a WAV, MP3, FLAC, OGG, AIFF or M4A file that plays"
        )


@dataclass(frozen=True, slots=True)
class _WaveForm:
    """The form of decoded samples."""

    sample_rate: int
    """Hz."""
    channels: int
    """1 or more."""
    mask: int
    """The bits of their loudspeakers; 0 if these are not known."""


def decode_command(program: str, path: Path, seconds: float, start: float = 0.0) -> list[str]:
    """Build the command that writes seconds of a sound file to standard output, as a WAVE file of floats.

    What lies before the start is decoded and dropped: a seek would be less exact in some formats.
    """
    skipped = ["-ss", f"{start:.6f}"] if start else []
    return [
        program, "-hide_banner", "-nostdin", "-nostats",
        "-protocol_whitelist", "file,pipe", "-format_whitelist", _INPUT_FORMATS, "-i", f"file:{path}",
        "-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", *skipped, "-t", f"{seconds:g}",
        "-fflags", "+bitexact", "-c:a", "pcm_f32le", "-f", "wav", "pipe:1",
    ]  # fmt: skip


def decode_sound(path: Path, sample_rate: int, channels: int, seconds: float, start: float = 0.0) -> Block:
    """Decode seconds of a sound file.

    Args:
        path: the file.
        sample_rate: Hz.
        channels: 1 or 2; others are mixed down to them, as loud as they were.
        seconds: the most that is decoded.
        start: seconds before the first that are left out.

    Returns:
        (frames, channels); full scale is 1, and samples may be above it.

    Raises:
        UndecodableError: it is not sound, or broken.
        SoundError: it is empty, a video, or has samples that are no numbers.
        ProgramError: ffmpeg is missing or took too long.
    """
    if file_status(path).st_size == 0:
        raise SoundError(f"'{path.name}' is empty", "name another file")
    videos: list[str] = []

    def find_video(line: str) -> None:
        if _VIDEO.match(line):
            videos.append(line)

    command = decode_command(ffmpeg_program(), path.resolve(), seconds, start)
    try:
        sound = _to_programme(read_pieces(command, _PIECE, _TIME_LIMIT, find_video), sample_rate, channels)
    except ProgramTimeoutError:
        raise
    except ProgramError as error:
        raise _video_error(path) if videos else UndecodableError(path.name) from error
    if videos:
        raise _video_error(path)
    if not len(sound):
        raise UndecodableError(path.name)
    if not np.isfinite(sound).all():
        raise SoundError(f"'{path.name}' is broken: some of its samples are no numbers", "save it again as WAV or FLAC")
    return sound


def decode_blocks(path: Path) -> tuple[int, int, Iterator[Block]]:
    """Decode a sound file as it is, piece by piece.

    Returns:
        Its rate in Hz, its channels, and its blocks of (frames, channels), which can be read once.

    Raises:
        UndecodableError: it is not sound, or broken; also while the blocks are read.
        ProgramError: ffmpeg is missing.
    """
    pieces = _decoded_pieces(path)
    first = next(pieces, b"")
    if not first:
        raise UndecodableError(path.name)
    form, start = _parse_wave_head(first)
    return form.sample_rate, form.channels, _to_blocks(first[start:], pieces, form.channels)


def _decoded_pieces(path: Path) -> Iterator[bytes]:
    try:
        yield from read_pieces(decode_command(ffmpeg_program(), path.resolve(), _LONGEST), _PIECE, _LONGEST)
    except ProgramTimeoutError:
        raise
    except ProgramError as error:
        raise UndecodableError(path.name) from error


def _video_error(path: Path) -> SoundError:
    return SoundError(f"'{path.name}' is a video", "save its sound as WAV, MP3 or FLAC")


def _to_programme(pieces: Iterator[bytes], sample_rate: int, channels: int) -> Block:
    """Convert a WAVE file of floats, which comes in pieces, to a rate and channels."""
    import soxr

    first = next(pieces, b"")
    if not first:
        return np.zeros((0, channels), dtype=np.float32)
    form, start = _parse_wave_head(first)
    downmixer = Downmixer(form.channels, form.mask, channels, sample_rate)
    blocks = _to_blocks(first[start:], pieces, form.channels)
    if form.sample_rate != sample_rate:
        resampler = soxr.ResampleStream(form.sample_rate, sample_rate, form.channels, dtype="float32", quality="HQ")
        blocks = _resample(resampler, blocks, form.channels)
    sound: Block = np.concatenate([downmixer.mix(block) for block in blocks])
    correction = downmixer.correction()
    return sound * np.float32(decibels_to_gain(correction)) if correction else sound


def _resample(resampler: soxr.ResampleStream, blocks: Iterator[Block], channels: int) -> Iterator[Block]:
    for block in blocks:
        yield resampler.resample_chunk(block).reshape(-1, channels)
    end = np.zeros((0, channels), dtype=np.float32)
    yield resampler.resample_chunk(end, last=True).reshape(-1, channels)


def _to_blocks(first: bytes, pieces: Iterator[bytes], channels: int) -> Iterator[Block]:
    """Yield blocks of (frames, channels) from pieces of bytes that may end within a frame."""
    frame, rest = 4 * channels, first
    for piece in pieces:
        whole = len(rest) // frame * frame
        yield np.frombuffer(rest[:whole], dtype="<f4").reshape(-1, channels)
        rest = rest[whole:] + piece
    whole = len(rest) // frame * frame
    yield np.frombuffer(rest[:whole], dtype="<f4").reshape(-1, channels)


def _parse_wave_head(data: bytes) -> tuple[_WaveForm, int]:
    """Return the form of a WAVE file as ffmpeg writes it, and where its samples start."""
    at, form = 12, _WaveForm(0, 0, 0)
    while True:
        name, length = struct.unpack_from("<4sI", data, at)
        at += 8
        if name == b"data":
            return form, at
        if name == b"fmt ":
            kind, channels, rate = struct.unpack_from("<HHI", data, at)
            mask = struct.unpack_from("<I", data, at + 20)[0] if kind == _EXTENSIBLE else 0
            form = _WaveForm(rate, channels, mask)
        at += length + length % 2
