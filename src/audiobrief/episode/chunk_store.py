"""Encoded chunks on disk, by the content of what decides them; `entries` has how they are kept."""

from __future__ import annotations

import logging
import struct
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audiobrief import entries

__all__ = ["ChunkStore", "KeptChunk"]

_LOG = logging.getLogger(__name__)
_MAGIC = b"audiobrief chunk 1\n"
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
        body = entries.opened(_MAGIC, key.encode(), content)
        if body is None:
            _LOG.warning("the stored chunk %s is damaged and is made anew", path.name)
            return None
        entries.touch(path)
        return KeptChunk.decoded(body)

    def put(self, key: str, chunk: KeptChunk) -> None:
        """Keep a chunk.

        Raises:
            OSError: it could not be written.
        """
        entries.write(self._path(key), entries.sealed(_MAGIC, key.encode(), chunk.encoded()))

    def prune(self) -> None:
        """Delete what killed writers left, and the chunks that were not used for longest, down to the bound."""
        for unfinished in self.folder.glob("*/*.part"):
            use = entries.last_use(unfinished)
            if use is not None and use[0] < time.time() - _LONGEST_WRITING:
                entries.delete(unfinished)
        if self.most_bytes is not None:
            for path in entries.least_used(self.folder.glob("*/*.chunk"), self.most_bytes):
                entries.delete(path)
