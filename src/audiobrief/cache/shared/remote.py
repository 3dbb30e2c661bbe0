"""A shared store in an object store such as S3, through fsspec. A file appears only when all of it has been written."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from audiobrief.cache.shared.backend import LARGEST, NO_FILE_OF_OURS, StoredFile
from audiobrief.errors import PlaceError
from audiobrief.storage.file_systems import open_file_system
from audiobrief.storage.place_address import StoreAddress

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_S3 = ("s3", "s3a")
_MOST_SECONDS = 8.0
"""Time for a request, beside what the content needs; after that, speaking is faster than waiting."""
_LEAST_RATE = 500_000
"""Bytes a second of a connection that is still of use."""
_LISTING_SECONDS = 300.0
"""Time for a listing, and for the deletion of many files."""
_FEW = 10
"""Files that are deleted as quickly as one is written, such as the claims of an entry."""
_TIMES = ("LastModified", "last_modified", "updated", "mtime", "created")
"""Where file systems state when a file was written."""


class RemoteBackend:
    """Holds the files of a shared store in an object store; see `Backend` for the methods."""

    def __init__(self, where: StoreAddress) -> None:
        """Open it; no request is sent yet.

        Raises:
            PlaceError: support for the address is not installed.
        """
        self.name = where.name
        self._is_s3 = where.scheme in _S3
        options = _s3_options() if self._is_s3 else {}
        self._system, root = open_file_system(where, use_listings_cache=False, **options)
        self._reading: dict[str, int] = {}
        if self._is_s3:
            self._system.retries = 1  # who calls tries again
            self._reading = {"start": 0, "end": LARGEST}
        self._root = root.rstrip("/")
        self._can_create = _has_exclusive_mode(self._system)

    def _within(self, seconds: float) -> dict[str, float]:
        """Return the options of a call that ends in time; file systems that cannot do that have limits of their own."""
        return {"timeout": seconds} if self._system.async_impl else {}

    def read(self, path: str) -> bytes | None:
        """Return the content of a file."""
        try:
            options = {**self._reading, **self._within(_MOST_SECONDS)}
            return bytes(self._system.cat_file(f"{self._root}/{path}", **options))
        except FileNotFoundError:
            return None
        except OSError as error:
            if _is_of_empty_file(error):
                return NO_FILE_OF_OURS
            raise

    def write(self, path: str, content: bytes) -> None:
        """Write a file with one request."""
        limit = self._within(_MOST_SECONDS + len(content) / _LEAST_RATE)
        self._system.pipe_file(f"{self._root}/{path}", content, **limit)

    def create(self, path: str, content: bytes) -> bool:
        """Write a file, unless there is one; where an object store cannot do that, it is written in any case."""
        mode = {"mode": "create"} if self._can_create else {}
        try:
            self._system.pipe_file(f"{self._root}/{path}", content, **mode, **self._within(_MOST_SECONDS))
        except FileExistsError:
            return False
        return True

    def remove(self, paths: Collection[str]) -> None:
        """Delete files; a thousand with one request, where the store can do that."""
        if not paths:
            return
        limit = self._within(_MOST_SECONDS if len(paths) <= _FEW else _LISTING_SECONDS)
        if self._is_s3:
            self._remove_from_s3(paths, limit)
        else:
            self._system.rm([f"{self._root}/{path}" for path in paths], **limit)

    def _remove_from_s3(self, paths: Collection[str], limit: dict[str, float]) -> None:
        """Delete files with one request; `rm` of s3fs would not say that S3 refuses to delete some of them.

        Raises:
            PlaceError: S3 refuses that.
        """
        bucket = self._system.split_path(self._root)[0]
        keys = [{"Key": self._system.split_path(f"{self._root}/{path}")[1]} for path in paths]
        answer = self._system.call_s3("delete_objects", Bucket=bucket, Delete={"Objects": keys, "Quiet": True}, **limit)
        if refusals := answer.get("Errors"):
            what = f"some files could not be deleted: {refusals[0].get('Message', 'refused')}"
            raise PlaceError(f"{self.name}: {what} (check the rights of the keys)")

    def files(self) -> Iterator[StoredFile]:
        """Yield all files."""
        listing = self._system.find(self._root, detail=True, **self._within(_LISTING_SECONDS))
        for path, info in listing.items():
            yield StoredFile(path[len(self._root) + 1 :], info.get("size") or 0, _time_written(info))


def _s3_options() -> dict[str, Any]:
    """Return options with which a request fails at once, and a file is read without asking for its size before."""
    from fsspec.config import conf

    configured = conf.get("s3", {}).get("config_kwargs", {})
    return {"max_concurrency": 1, "config_kwargs": {**configured, "retries": {"max_attempts": 0}}}


def _is_of_empty_file(error: OSError) -> bool:
    """Return whether S3 could not return the beginning of a file, since it has none."""
    response: dict[str, Any] = getattr(error.__cause__, "response", None) or {}
    return response.get("Error", {}).get("Code") in {"InvalidRange", "416"}


def _has_exclusive_mode(system: AbstractFileSystem) -> bool:
    """Return whether a file system can write a file only if there is none."""
    method = getattr(system, "_pipe_file" if system.async_impl else "pipe_file")
    return "mode" in inspect.signature(method).parameters


def _time_written(info: dict[str, Any]) -> float:
    """Return when a file was written, in seconds since 1970; 0 if that is not stated."""
    for name in _TIMES:
        value = info.get(name)
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                continue
        if isinstance(value, datetime):
            return value.timestamp()
        if isinstance(value, int | float):
            return float(value)
    return 0.0
