"""The one place where files are written: under a temporary name, synced, and renamed when they are whole.

Everything unfinished lies in a work folder beside the finished files, so that a rename never crosses file
systems. The folder is locked as long as its program lives; the next run deletes those nobody holds.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from audiobrief.errors import OutputError

__all__ = [
    "check_names",
    "file_digest",
    "finish",
    "finish_folder",
    "known_place",
    "only_one",
    "synced_digest",
    "uninterrupted",
    "unmade_after",
    "work_folder",
    "write_bytes",
    "write_copy",
    "write_failure",
    "write_head",
    "writing",
]

_PREFIX = ".audiobrief-"
_LOCK = "in-use"
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
    """Give the place of a file as the user knows it: of what lies in a work folder, the folder around that."""
    work = next((folder for folder in (path, *path.parents) if folder.name.startswith(_PREFIX)), None)
    place = work.parent if work else path
    return place if place.name else place.resolve()


def _hold(folder: Path) -> int | None:
    """Lock a work folder; None where another program holds it. The lock ends with the program, however it ends."""
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _sweep(parent: Path) -> None:
    """Delete the work folders of programs that were killed."""
    for folder in parent.glob(f"{_PREFIX}*"):
        if folder.is_symlink() or not (folder / _LOCK).is_file():
            continue
        try:
            handle = _hold(folder)
        except OSError:
            continue  # it is being deleted by its owner, or belongs to another user
        if handle is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(handle)


@contextmanager
def work_folder(parent: Path, choice: str = "-o") -> Iterator[Path]:
    """Give a folder for unfinished files in `parent`, which is made if need be; it is deleted at the end.

    Args:
        parent: the folder of the finished files.
        choice: the option by which a user chooses another place.

    Raises:
        OutputError: the folder cannot be made.
    """
    folder = handle = None
    try:
        try:
            parent.mkdir(parents=True, exist_ok=True)
            # Nobody may take a folder that has just been made for one that a killed program left.
            with only_one(parent):
                _sweep(parent)
                # An interruption may not come between the folder and the knowledge of it.
                with uninterrupted():
                    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
                    handle = _hold(folder)
        except OSError as error:
            raise write_failure(parent, error, choice) from error
        yield folder
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        if handle is not None:
            os.close(handle)


@contextmanager
def unmade_after(parent: Path, *errors: type[Exception]) -> Iterator[None]:
    """Delete a folder that was made in the block if one of these errors ends it, and nothing is in the folder."""
    was_there = parent.exists()
    try:
        yield
    except errors:
        if not was_there and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
        raise


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


@contextmanager
def only_one(parent: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Wait until no other program makes a work folder or gives files their names in a folder; keep others waiting.

    Args:
        parent: the folder.
        waiting: called once if another program holds it.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waiting is not None:
                waiting()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


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
    """Give an unfinished file to write to; it is synced at the end.

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
    """Give an unfinished file its final name, in place of an older one, and see that this lasts.

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


def finish_folder(path: Path, final: Path) -> None:
    """Put all that lies in an unfinished folder into its final one, which is new or empty.

    Args:
        path: the unfinished folder.
        final: the folder, which is made if need be.

    Raises:
        OutputError: something cannot be renamed; what has been, is taken back.
    """
    moved: list[Path] = []
    was_there = final.exists()
    try:
        final.mkdir(exist_ok=True)
        with uninterrupted():
            for entry in sorted(path.iterdir()):
                entry.replace(final / entry.name)
                moved.append(final / entry.name)
    except OSError as error:
        for entry in moved:
            entry.replace(path / entry.name)
        if not was_there and final.is_dir():
            final.rmdir()
        raise write_failure(final, error, "another folder's name") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def file_digest(path: Path) -> str:
    """Give the sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
