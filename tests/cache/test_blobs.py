"""Binary entries: returned as they were put in, or not at all."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.cache.blobs import BlobStore
from audiobrief.cache.entries import create_entry, entries_in, mark_used, write_entry
from audiobrief.cache.kinds import CLIPS

KEY, OTHER = "ab" + "0" * 62, "cd" + "1" * 62


class Blobs(BlobStore[bytes]):
    kind = CLIPS

    def encode(self, value: bytes) -> bytes:
        return value

    def decode(self, content: bytes) -> bytes:
        return content


class OtherBlobs(Blobs):
    kind = replace(CLIPS, suffix="chunk")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ab" / "entry"


@given(st.binary(max_size=3000))
def test_a_value_is_returned(tmp_path_factory: pytest.TempPathFactory, value: bytes) -> None:
    folder = tmp_path_factory.mktemp("entries")
    store, other = Blobs(folder), OtherBlobs(folder)
    store.put(KEY, value)
    assert store.get(KEY) == value
    store.path(OTHER).parent.mkdir(exist_ok=True)
    store.path(OTHER).write_bytes(store.path(KEY).read_bytes())
    assert store.get(OTHER) is None
    other.path(KEY).write_bytes(store.path(KEY).read_bytes())
    assert other.get(KEY) is None


def test_an_entry_of_version_0_1_is_read(tmp_path: Path) -> None:
    path = tmp_path / KEY[:2] / f"{KEY}.clip"
    path.parent.mkdir()
    path.write_bytes(b"audiobrief clip 1\n" + bytes.fromhex("ec2f2e8ea72b6903") + b"body")
    assert Blobs(tmp_path).get(KEY) == b"body"


@pytest.mark.parametrize("length", [0, 1, 18, 18 + 7, 18 + 8, -1])
def test_an_entry_that_is_cut_off_is_not_returned(length: int, tmp_path: Path) -> None:
    store = Blobs(tmp_path)
    store.put(KEY, b"body")
    store.path(KEY).write_bytes(store.path(KEY).read_bytes()[:length])
    assert store.get(KEY) is None


def test_no_bit_can_change(tmp_path: Path) -> None:
    store = Blobs(tmp_path)
    store.put(KEY, b"a body of some length")
    content = store.path(KEY).read_bytes()
    for at in range(8 * len(content)):
        changed = bytearray(content)
        changed[at // 8] ^= 1 << at % 8
        store.path(KEY).write_bytes(changed)
        assert store.get(KEY) is None, at


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file on which there is never any room")
def test_a_short_file_that_cannot_be_written_is_not_left_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.parent.mkdir()
    really = Path.open

    def full(self: Path, mode: str) -> IO[bytes]:
        really(self, mode).close()
        return really(Path("/dev/full"), "wb", buffering=0)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OSError, match="No space left"):
        create_entry(path, b"claim")
    assert not path.exists()


def test_entries_and_unfinished_files_are_listed(tmp_path: Path) -> None:
    names = [f"{KEY}.json", f"ab/{KEY}.clip", f"ab/{KEY}.claim", f"cd/{OTHER}.1-2.part"]
    for name in (*names, "notes.txt", "ab/song.clip", f"deep/{KEY}.clip"):
        write_entry(tmp_path / name, b"four")
    entries = list(entries_in(tmp_path))
    assert {entry.path for entry in entries} == {tmp_path / name for name in names}
    assert {entry.bytes for entry in entries} == {4}
    assert {entry.path.name for entry in entries if entry.is_finished} == {f"{KEY}.json", f"{KEY}.clip"}
    assert list(entries_in(tmp_path / "nowhere")) == []


@pytest.mark.parametrize(("age", "updated"), [(30, False), (61, True), (-3600, True)])
def test_the_time_of_use_is_updated_once_a_minute(age: float, updated: bool, path: Path) -> None:
    write_entry(path, b"entry")
    before = time.time() - age
    os.utime(path, (before, before))
    assert mark_used(path) == 5
    assert (abs(path.stat().st_mtime - time.time()) < 10) is updated


def test_an_entry_that_does_not_exist_cannot_be_used(path: Path) -> None:
    assert mark_used(path) is None
