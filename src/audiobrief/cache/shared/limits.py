"""The size of a shared store, and the deletion of entries unused for longest; other files there are left alone."""

from __future__ import annotations

import re
import time
from collections import defaultdict

from audiobrief.cache.maintenance import Amount, total
from audiobrief.cache.shared.backend import Backend, StoredFile
from audiobrief.cache.shared.sealing import REFRESH_SECONDS

_ENTRY = re.compile(r"([a-z]+)-\d+\.\d+/[0-9a-f]{2}/[0-9a-f]{64}\.[a-z]+")
_UNFINISHED = re.compile(r"[a-z]+-\d+\.\d+/[0-9a-f]{2}/[0-9a-f]{64}(?:\.[a-z]+\.claim-\d+|\.[0-9a-f]+\.part)")
_LONGEST_WORK = 86_400.0
"""Seconds after which claims and unfinished files are taken for those of programs that were killed."""
_SPARE = 10
"""The part of the limit that is free after the store was pruned."""
_BATCH = 1000


def amounts(backend: Backend) -> dict[str, Amount]:
    """Return how much of each kind of entries a store holds, by the kind's name.

    Raises:
        Exception: of the backend.
    """
    found: defaultdict[str, list[Amount]] = defaultdict(list)
    for file in backend.files():
        if (match := _ENTRY.fullmatch(file.path)) is not None:
            found[match[1]].append(Amount(1, file.bytes))
    return {kind: total(each) for kind, each in sorted(found.items())}


def prune(backend: Backend, most_bytes: int) -> Amount:
    """Delete what killed programs left, and if a store exceeds a size, the entries unused for longest.

    Returns:
        The amount of entries that was deleted: a tenth of the limit more than the surplus.

    Raises:
        Exception: of the backend.
    """
    entries, abandoned = _entries_and_abandoned(backend)
    is_full = sum(file.bytes for file in entries) > most_bytes
    surplus = _surplus(entries, most_bytes - most_bytes // _SPARE) if is_full else []
    return _delete(backend, surplus, abandoned)


def delete_over_size(backend: Backend, most_bytes: int) -> Amount:
    """Delete the entries unused for longest until a store keeps to a size.

    Returns:
        The amount that was deleted.

    Raises:
        Exception: of the backend.
    """
    entries, abandoned = _entries_and_abandoned(backend)
    return _delete(backend, _surplus(entries, most_bytes), abandoned)


def delete_unused(backend: Backend, seconds: float) -> Amount:
    """Delete the entries that were not used for a time, and for a day more, since a use is recorded once a day.

    Returns:
        The amount that was deleted.

    Raises:
        Exception: of the backend.
    """
    entries, abandoned = _entries_and_abandoned(backend)
    limit = time.time() - seconds - REFRESH_SECONDS
    return _delete(backend, [file for file in entries if file.written < limit], abandoned)


def _entries_and_abandoned(backend: Backend) -> tuple[list[StoredFile], list[StoredFile]]:
    """Return the entries of a store, and the claims and unfinished files of killed programs."""
    limit = time.time() - _LONGEST_WORK
    entries, abandoned = [], []
    for file in backend.files():
        if _ENTRY.fullmatch(file.path):
            entries.append(file)
        elif _UNFINISHED.fullmatch(file.path) and file.written < limit:
            abandoned.append(file)
    return entries, abandoned


def _surplus(entries: list[StoredFile], most_bytes: int) -> list[StoredFile]:
    """Return the entries unused for longest that exceed a size."""
    size = sum(file.bytes for file in entries)
    surplus = []
    for file in sorted(entries, key=lambda file: file.written):
        if size <= most_bytes:
            break
        surplus.append(file)
        size -= file.bytes
    return surplus


def _delete(backend: Backend, entries: list[StoredFile], abandoned: list[StoredFile]) -> Amount:
    """Delete files, and return the amount of the entries."""
    paths = [file.path for file in (*entries, *abandoned)]
    for at in range(0, len(paths), _BATCH):
        backend.remove(paths[at : at + _BATCH])
    return total(Amount(1, file.bytes) for file in entries)
