"""Paths on the command line: found in either form of Unicode, and refused at once where the working folder is gone."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

import click

from audiobrief.errors import MachineError, UsageError
from audiobrief.storage.files import check_names
from audiobrief.storage.unicode_names import path_on_disk


class LocalPath(click.Path):
    """The type of a parameter that is the path of a file or a folder; its value is a `Path`."""

    def __init__(self, *, exists: bool = False, file_okay: bool = True, dir_okay: bool = True) -> None:
        """Take the arguments of click's own type."""
        super().__init__(exists=exists, file_okay=file_okay, dir_okay=dir_okay, path_type=Path)

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """Return the path as it stands on the disk; an empty one is none, not the working folder."""
        if not os.fspath(value):
            raise click.BadParameter("'' is no path", ctx, param)
        return super().convert(local_path(value), param, ctx)


def local_path(value: str | os.PathLike[str]) -> Path:
    """Return a path of the command line as it stands on the disk.

    Raises:
        MachineError: it is relative, and the working folder has been deleted; or it is a link to itself.
    """
    path = Path(value)
    if not path.is_absolute() and not has_working_folder():
        raise deleted_working_folder()
    if _leads_to_itself(path):
        raise MachineError(f"{path}: the link leads back to itself (delete it)")
    with suppress(OSError):  # who opens it says why it cannot be read
        return path_on_disk(path)
    return path


def _leads_to_itself(path: Path) -> bool:
    try:
        path.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    except ValueError:  # a zero in the name
        return False
    return False


def check_output(path: Path, *, overwrite: bool) -> None:
    """Check that a file can be written under its name, and that none is there that may not be overwritten.

    Raises:
        OutputError: there can be no file of that name.
        UsageError: there is one already.
    """
    if path.exists() and not overwrite:
        raise UsageError(f"{path} exists already (choose another name with -o, or use --force to overwrite it)")
    check_names([path])


def has_working_folder() -> bool:
    """Return whether the working folder is still there."""
    try:
        return Path.cwd().is_dir()
    except OSError:
        return False


def deleted_working_folder() -> MachineError:
    """Return the error of a working folder that is no longer there."""
    return MachineError("the working folder has been deleted (change to another one)")
