"""Reading of tags and headers of sound files that somebody may have made to use up the machine.

mutagen reads them, without limits: a compressed frame of an ID3 tag unpacks to a thousand times its size, and atoms of
an M4A file may be nested, or millions. So a file goes to a child process with limits, unless its tag is plain.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

from audiobrief.audio.sound_files import id3_size
from audiobrief.storage.limited_call import LimitError, Limits, call_limited

LARGEST_TAG = 50 << 20
"""Bytes of an ID3 tag that is read in this process."""
_LIMITS = Limits(seconds=4, bytes=200_000_000)
_MOST_FRAMES = 10_000
_LARGEST_MOVIE = 4 << 20
"""Bytes of the atom that describes an M4A file; that of three hours with a cover takes about 3 MB."""
_MOST_PARTS = 100
"""Atoms or chunks of a file."""
_FRAME_HEADER = struct.Struct(">4sIH")
"""Name, size and flags of a frame (id3v2.3.0, 3.3)."""
_ATOM_HEADER = struct.Struct(">I4s")
_CHUNK_HEADER = struct.Struct("<4sI")
_Result = TypeVar("_Result")


class TagError(Exception):
    """The tag or the header of a sound file cannot be read; the message says why."""


def read_tags(path: Path, read: Callable[[Path], _Result]) -> _Result:
    """Call a function that reads a sound file with mutagen; unless its tag is plain, in a child process with limits.

    Raises:
        TagError: mutagen finds the file wrong, or reading it takes too much time or memory.
    """
    try:
        if _is_plain(path):
            result, problem = _attempt(path, read)
        else:
            result, problem = call_limited(_LIMITS, _attempt, path, read)
    except (LimitError, OSError) as error:
        problem = (
            f"reading it takes {error}" if isinstance(error, LimitError) else (error.strerror or str(error)).lower()
        )
        raise TagError(problem) from error
    if problem is not None:
        raise TagError(problem)
    return result


def _attempt(path: Path, read: Callable[[Path], _Result]) -> tuple[_Result, str | None]:
    """Return what a function reads, and what is wrong with the file."""
    try:
        return read(path), None
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - mutagen raises errors of all kinds for files that are damaged
        return None, " ".join(str(error).split()) or type(error).__name__  # type: ignore[return-value]


def _is_plain(path: Path) -> bool:
    """Return whether mutagen takes little time and memory to read a file, as it does for those of this program."""
    is_plain = {".mp3": _is_plain_mp3, ".m4a": _is_plain_mp4, ".wav": _is_plain_wave}.get(path.suffix.lower())
    if is_plain is None:
        return False
    with path.open("rb") as stream:
        return is_plain(stream)


def _is_plain_mp3(stream: BinaryIO) -> bool:
    head = stream.read(10)
    if head[:3] != b"ID3":
        return head[:1] == b"\xff"
    size = id3_size(head)
    is_plain_version = head[3:6] == b"\x03\x00\x00"
    return is_plain_version and size <= LARGEST_TAG and _are_plain_frames(stream.read(size), 0, is_nested=False)


def _are_plain_frames(tag: bytes, at: int, *, is_nested: bool) -> bool:
    """Return whether frames are not compressed, also those inside of chapters, and not too many."""
    for _ in range(_MOST_FRAMES):
        if len(tag) < at + _FRAME_HEADER.size or tag[at] == 0:  # the end, or padding
            return True
        name, size, flags = _FRAME_HEADER.unpack_from(tag, at)
        at += _FRAME_HEADER.size
        if flags or (is_nested and name in {b"CHAP", b"CTOC"}):
            return False
        if name in {b"CHAP", b"CTOC"}:
            content = tag[at : at + size]
            if not _are_plain_frames(content, _frames_in(name, content), is_nested=True):
                return False
        at += size
    return False


def _frames_in(name: bytes, content: bytes) -> int:
    """Return where frames start in a chapter or a table of contents (id3v2-chapters-1.0, 3.1 and 3.2)."""
    at = content.find(b"\0") + 1
    if name == b"CHAP":
        return at + 16
    children = content[at + 1] if len(content) > at + 1 else 0
    at += 2
    for _ in range(children):
        at = content.find(b"\0", at) + 1
    return at


def _is_plain_mp4(stream: BinaryIO) -> bool:
    for _ in range(_MOST_PARTS):
        head = stream.read(_ATOM_HEADER.size)
        if len(head) < _ATOM_HEADER.size:
            return True
        size, name = _ATOM_HEADER.unpack(head)
        if size < _ATOM_HEADER.size or (name not in {b"mdat", b"free", b"skip", b"ftyp"} and size > _LARGEST_MOVIE):
            return False
        stream.seek(size - _ATOM_HEADER.size, os.SEEK_CUR)
    return False


def _is_plain_wave(stream: BinaryIO) -> bool:
    if stream.read(12)[:4] != b"RIFF":
        return False
    for _ in range(_MOST_PARTS):
        head = stream.read(_CHUNK_HEADER.size)
        if len(head) < _CHUNK_HEADER.size:
            return True
        name, size = _CHUNK_HEADER.unpack(head)
        if name.lower() == b"id3 ":
            return False
        stream.seek(size + size % 2, os.SEEK_CUR)
    return False
