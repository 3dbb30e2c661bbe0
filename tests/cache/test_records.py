"""Records: returned as they were written, or not at all."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import platformdirs
import pytest

from audiobrief.cache.kinds import SOUNDS, cache_folder
from audiobrief.cache.records import RecordStore, record_key

VALUE = {"text": "“Kyiv”", "numbers": [1, 2.5, None]}
KEY = record_key("one", "two")


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    store = RecordStore(tmp_path / "kind", SOUNDS)
    store.put(KEY, VALUE)
    return store


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "kind" / f"{KEY}.json"


def test_a_record_is_returned(store: RecordStore, record: Path) -> None:
    assert store.get(KEY) == VALUE
    assert list(record.parent.iterdir()) == [record]


def test_a_record_of_version_0_1_is_read(tmp_path: Path) -> None:
    assert KEY == "298a99126b35abfaca22fdf14806f0fcacce15cac9b70c09a2b9e9b6fa792bfb"
    checksum = "2c009210533854606242b40061d6bad4b8832000ec1cacc2b45bad32414ba35d"
    (tmp_path / f"{KEY}.json").write_text(f"{checksum}\n5")
    assert RecordStore(tmp_path, SOUNDS).get(KEY) == 5


def test_a_record_that_does_not_exist_is_none(tmp_path: Path) -> None:
    assert RecordStore(tmp_path, SOUNDS).get(KEY) is None


def test_a_store_without_a_folder_is_empty() -> None:
    store = RecordStore(None, SOUNDS)
    store.put(KEY, VALUE)
    assert store.get(KEY) is None


def test_different_parts_have_different_keys() -> None:
    assert len({record_key(*parts) for parts in (("ab",), ("a", "b"), ("b", "a"), ("ab", ""))}) == 4


def test_a_record_damaged_anywhere_is_none(store: RecordStore, record: Path) -> None:
    content = record.read_bytes()
    for at in range(len(content)):
        record.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert store.get(KEY) is None
        record.write_bytes(content[:at])
        assert store.get(KEY) is None


def test_a_record_under_another_name_is_none(store: RecordStore, record: Path) -> None:
    record.rename(record.with_name(f"{record_key('other')}.json"))
    assert store.get(record_key("other")) is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = RecordStore(tmp_path / "file", SOUNDS)
    store.put(KEY, VALUE)
    assert store.get(KEY) is None


def test_the_oldest_records_are_deleted(tmp_path: Path) -> None:
    store = RecordStore(tmp_path, replace(SOUNDS, most_files=2))
    keys = [record_key(str(number)) for number in range(4)]
    for age, key in enumerate(keys):
        store.put(key, age)
        os.utime(tmp_path / f"{key}.json", (age, age))
    assert [store.get(key) for key in keys] == [None, None, 2, 3]


def test_a_pruning_makes_room_for_a_tenth(tmp_path: Path) -> None:
    store = RecordStore(tmp_path, replace(SOUNDS, most_files=20))
    for number in range(21):
        store.put(record_key(str(number)), number)
    assert len(list(tmp_path.iterdir())) == 18


def test_the_cache_folder_can_be_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("AUDIOBRIEF_CACHE")
    assert cache_folder() == platformdirs.user_cache_path("audiobrief")
    assert cache_folder().name == "audiobrief"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
@pytest.mark.parametrize(
    ("base", "expected"),
    [("/of/mine", "/of/mine/audiobrief"), ("", "/home/ann/.cache/audiobrief"), (None, "/home/ann/.cache/audiobrief")],
)
def test_the_cache_folder_is_the_users(base: str | None, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDIOBRIEF_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "/home/ann")
    if base is not None:
        monkeypatch.setenv("XDG_CACHE_HOME", base)
    assert cache_folder() == Path(expected)
