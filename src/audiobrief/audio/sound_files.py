"""Files of sounds before they are decoded: numbers that change with them, and whether their end is missing.

A decoder plays what is there and reports nothing, and the length in a header may be wrong in a whole file: that of a
recording from a pipe, or of a piece of a stream. So the bytes of a container's parts are compared with those of the
file. The formats are described in: RIFF (Multimedia Programming Interface 1.0), EBU Tech 3306 (RF64), Sony Wave64, AIFF
1.3, ISO/IEC 14496-12 (M4A), RFC 3533 (Ogg), RFC 9639 (FLAC), and the Xing header as LAME writes it.
"""

from __future__ import annotations

import os
import re
import struct
from pathlib import Path
from typing import BinaryIO

from audiobrief.errors import SoundError

_TOLERANCE = 0.1
"""Seconds that may be missing, because encoders pad, and some programs count their headers as sound."""
_UNKNOWN = 0x7FFF_0000
"""From this size of 32 bit on, in bytes, a program that writes to a pipe means that it does not know the size."""
_UNKNOWN_LONG = 1 << 62
"""The same of 64 bit."""
_MOST_PARTS = 10_000
"""Chunks or atoms that are looked at."""
_LARGEST_OGG_PAGE = 65_307
"""Bytes (RFC 3533, 6)."""
_MPEG_HEAD = 16_384
"""Bytes in which the first MPEG frame starts; there may be other bytes before it."""
_XING = re.compile(rb"\xff[\xe2-\xff]..(?:.{9}|.{17}|.{32})(?:Xing|Info)(....)", re.DOTALL)
"""The first frame of an MP3 file up to the flags of its Xing header, which stands after the side information."""
_HAS_FRAMES, _HAS_BYTES = 1, 2
_WAVE_CHUNK, _AIFF_CHUNK = struct.Struct("<4sI"), struct.Struct(">4sI")
"""Name and size of a chunk."""
_RIFF_GUID_TAIL = bytes.fromhex("2e91cf11a5d628db04c10000")
"""The rest of the first GUID after `riff`, of a Wave64 file."""
_WAVE64_CHUNK = 24
"""Bytes of a chunk's head in a Wave64 file, which its size includes."""


def file_version(path: Path) -> tuple[int, ...]:
    """Return numbers that change when a sound's file is written or replaced.

    Raises:
        SoundError: the file was deleted or became unreadable since the script was read.
    """
    status = file_status(path)
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def file_status(path: Path) -> os.stat_result:
    """Return the status of a sound's file.

    Raises:
        SoundError: as `file_version`.
    """
    try:
        return path.stat()
    except FileNotFoundError:
        raise SoundError(f"'{path.name}' is gone", "put it back, or name another file") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SoundError(
            f"'{path.name}' cannot be read: {reason}", "change its rights, or name another file"
        ) from error


def is_truncated(path: Path, seconds: float) -> bool:
    """Return whether the end of a sound file is missing.

    Args:
        path: the file.
        seconds: the length of the sound that was decoded.
    """
    with path.open("rb") as stream:
        share = _share_present(stream, path.stat().st_size, seconds)
    return share < seconds / (seconds + _TOLERANCE)


def _share_present(stream: BinaryIO, size: int, seconds: float) -> float:
    """Return the share of the sound's bytes that are in the file; at least 1 if that is all, or nothing states it."""
    start = _skip_id3(stream)
    stream.seek(start)
    head = stream.read(42)
    if head[:4] in {b"RIFF", b"RF64", b"BW64"} and head[8:12] == b"WAVE":
        return _share_of_chunks(stream, start + 12, size, _WAVE_CHUNK, b"data")
    if head[:4] == b"riff" and head[4:16] == _RIFF_GUID_TAIL:
        return _share_of_wave64(stream, start + 40, size)
    if head[:4] == b"FORM" and head[8:11] == b"AIF":
        return _share_of_chunks(stream, start + 12, size, _AIFF_CHUNK, b"SSND")
    if head[:4] == b"OggS":
        return _share_of_ogg(stream, size)
    if head[:4] == b"fLaC":
        return _share_of_flac(head, seconds)
    if head[4:8] in {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide"}:
        return _share_of_atoms(stream, start, size)
    return _share_of_mp3(stream, start, size)


def _skip_id3(stream: BinaryIO) -> int:
    """Return the position after the ID3v2 tags at the beginning of a file."""
    at = 0
    while True:
        stream.seek(at)
        head = stream.read(10)
        if len(head) < 10 or head[:3] != b"ID3":
            return at
        at += 10 + id3_size(head)


def id3_size(head: bytes) -> int:
    """Return the bytes of an ID3v2 tag after its header of ten bytes (id3v2.3.0, 3.1)."""
    return sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=False))


