"""Entries of a folder, by the content of what decides them: sealed, written beside their place, deleted by their use.

An entry is checked when it is read: a damaged or swapped one is as if it were not there. Writers do not meet: each
writes a file of its own and renames it.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable
from pathlib import Path

from audiobrief.errors import OutputError
from audiobrief.files import known_place

__all__ = ["delete", "last_use", "least_used", "not_kept", "opened", "sealed", "touch", "write"]

_LOG = logging.getLogger(__name__)
_SUM = 32
"""Bytes of a sha256."""


def sealed(magic: bytes, decides: bytes, body: bytes) -> bytes:
    """Give an entry's content: what it is, and the sum of what decides it and of its body, before the body."""
    return magic + _sum(decides, body) + body


def opened(magic: bytes, decides: bytes, content: bytes) -> bytes | None:
    """Give the body of an entry; None where the content is not what `sealed` gave."""
    head = len(magic) + _SUM
    # A view, since an entry may be large, and is copied once as it is.
    whole = content.startswith(magic) and _sum(decides, memoryview(content)[head:]) == content[len(magic) : head]
    return content[head:] if whole else None


def _sum(decides: bytes, body: bytes | memoryview) -> bytes:
    digest = hashlib.sha256(decides)
    digest.update(body)
    return digest.digest()


def write(path: Path, content: bytes) -> None:
    """Write a file beside its place, and rename it.

    Raises:
        OSError: it could not be written; nothing is left of it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}-{id(content):x}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def touch(path: Path) -> None:
    """Mark an entry as used now, so that it is deleted later than others."""
    try:
        os.utime(path)
    except OSError as error:
        _LOG.debug("the time of use of an entry is not kept: %s", error)


def delete(path: Path) -> None:
    """Delete a file that is no longer needed; one that cannot be deleted is no reason to fail an episode."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _LOG.warning("%s cannot be deleted: %s", path, error.strerror)


def last_use(path: Path) -> tuple[float, int, Path] | None:
    """Give when a file was used last, and its size; None if another program has just deleted it."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime, status.st_size, path


def least_used(paths: Iterable[Path], most_bytes: int) -> list[Path]:
    """Give the files that were not used for longest, and are more than may be kept."""
    total = 0
    beyond = []
    for _, size, path in sorted((use for path in paths if (use := last_use(path))), reverse=True):
        total += size
        if total > most_bytes:
            beyond.append(path)
    return beyond


def not_kept(what: str, folder: Path, error: OSError, *, bounded: bool) -> OutputError:
    """Say in one line why something could not be kept, and what to do.

    Args:
        what: what it is.
        folder: where it was to be kept.
        error: what the system said.
        bounded: whether the folder has a bound; one without is a work folder's: --no-cache is in use, or would change
            nothing.
    """
    reason = (error.strerror or str(error)).lower()
    advice = "free some space there" + (", or use --no-cache" if bounded else "")
    return OutputError(f"{what} cannot be kept in {known_place(folder)}: {reason} ({advice})")
