"""Results of commands, with everything that they depend on, so that a command whose input is unchanged need not run.

A result is used only if every file that was read or written has the same content and the same real path, and if the
program, the packages, the voices' models and the variables that find them are the same. In case of doubt the command
runs.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from audiobrief.cache.kinds import RUNS
from audiobrief.cache.records import RecordStore, record_key

REPLAYED = {"replayed": True}
"""The `extra` of a log message that follows from the input alone: it is stored with the result, and logged again."""

_CLOCK_RESOLUTION = 20_000_000
"""Nanoseconds by which a file system's clock may lag."""


class RunRecord:
    """The record of one run of a command."""

    def __init__(self, folder: Path, command: Iterable[str], surroundings: Iterable[str]) -> None:
        """Begin a run; files that change from now on are not what its result depends on.

        Args:
            folder: the folder of the records.
            command: the command and those of its arguments on which the result depends.
            surroundings: what else it depends on, such as the installed packages.
        """
        self._started = time.time_ns()
        self._records = RecordStore(folder, RUNS)
        self._key = record_key(str(Path.cwd()), *command)
        self._surroundings = hashlib.sha256("\n".join(surroundings).encode("utf-8", "surrogateescape")).hexdigest()

    def load(self) -> Any:
        """Return the result of an earlier run; None if there is none, or something that it depends on has changed."""
        record = self._records.get(self._key)
        if not isinstance(record, dict) or record.get("surroundings") != self._surroundings:
            return None
        if any((Path(path).exists() is not exists) for path, exists in record["names"].items()):
            return None
        for path, (real_path, digest) in record["files"].items():
            if str(Path(path).resolve()) != real_path or _digest(Path(path)) != digest:
                return None
        return record["result"]

    def save(
        self, result: Any, read: Iterable[Path], written: Mapping[Path, str], existing: Mapping[Path, bool]
    ) -> None:
        """Store the result, unless a file that was read has changed since the run began.

        Args:
            result: numbers, texts, lists and mappings.
            read: the files that were read.
            written: the files that were written, with the sha256 of each.
            existing: files and folders on whose existence the result depends, and whether they exist.
        """
        files = {}
        for path in read:
            if not _is_older(path, self._started - _CLOCK_RESOLUTION):
                return
            files[str(path.absolute())] = (str(path.resolve()), _digest(path))
        for path, digest in written.items():
            files[str(path.absolute())] = (str(path.resolve()), digest)
        record = {
            "surroundings": self._surroundings,
            "names": {str(path.absolute()): exists for path, exists in existing.items()},
            "files": files,
            "result": result,
        }
        self._records.put(self._key, record)


def _is_older(path: Path, nanoseconds: int) -> bool:
    """Return whether a file was last written, replaced or renamed before a time."""
    try:
        status = path.stat()
    except OSError:
        return False
    return max(status.st_ctime_ns, status.st_mtime_ns) < nanoseconds


def _digest(path: Path) -> str | None:
    """Return the sha256 of a file; None if it cannot be read."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
