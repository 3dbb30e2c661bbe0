"""The one place where files are written: under a temporary name, synced, and renamed when they are whole.

Everything unfinished lies in a work folder (`work_folder`) beside the finished files.
"""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from audiobrief.errors import OutputError

__all__ = [
    "WORK_PREFIX",
    "check_names",
    "file_digest",
    "finish",
    "known_place",
    "synced_digest",
    "uninterrupted",
    "write_bytes",
    "write_copy",
    "write_failure",
    "write_head",
    "writing",
]

WORK_PREFIX = ".audiobrief-"
"""What the names of work folders begin with."""
_LONGEST_NAME = 255
_LARGE = 16 << 20
"""Bytes."""


def write_failure(path: Path, error: OSError, choice: str = "-o") -> OutputError:
    """Say in one line why a file could not be written, and what to do.

    Args:
        path: the file or folder.
        error: what the system said.
        choice: the option or variable by which another place is chosen.
    """
    advice = {
        errno.ENOSPC: "free some space on the disk",
        errno.EDQUOT: "free some space in your quota",
        errno.EACCES: f"choose another folder with {choice}, or change its rights",
        errno.EPERM: f"choose another folder with {choice}, or change its rights",
        errno.EROFS: f"choose another folder with {choice}",
        errno.ENOTDIR: f"a file stands where a folder is wanted; choose another place with {choice}",
        errno.EEXIST: f"a file stands where a folder is wanted; choose another place with {choice}",
        errno.EISDIR: f"a folder stands where the file is wanted; choose another name with {choice}",
        errno.ENAMETOOLONG: "choose a shorter name with slug: or -o",
    }
    reason = (error.strerror or str(error)).lower()
    what_to_do = advice.get(error.errno or 0, "check the disk and the folder")
    return OutputError(f"{known_place(path)} cannot be written: {reason} ({what_to_do})")


def known_place(path: Path) -> Path:
    """Return the place of a file as the user knows it: of what lies in a work folder, the folder around that."""
    work = next((folder for folder in (path, *path.parents) if folder.name.startswith(WORK_PREFIX)), None)
    place = work.parent if work else path
    return place if place.name else place.resolve()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Keep interruptions waiting for the few moments in which finished files get their names."""
    if sys.platform == "win32":
        yield
        return
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def check_names(finals: Iterable[Path]) -> None:
    """See that files can get their names, before the first of them does.

    Raises:
        OutputError: a folder stands in the place of one, or its name is too long.
    """
    for final in finals:
        number = errno.ENAMETOOLONG if len(os.fsencode(final.name)) > _LONGEST_NAME else 0
        if not number and final.is_dir():
            number = errno.EISDIR
        if number:
            raise write_failure(final, OSError(number, os.strerror(number)))


def write_bytes(path: Path, content: bytes) -> None:
    """Write an unfinished file, and read it back.

    Raises:
        OutputError: it could not be written whole.
    """
    try:
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        whole = path.read_bytes() == content
    except OSError as error:
        raise write_failure(path, error) from error
    if not whole:
        raise OutputError(f"{known_place(path)}: a file did not read back as it was written (check the disk)")


def write_head(path: Path, head: bytes, size: int) -> None:
    """Write the beginning of an unfinished file, for which room was left.

    Args:
        path: the file.
        head: its first bytes.
        size: bytes that it has as a whole.

    Raises:
        OutputError: it could not be written whole.
    """
    try:
        with path.open("r+b") as file:
            file.write(head)
            whole = file.seek(0, os.SEEK_END) == size
    except OSError as error:
        raise write_failure(path, error) from error
    if not whole:
        raise OutputError(f"{known_place(path)}: a file did not come out whole (check the disk)")


def synced_digest(path: Path) -> str:
    """See that an unfinished file is on the disk, and give its sha256 in hexadecimal.

    Raises:
        OutputError: it could not be synced or read.
    """
    from concurrent.futures import ThreadPoolExecutor

    try:
        with path.open("r+b") as file, ThreadPoolExecutor(max_workers=1, thread_name_prefix="sync") as executor:
            synced = executor.submit(os.fsync, file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            synced.result()
    except OSError as error:
        raise write_failure(path, error) from error
    return digest


def write_copy(path: Path, source: Path) -> str:
    """Write an unfinished file as a copy of another, and give the sha256 of what was written.

    Raises:
        OutputError: it could not be written whole.
    """
    digest = hashlib.sha256()
    with writing(path) as file:
        try:
            with source.open("rb") as stream:
                while piece := stream.read(1 << 20):
                    digest.update(piece)
                    file.write(piece)
        except OSError as error:
            raise write_failure(path, error, "--to") from error
    return digest.hexdigest()


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Return an unfinished file to write to; it is synced at the end.

    Raises:
        OutputError: it could not be written.
    """
    try:
        with path.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise write_failure(path, error, "--to") from error


def finish(path: Path, final: Path, choice: str = "-o") -> None:
    """Return an unfinished file its final name, in place of an older one, and see that this lasts.

    Args:
        path: the unfinished file.
        final: its name to be.
        choice: the option or variable by which a user chooses another place.

    Raises:
        OutputError: the file cannot be synced or renamed.
    """
    try:
        with path.open("r+b") as file:
            os.fsync(file.fileno())
        path.chmod(0o666 & ~_umask())
        with _freed_beside(final):
            path.replace(final)
        if sys.platform != "win32":
            handle = os.open(final.parent, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
    except OSError as error:
        raise write_failure(final, error, choice) from error


@contextmanager
def _freed_beside(final: Path) -> Iterator[None]:
    """Have the room of a large file that is replaced in the block freed by another thread, for it takes a while."""
    old = None
    if sys.platform != "win32":  # a file that is open cannot be replaced there
        with suppress(OSError):  # there is none, or nobody may read it
            old = os.open(final, os.O_RDONLY | os.O_NONBLOCK)  # or a pipe of that name would be waited for
    try:
        yield
    finally:
        if old is not None:
            _close_beside(old)


def _close_beside(handle: int) -> None:
    if os.fstat(handle).st_size > _LARGE:
        with suppress(RuntimeError):  # there are too many threads
            threading.Thread(target=os.close, args=(handle,)).start()
            return
    os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def file_digest(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
