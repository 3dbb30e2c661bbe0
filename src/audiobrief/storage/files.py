"""Writing of finished files: written in a work folder beside their final path, synced, checked, and renamed."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from audiobrief.errors import OutputError
from audiobrief.storage.unicode_names import is_utf8

WORK_PREFIX = ".audiobrief-"
"""The beginning of the names of work folders."""
_LONGEST_NAME = 255
_LARGE = 16 << 20
"""Bytes."""


def write_failure(path: Path, error: OSError, option: str = "-o", action: str = "written") -> OutputError:
    """Return the error that says in one line why a file could not be written, and what to do.

    Args:
        path: the file or folder.
        error: the system's error.
        option: the option or variable by which a user chooses another place.
        action: what could not be done to it: `written` or `deleted`.
    """
    advice = {
        errno.ENOSPC: "free some space on the disk",
        errno.EDQUOT: "free some space in your quota",
        errno.EACCES: f"choose another folder with {option}, or change its rights",
        errno.EPERM: f"choose another folder with {option}, or change its rights",
        errno.EROFS: f"choose another folder with {option}",
        errno.ENOTDIR: f"there is a file where a folder is needed; choose another place with {option}",
        errno.EEXIST: f"there is a file where a folder is needed; choose another place with {option}",
        errno.EISDIR: f"there is a folder with the name of the file; choose another name with {option}",
        errno.ELOOP: "delete the link",
        errno.EMFILE: "raise the limit, as with ulimit -n",
        errno.ENFILE: "close other programs",
        errno.ENAMETOOLONG: "choose a shorter name with slug: or -o",
    }
    if error.errno == errno.EEXIST and path.is_symlink():
        return OutputError(f"{visible_path(path)} cannot be {action}: the link leads nowhere (delete it)")
    reason = (error.strerror or str(error)).lower()
    todo = advice.get(error.errno or 0, "check the disk and the folder")
    return OutputError(f"{visible_path(path)} cannot be {action}: {reason} ({todo})")


def visible_path(path: Path) -> Path:
    """Return a path for messages: that of a file, or the folder of the work folder that the file is in."""
    work = next((folder for folder in (path, *path.parents) if folder.name.startswith(WORK_PREFIX)), None)
    visible = work.parent if work else path
    return visible if visible.name else visible.resolve()


def check_names(finals: Iterable[Path]) -> None:
    """Check that files can be written under their final names.

    Raises:
        OutputError: there is a folder of that name, or a name is too long or not UTF-8.
    """
    for final in finals:
        if not is_utf8(final.name):
            what = f"{visible_path(final)} cannot be written: the name is not UTF-8"
            raise OutputError(f"{what} (choose another name with slug: or -o)")
        number = errno.ENAMETOOLONG if len(os.fsencode(final.name)) > _LONGEST_NAME else 0
        if not number and final.is_dir():
            number = errno.EISDIR
        if number:
            raise write_failure(final, OSError(number, os.strerror(number)))


def write_bytes(path: Path, content: bytes) -> None:
    """Write an unfinished file, and read it back.

    Raises:
        OutputError: it could not be written, or its content differs.
    """
    try:
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        is_equal = path.read_bytes() == content
    except OSError as error:
        raise write_failure(path, error) from error
    if not is_equal:
        raise OutputError(f"{visible_path(path)}: a file did not read back as it was written (check the disk)")


def write_head(path: Path, head: bytes, size: int) -> None:
    """Write the beginning of an unfinished file, for which room was left.

    Args:
        path: the file.
        head: its first bytes.
        size: bytes of the whole file.

    Raises:
        OutputError: it could not be written, or has another size.
    """
    try:
        with path.open("r+b") as file:
            file.write(head)
            is_complete = file.seek(0, os.SEEK_END) == size
    except OSError as error:
        raise write_failure(path, error) from error
    if not is_complete:
        raise OutputError(f"{visible_path(path)}: a file is incomplete (check the disk)")


def sync_and_digest(path: Path) -> str:
    """Sync an unfinished file to the disk, and return its sha256 in hexadecimal.

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
    """Write an unfinished file as a copy of another, and return the sha256 of its content.

    Raises:
        OutputError: it could not be written.
    """
    digest = hashlib.sha256()
    with synced_file(path) as file:
        try:
            with source.open("rb") as stream:
                while piece := stream.read(1 << 20):
                    digest.update(piece)
                    file.write(piece)
        except OSError as error:
            raise write_failure(path, error, "--to") from error
    return digest.hexdigest()


@contextmanager
def synced_file(path: Path) -> Iterator[BinaryIO]:
    """Open an unfinished file for writing, and sync it at the end.

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


def finish(path: Path, final: Path, option: str = "-o", *, keep_rights: bool = False) -> None:
    """Rename an unfinished file to its final path, replacing an older file, and sync the folder.

    Args:
        path: the unfinished file.
        final: its final path.
        option: the option or variable by which a user chooses another place.
        keep_rights: whether it gets the rights of the file that it replaces, instead of those of a new one.

    Raises:
        OutputError: the file cannot be synced or renamed.
    """
    try:
        if keep_rights:
            path.chmod(stat.S_IMODE(final.stat().st_mode))
        else:
            set_rights(path)
        sync(path)
        with freed_in_thread(final):
            path.replace(final)
        sync(final.parent)
    except OSError as error:
        raise write_failure(final, error, option) from error


def sync(path: Path) -> None:
    """Sync a file, or the names in a folder, to the disk.

    Raises:
        OSError: it failed.
    """
    is_folder = path.is_dir()
    if is_folder and sys.platform == "win32":  # a folder cannot be opened there
        return
    handle = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def set_rights(path: Path) -> None:
    """Set the rights of an unfinished file to those of an ordinary new file.

    Raises:
        OSError: it failed.
    """
    path.chmod(0o666 & ~_umask())


@contextmanager
def freed_in_thread(final: Path) -> Iterator[None]:
    """Let a thread free the space of a large file that is replaced or deleted in the block, which takes a while."""
    old = None
    if sys.platform != "win32":  # a file that is open cannot be replaced there
        with suppress(OSError):  # it does not exist, or is not readable
            old = os.open(final, os.O_RDONLY | os.O_NONBLOCK)  # do not wait for a pipe of that name
    try:
        yield
    finally:
        if old is not None:
            _close_in_thread(old)


def _close_in_thread(handle: int) -> None:
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
