"""A command that is given again: nothing is done where nothing changed, and all of it where anything did."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audiobrief.cli.check import command
from audiobrief.errors import ArticleError
from audiobrief.review.checks import run
from audiobrief.review.checks.run import Report, check_script
from audiobrief.script.models.script import Script
from builders import Run, audiobrief, picture, sine, tone_script, write_script, write_wave

SEGMENTS = "  - intro: Hello.\n    bed: theme\n  - narration: Kyiv.\n    chapter: Two\n    image: two.jpg\n"
EXTRA = "show: show.yaml\nlexicon: names.yaml\ncover: cover.jpg\nsounds: {theme: theme.wav}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a script, and with all kinds of files that it may name."""
    write_wave(tmp_path / "theme.wav", sine(1.0))
    for name in ("cover.jpg", "two.jpg"):
        (tmp_path / name).write_bytes(picture())
    write_script(tmp_path, "title: Show\n", "show.yaml")
    (tmp_path / "names.yaml").write_text("Kyiv: {say: Keev}\n")
    tone_script(tmp_path, SEGMENTS, EXTRA)
    time.sleep(0.05)  # what was just written is not believed to be older than a render
    return tmp_path


def render(folder: Path, *options: str) -> Run:
    return audiobrief("render", "episode.yaml", "-v", "--json", *options, cwd=folder)


def was_rendered(run: Run) -> bool:
    assert run.status == 0, run.err
    return "nothing has changed" not in run.err


def outputs(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in (folder / "out").iterdir()}


def test_says_what_the_render_said_and_touches_nothing(folder: Path) -> None:
    first = audiobrief("render", "episode.yaml", "--json", cwd=folder)
    before = outputs(folder)
    second = audiobrief("render", "episode.yaml", "--json", cwd=folder)
    assert (second.status, second.out, second.err) == (first.status, first.out, first.err)
    assert outputs(folder) == before
    assert not was_rendered(render(folder))


