"""Locks between programs. They end with the program that holds them, however it ends."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOG = logging.getLogger(__name__)
_POLL_INTERVAL = 0.02


def try_lock(path: Path) -> int | None:
    """Lock a file, which is made if it does not exist.

    Returns:
        The descriptor that holds the lock until it is closed; None if another program holds it, or the file system has
        no locks.

    Raises:
        OSError: the file cannot be opened.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if _lock(handle):
        return handle
    os.close(handle)
    return None


def _lock(handle: int) -> bool:
    """Return whether the lock of a descriptor could be taken at once."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:  # another program holds it, or the file system has no locks
        _LOG.debug("no lock: %s", error)
        return False
    return True


@contextmanager
def exclusive_lock(folder: Path, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock of a folder, under which work folders are made and files renamed; wait for other programs.

    Args:
        folder: the folder, which exists.
        on_wait: called once if another program holds the lock.
    """
    if sys.platform == "win32":  # a folder cannot be opened there
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if on_wait is not None:
                on_wait()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def temporary_lock(path: Path, timeout: float) -> Iterator[bool]:
    """Hold the lock of a file that exists only as long as somebody holds or awaits it; yield whether it is held.

    Without locks, on Windows, and after the timeout, the block runs without it.

    Args:
        path: the file; its folder is made.
        timeout: seconds to wait for another program.
    """
    handle = None if sys.platform == "win32" else _wait_for(path, timeout)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                _LOG.warning("%s cannot be deleted: %s", path, error.strerror)
            os.close(handle)


def _wait_for(path: Path, timeout: float) -> int | None:
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = try_lock(path)
        except OSError as error:
            _LOG.debug("%s cannot be locked: %s", path, error)
            return None
        if handle is None:
            time.sleep(_POLL_INTERVAL)
        elif _is_at(handle, path):
            return handle
        else:
            os.close(handle)  # its holder deleted it meanwhile
    return None


def _is_at(handle: int, path: Path) -> bool:
    """Return whether an open file is the one that its path leads to."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
