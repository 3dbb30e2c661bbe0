"""Records of files: the sha256 of their content, and the state by which an unchanged file is known unread."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

CLOCK_RESOLUTION = 20_000_000
"""Nanoseconds by which a file system's clock may lag."""
_CHANGED_MEANWHILE = "changed meanwhile"

State: TypeAlias = tuple[int, int, int, int]
"""Size, inode, and the times of the last change of content and of the last change at all, in nanoseconds."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was when a script was rendered."""

    path: str
    """Absolute, or relative to the archive's folder."""
    sha256: str | None
    """Of its content, in hexadecimal; None for a file that was not there."""
    state: State | None
    """Its state; None for a file that was not there."""


def record_input(path: Path, before: int) -> FileRecord:
    """Return the record of a file that was read after a time, in nanoseconds since 1970.

    If it changed since, what was read is not known: the record then differs from every content.
    """
    absolute = os.path.abspath(path)  # noqa: PTH100 - links are not followed: they may lead elsewhere next time
    state = _state(absolute)
    if state is not None and max(state[2:]) >= before - CLOCK_RESOLUTION:
        return FileRecord(absolute, _CHANGED_MEANWHILE, None)
    return FileRecord(absolute, _digest(absolute), state)


def record_result(folder: Path, path: Path, sha256: str) -> FileRecord:
    """Return the record of a file that was written into the archive's folder."""
    return FileRecord(path.relative_to(folder).as_posix(), sha256, _state(str(path)))


class FileComparison:
    """Compares files with their records; it looks at each file once."""

    def __init__(self, folder: Path) -> None:
        """Set the folder of relative paths."""
        self._folder = str(folder)
        self._state = cache(_state)
        self._digest = cache(_digest)

    def renewed(self, record: FileRecord) -> FileRecord | None:
        """Return the record of a file that is unchanged, with its present state; None if its content has changed.

        A file is read only if its state differs from that of the record.
        """
        path = os.path.join(self._folder, record.path)  # noqa: PTH118 - a Path each takes as long as the look itself
        state = self._state(path)
        if state == record.state:
            return record if state is not None or record.sha256 is None else None
        return replace(record, state=state) if self._digest(path) == record.sha256 else None


def _state(path: str) -> State | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - as above
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns


def _digest(path: str) -> str | None:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - to open a pipe may take for ever
            return None
        with open(path, "rb") as file:  # noqa: PTH123 - as above
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None


def joint_digest(options: str, records: Iterable[FileRecord]) -> str:
    """Return the sha256 over options and the content of files, in their order."""
    return hashlib.sha256(json.dumps([options, *(record.sha256 for record in records)]).encode()).hexdigest()


def dump_records(records: Iterable[FileRecord]) -> str:
    """Return records as JSON."""
    return json.dumps([astuple(record) for record in records], separators=(",", ":"))


def load_records(text: str) -> tuple[FileRecord, ...]:
    """Return the records of their JSON."""
    return tuple(FileRecord(path, sha256, tuple(state) if state else None) for path, sha256, state in json.loads(text))
