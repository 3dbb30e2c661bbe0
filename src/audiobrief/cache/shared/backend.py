"""The interface of the places where a shared store can be: a folder, or an object store."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

LARGEST = 200_000_000
"""Bytes of the largest file that is read; the clip of the longest sentence has a few million."""
NO_FILE_OF_OURS = b""
"""The content that is returned for something that cannot be an entry: a pipe, or a file that is too large."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a shared store, as a listing shows it."""

    path: str
    """Relative to the store."""
    bytes: int
    """Its size."""
    written: float
    """When it was written, in seconds since 1970; 0 if the place does not say so."""


class Backend(Protocol):
    """Holds files by their paths, which are relative to the store. Its methods may be called by several threads.

    Each may raise whatever the file system raises: `SharedStore` contains it.
    """

    name: str
    """The path or address; for messages."""

    def read(self, path: str) -> bytes | None:
        """Return the content of a file; None if there is no such file.

        What is too large, or no file, is returned as `NO_FILE_OF_OURS`, which is no valid entry.
        """

    def write(self, path: str, content: bytes) -> None:
        """Write a file. Readers see either all of it or the one that it replaces."""

    def create(self, path: str, content: bytes) -> bool:
        """Write a short file, unless there is one; return False if there is. Of several programs, one succeeds."""

    def remove(self, paths: Collection[str]) -> None:
        """Delete files, of which some may have gone; raise an error if one could not be deleted."""

    def files(self) -> Iterator[StoredFile]:
        """Yield all files of the store."""
