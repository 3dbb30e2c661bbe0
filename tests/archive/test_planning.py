"""Planning: no script replaces what an earlier run made of another script."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.archive.file_records import FileRecord
from audiobrief.archive.ledger import Row, open_ledger
from audiobrief.archive.orders import Task
from audiobrief.archive.planning import check_owners, other_owners
from audiobrief.archive.shard import Shard
from audiobrief.errors import UsageError


def owners(folder: Path, made: dict[str, list[str]], *sources: str) -> dict[str, str]:
    """Make files of scripts, and return the scripts that are not among the sources, by stems, without folders."""
    out = folder / "out"
    with open_ledger(out, Shard()) as ledger:
        for script, stems in made.items():
            results = tuple(
                FileRecord(f"{stem}{ending}", "aa", None) for stem in stems for ending in (".mp3", ".episode.json")
            )
            ledger.put(Row(script=str(folder / script), state="done", stem=stems[0], results=results))
            for stem in stems:
                (out / f"{stem}.episode.json").touch()
        tasks = [Task(str(folder / source), source, Path(source).stem) for source in sources]
        return {stem: Path(owner).name for stem, owner in other_owners(tasks, ledger, out).items()}


def test_a_moved_script_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "moved.yaml").touch()
    made = {"before.yaml": ["a"], "moved.yaml": ["a"]}
    assert owners(tmp_path, made, "a.yaml") == {"a": "moved.yaml"}
    assert owners(tmp_path, made, "moved.yaml") == {}
    (tmp_path / "moved.yaml").unlink()
    assert owners(tmp_path, made, "a.yaml") == {}


def test_editions_belong_to_their_script(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").touch()
    assert owners(tmp_path, {"a.yaml": ["a", "a-short"]}, "a-short.yaml") == {"a": "a.yaml", "a-short": "a.yaml"}


def test_an_episode_that_was_deleted_can_be_made_again(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").touch()
    assert owners(tmp_path, {"a.yaml": ["a"]}) == {"a": "a.yaml"}
    (tmp_path / "out" / "a.episode.json").unlink()
    assert owners(tmp_path, {}) == {}


def test_what_another_script_owns_is_not_replaced() -> None:
    line = r"more/a\.yaml would replace out/a\.\*, which is made of /x/a\.yaml \(give it .*\)$"
    check_owners([Task("/more/b.yaml", "more/b.yaml", "b")], {"a": "/x/a.yaml"}, Path("out"))
    with pytest.raises(UsageError, match=line):
        check_owners([Task("/more/a.yaml", "more/a.yaml", "a")], {"a": "/x/a.yaml"}, Path("out"))
