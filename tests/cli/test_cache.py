"""`audiobrief cache`: what it prints, and that it may run beside renders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiobrief.cache.maintenance import delete_over_size
from audiobrief.production.render import render_episode
from audiobrief.production.session import Settings
from audiobrief.script.loader import load_script
from builders import audiobrief, tone_script


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder in which an episode of two sentences was rendered."""
    tone_script(tmp_path, "  - narration: Hello. World.\n")
    assert audiobrief("render", "episode.yaml", cwd=tmp_path).status == 0
    return tmp_path


def test_info_says_how_much_lies_where(folder: Path) -> None:
    cache = folder / ".cache"
    content = json.loads(audiobrief("cache", "info", "--json", cwd=folder).out)
    kinds = {kind["kind"]: kind for kind in content["kinds"]}
    assert content["folder"] == str(cache)
    assert {name: kind["files"] for name, kind in kinds.items()} == {
        "clips": 2,
        "chunks": 2,
        "measures": 1,
        "readings": 1,
        "names": 0,
        "verdicts": 0,
        "sounds": 0,
        "pictures": 0,
        "finished": 1,
    }
    files = [path for path in cache.rglob("*") if path.is_file()]
    assert (content["files"], content["bytes"]) == (len(files), sum(path.stat().st_size for path in files))
    assert kinds["clips"]["folder"] == str(cache / "clips")

    lines = audiobrief("cache", "info", cwd=folder).out.splitlines()
    assert lines[0] == str(cache)
    assert [line.split()[:2] for line in lines[1:]] == [
        ["clips", "2"],
        ["chunks", "2"],
        ["measures", "1"],
        ["readings", "1"],
        ["names", "0"],
        ["verdicts", "0"],
        ["sounds", "0"],
        ["pictures", "0"],
        ["finished", "1"],
        ["all", "7"],
    ]


def test_clear_deletes_all_and_says_how_much(folder: Path) -> None:
    run = audiobrief("cache", "clear", cwd=folder)
    assert (run.status, run.err) == (0, "")
    assert run.out.startswith("deleted 7 files, ")
    assert run.out.endswith("; 0 files, 0 B left\n")
    assert audiobrief("cache", "clear", cwd=folder).out == "deleted 0 files, 0 B; 0 files, 0 B left\n"
    assert audiobrief("render", "episode.yaml", cwd=folder).status == 0


@pytest.mark.parametrize(
    ("options", "deleted"), [(("--unused", "1h"), 0), (("--to", "1GB"), 0), (("--to", "0"), 7), (("--unused", "0h"), 7)]
)
def test_prune_deletes_what_it_is_asked_to(folder: Path, options: tuple[str, ...], deleted: int) -> None:
    run = audiobrief("cache", "prune", *options, cwd=folder)
    assert run.out.startswith(f"deleted {deleted} files, ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("prune",), "give --to SIZE, --unused AGE, or both"),
        (("prune", "--to", "much"), "Invalid value for '--to': 'much' is not a size such as 500MB or 2GB"),
        (("prune", "--unused", "30"), "Invalid value for '--unused': '30' is not an age such as 12h, 30d or 2w"),
        ((), "Missing command. (audiobrief cache --help says how)"),
        (("clean",), "there is no command 'clean' (did you mean 'clear'?)"),
    ],
)
def test_a_wrong_command_line_is_one_line(arguments: tuple[str, ...], message: str, tmp_path: Path) -> None:
    run = audiobrief("cache", *arguments, cwd=tmp_path)
    assert (run.status, run.out, run.err.count("\n")) == (2, "", 1)
    assert run.err.startswith(message)


@pytest.mark.parametrize("stage", ["speaking", "encoding"])
def test_the_episode_is_the_same_if_all_is_deleted_while_it_is_rendered(folder: Path, stage: str) -> None:
    def clear(at: str, _done: int, _total: int) -> None:
        if at == stage:
            delete_over_size(folder / "kept", -1)

    settings = Settings(store=folder / "kept" / "clips", readings=folder / "kept" / "readings")
    episode = render_episode(load_script(folder / "episode.yaml"), folder / "b" / "episode.mp3", settings, clear)
    assert episode.audio.read_bytes() == (folder / "out" / "episode.mp3").read_bytes()
