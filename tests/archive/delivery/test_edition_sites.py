"""The sites of editions: a script is read once as long as nothing about it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.archive.delivery import edition_sites
from audiobrief.archive.delivery.edition_sites import EditionSites
from audiobrief.archive.file_records import FileRecord
from audiobrief.archive.ledger import Row
from audiobrief.errors import AudiobriefError, Position, Problem, ScriptError
from audiobrief.script import loader
from audiobrief.script.loader import Loaded
from builders import tone_script

EDITIONS = (
    "editions: {loud: {loudness: -14 LUFS, publish: loud, address: https://loud.example/}, bare: {beds: false}}\n"
)


def row(script: Path, digest: str, *stems: str) -> Row:
    results = tuple(FileRecord(f"{stem}.episode.json", "aa", None) for stem in stems)
    return Row(script=str(script), state="done", digest=digest, results=results)


def test_a_script_is_read_again_when_it_has_changed(tmp_path: Path) -> None:
    script = tone_script(tmp_path, "  - intro: One.\n", EDITIONS)
    sites = EditionSites()
    place = sites.sites(row(script, "1", "a", "a-loud", "a-bare"))
    assert {name: Path(address.name).name for name, address in place.items()} == {"loud": "loud"}
    tone_script(tmp_path, "  - intro: One.\n", EDITIONS.replace("publish: loud", "publish: other"))
    assert sites.sites(row(script, "1", "a", "a-loud", "a-bare")) == place
    changed = sites.sites(row(script, "2", "a", "a-loud", "a-bare"))
    assert {name: Path(address.name).name for name, address in changed.items()} == {"loud": "other"}


def test_a_script_without_editions_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(edition_sites, "_read_sites")
    assert EditionSites().sites(row(tmp_path / "none.yaml", "1", "a")) == {}


def test_several_problems_are_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    problems = [Problem(Position("a.yaml", line, 1), f"mistake {line}", "mend it") for line in (1, 2)]

    def read_script(_path: Path) -> Loaded:
        raise ScriptError(problems)

    monkeypatch.setattr(loader, "read_script", read_script)
    with pytest.raises(AudiobriefError) as raised:
        EditionSites().sites(row(tmp_path / "a.yaml", "1", "a", "a-loud"))
    assert str(raised.value) == f"{tmp_path}/a.yaml: its editions are not published (a.yaml:1:1: mistake 1 (mend it))"
