"""Notes beside files that came into a folder."""

from __future__ import annotations

from pathlib import Path

from audiobrief.archive.delivery.notes import write_notes
from audiobrief.archive.file_records import FileRecord
from audiobrief.archive.ledger import Row, open_ledger
from audiobrief.archive.orders import Task
from audiobrief.archive.shard import Shard


def notes(
    folder: Path, row: Row, article: str = "storm.html", *unpublished: str, publishes: bool = True
) -> dict[str, str]:
    """Write the notes of a row; return their texts by their names."""
    task = Task(row.script, "storm.yaml", "storm", article and str(folder / article))
    with open_ledger(folder / "out", Shard(1, 1)) as ledger:
        ledger.put(row)
        write_notes([task], ledger, Path("out"), publishes=publishes, unpublished=unpublished)
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


def test_an_episode_that_was_not_published(tmp_path: Path) -> None:
    (tmp_path / "storm.html").touch()
    lines = ("out/other.mp3: no title", "out/storm.mp3: no title (add one)")
    text = notes(tmp_path, row(tmp_path, published=""), "storm.html", *lines)["storm.html.episode.txt"]
    assert text.splitlines()[-1] == "Not published: out/storm.mp3: no title (add one)"


def test_an_error_and_its_end(tmp_path: Path) -> None:
    (tmp_path / "storm.yaml").touch()
    failed = row(tmp_path, state="failed", error="storm.yaml:1:1: it is empty (write)", results=())
    assert notes(tmp_path, failed, "") == {"storm.yaml.error.txt": "storm.yaml:1:1: it is empty (write)\n"}
    assert list(notes(tmp_path, row(tmp_path), "")) == ["storm.yaml.episode.txt"]


def test_none_of_a_file_that_is_gone(tmp_path: Path) -> None:
    assert notes(tmp_path, row(tmp_path)) == {}
