"""Notes beside files that came into a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.archive.delivery.notes import write_notes
from audiobrief.archive.file_records import FileRecord
from audiobrief.archive.ledger import Row, open_ledger
from audiobrief.archive.orders import Task
from audiobrief.archive.shard import Shard
from audiobrief.errors import OutputError
from audiobrief.storage import files


def notes(
    folder: Path, row: Row, article: str = "storm.html", *unpublished: str, publishes: bool = True
) -> dict[str, str]:
    """Write the notes of a row; return their texts by their names."""
    task = Task(row.script, "storm.yaml", "storm", article and str(folder / article))
    with open_ledger(folder / "out", Shard(1, 1)) as ledger:
        ledger.put(row)
        write_notes([task], ledger, Path("out"), publishes=publishes, unpublished={row.script: unpublished})
    return {path.name: path.read_text() for path in folder.glob("*.txt")}


def row(folder: Path, **values: object) -> Row:
    results = tuple(FileRecord(f"storm{ending}", "aa", None) for ending in (".mp3", ".vtt", "-short.mp3"))
    default = {"state": "done", "stem": "storm", "results": results, "sound": 61.0, "published": "site"}
    return Row(script=str(folder / "storm.yaml"), **{**default, **values})  # type: ignore[arg-type] # of a test


def test_of_an_episode(tmp_path: Path) -> None:
    (tmp_path / "storm.html").touch()
    text = "Made: out/storm.mp3\nMade: out/storm-short.mp3\nLength: 1:01\nPublished: site\n"
    assert notes(tmp_path, row(tmp_path)) == {"storm.html.episode.txt": text}
    assert notes(tmp_path, row(tmp_path, published=""), publishes=False)["storm.html.episode.txt"].count("\n") == 3


@pytest.mark.parametrize(
    ("published", "reasons", "lines"),
    [
        ("", ["out/storm.mp3: no title (add one)"], ["Not published: out/storm.mp3: no title (add one)"]),
        ("", [], ["Not published yet"]),
        ("site", ["s3://loud: no answer (wait)"], ["Published: site", "Not published: s3://loud: no answer (wait)"]),
    ],
)
def test_what_was_not_published_and_why(tmp_path: Path, published: str, reasons: list[str], lines: list[str]) -> None:
    (tmp_path / "storm.html").touch()
    text = notes(tmp_path, row(tmp_path, published=published), "storm.html", *reasons)["storm.html.episode.txt"]
    assert text.splitlines()[3:] == lines


def test_the_warnings_are_those_of_the_archive(tmp_path: Path) -> None:
    (tmp_path / "storm.html").touch()
    text = notes(tmp_path, row(tmp_path, warnings=2))["storm.html.episode.txt"]
    assert "Warnings: 2 (audiobrief archive -v shows them)\n" in text


def test_a_note_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "storm.html").touch()
    before = notes(tmp_path, row(tmp_path))

    def write_bytes(path: Path, _content: bytes) -> None:
        path.write_text("Ma")
        raise OutputError("no space")

    monkeypatch.setattr(files, "write_bytes", write_bytes)
    assert notes(tmp_path, row(tmp_path, sound=62.0)) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "storm.html", "storm.html.episode.txt"]


def test_an_error_and_its_end(tmp_path: Path) -> None:
    (tmp_path / "storm.yaml").touch()
    failed = row(tmp_path, state="failed", error="storm.yaml:1:1: it is empty (write)", results=())
    assert notes(tmp_path, failed, "") == {"storm.yaml.error.txt": "storm.yaml:1:1: it is empty (write)\n"}
    assert list(notes(tmp_path, row(tmp_path), "")) == ["storm.yaml.episode.txt"]


def test_none_of_a_file_that_is_gone(tmp_path: Path) -> None:
    assert notes(tmp_path, row(tmp_path)) == {}
