"""The size of a shared store, and what may be deleted in it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from audiobrief.cache.maintenance import Amount
from audiobrief.cache.shared.folder import FolderBackend
from audiobrief.cache.shared.limits import amounts, delete_over_size, delete_unused, prune
from cache.shared.places import backend_at, make_place, paths


def entry(number: int, kind: str = "clips-2.1", suffix: str = "clip") -> str:
    return f"{kind}/00/{number:064x}.{suffix}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a store with ten entries of a hundred bytes, the first unused for longest, and files of others."""
    for number in range(8):
        put(tmp_path, entry(number), 8 - number)
    for number in range(8, 10):
        put(tmp_path, entry(number, "chunks-1.1", "chunk"), 0)
    put(tmp_path, f"{entry(1)}.claim-1", 0.5)
    put(tmp_path, f"{entry(2)}.claim-2", 2)
    put(tmp_path, f"clips-2.1/00/{3:064x}.0123456789abcdef.part", 2)
    put(tmp_path, "README.txt", 99)
    put(tmp_path, "songs/00/a.clip", 99)
    return tmp_path


def put(folder: Path, path: str, days: float) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(bytes(100))
    then = time.time() - days * 86_400 - 10
    os.utime(folder / path, (then, then))


def left(folder: Path) -> list[int]:
    return [number for number in range(8) if (folder / entry(number)).exists()]


FOREIGN = {"README.txt", "songs/00/a.clip", f"{entry(1)}.claim-1"}
"""Files that are not the program's, and the claim of one that may still run."""


def test_entries_are_counted_by_kind(folder: Path) -> None:
    assert amounts(FolderBackend(folder)) == {"chunks": Amount(2, 200), "clips": Amount(8, 800)}


def test_a_store_within_its_limit_loses_only_what_was_abandoned(folder: Path) -> None:
    backend = FolderBackend(folder)
    assert prune(backend, 1000) == Amount(0, 0)
    assert left(folder) == list(range(8))
    assert {path for path in paths(backend) if not path.endswith((".clip", ".chunk"))} == FOREIGN - {"songs/00/a.clip"}


def test_a_store_over_its_limit_gets_some_room(folder: Path) -> None:
    assert prune(FolderBackend(folder), 900) == Amount(2, 200)
    assert left(folder) == list(range(2, 8))


def test_a_size_is_kept_to(folder: Path) -> None:
    backend = FolderBackend(folder)
    assert delete_over_size(backend, 300) == Amount(7, 700)
    assert left(folder) == [7]
    assert delete_over_size(backend, -1) == Amount(3, 300)
    assert set(paths(backend)) == FOREIGN


def test_what_was_not_used_for_a_time_is_deleted(folder: Path) -> None:
    backend = FolderBackend(folder)
    assert delete_unused(backend, 3.5 * 86_400) == Amount(4, 400)
    assert left(folder) == [4, 5, 6, 7]


def test_an_entry_whose_last_use_may_not_be_recorded_is_kept(folder: Path) -> None:
    assert delete_unused(FolderBackend(folder), 0) == Amount(8, 800)
    put(folder, entry(0), 0.99)
    assert delete_unused(FolderBackend(folder), 0) == Amount(0, 0)


def test_an_object_store_is_pruned_as_a_folder(tmp_path: Path) -> None:
    backend = backend_at(make_place("memory", tmp_path))
    for number in range(5):
        backend.write(entry(number), bytes(100))
        time.sleep(0.01)
    backend.write("README.txt", bytes(100))
    assert amounts(backend) == {"clips": Amount(5, 500)}
    assert delete_over_size(backend, 200) == Amount(3, 300)
    assert paths(backend) == ["README.txt", entry(3), entry(4)]
