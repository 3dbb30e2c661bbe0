"""Encoded chunks on disk, by the content of what decides them; `entries` has how they are kept."""

from __future__ import annotations

import logging
import struct
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audiobrief.cache import blobs

__all__ = ["ChunkStore", "KeptChunk", "RecentChunks"]

_LOG = logging.getLogger(__name__)
_MAGIC = b"audiobrief chunk 1\n"
_NUMBERS = struct.Struct("<dII")
_LONGEST_WRITING = 3600.0
"""Seconds after which an unfinished file is nobody's."""


@dataclass(frozen=True, slots=True, eq=False)
class KeptChunk:
    """A chunk as it is joined to others."""

    content: bytes | memoryview
    """Its MP3 frames."""
    lengths: npt.NDArray[np.uint16]
    """Bytes of each frame."""
    energies: npt.NDArray[np.float32]
    """The measure of its decoded sound."""
    peak: float
    """Its decoded sound's true peak, as an amplitude."""

    def encoded(self) -> bytes:
        """Return it as bytes."""
        numbers = _NUMBERS.pack(self.peak, len(self.lengths), len(self.energies))
        return b"".join(
            (numbers, self.energies.astype("<f4").tobytes(), self.lengths.astype("<u2").tobytes(), self.content)
        )

    @classmethod
    def decoded(cls, content: bytes) -> KeptChunk:
        """Take it from what `encoded` gave."""
        peak, count, windows = _NUMBERS.unpack_from(content)
        at = _NUMBERS.size
        # Copies: what looks into the content would keep all of it, the frames too.
        energies = np.frombuffer(content, dtype="<f4", count=windows, offset=at).copy()
        at += energies.nbytes
        lengths = np.frombuffer(content, dtype="<u2", count=count, offset=at).copy()
        return cls(memoryview(content)[at + lengths.nbytes :], lengths, energies, peak)


class RecentChunks:
    """The chunks that were used last, in memory, so that a programme of which little changed is not read again."""

    def __init__(self, most_bytes: int = 256_000_000) -> None:
        """Begin with none.

        Args:
            most_bytes: beyond this the chunks that were not used for longest are dropped.
        """
        self._most = most_bytes
        self._size = 0
        self._chunks: dict[str, KeptChunk] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> KeptChunk | None:
        """Return a chunk, which becomes the one that was used last; None where it is not known."""
        with self._lock:
            chunk = self._chunks.pop(key, None)
            if chunk is not None:
                self._chunks[key] = chunk
            return chunk

    def put(self, key: str, chunk: KeptChunk) -> None:
        """Remember a chunk."""
        with self._lock:
            if key not in self._chunks:
                self._size += len(chunk.content)
            self._chunks[key] = chunk
            while self._size > self._most:
                self._size -= len(self._chunks.pop(next(iter(self._chunks))).content)


class ChunkStore:
    """A folder of encoded chunks."""

    def __init__(self, folder: Path, *, most_bytes: int | None = None, recent: RecentChunks | None = None) -> None:
        """Open a folder, which is made when the first chunk is put in.

        Args:
            folder: where the chunks lie.
            most_bytes: beyond this the chunks that were not used for longest are deleted; no bound if not given.
            recent: chunks that are known without reading them; none if not given.
        """
        self.folder = folder
        self._recent = recent
        self.most_bytes = most_bytes

    def _path(self, key: str) -> Path:
        return self.folder.joinpath(key[:2], f"{key}.chunk")

    def __contains__(self, key: str) -> bool:
        """Return whether there is a chunk; whether it is whole shows when it is read."""
        return (self._recent is not None and self._recent.get(key) is not None) or self._path(key).is_file()

    def get(self, key: str) -> KeptChunk | None:
        """Return a chunk; None if there is none, or it is not what was put in."""
        if self._recent is not None and (known := self._recent.get(key)) is not None:
            return known
        path = self._path(key)
        try:
            body = blobs.read(path, _MAGIC, key.encode())
        except OSError:
            return None
        if body is None:
            _LOG.warning("the stored chunk %s is damaged and is made anew", path.name)
            return None
        blobs.touch(path)
        chunk = KeptChunk.decoded(body)
        if self._recent is not None:
            self._recent.put(key, chunk)
        return chunk

    def put(self, key: str, chunk: KeptChunk) -> None:
        """Keep a chunk.

        Raises:
            OSError: it could not be written.
        """
        blobs.write(self._path(key), blobs.sealed(_MAGIC, key.encode(), chunk.encoded()))
        if self._recent is not None:
            self._recent.put(key, chunk)

    def prune(self) -> None:
        """Delete what killed writers left, and the chunks that were not used for longest, down to the bound."""
        kept = blobs.kept(self.folder)
        for unfinished in kept.get(".part", ()):
            use = blobs.last_use(unfinished)
            if use is not None and use[0] < time.time() - _LONGEST_WRITING:
                blobs.delete(unfinished)
        if self.most_bytes is not None:
            for path in blobs.least_used(kept.get(".chunk", ()), self.most_bytes):
                blobs.delete(path)