def _share(present: int, stated: int) -> float:
    return 1.0 if stated == 0 or stated >= _UNKNOWN_LONG else present / stated


def _share_of_chunks(stream: BinaryIO, at: int, size: int, header: struct.Struct, sound: bytes) -> float:
    """Return the share of a WAVE or an AIFF file, given the header of a chunk and the name of the one of the sound."""
    long_size = 0
    for _ in range(_MOST_PARTS):
        stream.seek(at)
        head = stream.read(24)
        if len(head) < header.size:
            return 1.0
        name, length = header.unpack_from(head)
        if name == b"ds64" and len(head) == 24:  # of an RF64 file
            long_size = struct.unpack_from("<Q", head, 16)[0]
        if name == sound:
            return _share(size - at - header.size, length if length < _UNKNOWN else long_size)
        at += header.size + length + length % 2
    return 1.0


def _share_of_wave64(stream: BinaryIO, at: int, size: int) -> float:
    for _ in range(_MOST_PARTS):
        stream.seek(at)
        head = stream.read(_WAVE64_CHUNK)
        if len(head) < _WAVE64_CHUNK:
            return 1.0
        (length,) = struct.unpack_from("<Q", head, 16)
        if head[:4] == b"data" or length < _WAVE64_CHUNK:
            return _share(size - at - _WAVE64_CHUNK, max(0, length - _WAVE64_CHUNK))
        at += -(-length // 8) * 8
    return 1.0


def _share_of_atoms(stream: BinaryIO, at: int, size: int) -> float:
    for _ in range(_MOST_PARTS):
        stream.seek(at)
        head = stream.read(16)
        if len(head) < 8:
            return 1.0
        length = int.from_bytes(head[:4])
        if length == 1:  # the size has 64 bit and stands after the name
            length = int.from_bytes(head[8:16])
        if length < 8:  # 0: up to the end of the file
            return 1.0
        if at + length > size:
            return (size - at) / length
        at += length
    return 1.0


def _share_of_ogg(stream: BinaryIO, size: int) -> float:
    """Return 0 if the file ends within a page: the length of all of it is stated nowhere."""
    begin = max(0, size - 2 * _LARGEST_OGG_PAGE)
    stream.seek(begin)
    tail = stream.read()
    at = tail.rfind(b"OggS\0")
    if at < 0:
        return 1.0
    if len(tail) < at + 27:
        return 0.0
    lacing = tail[at + 27 : at + 27 + tail[at + 26]]
    return 1.0 if len(lacing) == tail[at + 26] and at + 27 + len(lacing) + sum(lacing) <= len(tail) else 0.0


def _share_of_flac(head: bytes, seconds: float) -> float:
    """Return the share of the samples that the stream information states (RFC 9639, 8.2); frames vary in size."""
    numbers = int.from_bytes(head[18:26])
    rate, samples = numbers >> 44, numbers & ((1 << 36) - 1)
    return seconds * rate / samples if samples else 1.0


def _share_of_mp3(stream: BinaryIO, at: int, size: int) -> float:
    stream.seek(at)
    found = _XING.search(stream.read(_MPEG_HEAD))
    if found is None or not found[1][3] & _HAS_BYTES:
        return 1.0
    stream.seek(at + found.end() + (4 if found[1][3] & _HAS_FRAMES else 0))
    stated = int.from_bytes(stream.read(4))
    return _share(size - at - found.start(), stated)
