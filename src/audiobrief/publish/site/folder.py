"""A site in a folder of this machine. Its files are replaced together, and programs that publish into it take turns."""

from __future__ import annotations

import itertools
import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from audiobrief.errors import PlaceError, PublishError
from audiobrief.publish.site.place import LARGEST_FEED, LARGEST_RECORD, Upload
from audiobrief.storage import files
from audiobrief.storage.locks import exclusive_lock
from audiobrief.storage.regular_files import read_regular_file, regular_file_size
from audiobrief.storage.signals import signals_deferred
from audiobrief.storage.transaction import replace_files
from audiobrief.storage.work_folder import work_folder

_LOG = logging.getLogger(__name__)


class Folder:
    """Stores a site in a folder; see `Place` for the methods. `finish` makes all changes together."""

    has_exclusive_lock = True

    def __init__(self, root: Path, work: Path) -> None:
        self.name = str(root)
        self.work = work
        self._root = root
        self._numbers = itertools.count()
        self._unfinished: dict[Path, Path] = {}
        """Files in the work folder by their final paths."""
        self._removed: dict[Path, None] = {}
        """Files to delete, in order."""

    def _current(self, path: str) -> Path:
        """Return where the content of a file is, which may be the work folder."""
        final = self._root / path
        return self._unfinished.get(final, final)

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder."""
        parent = self._root / folder
        unfinished = {final.name for final in self._unfinished if final.parent == parent}
        try:
            return [*unfinished.union(path.name for path in parent.iterdir())]
        except FileNotFoundError:
            return [*unfinished]
        except OSError as error:
            raise _read_error(parent, error) from error

    def read(self, path: str) -> bytes | None:
        """Return the content of a record."""
        try:
            return read_regular_file(self._current(path), LARGEST_RECORD)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _read_error(self._root / path, error) from error

    def fetch(self, path: str, target: Path) -> bool:
        """Copy a file into the work folder."""
        try:
            regular_file_size(self._current(path), LARGEST_FEED)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise _read_error(self._root / path, error) from error
        files.write_copy(target, self._current(path))
        return True

    def has(self, path: str) -> bool:
        """Return whether a file exists."""
        return self._root / path not in self._removed and self._current(path).is_file()

    def holds(self, upload: Upload) -> bool:
        """Return whether the file exists and has this content."""
        path = self._current(upload.path)
        try:
            if not self.has(upload.path) or path.stat().st_size != upload.size:
                return False
            if isinstance(upload.source, bytes):
                return path.read_bytes() == upload.source
            return files.file_digest(path) == upload.sha256
        except OSError as error:
            raise _read_error(path, error) from error

    def put(self, upload: Upload) -> None:
        """Write a file into the work folder."""
        final = self._root / upload.path
        unfinished = self.work / f"unfinished-{next(self._numbers)}"
        if isinstance(upload.source, bytes):
            files.write_bytes(unfinished, upload.source)
        elif files.write_copy(unfinished, upload.source) != upload.sha256:
            raise PublishError(f"{upload.source} changed while it was copied (publish again)")
        self._unfinished[final] = unfinished
        self._removed.pop(final, None)

    def remove(self, path: str) -> None:
        """Note a file that `finish` deletes."""
        self._unfinished.pop(self._root / path, None)
        self._removed[self._root / path] = None

    def finish(self) -> None:
        """Rename all files that were written, and delete those to be removed: all of them or none."""
        with signals_deferred():
            replace_files(self._unfinished, self.work, "--to", self._removed)
            for final in self._removed:
                self._delete_empty_folders(final)
        self._unfinished.clear()
        self._removed.clear()

    def _delete_empty_folders(self, final: Path) -> None:
        """Delete the folders that are empty without a file; one that cannot be deleted harms nobody."""
        try:
            for parent in final.parents:
                if parent == self._root or any(parent.iterdir()):
                    break
                parent.rmdir()
        except OSError as error:
            _LOG.debug("%s: %s", final.parent, error)


def _read_error(path: Path, error: OSError) -> PlaceError:
    reason = (error.strerror or str(error)).lower()
    return PlaceError(f"{path} cannot be read: {reason} (check the folder and its rights)")


@contextmanager
def folder_place(root: Path, *, dry_run: bool) -> Iterator[Folder]:
    """Open a folder, and lock it, so that other programs that publish into it wait.

    Args:
        root: the site's folder; created if there is none, and deleted again if nothing is published in it.
        dry_run: whether to create and lock nothing; the caller must not write.
    """
    if dry_run:
        work = Path(tempfile.mkdtemp(prefix="audiobrief-"))
        try:
            yield Folder(root, work)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return
    waiting = partial(_LOG.warning, "%s: somebody else is publishing; waiting", root)
    new = [folder for folder in (root, *root.parents) if not folder.exists()]
    try:
        with work_folder(root, "--to") as work, exclusive_lock(root, waiting):
            yield Folder(root, work)
    finally:
        with suppress(OSError):  # a site is in it
            for folder in new:
                folder.rmdir()
