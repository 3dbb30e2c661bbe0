"""Records in the cache folder: given back as they were written, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from audiobrief.cache import records
from audiobrief.cache.records import cache_place, read_record, record_path, write_record

VALUE = {"text": "“Kyiv”", "numbers": [1, 2.5, None]}


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = record_path(tmp_path / "kind", "one", "two")
    write_record(path, VALUE)
    return path


def test_a_record_is_given_back(record: Path) -> None:
    assert read_record(record) == VALUE


def test_nothing_unfinished_is_left(record: Path) -> None:
    assert list(record.parent.iterdir()) == [record]


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    assert read_record(tmp_path / "nothing.json") is None


def test_names_are_told_apart(tmp_path: Path) -> None:
    names = {record_path(tmp_path, *names) for names in (("ab",), ("a", "b"), ("b", "a"), ("ab", ""))}
    assert len(names) == 4


def test_a_record_damaged_anywhere_is_none(record: Path) -> None:
    whole = record.read_bytes()
    for at in range(len(whole)):
        record.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert read_record(record) is None
        record.write_bytes(whole[:at])
        assert read_record(record) is None


def test_a_record_under_another_name_is_none(record: Path) -> None:
    other = record_path(record.parent, "other")
    record.rename(other)
    assert read_record(other) is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    write_record(tmp_path / "file" / "record.json", VALUE)
    assert read_record(tmp_path / "file" / "record.json") is None


def test_the_oldest_records_are_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_MOST_RECORDS", 2)
    paths = [record_path(tmp_path, str(number)) for number in range(4)]
    for age, path in enumerate(paths):
        write_record(path, age)
        os.utime(path, (age, age))
    assert [read_record(path) for path in paths] == [None, None, 2, 3]


def test_the_place_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path))
    assert cache_place() == tmp_path
    monkeypatch.delenv("AUDIOBRIEF_CACHE")
    assert cache_place().name == "audiobrief"
