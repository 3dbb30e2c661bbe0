"""The files of cache entries: written atomically, marked as used, listed and deleted."""

from __future__ import annotations

import logging
import os
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_LOG = logging.getLogger(__name__)
_ENTRY_NAME = re.compile(r"[0-9a-f]{64}\.(?:clip|chunk|json)")
_UNFINISHED_NAME = re.compile(r".*\.(?:claim|part)")
_LONGEST_WRITE = 86_400.0
"""Seconds after which an unfinished file is taken for that of a program that was killed."""
_USE_RESOLUTION = 60.0
"""Seconds; the time of last use is not updated more often."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a folder of entries."""

    path: Path
    """Its path."""
    bytes: int
    """Its size."""
    used: float
    """The time of its last use, in seconds since 1970."""

    @property
    def is_finished(self) -> bool:
        """False for a file that is being written, and for a lock."""
        return _ENTRY_NAME.fullmatch(self.path.name) is not None

    @property
    def is_deletable(self) -> bool:
        """False if a running program may be writing it."""
        return self.is_finished or self.used < time.time() - _LONGEST_WRITE


def write_entry(path: Path, content: bytes) -> None:
    """Write a file under a temporary name beside its path, and rename it.

    Raises:
        OSError: it could not be written; the temporary file is deleted.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whoever writes the same entry has a file of its own, also on another machine.
    unfinished = path.with_suffix(f".{secrets.token_hex(8)}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def create_entry(path: Path, content: bytes) -> bool:
    """Write a short file, unless there is one of that name; who reads it at this moment may find it empty.

    Returns:
        False if there is one.

    Raises:
        OSError: it could not be written; it is deleted.
    """
    try:
        file = path.open("xb")
    except FileExistsError:
        return False
    try:
        with file:
            file.write(content)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return True


def mark_used(path: Path) -> int | None:
    """Set the time of last use of an entry to now.

    Returns:
        Its size in bytes; None if it does not exist.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    if abs(time.time() - status.st_mtime) > _USE_RESOLUTION:
        try:
            os.utime(path)
        except OSError as error:
            _LOG.debug("the time of use of %s is not updated: %s", path, error)
    return status.st_size


def delete_quietly(path: Path) -> None:
    """Delete a file; if it cannot be deleted, log a warning."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _LOG.warning("%s cannot be deleted: %s", path, error.strerror)


def entries_in(folder: Path) -> Iterator[Entry]:
    """Yield the entries and unfinished files in a folder and its folders of two hexadecimal digits."""
    for path in (*folder.glob("*"), *folder.glob("[0-9a-f][0-9a-f]/*")):
        if (_ENTRY_NAME.fullmatch(path.name) or _UNFINISHED_NAME.fullmatch(path.name)) and path.is_file():
            try:
                status = path.stat()
            except FileNotFoundError:
                continue  # another program has just deleted it
            yield Entry(path, status.st_size, status.st_mtime)
