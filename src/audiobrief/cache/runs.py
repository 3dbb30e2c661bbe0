"""What a command was given and what came of it, so that it need not be done again while all of that stands.

A record is believed only if every file that was read, and every file that was made, has the content that it had, lies
where it lay, and if the program, the packages, the voices' models and what finds them are what they were. Whatever is
in doubt is not believed, and the work is done.
"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from audiobrief.cache.records import read_record, record_path, write_record

# Not from typing, so that a command that has nothing to do starts a little sooner.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

__all__ = ["LASTING", "Work"]

LASTING = {"lasting": True}
"""The `extra` of a warning that follows from what was read: it is kept, and said again with what came of it."""

_TICK = 20_000_000
"""Nanoseconds by which a file system's clock may be behind."""


class Work:
    """What is asked of a command, and its record."""

    def __init__(self, folder: Path, asked: Iterable[str], surroundings: Iterable[str]) -> None:
        """Begin; what changes from now on is not what the work was done from.

        Args:
            folder: where records lie; it is made when there is something to keep.
            asked: the command and its arguments, as far as they decide what comes of it.
            surroundings: what else decides it, such as what is installed.
        """
        self._began = time.time_ns()
        self._path = record_path(folder, str(Path.cwd()), *asked)
        self._surroundings = hashlib.sha256("\n".join(surroundings).encode("utf-8", "surrogateescape")).hexdigest()

    def result(self) -> Any:
        """Return what came of it; None where it has to be done (again)."""
        record = read_record(self._path)
        if not isinstance(record, dict) or record.get("surroundings") != self._surroundings:
            return None
        if any((Path(path).exists() is not there) for path, there in record["names"].items()):
            return None
        for path, (real, digest) in record["files"].items():
            if str(Path(path).resolve()) != real or _digest(Path(path)) != digest:
                return None
        return record["result"]

    def keep(self, result: Any, read: Iterable[Path], made: Mapping[Path, str], names: Mapping[Path, bool]) -> None:
        """Keep what came of it, unless a file was changed meanwhile.

        Args:
            result: what is given the next time: numbers, texts, lists and mappings.
            read: the files that it was made from.
            made: the files that were made, with the sha256 of each.
            names: files and folders that decide it by being there or not.
        """
        files = {}
        for path in read:
            if not _is_older(path, self._began - _TICK):
                return
            files[str(path.absolute())] = (str(path.resolve()), _digest(path))
        for path, digest in made.items():
            files[str(path.absolute())] = (str(path.resolve()), digest)
        record = {
            "surroundings": self._surroundings,
            "names": {str(path.absolute()): there for path, there in names.items()},
            "files": files,
            "result": result,
        }
        write_record(self._path, record)


def _is_older(path: Path, nanoseconds: int) -> bool:
    """Return whether a file has not been written, replaced or renamed since."""
    try:
        status = path.stat()
    except OSError:
        return False
    return max(status.st_ctime_ns, status.st_mtime_ns) < nanoseconds


def _digest(path: Path) -> str | None:
    """Return the sha256 of a file; None where it cannot be read."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
