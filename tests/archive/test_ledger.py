"""The ledger: what is read is what was written, one run at a time, and a failure is one line."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from audiobrief.archive import ledger as ledger_module
from audiobrief.archive.file_records import FileRecord
from audiobrief.archive.ledger import LEDGER_FOLDER, Ledger, Row, open_ledger
from audiobrief.archive.shard import Shard
from audiobrief.errors import OutputError, UsageError
from audiobrief.storage.work_folder import work_folder

WHOLE = Shard()
DONE = Row(
    script="/a.yaml",
    state="done",
    tries=2,
    worker="host:1",
    finished=10.0,
    seconds=1.5,
    stem="a",
    digest="d",
    inputs=(FileRecord("/a.yaml", "aa", (1, 2, 3, 4)), FileRecord("/gone.wav", None, None)),
    results=(FileRecord("a.mp3", "bb", (5, 6, 7, 8)),),
    sound=61.25,
    lufs=-16.0,
    peak=-1.1,
    warnings=1,
    guesses=("Kyiv",),
)
FAILED = Row(script="/b.yaml", state="failed", finished=11.0, stem="b", error="b.yaml: no", exit_status=2)


def test_rows_are_there_in_the_next_run(tmp_path: Path) -> None:
    with open_ledger(tmp_path, WHOLE) as ledger:
        assert ledger.put(FAILED) is None
        assert ledger.put(DONE) is None
    with open_ledger(tmp_path, WHOLE) as ledger:
        assert list(ledger.rows()) == [DONE, FAILED]
        assert ledger.get("/a.yaml") == DONE
        assert ledger.get("/c.yaml") is None


def test_a_row_is_written_at_once(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path, WHOLE)
    ledger.put(DONE)
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in (tmp_path / LEDGER_FOLDER).iterdir():  # what a kill would leave
        (copy / path.name).write_bytes(path.read_bytes())
    ledger.__exit__()
    with sqlite3.connect(copy / WHOLE.ledger_name) as database:
        assert database.execute("SELECT script FROM scripts").fetchall() == [("/a.yaml",)]
    database.close()


def test_it_is_not_taken_for_the_work_folder_of_a_killed_program(tmp_path: Path) -> None:
    with open_ledger(tmp_path, WHOLE) as ledger:
        ledger.put(DONE)
    with work_folder(tmp_path), open_ledger(tmp_path, WHOLE) as ledger:
        assert ledger.get("/a.yaml") == DONE


def test_a_second_run_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "_PATIENCE", 0.1)
    with open_ledger(tmp_path, WHOLE), pytest.raises(UsageError, match=r"^another run of archive works on .*\(.*\)$"):
        open_ledger(tmp_path, WHOLE)
    open_ledger(tmp_path, WHOLE).__exit__()


@pytest.mark.slow
def test_shards_of_one_division_run_side_by_side(tmp_path: Path) -> None:
    with open_ledger(tmp_path, Shard(1, 2)), open_ledger(tmp_path, Shard(2, 2)):
        with pytest.raises(UsageError, match="another run"):
            open_ledger(tmp_path, WHOLE)
        with pytest.raises(UsageError, match="another run"):
            open_ledger(tmp_path, Shard(1, 3))


def test_a_shard_that_starts_while_its_ledger_is_read_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        open_ledger(tmp_path, Shard(number, 2)).__exit__()
    attach = ledger_module._import_rows
    others: list[Ledger] = []

    def attach_late(database: sqlite3.Connection, other: Path, folder: Path) -> None:
        if not others:
            others.append(Ledger(other, ledger_module._connect(other, folder, 1)))
        attach(database, other, folder)

    monkeypatch.setattr(ledger_module, "_import_rows", attach_late)
    with open_ledger(tmp_path, Shard(1, 2)), others[0]:
        assert [ledger.path.name for ledger in others] == ["ledger.2-of-2.sqlite"]


def test_a_run_knows_what_others_did_with_other_shards(tmp_path: Path) -> None:
    with open_ledger(tmp_path, Shard(1, 2)) as ledger:
        ledger.put(DONE)
        ledger.put(FAILED)
    newer = Row(script="/b.yaml", state="done", finished=12.0, stem="b")
    with open_ledger(tmp_path, WHOLE) as ledger:
        assert list(ledger.rows()) == [DONE, FAILED]
        ledger.put(newer)
    with open_ledger(tmp_path, WHOLE) as ledger:
        assert list(ledger.rows()) == [DONE, newer]


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_ledger_is_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / LEDGER_FOLDER).mkdir()
    (tmp_path / LEDGER_FOLDER / WHOLE.ledger_name).write_bytes(content)
    with pytest.raises(OutputError, match=r"ledger\.1-of-1\.sqlite.*\(.*\)$"):
        open_ledger(tmp_path, WHOLE)


def test_a_ledger_of_another_version_is_left_alone(tmp_path: Path) -> None:
    open_ledger(tmp_path, WHOLE).__exit__()
    path = tmp_path / LEDGER_FOLDER / WHOLE.ledger_name
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(OutputError, match="another version"):
        open_ledger(tmp_path, WHOLE)


def test_what_cannot_be_written_is_written_later(tmp_path: Path) -> None:
    with open_ledger(tmp_path, WHOLE) as ledger:
        ledger._database.execute("PRAGMA max_page_count = 4")
        many = [Row(script=f"/{number}.yaml", state="done", stem="x" * 4000, finished=1.0) for number in range(9)]
        assert [why for row in many if (why := ledger.put(row))]
        assert ledger.get("/8.yaml") == many[8]
        ledger._database.execute("PRAGMA max_page_count = 4000")
        assert ledger.flush() is None
    with open_ledger(tmp_path, WHOLE) as ledger:
        assert list(ledger.rows()) == many
