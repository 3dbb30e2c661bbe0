"""Records of files: what counts as unchanged, and what is read to know it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from audiobrief.archive import file_records
from audiobrief.archive.file_records import FileComparison, FileRecord, record_input, record_result


def settled(path: Path, content: str) -> FileRecord:
    path.write_text(content)
    return record_input(path, time.time_ns() + 1_000_000_000)


def test_an_unchanged_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = settled(tmp_path / "a.txt", "a")
    monkeypatch.setattr(file_records, "_digest", lambda _path: pytest.fail("it was read"))
    assert FileComparison(tmp_path).renewed(record) == record


def test_a_file_that_was_touched_has_a_new_state(tmp_path: Path) -> None:
    record = settled(tmp_path / "a.txt", "a")
    os.utime(tmp_path / "a.txt", (1, 1))
    renewed = FileComparison(tmp_path).renewed(record)
    assert renewed is not None
    assert renewed.sha256 == record.sha256
    assert renewed.state != record.state


def test_other_content_of_the_same_size_and_time_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    record = settled(path, "a")
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    path.write_text("b")
    os.utime(path, ns=times)
    assert FileComparison(tmp_path).renewed(record) is None


def test_a_missing_file_stays_missing_or_comes(tmp_path: Path) -> None:
    record = record_input(tmp_path / "a.txt", time.time_ns())
    assert FileComparison(tmp_path).renewed(record) == record
    (tmp_path / "a.txt").touch()
    assert FileComparison(tmp_path).renewed(record) is None


def test_a_deleted_file_has_changed(tmp_path: Path) -> None:
    record = settled(tmp_path / "a.txt", "a")
    (tmp_path / "a.txt").unlink()
    assert FileComparison(tmp_path).renewed(record) is None


def test_a_file_that_changes_while_it_is_used_equals_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    record = record_input(tmp_path / "a.txt", time.time_ns() - 1_000_000_000)
    assert FileComparison(tmp_path).renewed(record) is None


def test_the_path_of_a_result_is_relative(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.mp3").write_bytes(b"a")
    record = record_result(tmp_path, tmp_path / "sub" / "a.mp3", "ca97")
    assert record.path == "sub/a.mp3"
    assert FileComparison(tmp_path).renewed(record) == record
