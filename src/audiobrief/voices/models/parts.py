"""A partial download: written to `NAME.part` beside its place, checked, and then renamed.

A part remains when its program is killed, so that fetching can be resumed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audiobrief.errors import ModelError
from audiobrief.storage import files
from audiobrief.voices.models.catalogue import ModelFile
from audiobrief.voices.models.folders import DATA

_LONGEST_TAG = 500


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise files.write_failure(path, error, DATA) from error


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Raise an error in one line if a file cannot be read.

    Raises:
        ModelError: it cannot.
    """
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ModelError(f"{path} cannot be read: {reason} (check the file, its rights and the disk)") from error


def make_folder(folder: Path) -> None:
    """Create a folder for models if there is none.

    Raises:
        OutputError: it cannot be made.
    """
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)


def is_whole(path: Path, file: ModelFile) -> bool:
    """Return whether a file is the one that is pinned.

    Raises:
        ModelError: it cannot be read.
    """
    with reading(path):
        return path.is_file() and path.stat().st_size == file.size and files.file_digest(path) == file.sha256


def delete(path: Path) -> bool:
    """Delete a file, and tell whether there was one.

    Raises:
        ModelError: it cannot be deleted.
    """
    # A disk that cannot be written refuses to delete what is not there, too.
    if not os.path.lexists(path):
        return False
    try:
        path.unlink()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ModelError(f"{path} cannot be deleted: {reason} (check the folder's rights)") from error
    return True


class Part:
    """The unfinished form of the file `final`; its folder must be there."""

    def __init__(self, final: Path) -> None:
        self.final = final
        self.path = final.with_name(f"{final.name}.part")
        self._tag = final.with_name(f"{final.name}.part.etag")

    def size(self) -> int:
        """Return the bytes that are there."""
        with reading(self.path):
            try:
                return self.path.stat().st_size
            except FileNotFoundError:
                return 0

    def tag(self) -> str:
        """Return the entity tag (RFC 9110, 8.8.3) under which its first byte came; empty if none is known."""
        with reading(self._tag):
            try:
                return self._tag.read_bytes()[:_LONGEST_TAG].decode("latin-1").strip()
            except FileNotFoundError:
                return ""

    def begin(self, tag: str = "") -> None:
        """Start anew, with the entity tag under which the bytes come.

        Raises:
            OutputError: it cannot be written.
        """
        self.drop()
        with _writing(self.path):
            self.path.write_bytes(b"")
        with _writing(self._tag):
            if tag:
                self._tag.write_bytes(tag.encode("latin-1", "replace")[:_LONGEST_TAG])

    def add(self, content: bytes) -> None:
        """Write more.

        Raises:
            OutputError: it cannot be written whole.
        """
        with _writing(self.path), self.path.open("ab") as file:
            file.write(content)

    def finish(self) -> None:
        """Rename it to its final name, in place of an older one.

        Raises:
            OutputError: it cannot be synced or renamed.
        """
        files.finish(self.path, self.final, DATA)
        self.drop()

    def drop(self) -> None:
        """Delete it.

        Raises:
            ModelError: it cannot be deleted.
        """
        delete(self.path)
        delete(self._tag)
