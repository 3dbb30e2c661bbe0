"""The interface of the places where a site can be stored, and the ledger of changes to one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from audiobrief.publish.addresses import path_with_digest

LARGEST_RECORD, LARGEST_FEED = 50_000_000, 100_000_000
"""Bytes of the files that are read from a site."""


@dataclass(frozen=True)
class Upload:
    """A file to be written into a site."""

    path: str
    """Relative to the site."""
    source: Path | bytes
    """A file of this machine, or the content."""
    named_by_content: bool = False
    """True if the path contains a digest of the content."""
    known_sha256: str | None = None
    """The sha256 of the content, where the caller knows it."""

    @cached_property
    def size(self) -> int:
        """The length in bytes."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    @cached_property
    def sha256(self) -> str:
        """The sha256 of the content, in hexadecimal."""
        return self.known_sha256 or self._digest("sha256")

    @cached_property
    def md5(self) -> str:
        """The MD5 of the content, in hexadecimal; some servers state it of their files."""
        return self._digest("md5")

    def content(self) -> bytes:
        """Return the content, which is read if it is a file."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()

    def _digest(self, method: str) -> str:
        if isinstance(self.source, bytes):
            return hashlib.new(method, self.source, usedforsecurity=False).hexdigest()
        with self.source.open("rb") as stream:
            return hashlib.file_digest(stream, lambda: hashlib.new(method, usedforsecurity=False)).hexdigest()


def content_upload(folder: str, stem: str, content: bytes, ending: str) -> Upload:
    """Return a file whose path changes with its content."""
    digest = hashlib.sha256(content).hexdigest()
    return Upload(path_with_digest(folder, stem, digest, ending), content, named_by_content=True, known_sha256=digest)


class Place(Protocol):
    """Stores the files of a site: a folder, or a server at an address. Paths are relative to the site."""

    name: str
    """The path or address, as the user wrote it; for messages."""
    has_exclusive_lock: bool
    """True if other programs that publish to the place have to wait."""
    work: Path
    """A folder of this machine for unfinished files."""

    def names(self, folder: str) -> Collection[str]:
        """Return the names of the files in a folder; no names if there is no such folder."""
        ...

    def read(self, path: str) -> bytes | None:
        """Return the content of a record; None if there is no such file."""
        ...

    def fetch(self, path: str, target: Path) -> bool:
        """Copy a file to this machine; return False if there is no such file."""
        ...

    def holds(self, upload: Upload) -> bool:
        """Return whether the file exists and has this content."""
        ...

    def put(self, upload: Upload) -> None:
        """Write a file. Readers see either all of it or the file that it replaces, at the latest after `finish`."""
        ...

    def has(self, path: str) -> bool:
        """Return whether a file exists."""
        ...

    def remove(self, path: str) -> None:
        """Delete a file, at the latest with `finish`."""
        ...

    def finish(self) -> None:
        """Make all changes visible that are not yet."""
        ...


class Ledger:
    """Writes and deletes a site's files where necessary, and lists them; a dry run only lists them."""

    def __init__(self, place: Place, *, dry_run: bool = False) -> None:
        self.place = place
        self.dry_run = dry_run
        self.written: list[str] = []
        self.removed: list[str] = []

    def put(self, upload: Upload) -> bool:
        """Write a file, unless it exists with this content; return whether it was written."""
        if self.place.holds(upload):
            return False
        if not self.dry_run:
            self.place.put(upload)
        self.written.append(upload.path)
        return True

    def remove(self, path: str) -> None:
        """Delete a file, if it exists."""
        if self.place.has(path):
            if not self.dry_run:
                self.place.remove(path)
            self.removed.append(path)

    def finish(self) -> None:
        """Make all changes visible."""
        if not self.dry_run:
            self.place.finish()
