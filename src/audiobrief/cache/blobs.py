"""Entries of a folder, by the content of what decides them: sealed, written beside their place, deleted by their use.

An entry is checked when it is read: a damaged or swapped one is as if it were not there. Writers do not meet: each
writes a file of its own and renames it.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterable
from pathlib import Path

from audiobrief.errors import OutputError
from audiobrief.storage.files import known_place

__all__ = ["delete", "is_due", "kept", "last_use", "least_used", "not_kept", "read", "sealed", "touch", "write"]

_LOG = logging.getLogger(__name__)
_SUM = 8
"""Bytes of a CRC-64/XZ: entries are to be found damaged, not forged, and a sha256 takes longer than all else."""
_LONG_ENOUGH = 60.0
"""Seconds between two times that a folder is tidied, or the use of an entry noted."""


def sealed(magic: bytes, decides: bytes, body: bytes) -> bytes:
    """Return an entry's content: what it is, and the sum of what decides it and of its body, before the body."""
    return magic + _sum(decides, body) + body


def read(path: Path, magic: bytes, decides: bytes) -> bytes | None:
    """Return the body of an entry; None where its content is not what `sealed` gave.

    Raises:
        OSError: there is none, or it cannot be read.
    """
    with path.open("rb", buffering=0) as file:
        head = file.read(len(magic) + _SUM)
        body = file.read()
    return body if head == magic + _sum(decides, body) else None


def _sum(decides: bytes, body: bytes) -> bytes:
    from fastcrc import crc64

    return crc64.xz(body, crc64.xz(decides)).to_bytes(_SUM, "big")


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


def touch(path: Path) -> int | None:
    """Mark an entry as used now, so that it is deleted later than others.

    Returns:
        Its size in bytes; None if there is none.
    """
    try:
        state = path.stat()
    except OSError:
        return None
    if abs(time.time() - state.st_mtime) > _LONG_ENOUGH:
        _mark(path)
    return state.st_size


def _mark(path: Path) -> None:
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


def is_due(folder: Path) -> bool:
    """Return whether a folder is to be tidied, and note that it is; not where it changed within the last minute.

    Its own time tells: it changes when it is noted here, and with the first of the folders in it.
    """
    try:
        if 0 <= time.time() - folder.stat().st_mtime < _LONG_ENOUGH:
            return False
    except FileNotFoundError:
        return False
    _mark(folder)
    return True


def kept(folder: Path) -> dict[str, list[Path]]:
    """Return the files in the folders of a folder by their suffixes; none where there is no such folder."""
    found: dict[str, list[Path]] = {}
    try:
        for inner in [Path(each) for each in os.scandir(folder) if each.is_dir()]:
            for path in inner.iterdir():
                found.setdefault(path.suffix, []).append(path)
    except FileNotFoundError:  # another program has just deleted it
        return found
    return found


def last_use(path: Path) -> tuple[float, int, Path] | None:
    """Return when a file was used last, and its size; None if another program has just deleted it."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime, status.st_size, path


def least_used(paths: Iterable[Path], most_bytes: int) -> list[Path]:
    """Return the files that were not used for longest, and are more than may be kept."""
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
