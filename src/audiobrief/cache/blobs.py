"""Binary cache entries: values of one kind by their keys, each in a file with a checksum over key and content."""

from __future__ import annotations

import errno
import logging
import re
import struct
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from audiobrief.cache import maintenance
from audiobrief.cache.entries import mark_used, write_entry
from audiobrief.cache.kinds import Kind
from audiobrief.cache.shared.sealing import SEAL_VERSION
from audiobrief.cache.shared.store import SharedStore
from audiobrief.errors import OutputError
from audiobrief.storage.files import visible_path

_LOG = logging.getLogger(__name__)
_CHECKSUM_BYTES = 8
"""The size of a CRC-64/XZ. It finds damage, not forgery; a sha256 would take longer than reading the entry."""
_FETCHES = 8
"""Entries that are fetched from the shared store at the same time."""
Value = TypeVar("Value")


class BlobStore(ABC, Generic[Value]):
    """A folder of entries of one kind.

    `FOLDER/ab/abcd….clip` holds the line `audiobrief clip 2`, the checksum, and the value. Entries may also be in a
    store that several machines share; from there they come into the folder when they are needed.
    """

    kind: ClassVar[Kind]
    version: ClassVar[int] = 1
    """Of the values' form; entries of another version are made again."""

    def __init__(self, folder: Path, *, most_bytes: int | None = None, shared: SharedStore | None = None) -> None:
        """Open a folder, which is made with the first entry.

        Args:
            folder: the folder of the entries.
            most_bytes: the size above which the entries unused for longest are deleted; no limit if not given, as in a
                work folder.
            shared: the store in which entries are also kept, for other machines.
        """
        self.folder = folder
        self.most_bytes = most_bytes
        self.shared = shared
        self._name = f"audiobrief {self.kind.suffix} ".encode()
        self._magic = self._name + f"{self.version}\n".encode()

    @abstractmethod
    def encode(self, value: Value) -> bytes:
        """Return a value as bytes."""

    @abstractmethod
    def decode(self, content: bytes) -> Value:
        """Return the value of bytes that `encode` returned."""

    def path(self, key: str) -> Path:
        """Return the path of an entry; the key is a sha256 in hexadecimal."""
        return self.folder / key[:2] / f"{key}.{self.kind.suffix}"

    def get(self, key: str, *, warn: bool = True) -> Value | None:
        """Return a value; None if there is no entry, or it is damaged.

        Args:
            key: the entry's key.
            warn: whether damage is logged as a warning.
        """
        path = self.path(key)
        try:
            with path.open("rb", buffering=0) as file:
                head = file.read(len(self._magic) + _CHECKSUM_BYTES)
                content = file.read()
        except OSError:
            return None
        if head != self._magic + _checksum(key, content):
            is_damaged = head.startswith(self._magic) or not re.match(re.escape(self._name) + rb"\d+\n", head)
            level = logging.WARNING if warn and is_damaged else logging.DEBUG
            _LOG.log(level, "the cached %s %s is damaged and is made again", self.kind.suffix, path.name)
            return None
        return self.decode(content)

    def shared_path(self, key: str) -> str:
        """Return the path of an entry in the shared store; those of another form have another one."""
        return f"{self.kind.name}-{self.version}.{SEAL_VERSION}/{key[:2]}/{key}.{self.kind.suffix}"

    def fetch(self, key: str) -> Value | None:
        """Return a value from the shared store, after writing the entry; None if there is none, or no such store.

        Raises:
            OutputError: it could not be written.
        """
        content = None if self.shared is None else self.shared.get(self.shared_path(key))
        return None if content is None else self.adopt(key, content)

    def fetch_all(self, keys: Iterable[str]) -> None:
        """Write the entries of keys that are missing, as far as the shared store has them.

        Raises:
            OutputError: one could not be written.
        """
        if self.shared is None:
            return
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(_FETCHES, thread_name_prefix="fetch") as executor:
            for _ in executor.map(self.fetch, [key for key in keys if not self.path(key).is_file()]):
                pass  # the result is written, and an error is raised

    def adopt(self, key: str, content: bytes) -> Value | None:
        """Return the value of an entry of the shared store, after writing it; None if it is no value.

        Raises:
            OutputError: it could not be written.
        """
        try:
            value = self.decode(content)
        except (ValueError, struct.error):
            if self.shared is not None:
                self.shared.report_damage(self.shared_path(key))
            return None
        self._write(key, content)
        return value

    def put(self, key: str, value: Value, *, share: bool = True) -> None:
        """Write an entry.

        Args:
            key: the entry's key.
            value: its value.
            share: whether it is also written into the shared store, if there is one.

        Raises:
            OutputError: it could not be written.
        """
        content = self.encode(value)
        self._write(key, content)
        if share and self.shared is not None:
            self.shared.put(self.shared_path(key), content)

    def _write(self, key: str, content: bytes) -> None:
        try:
            write_entry(self.path(key), self._magic + _checksum(key, content) + content)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            # A store without a limit is in a work folder: --no-cache is in use, or would change nothing.
            advice = "free some space there" + (", or use --no-cache" if self.most_bytes is not None else "")
            if error.errno == errno.EMFILE:
                advice = "raise the limit, as with ulimit -n"
            raise OutputError(
                f"{self.kind.description} cannot be stored in {visible_path(self.folder)}: {reason} ({advice})"
            ) from error

    def touch(self, key: str) -> int | None:
        """Set the time of last use of an entry to now.

        Returns:
            The size of its file; None if there is none.
        """
        return mark_used(self.path(key))

    def prune(self) -> None:
        """Delete abandoned files, and the entries unused for longest that exceed the limit."""
        maintenance.prune(self.folder, replace(self.kind, most_bytes=self.most_bytes))

    def prune_if_due(self) -> None:
        """Do the same, unless it was done within the last minute."""
        maintenance.prune_if_due(self.folder, replace(self.kind, most_bytes=self.most_bytes))


def _checksum(key: str, content: bytes) -> bytes:
    from fastcrc import crc64

    return crc64.xz(content, crc64.xz(key.encode())).to_bytes(_CHECKSUM_BYTES, "big")
