"""Encoded chunks are kept within a bound: those that were not used for longest go first."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import numpy as np
import pytest

from audiobrief.episode.chunk_store import ChunkStore, KeptChunk

DAY = 86_400
CHUNK = KeptChunk((b"frame", b"another"), np.array([0.5], np.float32), 0.25)


def key(number: int) -> str:
    return hashlib.sha256(bytes([number])).hexdigest()


def used(path: Path, days: float) -> Path:
    os.utime(path, (time.time() - days * DAY,) * 2)
    return path


@pytest.fixture
def store(tmp_path: Path) -> ChunkStore:
    """Give a store with room for two chunks, in which there are three, used 1, 2 and 3 days ago."""
    store = ChunkStore(tmp_path / "chunks")
    for number in (1, 2, 3):
        store.put(key(number), CHUNK)
    for number in (1, 2, 3):
        (path,) = store.folder.glob(f"*/{key(number)}.chunk")
        used(path, number)
    return ChunkStore(store.folder, most_bytes=2 * path.stat().st_size)


def there(store: ChunkStore) -> list[int]:
    return [number for number in (1, 2, 3) if key(number) in store]


def test_what_was_not_used_for_longest_goes(store: ChunkStore) -> None:
    store.prune()
    assert there(store) == [1, 2]


def test_to_read_a_chunk_is_to_use_it(store: ChunkStore) -> None:
    assert store.get(key(3)) is not None
    store.prune()
    assert there(store) == [1, 3]


def test_without_a_bound_all_stays(store: ChunkStore) -> None:
    ChunkStore(store.folder).prune()
    assert there(store) == [1, 2, 3]


def test_what_killed_writers_left_goes_after_a_day(store: ChunkStore) -> None:
    folder = store.folder / "ab"
    folder.mkdir(exist_ok=True)
    for name in ("old", "new"):
        (folder / f"{name}.1-2.part").touch()
    used(folder / "old.1-2.part", 1.5)
    store.prune()
    assert [path.name for path in store.folder.glob("*/*.part")] == ["new.1-2.part"]


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    ChunkStore(tmp_path / "nowhere", most_bytes=0).prune()
    assert not (tmp_path / "nowhere").exists()
