"""Cache entries in JSON, which are used only if their checksum is right."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from audiobrief.cache.entries import write_entry
from audiobrief.cache.kinds import Kind
from audiobrief.cache.maintenance import prune

_LOG = logging.getLogger(__name__)
_SPARE = 10
"""The part of the limit that is free after a pruning."""
_MOST_BYTES = 16_000_000
"""The size up to which a record is read; that of a script of 1 MB has some 3 MB."""


def record_key(*parts: str) -> str:
    """Return the key of a record: the sha256 of all that its value depends on."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class RecordStore:
    """A folder of records of one kind.

    `FOLDER/abcd….json` holds a sha256 over the file's name and the JSON, a line break, and the JSON.
    """

    def __init__(self, folder: Path | None, kind: Kind) -> None:
        """Open a folder, which is made with the first record.

        Args:
            folder: the folder of the records; None for a store that is always empty.
            kind: their kind.
        """
        self._folder = folder
        self._kind = kind

    def get(self, key: str) -> Any:
        """Return a value; None if there is no record, or it is damaged."""
        if self._folder is None:
            return None
        path = self._path(self._folder, key)
        try:
            with path.open("rb") as file:
                checksum, _, content = file.read(_MOST_BYTES).partition(b"\n")
        except OSError:
            return None
        if checksum != _checksum(path, content):
            _LOG.debug("%s is damaged and is made again", path)
            return None
        return json.loads(content)

    def put(self, key: str, value: Any) -> None:
        """Write a record, and delete the oldest if there are too many; that it cannot be written is only logged.

        Args:
            key: the record's key.
            value: numbers, texts, lists and mappings.
        """
        if self._folder is None:
            return
        path = self._path(self._folder, key)
        content = json.dumps(value, separators=(",", ":")).encode()
        try:
            write_entry(path, _checksum(path, content) + b"\n" + content)
            most = self._kind.most_files
            if most is not None and len(os.listdir(self._folder)) > most:  # noqa: PTH208 - thousands of names, often
                # A tenth more than has to go, since each pruning looks at all of them.
                prune(self._folder, replace(self._kind, most_files=most - most // _SPARE))
        except OSError as error:
            _LOG.debug("%s is not written: %s", path, error)

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / f"{key}.json"


def _checksum(path: Path, content: bytes) -> bytes:
    """Return the checksum of a record, which holds only under its own name."""
    return hashlib.sha256(path.name.encode() + b"\n" + content).hexdigest().encode()
