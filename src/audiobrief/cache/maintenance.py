"""Keeping the cache folder within its limits: sizes, and the deletion of entries unused for longest.

Only files with the names of entries are counted and deleted. Unfinished files of the last day are left alone, and a
running render replaces the entries that it still needs: so all of this may be done at any time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from audiobrief.cache.entries import Entry, delete_quietly, entries_in
from audiobrief.cache.kinds import KINDS, Kind
from audiobrief.errors import OutputError

_PRUNING_INTERVAL = 60.0
"""Seconds between two prunings of a folder."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of files and their size."""

    files: int
    """The number of files."""
    bytes: int
    """Their total size."""


def prune(folder: Path, kind: Kind) -> None:
    """Delete the unfinished files of killed programs, and the entries unused for longest that exceed a kind's limits.

    Files that cannot be deleted are logged.

    Args:
        folder: the folder of the entries; it need not exist.
        kind: their kind.
    """
    entries = list(entries_in(folder))
    abandoned = [entry for entry in entries if entry.is_deletable and not entry.is_finished]
    finished = [entry for entry in entries if entry.is_finished]
    for entry in (*abandoned, *_over_limit(finished, kind.most_bytes, kind.most_files)):
        delete_quietly(entry.path)


def prune_if_due(folder: Path, kind: Kind) -> None:
    """Prune a folder whose entries lie in folders of their own, unless it was pruned within the last minute.

    The folder's own time of change is that of the last pruning, or of the first entry of one of its folders.
    """
    try:
        age = time.time() - folder.stat().st_mtime
        if 0 <= age < _PRUNING_INTERVAL:
            return
        os.utime(folder)
    except OSError:
        return  # it does not exist, or belongs to another user
    prune(folder, kind)


def amounts(cache: Path) -> dict[Kind, Amount]:
    """Return how much of each kind the cache folder holds."""
    return {kind: _amount(entries_in(cache / kind.name)) for kind in KINDS}


def total(several: Iterable[Amount]) -> Amount:
    """Return the sum of amounts."""
    amounts = tuple(several)
    return Amount(sum(amount.files for amount in amounts), sum(amount.bytes for amount in amounts))


def delete_over_size(cache: Path, most_bytes: int) -> Amount:
    """Delete the entries unused for longest, of any kind, until the cache folder keeps to a size.

    Returns:
        The amount that was deleted.

    Raises:
        OutputError: a file cannot be deleted.
    """
    return _delete(_over_limit(_deletable(cache), most_bytes))


def delete_unused(cache: Path, seconds: float) -> Amount:
    """Delete the entries that were not used for a time.

    Returns:
        The amount that was deleted.

    Raises:
        OutputError: a file cannot be deleted.
    """
    limit = time.time() - seconds
    return _delete(entry for entry in _deletable(cache) if entry.used < limit)


def _deletable(cache: Path) -> Iterator[Entry]:
    return (entry for kind in KINDS for entry in entries_in(cache / kind.name) if entry.is_deletable)


def _over_limit(entries: Iterable[Entry], most_bytes: int | None = None, most_files: int | None = None) -> list[Entry]:
    """Return the entries unused for longest that exceed a size or a number."""
    total_bytes = 0
    over_limit = []
    for number, entry in enumerate(sorted(entries, key=lambda entry: entry.used, reverse=True), start=1):
        total_bytes += entry.bytes
        if (most_bytes is not None and total_bytes > most_bytes) or (most_files is not None and number > most_files):
            over_limit.append(entry)
    return over_limit


def _amount(entries: Iterable[Entry]) -> Amount:
    return total(Amount(1, entry.bytes) for entry in entries)


def _delete(entries: Iterable[Entry]) -> Amount:
    deleted = []
    for entry in entries:
        try:
            entry.path.unlink(missing_ok=True)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise OutputError(f"{entry.path} cannot be deleted: {reason} (change the rights of its folder)") from error
        deleted.append(entry)
    return _amount(deleted)
