"""A shared store in a folder, such as one of a shared file system."""

from __future__ import annotations

import errno
import logging
import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from audiobrief.cache.entries import create_entry, write_entry
from audiobrief.cache.shared.backend import LARGEST, NO_FILE_OF_OURS, StoredFile
from audiobrief.storage.regular_files import read_regular_file

_LOG = logging.getLogger(__name__)
_NO_FILES = frozenset({errno.EISDIR, errno.EINVAL, errno.EFBIG})
"""Errors of `read_regular_file` about a folder, a pipe, and a file that is too large."""


class FolderBackend:
    """Holds the files of a shared store in a folder; see `Backend` for the methods.

    The folder itself is not made, since it may be of a disk that is not mounted.
    """

    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        self._folder = folder.absolute()

    def read(self, path: str) -> bytes | None:
        """Return the content of a file."""
        try:
            return read_regular_file(self._folder / path, LARGEST)
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno in _NO_FILES:
                return NO_FILE_OF_OURS
            raise

    def write(self, path: str, content: bytes) -> None:
        """Write a file beside its place, and rename it."""
        write_entry(self._prepare_folder(path), content)

    def create(self, path: str, content: bytes) -> bool:
        """Write a file, unless there is one."""
        return create_entry(self._prepare_folder(path), content)

    def remove(self, paths: Collection[str]) -> None:
        """Delete files."""
        for path in paths:
            (self._folder / path).unlink(missing_ok=True)

    def files(self) -> Iterator[StoredFile]:
        """Yield all files, also those of folders that vanish meanwhile."""
        root = str(self._folder)
        for folder, _, names in os.walk(root):
            for name in names:
                path = os.path.join(folder, name)  # noqa: PTH118 - of a hundred thousand files, a Path each takes longer
                try:
                    status = os.lstat(path)
                except FileNotFoundError:
                    continue
                yield StoredFile(os.path.relpath(path, root).replace(os.sep, "/"), status.st_size, status.st_mtime)

    def _prepare_folder(self, path: str) -> Path:
        """Return the path of a file in a folder that exists, with the rights of the store's own folder.

        Raises:
            FileNotFoundError: the store's folder has gone, as after its file system was unmounted; it is not made anew.
        """
        target = self._folder / path
        if not target.parent.is_dir():
            rights = stat.S_IMODE(self._folder.stat().st_mode)
            folder = self._folder
            for part in target.parent.relative_to(self._folder).parts:
                folder /= part
                try:
                    folder.mkdir()
                except FileExistsError:
                    continue
                try:  # so that all users who may write into the store may write into each folder of it
                    folder.chmod(rights)
                except OSError as error:  # some file systems have no rights
                    _LOG.debug("the rights of %s are not set: %s", folder, error)
        return target