def test_nothing_heavy_is_imported(folder: Path) -> None:
    render(folder)
    code = (
        "import sys; from audiobrief.cli.main import run; run(['render', 'episode.yaml', '--json', '-v']);"
        "print({'numpy', 'pydantic', 'yaml', 'pydub', 'PIL', 'mutagen', 'babel'} & set(sys.modules), file=sys.stderr)"
    )
    env = {**os.environ, "AUDIOBRIEF_CACHE": str(folder / ".cache")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr.splitlines()[-1] == "set()"


@pytest.mark.parametrize(
    "name",
    [
        "episode.yaml",
        "theme.wav",
        "out/episode.mp3",
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in ("show.yaml", "names.yaml", "cover.jpg", "two.jpg", "out/episode.vtt", "out/episode.srt")
        ),
        *(pytest.param(f"out/episode.{name}.json", marks=pytest.mark.slow) for name in ("chapters", "episode")),
    ],
)
def test_a_change_of_any_file_is_seen(folder: Path, name: str) -> None:
    render(folder)
    expected = outputs(folder)
    content = (folder / name).read_bytes()
    changed = {
        ".yaml": content + b"# a remark\n",
        ".wav": content[:-2] + b"\x01\x00",
        ".jpg": picture(width=17),
    }
    (folder / name).write_bytes(changed.get((folder / name).suffix, content[:-1]))
    time.sleep(0.05)
    assert was_rendered(render(folder))
    if name.startswith("out/"):
        assert {each: content for each, (content, _) in outputs(folder).items()} == {
            each: content for each, (content, _) in expected.items()
        }
    assert not was_rendered(render(folder))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "environment"),
    [(("--no-cache",), {}), (("--format", "m4a"), {}), (("-o", "other.mp3"), {}), ((), {"AUDIOBRIEF_DATA": "voices"})],
)
def test_what_is_asked_otherwise_is_rendered(
    folder: Path, options: tuple[str, ...], environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    render(folder)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert was_rendered(render(folder, *options))


def test_the_number_of_jobs_changes_nothing(folder: Path) -> None:
    render(folder)
    assert not was_rendered(render(folder, "--jobs", "3"))


@pytest.mark.slow
def test_a_voice_that_comes_is_seen(folder: Path) -> None:
    env = {"AUDIOBRIEF_DATA": str(folder / "data")}
    audiobrief("render", "episode.yaml", cwd=folder, env=env)
    (folder / "data" / "voices" / "piper").mkdir(parents=True)
    (folder / "data" / "voices" / "piper" / "voice.onnx").write_text("new")
    assert was_rendered(audiobrief("render", "episode.yaml", "-v", cwd=folder, env=env))


@pytest.mark.slow
def test_damaged_records_are_harmless(folder: Path) -> None:
    render(folder)
    for record in (folder / ".cache" / "finished").iterdir():
        record.write_bytes(record.read_bytes()[:-1])
    assert was_rendered(render(folder))


def test_a_render_that_warned_warns_again(folder: Path) -> None:
    tone_script(folder, "  - narration: Hello.\n    chapter: One\n    image: cover.png\n")
    (folder / "cover.png").write_bytes(picture("PNG"))
    runs = [audiobrief("render", "episode.yaml", "--format", "flac", cwd=folder) for _ in range(2)]
    assert runs[0] == runs[1]
    assert "pictures" in runs[0].err


@pytest.mark.slow
def test_only_what_changed_of_several_is_rendered(folder: Path) -> None:
    tone_script(folder, "  - narration: Another.\n", name="another.yaml")
    time.sleep(0.05)
    both = ("render", "episode.yaml", "another.yaml", "-v", "--json")
    first = audiobrief(*both, cwd=folder)
    tone_script(folder, "  - narration: Anew.\n", name="another.yaml")
    second = audiobrief(*both, cwd=folder)
    assert [line for line in second.err.splitlines() if "nothing has changed" in line] == [
        "audiobrief.cli.render: episode.yaml: nothing has changed since it was rendered"
    ]
    said = [[json.loads(line)["slug"] for line in run.out.splitlines()] for run in (first, second)]
    assert said == [["episode", "another"]] * 2


@pytest.mark.slow
def test_scripts_of_one_name_are_refused_though_nothing_changed(folder: Path) -> None:
    render(folder)
    (folder / "other").mkdir()
    tone_script(folder / "other", "  - narration: Another.\n")
    run = audiobrief("render", "episode.yaml", "other/episode.yaml", cwd=folder)
    assert (run.status, "slug" in run.err) == (2, True)


def test_what_was_left_out_for_the_length_is_said_again(folder: Path) -> None:
    text = "  - narration: Hello there.\n  - narration: This is said if there is time.\n    optional: true\n"
    tone_script(folder, text, "target: 1s\n")
    time.sleep(0.05)
    first = audiobrief("render", "episode.yaml", cwd=folder)
    second = audiobrief("render", "episode.yaml", "-v", cwd=folder)
    assert (first.status, second.status) == (0, 0)
    note, said = first.err.splitlines()
    assert "without the segment of line" in note
    assert second.err.splitlines() == [
        "audiobrief.cli.render: episode.yaml: nothing has changed since it was rendered",
        note,
        said,
    ]


@pytest.fixture
def checks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the scripts that were looked at, as it grows; the folder has an article, too."""
    looked: list[str] = []

    def check(script: Script, *arguments: Any) -> Report:
        looked.append(script.path.name)
        return check_script(script, *arguments)

    monkeypatch.setattr(run, "check_script", check)
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(folder / ".cache"))
    monkeypatch.chdir(folder)
    tone_script(folder, "  - narration: Of 12 bridges, one fell today.\n")
    (folder / "article.txt").write_text("Of 13 bridges, one fell.\n")
    time.sleep(0.05)
    return looked


def check(*options: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, ["episode.yaml", *options], standalone_mode=False)
    assert done.exception is None
    return done.return_value, done.output


@pytest.mark.parametrize(
    "options",
    [(), ("--against", "article.txt"), ("--format", "json"), ("--format", "github", "--against", "article.txt")],
)
def test_check_says_again_all_that_it_said(options: tuple[str, ...], checks: list[str]) -> None:
    first = check(*options)
    assert "'today'" in first[1]
    assert check(*options) == first
    assert checks == ["episode.yaml"]


def test_check_looks_again_where_it_is_asked_otherwise(checks: list[str]) -> None:
    asked = [(), ("--against", "article.txt"), ("--format", "json"), ("--format", "github"), ("-v",), ("-v",)]
    said = [check(*options)[1] for options in asked]
    assert len(checks) == len(asked)
    assert said[1] != said[0]
    assert check("-q") == (0, "")


@pytest.mark.parametrize(("change", "old", "new"), [("episode.yaml", "12", "13"), ("article.txt", "13", "12")])
def test_check_sees_a_change(change: str, old: str, new: str, checks: list[str], folder: Path) -> None:
    assert "12" in check("--against", "article.txt")[1]
    (folder / change).write_text((folder / change).read_text().replace(old, new))
    time.sleep(0.05)
    assert "number" not in check("--against", "article.txt")[1]
    assert len(checks) == 2


def test_check_misses_an_article_that_is_gone(checks: list[str], folder: Path) -> None:
    check("--against", "article.txt")
    (folder / "article.txt").unlink()
    with pytest.raises(ArticleError, match="cannot be read"):
        CliRunner().invoke(
            command, ["episode.yaml", "--against", "article.txt"], standalone_mode=False, catch_exceptions=False
        )
    assert len(checks) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("theme: theme.wav", "theme: longer.wav"),
        ("theme: theme.wav", "theme: {file: theme.wav, start: 500ms}"),
        ("bed: theme", "sound: theme"),
    ],
)
@pytest.mark.slow
def test_the_length_of_a_sound_is_that_of_the_sound_that_is_named(folder: Path, old: str, new: str) -> None:
    write_wave(folder / "longer.wav", sine(30.0))
    time.sleep(0.05)
    audiobrief("check", "episode.yaml", cwd=folder)
    script = folder / "episode.yaml"
    script.write_text(script.read_text().replace(old, new))
    remembered = audiobrief("check", "episode.yaml", cwd=folder)
    fresh = audiobrief("check", "episode.yaml", cwd=folder, env={"AUDIOBRIEF_CACHE": str(folder / "fresh")})
    assert remembered == fresh


@pytest.mark.slow
def test_a_sound_that_broke_is_told(folder: Path) -> None:
    audiobrief("check", "episode.yaml", cwd=folder)
    (folder / "theme.wav").write_bytes(b"broken")
    run = audiobrief("check", "episode.yaml", cwd=folder)
    assert (run.status, "theme.wav' is not a sound file" in run.err) == (2, True)
