"""A site in an object store, through fsspec: `s3://` and others. A file appears only when all of it has been written.

Such places have no locks. `Site.update_lists_and_feed` makes several programs that publish at once come to the same
result.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.errors import AudiobriefError, PlaceError
from audiobrief.publish.addresses import media_type
from audiobrief.publish.site.place import LARGEST_FEED, LARGEST_RECORD, Upload
from audiobrief.storage.file_systems import open_file_system
from audiobrief.storage.place_address import StoreAddress, failure_reason

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_TYPE_OPTIONS = {"s3": "ContentType", "s3a": "ContentType", "gs": "content_type", "gcs": "content_type"}
"""The option of fsspec that sets the media type of a file, by scheme."""
_MD5 = re.compile(r'"?([0-9a-f]{32})"?')


class Remote:
    """Stores a site in an object store; see `Place` for the methods."""

    has_exclusive_lock = False

    def __init__(self, name: str, system: AbstractFileSystem, root: str, work: Path) -> None:
        self.name = name
        self.work = work
        self._system = system
        self._root = root.rstrip("/")
        self._scheme = name.partition("://")[0].lower()

    def _full_path(self, path: str) -> str:
        return f"{self._root}/{path}".rstrip("/")

    @contextmanager
    def _place_errors(self, path: str) -> Iterator[None]:
        try:
            yield
        except AudiobriefError:
            raise
        except Exception as error:  # each file system has errors of its own
            what = f"{path or 'the place'} could not be reached"
            raise PlaceError(
                f"{self.name}: {what}: {failure_reason(error)} (check the address and the keys)"
            ) from error

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder."""
        with self._place_errors(folder):
            try:
                self._system.invalidate_cache()
                paths = self._system.ls(self._full_path(folder), detail=False)
            except FileNotFoundError:
                return []
        return [str(path).rstrip("/").rpartition("/")[2] for path in paths]

    def read(self, path: str) -> bytes | None:
        """Return the content of a record."""
        self._check_size(path, LARGEST_RECORD)
        with self._place_errors(path):
            try:
                return bytes(self._system.cat_file(self._full_path(path)))
            except FileNotFoundError:
                return None

    def fetch(self, path: str, target: Path) -> bool:
        """Copy a file to this machine."""
        self._check_size(path, LARGEST_FEED)
        with self._place_errors(path):
            try:
                self._system.get_file(self._full_path(path), str(target))
            except FileNotFoundError:
                return False
        return True

    def _check_size(self, path: str, most: int) -> None:
        info = self._file_info(path)
        if info is not None and (info.get("size") or 0) > most:
            raise PlaceError(f"{self.name}: {path} is larger than {most:,} bytes (check the place, or delete the file)")

    def _file_info(self, path: str) -> dict[str, Any] | None:
        """Return what the server states of a file; None if there is no such file."""
        with self._place_errors(path):
            try:
                self._system.invalidate_cache()
                info: dict[str, Any] = self._system.info(self._full_path(path))
            except FileNotFoundError:
                return None
        return info if info.get("type") == "file" else None

    def has(self, path: str) -> bool:
        """Return whether a file exists."""
        return self._file_info(path) is not None

    def holds(self, upload: Upload) -> bool:
        """Return whether the file exists and has this content.

        Compares the size, and the MD5 where the server states it; else the digest in the path, or the content.
        """
        info = self._file_info(upload.path)
        if info is None or info.get("size") != upload.size:
            return False
        if any(match and match[1] == upload.md5 for match in map(_MD5.fullmatch, _etags(info))):
            return True
        # A store that encrypts, or an upload in parts, has ETags that are no MD5. A path with a digest says what the
        # content is, and the size says that all of it was written. Other files are small, and are read.
        return upload.named_by_content or self.read(upload.path) == upload.content()

    def put(self, upload: Upload) -> None:
        """Write a file."""
        target = self._full_path(upload.path)
        option = _TYPE_OPTIONS.get(self._scheme)
        options = {option: media_type(upload.path)} if option else {}
        with self._place_errors(upload.path):
            if isinstance(upload.source, bytes):
                self._system.pipe_file(target, upload.source, **options)
            else:
                self._system.put_file(str(upload.source), target, **options)

    def remove(self, path: str) -> None:
        """Delete a file."""
        with self._place_errors(path):
            try:
                self._system.rm_file(self._full_path(path))
            except FileNotFoundError:
                return  # another program has deleted it

    def finish(self) -> None:
        """Do nothing, since changes are visible at once."""


def _etags(info: dict[str, Any]) -> list[str]:
    return [str(info[key]) for key in ("ETag", "etag") if info.get(key)]


@contextmanager
def remote_place(where: StoreAddress) -> Iterator[Remote]:
    """Open a site in an object store.

    Raises:
        PlaceError: it cannot be reached, or support for it is not installed.
    """
    system, root = open_file_system(where)
    with tempfile.TemporaryDirectory(prefix="audiobrief-") as work:
        yield Remote(where.name, system, root, Path(work))
