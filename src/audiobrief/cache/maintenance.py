"""How much lies in the cache folder, and deleting what was not used for longest.

Only files that bear the program's own names are counted and deleted. A file that a running render is writing stays,
and what it still wants is made anew: so all of this may be done at any time.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from audiobrief.errors import OutputError

__all__ = ["KINDS", "Amount", "amounts", "delete_beyond", "delete_unused", "total"]

KINDS = {
    "clips": "spoken clips",
    "chunks": "encoded parts of episodes",
    "measures": "how long and how loud the clips of a script are",
    "readings": "how sentences are read aloud",
    "names": "words that voices have to guess",
    "sounds": "how long sounds are",
    "pictures": "pictures that are whole",
    "finished": "what was rendered and checked, and from what",
}
"""The folders in the cache folder, and what is kept in each."""
_OWN = re.compile(r"[0-9a-f]{64}\.(?:clip|chunk|json|claim|(?:\d+(?:-[0-9a-f]+)?\.)?part)")
_UNFINISHED = ("claim", "part")
_LONGEST_WRITING = 86_400
"""Seconds after which an unfinished file counts as left behind."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of files."""

    files: int
    """How many."""
    bytes: int
    """How large they are together."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is kept under one key."""

    path: Path
    """Its file."""
    bytes: int
    """Its size."""
    used: float
    """When it was used last, in seconds since 1970."""


def amounts(place: Path) -> dict[str, Amount]:
    """Return how much of each kind lies in the cache folder."""
    return {kind: _amount(_entries(place / kind)) for kind in KINDS}


def total(several: Iterable[Amount]) -> Amount:
    """Add amounts."""
    listed = tuple(several)
    return Amount(sum(each.files for each in listed), sum(each.bytes for each in listed))


def delete_beyond(place: Path, most_bytes: int) -> Amount:
    """Delete what was not used for longest, until no more than a size is left.

    Returns:
        What was deleted.

    Raises:
        OutputError: a file cannot be deleted.
    """
    entries = sorted(_all(place), key=lambda entry: entry.used, reverse=True)
    kept = 0
    beyond: list[_Entry] = []
    for entry in entries:
        kept += entry.bytes
        if kept > most_bytes:
            beyond.append(entry)
    return _delete(beyond)


def delete_unused(place: Path, seconds: float) -> Amount:
    """Delete what was not used for some time.

    Returns:
        What was deleted.

    Raises:
        OutputError: a file cannot be deleted.
    """
    before = time.time() - seconds
    return _delete(entry for entry in _all(place) if entry.used < before)


def _all(place: Path) -> Iterator[_Entry]:
    """Return what may be deleted."""
    for kind in KINDS:
        for entry in _entries(place / kind):
            unfinished = entry.path.name.endswith(_UNFINISHED)
            if not unfinished or entry.used < time.time() - _LONGEST_WRITING:
                yield entry


def _entries(folder: Path) -> Iterator[_Entry]:
    for path in (*folder.glob("*"), *folder.glob("[0-9a-f][0-9a-f]/*")):
        if _OWN.fullmatch(path.name) is not None and path.is_file():
            try:
                state = path.stat()
            except FileNotFoundError:
                continue  # a running program has just deleted it
            yield _Entry(path, state.st_size, state.st_mtime)


def _amount(entries: Iterable[_Entry]) -> Amount:
    return total(Amount(1, entry.bytes) for entry in entries)


def _delete(entries: Iterable[_Entry]) -> Amount:
    deleted: list[_Entry] = []
    for entry in entries:
        try:
            entry.path.unlink(missing_ok=True)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise OutputError(f"{entry.path} cannot be deleted: {reason} (change the rights of its folder)") from error
        deleted.append(entry)
    return _amount(deleted)
