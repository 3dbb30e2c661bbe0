"""Folders for unfinished files, beside the finished ones, so that a rename never crosses file systems.

A work folder is locked as long as its program lives; the next run deletes those nobody holds.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from audiobrief.storage.files import WORK_PREFIX, uninterrupted, write_failure

__all__ = ["finish_folder", "only_one", "unmade_after", "work_folder"]

_LOCK = "in-use"


@contextmanager
def work_folder(parent: Path, choice: str = "-o") -> Iterator[Path]:
    """Return a folder for unfinished files in `parent`, which is made if need be; it is deleted at the end.

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
                    folder = Path(tempfile.mkdtemp(prefix=WORK_PREFIX, dir=parent))
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
    for folder in parent.glob(f"{WORK_PREFIX}*"):
        if folder.is_symlink() or not (folder / _LOCK).is_file():
            continue
        try:
            handle = _hold(folder)
        except OSError:
            continue  # it is being deleted by its owner, or belongs to another user
        if handle is not None:
            shutil.rmtree(folder, ignore_errors=True)
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
