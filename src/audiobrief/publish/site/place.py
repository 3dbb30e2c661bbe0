"""The place where a site is stored: what every place can do, and a ledger of changes to it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

__all__ = ["Ledger", "Place", "Upload"]


@dataclass(frozen=True)
class Upload:
    """A file on its way to a site."""

    path: str
    """Where it will stand, relative to the site."""
    source: Path | bytes
    """A file, or its content."""
    named_by_content: bool = False
    """Whether its name changes with its content."""

    @cached_property
    def size(self) -> int:
        """Its length in bytes."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    def digest(self, method: str) -> str:
        """Return a checksum of it, such as its sha256."""
        if isinstance(self.source, bytes):
            return hashlib.new(method, self.source, usedforsecurity=False).hexdigest()
        with self.source.open("rb") as stream:
            return hashlib.file_digest(stream, lambda: hashlib.new(method, usedforsecurity=False)).hexdigest()


class Place(Protocol):
    """A folder, or an address that files can be written to."""

    name: str
    """As the user gave it."""
    has_exclusive_lock: bool
    """Whether all other programs that publish to it are kept waiting."""
    work: Path
    """A folder of this machine for unfinished files."""

    def names(self, folder: str) -> Collection[str]:
        """Return the names of the files in a folder; none if it is not there."""
        ...

    def read(self, path: str) -> bytes | None:
        """Return a file's content; None if it is not there."""
        ...

    def fetch(self, path: str, target: Path) -> bool:
        """Copy a file to this machine; False if it is not there."""
        ...

    def holds(self, upload: Upload) -> bool:
        """Return whether a file stands there with this content."""
        ...

    def put(self, upload: Upload) -> None:
        """Write a file, so that nobody ever sees a part of it under its name."""
        ...

    def has(self, path: str) -> bool:
        """Return whether a file stands there."""
        ...

    def remove(self, path: str) -> None:
        """Delete a file."""
        ...


class Ledger:
    """Writes and removes at a place what is needed, and keeps the list; in a dry run the list is all that is made."""

    def __init__(self, place: Place, *, dry_run: bool = False) -> None:
        self.place = place
        self.dry_run = dry_run
        self.written: list[str] = []
        self.removed: list[str] = []

    def put(self, upload: Upload) -> bool:
        """Write a file if it does not stand there with this content; tell whether it was written."""
        if self.place.holds(upload):
            return False
        if not self.dry_run:
            self.place.put(upload)
        self.written.append(upload.path)
        return True

    def remove(self, path: str) -> None:
        """Delete a file if it is there."""
        if self.place.has(path):
            if not self.dry_run:
                self.place.remove(path)
            self.removed.append(path)
