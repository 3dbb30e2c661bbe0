"""Encoded chunks in the cache, by their recipes, and the chunks used last in memory."""

from __future__ import annotations

import struct
import threading
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audiobrief.cache.blobs import BlobStore
from audiobrief.cache.kinds import CHUNKS
from audiobrief.cache.shared.store import SharedStore

_HEAD = struct.Struct("<dII")
"""Peak, number of frames, number of windows."""


@dataclass(frozen=True, slots=True, eq=False)
class StoredChunk:
    """A chunk as it is joined to others."""

    content: bytes | memoryview
    """Its MP3 frames."""
    lengths: npt.NDArray[np.uint16]
    """Bytes of each frame."""
    energies: npt.NDArray[np.float32]
    """The loudness of its decoded sound: K-weighted mean squares of consecutive windows."""
    peak: float
    """Its decoded sound's true peak, as an amplitude."""


class RecentChunks:
    """The chunks used last, in memory, so that a programme of which little changed is not read again."""

    def __init__(self, most_bytes: int = 256_000_000) -> None:
        """Begin with none; above `most_bytes`, the chunks unused for longest are dropped."""
        self._most_bytes = most_bytes
        self._bytes = 0
        self._chunks: dict[str, StoredChunk] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> StoredChunk | None:
        """Return a chunk, which becomes the one used last; None if it is not in memory."""
        with self._lock:
            chunk = self._chunks.pop(key, None)
            if chunk is not None:
                self._chunks[key] = chunk
            return chunk

    def put(self, key: str, chunk: StoredChunk) -> None:
        """Add a chunk."""
        with self._lock:
            if key not in self._chunks:
                self._bytes += len(chunk.content)
            self._chunks[key] = chunk
            while self._bytes > self._most_bytes:
                self._bytes -= len(self._chunks.pop(next(iter(self._chunks))).content)

    def retain(self, keys: Collection[str]) -> None:
        """Drop all chunks but these."""
        with self._lock:
            self._chunks = {key: chunk for key, chunk in self._chunks.items() if key in keys}
            self._bytes = sum(len(chunk.content) for chunk in self._chunks.values())


class ChunkStore(BlobStore[StoredChunk]):
    """A folder of encoded chunks."""

    kind = CHUNKS

    def __init__(
        self,
        folder: Path,
        *,
        most_bytes: int | None = None,
        shared: SharedStore | None = None,
        recent: RecentChunks | None = None,
    ) -> None:
        """Open a folder, which is made with the first chunk; `recent` chunks are used before those in it."""
        super().__init__(folder, most_bytes=most_bytes, shared=shared)
        self._recent = recent

    def encode(self, value: StoredChunk) -> bytes:
        """Return a chunk as bytes."""
        head = _HEAD.pack(value.peak, len(value.lengths), len(value.energies))
        energies, lengths = value.energies.astype("<f4"), value.lengths.astype("<u2")
        return b"".join((head, energies.tobytes(), lengths.tobytes(), value.content))

    def decode(self, content: bytes) -> StoredChunk:
        """Return the chunk of bytes."""
        peak, count, windows = _HEAD.unpack_from(content)
        at = _HEAD.size
        # Copies: a view would hold all of the content, the frames too.
        energies = np.frombuffer(content, dtype="<f4", count=windows, offset=at).copy()
        at += energies.nbytes
        lengths = np.frombuffer(content, dtype="<u2", count=count, offset=at).copy()
        return StoredChunk(memoryview(content)[at + lengths.nbytes :], lengths, energies, peak)

    def __contains__(self, key: str) -> bool:
        """Return whether there is a chunk, which may be damaged."""
        return (self._recent is not None and self._recent.get(key) is not None) or self.path(key).is_file()

    def get(self, key: str, *, warn: bool = True) -> StoredChunk | None:
        """Return a chunk, and set its time of last use to now; None if there is none, or it is damaged."""
        if self._recent is not None and (recent := self._recent.get(key)) is not None:
            return recent
        chunk = super().get(key, warn=warn)
        if chunk is not None:
            self.touch(key)
            if self._recent is not None:
                self._recent.put(key, chunk)
        return chunk

    def retain_recent(self, keys: Collection[str]) -> None:
        """Keep in memory only the chunks of these keys: those of the programme that was encoded last."""
        if self._recent is not None:
            self._recent.retain(keys)

    def put(self, key: str, value: StoredChunk, *, share: bool = True) -> None:
        """Write a chunk; see `BlobStore.put`.

        Raises:
            OutputError: it could not be written.
        """
        super().put(key, value, share=share)
        if self._recent is not None:
            self._recent.put(key, value)
