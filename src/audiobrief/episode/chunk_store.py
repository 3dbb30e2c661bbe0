"""Encoded chunks on disk, by the content of what decides them.

An entry is checked when it is read: a damaged or swapped one is as if it were not there. Writers do not meet: each
writes a file of its own and renames it.
"""

from __future__ import annotations

import hashlib
import logging
import os
import struct
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

__all__ = ["ChunkStore", "KeptChunk"]

_LOG = logging.getLogger(__name__)
_MAGIC = b"audiobrief chunk 1\n"
_HEAD = len(_MAGIC) + 32
_NUMBERS = struct.Struct("<dII")
_LONGEST_WRITING = 3600.0
"""Seconds after which an unfinished file is nobody's."""


@dataclass(frozen=True, slots=True, eq=False)
class KeptChunk:
    """A chunk as it is joined to others."""

    frames: tuple[bytes, ...]
    """Its MP3 frames."""
    energies: npt.NDArray[np.float32]
    """The measure of its decoded sound."""
    peak: float
    """Its decoded sound's true peak, as an amplitude."""

    def encoded(self) -> bytes:
        """Give it as bytes."""
        lengths = np.array([len(frame) for frame in self.frames], dtype="<u2")
        numbers = _NUMBERS.pack(self.peak, len(self.frames), len(self.energies))
        return b"".join((numbers, self.energies.astype("<f4").tobytes(), lengths.tobytes(), *self.frames))

    @classmethod
    def decoded(cls, content: bytes) -> KeptChunk:
        """Take it from what `encoded` gave."""
        peak, count, windows = _NUMBERS.unpack_from(content)
        at = _NUMBERS.size
        # A copy: what looks into the content would keep all of it, the frames too.
        energies = np.frombuffer(content, dtype="<f4", count=windows, offset=at).copy()
        at += energies.nbytes
        lengths = np.frombuffer(content, dtype="<u2", count=count, offset=at)
        at += lengths.nbytes
        frames = []
        for length in lengths.tolist():
            frames.append(content[at : at + length])
            at += length
        return cls(tuple(frames), energies, peak)


class ChunkStore:
    """A folder of encoded chunks."""

    def __init__(self, folder: Path, *, most_bytes: int | None = None) -> None:
        """Open a folder, which is made when the first chunk is put in.

        Args:
            folder: where the chunks lie.
            most_bytes: beyond this the chunks that were not used for longest are deleted; no bound if not given.
        """
        self.folder = folder
        self.most_bytes = most_bytes

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.chunk"

    def __contains__(self, key: str) -> bool:
        """Tell whether there is a chunk; whether it is whole shows when it is read."""
        return self._path(key).is_file()

    def get(self, key: str) -> KeptChunk | None:
        """Give a chunk; None if there is none, or it is not what was put in."""
        path = self._path(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        body = memoryview(content)[_HEAD:]
        digest = hashlib.sha256(key.encode())
        digest.update(body)
        if not content.startswith(_MAGIC) or digest.digest() != content[len(_MAGIC) : _HEAD]:
            _LOG.warning("the stored chunk %s is damaged and is made anew", path.name)
            return None
        try:
            os.utime(path)
        except OSError as error:
            _LOG.debug("the time of use of a chunk is not kept: %s", error)
        return KeptChunk.decoded(content[_HEAD:])

    def put(self, key: str, chunk: KeptChunk) -> None:
        """Keep a chunk.

        Raises:
            OSError: it could not be written.
        """
        path, body = self._path(key), chunk.encoded()
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}-{id(chunk):x}.part")
        try:
            with unfinished.open("wb") as file:
                file.write(_MAGIC + hashlib.sha256(key.encode() + body).digest() + body)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)

    def prune(self) -> None:
        """Delete what killed writers left, and the chunks that were not used for longest, down to the bound."""
        for unfinished in self.folder.glob("*/*.part"):
            if _last_use(unfinished)[0] < time.time() - _LONGEST_WRITING:
                _delete(unfinished)
        if self.most_bytes is None:
            return
        total = 0
        for _, size, path in sorted(((*_last_use(path), path) for path in self.folder.glob("*/*.chunk")), reverse=True):
            total += size
            if total > self.most_bytes:
                _delete(path)


def _last_use(path: Path) -> tuple[float, int]:
    """Give when a file was used last, and its size; the beginning and 0 if another program has just deleted it."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return 0.0, 0
    return status.st_mtime, status.st_size


def _delete(path: Path) -> None:
    """Delete a file that is no longer needed; one that cannot be deleted is no reason to fail an episode."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _LOG.warning("%s cannot be deleted: %s", path, error.strerror)
