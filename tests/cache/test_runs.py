"""Work that was done is believed only while everything it was made from, and everything it made, is as it was."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from audiobrief.cache.runs import RunRecord

RESULT = {"audio": "episode.mp3", "seconds": 1.25}


def work(folder: Path, *asked: str, surroundings: str = "installed") -> RunRecord:
    return RunRecord(folder / "finished", ("render", *asked), [surroundings])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder in which an episode was made from a script and a sound, in a project of its own."""
    (tmp_path / "audio").mkdir()
    for name in ("script", "audio/sound", "episode"):
        (tmp_path / name).write_text(name)
    while work(tmp_path).load() is None:
        time.sleep(0.03)  # what was just written may not be older than the work
        made = {tmp_path / "episode": hashlib.sha256(b"episode").hexdigest()}
        names = {tmp_path / "audio": True, tmp_path / ".git": False}
        work(tmp_path).save(RESULT, [tmp_path / "script", tmp_path / "audio" / "sound"], made, names)
    return tmp_path


def test_what_was_done_is_given_back(folder: Path) -> None:
    assert work(folder).load() == RESULT


def test_what_was_not_done_is_not(tmp_path: Path) -> None:
    assert work(tmp_path).load() is None


def test_files_may_be_touched_and_copied(folder: Path) -> None:
    (folder / "copy").write_text("script")
    (folder / "copy").replace(folder / "script")
    os.utime(folder / "episode", (1, 1))
    assert work(folder).load() == RESULT


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "script").write_text("Script"),
        lambda folder: (folder / "script").unlink(),
        lambda folder: (folder / "audio" / "sound").write_text(""),
        lambda folder: (folder / "episode").write_text("episodE"),
        lambda folder: (folder / "episode").unlink(),
        lambda folder: (folder / ".git").mkdir(),
        lambda folder: (folder / "script").symlink_to((folder / "script").rename(folder / "moved")),
    ],
)
def test_any_change_is_seen(folder: Path, change: Callable[[Path], object]) -> None:
    change(folder)
    assert work(folder).load() is None


def test_other_work_and_other_surroundings_are_told_apart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert work(folder, "--format", "m4a").load() is None
    assert work(folder, surroundings="updated").load() is None
    monkeypatch.chdir(folder / "audio")
    assert work(folder).load() is None


def test_a_file_that_changes_during_the_work_is_not_believed(folder: Path) -> None:
    again = work(folder, "again")
    (folder / "script").write_text("script")
    again.save(RESULT, [folder / "script"], {}, {})
    assert work(folder, "again").load() is None


def test_a_file_with_an_old_date_that_comes_during_the_work_is_not_believed(folder: Path) -> None:
    (folder / "older").write_text("older")
    os.utime(folder / "older", (1, 1))
    again = work(folder, "again")
    (folder / "older").replace(folder / "script")
    again.save(RESULT, [folder / "script"], {}, {})
    assert work(folder, "again").load() is None


def test_a_damaged_record_is_harmless(folder: Path) -> None:
    (record,) = (folder / "finished").iterdir()
    whole = record.read_bytes()
    for damaged in (b"", whole[:-1], whole.replace(b"1.25", b"9.99"), os.urandom(100)):
        record.write_bytes(damaged)
        assert work(folder).load() is None
