"""Encoded chunks on disk: given as they were kept, or not at all."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import OutputError
from audiobrief.mp3.chunk_store import ChunkStore, RecentChunks, StoredChunk

KEY, OTHER = "ab" + "0" * 62, "cd" + "1" * 62


def framed(frames: list[bytes], energies: npt.NDArray[np.float32], peak: float) -> StoredChunk:
    return StoredChunk(b"".join(frames), np.array([len(frame) for frame in frames], dtype=np.uint16), energies, peak)


def chunk(size: int = 400, count: int = 3) -> StoredChunk:
    return framed(
        [bytes([number]) * (size + number) for number in range(count)],
        np.array([0.5, 0.25, 0.0], dtype=np.float32),
        0.891,
    )


def same(one: StoredChunk, two: StoredChunk) -> bool:
    return (
        (one.content, one.peak) == (two.content, two.peak)
        and np.array_equal(one.lengths, two.lengths)
        and np.array_equal(one.energies, two.energies)
    )


@given(
    st.lists(st.binary(max_size=1500), max_size=8),
    st.lists(st.floats(0, 4, width=32), max_size=8),
    st.floats(0, 4),
)
def test_a_chunk_comes_back_from_its_bytes(frames: list[bytes], energies: list[float], peak: float) -> None:
    kept = framed(frames, np.array(energies, dtype=np.float32), peak)
    store = ChunkStore(Path("unused"))
    assert same(store.decode(store.encode(kept)), kept)


def test_what_is_kept_is_given(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path / "chunks")
    assert KEY not in store
    assert store.get(KEY) is None
    store.put(KEY, chunk())
    kept = store.get(KEY)
    assert KEY in store
    assert kept is not None
    assert same(kept, chunk())
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".chunk"]


@pytest.mark.parametrize("kept", [0, 1, 18, 19, 50, 51, 60, -1])
def test_a_chunk_that_is_cut_off_is_not_given(kept: int, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = ChunkStore(tmp_path)
    store.put(KEY, chunk())
    (path,) = tmp_path.rglob("*.chunk")
    path.write_bytes(path.read_bytes()[:kept])
    assert store.get(KEY) is None
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_a_chunk_with_one_bit_flipped_is_not_given(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path)
    store.put(KEY, chunk(size=40))
    (path,) = tmp_path.rglob("*.chunk")
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        assert store.get(KEY) is None, f"byte {at}"


def test_a_chunk_under_anothers_name_is_not_given(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path)
    store.put(KEY, chunk())
    store.put(OTHER, chunk(size=500))
    one, two = sorted(tmp_path.rglob("*.chunk"))
    one.write_bytes(two.read_bytes())
    assert store.get(KEY) is None
    assert store.get(OTHER) is not None


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OutputError, match="no space"):
        ChunkStore(tmp_path).put(KEY, chunk())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


class TestPrune:
    def kept(self, folder: Path, uses: int = 4) -> list[Path]:
        """Keep chunks, the first of them used longest ago."""
        store = ChunkStore(folder)
        paths = []
        for number in range(uses):
            key = f"{number:064x}"
            store.put(key, chunk())
            paths.append(folder / key[:2] / f"{key}.chunk")
            os.utime(paths[-1], (number, number))
        return paths

    def test_the_chunks_used_last_are_left(self, tmp_path: Path) -> None:
        paths = self.kept(tmp_path)
        ChunkStore(tmp_path, most_bytes=2 * paths[0].stat().st_size).prune()
        assert [path.exists() for path in paths] == [False, False, True, True]

    def test_a_chunk_that_is_read_is_used(self, tmp_path: Path) -> None:
        paths = self.kept(tmp_path)
        store = ChunkStore(tmp_path, most_bytes=paths[0].stat().st_size)
        assert store.get(paths[0].stem) is not None
        store.prune()
        assert [path.exists() for path in paths] == [True, False, False, False]

    def test_without_a_bound_all_stay(self, tmp_path: Path) -> None:
        paths = self.kept(tmp_path)
        ChunkStore(tmp_path).prune()
        assert all(path.exists() for path in paths)

    def test_what_a_killed_writer_left_goes_and_what_is_being_written_stays(self, tmp_path: Path) -> None:
        (tmp_path / "ab").mkdir()
        old, new = tmp_path / "ab" / "x.1-1.part", tmp_path / "ab" / "y.1-1.part"
        for path in (old, new):
            path.write_bytes(b"x")
        os.utime(old, (0, 0))
        ChunkStore(tmp_path).prune()
        assert (old.exists(), new.exists()) == (False, True)

    def test_a_folder_that_is_not_there_holds_nothing(self, tmp_path: Path) -> None:
        ChunkStore(tmp_path / "nowhere", most_bytes=0).prune()
        assert not (tmp_path / "nowhere").exists()


def test_a_chunks_measure_does_not_hold_its_frames(tmp_path: Path) -> None:
    """The measures of all of a programme are held at once, and its frames are not."""
    store = ChunkStore(tmp_path)
    store.put(KEY, chunk())
    kept = store.get(KEY)
    assert kept is not None
    assert kept.energies.base is None
    assert kept.lengths.base is None


def holding(content: bytes) -> StoredChunk:
    return framed([content], np.array([0.5, 0.25], dtype=np.float32), 0.75)


def test_what_was_used_is_known_without_its_file(tmp_path: Path) -> None:
    recent = RecentChunks()
    ChunkStore(tmp_path).put("ab", holding(b"read"))
    ChunkStore(tmp_path, recent=recent).get("ab")
    ChunkStore(tmp_path, recent=recent).put("cd", holding(b"put"))
    for path in tmp_path.rglob("*.chunk"):
        path.unlink()
    store = ChunkStore(tmp_path, recent=recent)
    for key, content in (("ab", b"read"), ("cd", b"put")):
        assert key in store
        kept = store.get(key)
        assert kept is not None
        assert kept.content == content
    assert "ab" not in ChunkStore(tmp_path)


def test_those_that_were_not_used_for_longest_are_dropped() -> None:
    recent = RecentChunks(most_bytes=10)
    for key in "abc":
        recent.put(key, holding(b"1234"))
        recent.get("a")
    assert [key for key in "abc" if recent.get(key) is not None] == ["a", "c"]
    recent.put("a", holding(b"1234"))
    assert [key for key in "abc" if recent.get(key) is not None] == ["a", "c"]


def test_those_of_other_programmes_are_dropped_from_memory(tmp_path: Path) -> None:
    recent = RecentChunks(most_bytes=10)
    store = ChunkStore(tmp_path, recent=recent)
    for key in "ab":
        store.put(key, holding(b"1234"))
    store.retain_recent({"b", "c"})
    assert [key for key in "abc" if recent.get(key) is not None] == ["b"]
    store.put("c", holding(b"1234"))
    assert [key for key in "abc" if recent.get(key) is not None] == ["b", "c"]
    assert "a" in store
