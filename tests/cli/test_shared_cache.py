"""`--store` of render, and of the cache commands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from audiobrief.cache.entries import entries_in
from builders import Run, audiobrief, sine, tone_script, write_wave


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a script of two sentences, and an empty store."""
    tone_script(tmp_path, "  - narration: Hello. World.\n")
    (tmp_path / "store").mkdir()
    return tmp_path


def render(folder: Path, *options: str, store: str = "store", env: dict[str, str] | None = None) -> Run:
    return audiobrief("render", "episode.yaml", *(["--store", store] if store else []), *options, cwd=folder, env=env)


def shared_files(folder: Path) -> list[str]:
    return sorted(path.suffix for path in (folder / "store").rglob("*") if path.is_file())


def test_a_second_machine_speaks_and_encodes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert render(folder).status == 0
    episode = (folder / "out" / "episode.mp3").read_bytes()
    assert shared_files(folder) == [".chunk", ".chunk", ".clip", ".clip"]
    shutil.rmtree(folder / ".cache")
    shutil.rmtree(folder / "out")
    monkeypatch.setattr("audiobrief.voices.speaking.ClipSource._speak", lambda *_: pytest.fail("it was spoken"))
    monkeypatch.setattr("audiobrief.mp3.programme.encode_chunks", lambda *_: pytest.fail("it was encoded"))
    run = render(folder)
    assert (run.status, run.err.count("\n")) == (0, 1), run.err
    assert (folder / "out" / "episode.mp3").read_bytes() == episode


def test_the_environment_names_a_store(folder: Path) -> None:
    assert render(folder, store="", env={"AUDIOBRIEF_SHARED_CACHE": str(folder / "store")}).status == 0
    assert shared_files(folder) == [".chunk", ".chunk", ".clip", ".clip"]


def test_without_the_cache_no_store_is_used(folder: Path) -> None:
    assert render(folder, "--no-cache").status == 0
    assert shared_files(folder) == []


def test_a_recording_stays_on_its_machine(folder: Path) -> None:
    write_wave(folder / "mayor.wav", sine(1.0))
    tone_script(folder, "  - clip: {file: mayor.wav, speaker: Mayor, text: Hello.}\n")
    assert render(folder).status == 0
    assert ".clip" not in shared_files(folder)
    assert any(entry.path.suffix == ".clip" for entry in entries_in(folder / ".cache" / "clips"))


@pytest.mark.parametrize(
    ("store", "message"),
    [
        ("sftp://me:hunter2@host/f", "sftp://me@host/f: a shared store cannot be there "),
        ("s3://", "s3://: the bucket is missing "),
        ("s3://a:hunter2@b/c", "s3://a@b/c: keys cannot stand in the address "),
    ],
)
def test_an_address_where_no_store_can_be_is_one_line(folder: Path, store: str, message: str) -> None:
    for command in (["render", "episode.yaml"], ["archive", "episode.yaml", "--to", "o"], ["cache", "info"]):
        run = audiobrief(*command, "--store", store, cwd=folder)
        assert (run.status, run.err.count("\n")) == (2, 1), run.err
        assert message in run.err
        assert "hunter2" not in run.err


def test_a_folder_that_is_missing_stops_no_render(folder: Path) -> None:
    run = render(folder, store="nowhere")
    assert (run.status, run.err.count("\n")) == (0, 2), run.err
    assert (
        f"the shared store {folder / 'nowhere'} is not used for now: there is no such folder or bucket (make it"
        in run.err
    )
    assert not (folder / "nowhere").exists()
    run = audiobrief("cache", "info", "--store", "nowhere", cwd=folder)
    assert (run.status, run.err) == (
        2,
        "nowhere: there is no such folder for the shared store (make it, or mount it)\n",
    )


def test_a_store_that_cannot_be_read_is_one_warning(folder: Path) -> None:
    for name in ("clips-2.1", "chunks-1.1"):
        (folder / "store" / name).write_text("no folder")
    run = render(folder)
    assert run.status == 0
    warning, result = run.err.splitlines()
    assert warning.endswith(
        f": the shared store {folder / 'store'} is not used for now: Not a directory "
        "(check the address: it, and what audiobrief makes in it, must be folders)"
    )
    assert result.startswith("out/episode.mp3: ")
    assert (folder / "out" / "episode.mp3").exists()


def test_the_size_of_a_store_is_shown_and_changed(folder: Path) -> None:
    assert render(folder).status == 0
    content = json.loads(audiobrief("cache", "info", "--store", "store", "--json", cwd=folder).out)
    assert content["store"] == "store"
    assert {kind["kind"]: kind["files"] for kind in content["kinds"]} == {"chunks": 2, "clips": 2}
    lines = audiobrief("cache", "info", "--store", "store", cwd=folder).out.splitlines()
    assert [line.split()[:2] for line in lines] == [["store"], ["chunks", "2"], ["clips", "2"], ["all", "4"]]
    run = audiobrief("cache", "prune", "--store", "store", "--unused", "1h", cwd=folder)
    assert run.out.startswith("deleted 0 files, 0 B; 4 files, ")
    run = audiobrief("cache", "prune", "--store", "store", "--to", "0", cwd=folder)
    assert run.out.startswith("deleted 4 files, ")
    assert (
        audiobrief("cache", "clear", "--store", "store", cwd=folder).out == "deleted 0 files, 0 B; 0 files, 0 B left\n"
    )
    assert audiobrief("cache", "info", "--json", cwd=folder).out.count('"clips"') == 1
