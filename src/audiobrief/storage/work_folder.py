"""Folders for unfinished files, beside the finished ones, so that a rename never crosses file systems.

A program locks its work folder as long as it runs; the next run deletes those that are not locked.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from audiobrief.storage.files import WORK_PREFIX, write_failure
from audiobrief.storage.locks import exclusive_lock, try_lock
from audiobrief.storage.signals import signals_deferred
from audiobrief.storage.transaction import restore

_LOCK = "in-use"
_RANDOM_NAME = re.compile(re.escape(WORK_PREFIX) + "[a-z0-9_]{8}")
"""The names that tempfile chooses."""
_ATTEMPTS = 20
"""Attempts at deleting a folder: after an error of the disk, or while a thread still writes a file into it."""
_SECONDS_BETWEEN = 0.02


@contextmanager
def work_folder(parent: Path, option: str = "-o") -> Iterator[Path]:
    """Yield a new folder for unfinished files, and delete it at the end.

    Args:
        parent: the folder of the finished files, in which it is made; it is made, too, if it does not exist.
        option: the option by which a user chooses another folder, for messages.

    Raises:
        OutputError: the folder cannot be made.
    """
    folder = handle = None
    try:
        try:
            parent.mkdir(parents=True, exist_ok=True)
            # Otherwise another program could delete the new folder before it is locked.
            with exclusive_lock(parent):
                _delete_abandoned(parent)
                # An interrupt between making the folder and remembering it would leave it behind.
                with signals_deferred():
                    folder = Path(tempfile.mkdtemp(prefix=WORK_PREFIX, dir=parent))
                    handle = try_lock(folder / _LOCK)
        except OSError as error:
            raise write_failure(parent, error, option) from error
        yield folder
    finally:
        with signals_deferred():
            if folder is not None:
                _delete(folder)
            if handle is not None:
                os.close(handle)


@contextmanager
def remove_new_folder_on(errors: type[Exception] | tuple[type[Exception], ...], parent: Path) -> Iterator[None]:
    """If one of these errors ends the block, delete a folder that was made in it and is empty."""
    existed = parent.exists()
    try:
        yield
    except errors:
        if not existed and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
        raise


def _delete_abandoned(parent: Path) -> None:
    """Delete the work folders of programs that were killed, after putting back the files that they had replaced."""
    for folder in parent.glob(f"{WORK_PREFIX}*"):
        if folder.is_symlink() or not _is_work_folder(folder):
            continue
        try:
            handle = try_lock(folder / _LOCK)
        except OSError:
            continue  # its owner is deleting it, or it belongs to another user
        if handle is not None:
            _delete(folder)
            os.close(handle)


def _is_work_folder(folder: Path) -> bool:
    """Return whether a folder is a work folder, which may have lost its lock while it was deleted."""
    return (folder / _LOCK).is_file() or (
        # Where folders cannot be locked, another program may be about to lock its new one.
        sys.platform != "win32" and folder.is_dir() and _RANDOM_NAME.fullmatch(folder.name) is not None
    )


def _delete(folder: Path) -> None:
    """Delete a work folder; its lock goes last, so that the next run recognises what a kill leaves of it."""
    if not restore(folder):
        return
    for _ in range(_ATTEMPTS):
        with suppress(OSError):
            for entry in folder.iterdir():
                if entry.is_dir() and not entry.is_symlink():
                    shutil.rmtree(entry)
                elif entry.name != _LOCK:
                    entry.unlink()
            (folder / _LOCK).unlink(missing_ok=True)
            folder.rmdir()
            return
        time.sleep(_SECONDS_BETWEEN)
