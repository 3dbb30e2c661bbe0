"""`audiobrief watch`: an episode that follows its script."""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import psutil
import pytest

from builders import audiobrief, audiobrief_process, sine, tone_script, write_wave

SEGMENTS = """\
  - intro: Hello there.
    bed: theme
  - narration: "{text}"
  - narration: It ends here.
"""
EXTRA = "show: show.yaml\nlexicon: lexicon.yaml\nsounds: {theme: theme.wav}\n"


class Watching:
    """A watch that runs, and what it says."""

    def __init__(self, folder: Path, *arguments: str, env: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.program = psutil.Popen(
            [sys.executable, "-m", "audiobrief", "watch", "episode.yaml", *arguments],
            cwd=folder,
            env={**os.environ, "AUDIOBRIEF_CACHE": str(folder / ".cache"), "NO_COLOR": "1", **(env or {})},
            stderr=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_about: object) -> None:
        """End it, if it has not ended, and all that it left."""
        if self.program.poll() is None:
            self.program.terminate()
            self.program.wait(timeout=20)
        self._reader.join()
        self.program.stderr.close()

    def _read(self) -> None:
        for line in self.program.stderr:
            self._lines.put(line.rstrip("\n"))

    def says(self) -> str:
        """Return its next line, with a time of any length as `T s`."""
        return re.sub(r"\d+\.\d\d s$", "T s", self._lines.get(timeout=60))

    def is_silent(self, seconds: float) -> bool:
        try:
            self._lines.get(timeout=seconds)
        except queue.Empty:
            return True
        return False

    def manifest(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.folder / "out/episode.episode.json").read_text())
        return content


def write(folder: Path, text: str) -> None:
    tone_script(folder, SEGMENTS.format(text=text), EXTRA)


def first_line(folder: Path) -> str:
    return f"out/episode.mp3: 0:0{round_seconds(folder)}; rendered for the first time; T s"


def round_seconds(folder: Path) -> int:
    return int(json.loads((folder / "out/episode.episode.json").read_text())["duration"] + 0.5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "show.yaml").write_text("version: 1\ntitle: A show\n")
    (tmp_path / "lexicon.yaml").write_text("Kyiv: {say: Keev}\n")
    write_wave(tmp_path / "theme.wav", sine(2))
    write(tmp_path, "World.")
    return tmp_path


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    with Watching(folder) as watch:
        assert watch.says() == first_line(folder)
        yield watch


def test_each_save_is_rendered_and_what_changed_is_said(watching: Watching, folder: Path) -> None:
    write(folder, "World. And more of it.")
    assert watching.says().endswith("; line 12 changed; T s")
    assert [each["text"] for each in watching.manifest()["sentences"]][1:3] == ["World.", "And more of it."]
    write(folder, "World.")
    assert watching.says().endswith("; sentences taken out before line 13; T s")
    alone = folder / "alone.mp3"
    audiobrief("render", "episode.yaml", "-o", "alone.mp3", "--no-cache", cwd=folder)
    assert (folder / "out/episode.mp3").read_bytes() == alone.read_bytes()


def test_editions_are_rendered_with_it(folder: Path) -> None:
    editions = "editions:\n  radio: {loudness: -23 LUFS, format: wav}\n  short: {target: 0:01}\n"
    tone_script(folder, SEGMENTS.format(text="The bridge is open."), EXTRA + editions)
    with Watching(folder) as watching:
        assert watching.says().startswith("out/episode.mp3: ")
        assert re.fullmatch(r"out/episode-radio\.wav: 0:0\d", watching.says())
        assert watching.says().startswith("episode.yaml:8:19: ")
        assert (folder / "out/episode-radio.wav").exists()


def test_files_that_the_script_names_are_watched_as_well(watching: Watching, folder: Path) -> None:
    write(folder, "Kyiv.")
    assert watching.says().endswith("; line 12 changed; T s")
    (folder / "lexicon.yaml").write_text("Kyiv: {say: Keeve}\n")
    assert watching.says().endswith("; line 12 changed; T s")
    (folder / "show.yaml").write_text("version: 1\ntitle: A show\npauses: {segment: 2s}\n")
    assert watching.says().endswith("; no sentence changed; T s")
    length = watching.manifest()["duration"]
    write_wave(folder / "theme.wav", sine(9))
    assert watching.says().endswith("; no sentence changed; T s")
    assert watching.manifest()["duration"] != length


def test_what_is_wrong_is_said_with_its_place_and_it_goes_on(watching: Watching, folder: Path) -> None:
    script = folder / "episode.yaml"
    good = script.read_text()
    script.write_text(good.replace("bed: theme", "bed: thema"))
    assert watching.says() == "episode.yaml:11:10: bed: unknown sound 'thema' (did you mean 'theme'?)"
    script.write_text(good + "  - [")
    assert watching.says().startswith("episode.yaml:15:1: the script ends before its last value")
    (folder / "show.yaml").write_text("version: 1\ntitel: A show\n")
    script.write_text(good)
    assert watching.says().startswith("show.yaml:2:1: ")
    (folder / "theme.wav").rename(folder / "other.wav")
    (folder / "show.yaml").write_text("version: 1\ntitle: A show\n")
    assert watching.says() == "episode.yaml:5:17: theme: there is no file 'theme.wav' (did you mean 'other.wav'?)"
    (folder / "other.wav").rename(folder / "theme.wav")
    assert watching.says().endswith("; no sentence changed; T s")


def test_a_file_that_is_gone_for_a_moment_and_a_burst_of_saves_are_one_save(watching: Watching, folder: Path) -> None:
    script = folder / "episode.yaml"
    good = script.read_text()
    script.rename(folder / "episode.yaml~")
    for number in range(20):
        script.write_text(good.replace("World.", f"Number {number}."))
    assert watching.says().endswith("; line 12 changed; T s")
    assert watching.manifest()["sentences"][1]["text"] == "Number 19."
    (folder / "new.yaml").write_text(good)
    (folder / "new.yaml").replace(script)
    assert watching.says().endswith("; line 12 changed; T s")
    assert watching.is_silent(0.5)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_it_with_130_and_leaves_nothing(number: signal.Signals, folder: Path) -> None:
    player = folder / "player"
    player.write_text(f"#!/bin/sh\ncp $1 {folder}/heard.part; mv {folder}/heard.part {folder}/heard; exec sleep 60\n")
    player.chmod(0o755)
    env = {"AUDIOBRIEF_PLAYER": str(player), "TMPDIR": str(folder)}
    with Watching(folder, "--play", env=env) as watch:
        watch.says()
        while not (folder / "heard").exists():
            assert watch.is_silent(0.02)
        children = watch.program.children(recursive=True)
        assert children
        watch.program.send_signal(number)
        assert watch.says() == ""  # of the terminal's ^C
        assert watch.says() == "interrupted; files that were finished before are whole"
        assert watch.program.wait(timeout=10) == 130
    assert psutil.wait_procs(children, timeout=5)[1] == []
    assert not list(folder.glob("audiobrief-*"))
    assert not list((folder / "out").glob(".*"))


def test_it_plays_from_the_first_change(folder: Path) -> None:
    player = folder / "player"
    player.write_text(f"#!/bin/sh\nwc -c < $1 >> {folder}/sizes\n")
    player.chmod(0o755)
    with Watching(folder, "--play", env={"AUDIOBRIEF_PLAYER": str(player)}) as watch:
        watch.says()
        while not (folder / "sizes").exists():
            assert watch.is_silent(0.02)
        write(folder, "World. More.")
        watch.says()
        while len((folder / "sizes").read_text().split()) < 2:
            assert watch.is_silent(0.02)
    whole, rest = map(int, (folder / "sizes").read_text().split())
    sentence = next(each for each in watch.manifest()["sentences"] if each["text"] == "More.")
    left = watch.manifest()["duration"] - sentence["start"]
    assert whole > rest
    assert rest * 8 / 128_000 == pytest.approx(left, abs=0.1)


@pytest.mark.parametrize(
    ("arguments", "env", "status", "said"),
    [
        (["nothing.yaml"], {}, 2, "nothing.yaml:1:1: cannot be read: no such file or directory"),
        (["desk.yaml"], {}, 2, "desk.yaml:1:1: "),
        (["episode.yaml", "-o", "x.m4a"], {}, 2, "the name given with -o ends in .mp3, and 'x.m4a' does not"),
        (["episode.yaml", "--play"], {"AUDIOBRIEF_PLAYER": "nothing"}, 1, "there is no program 'nothing'"),
    ],
)
def test_what_cannot_be_watched_ends_it(
    arguments: list[str], env: dict[str, str], status: int, said: str, folder: Path
) -> None:
    (folder / "desk.yaml").write_text("author: A desk\n")
    run = audiobrief_process("watch", *arguments, cwd=folder, env=env, timeout=30)
    assert run.status == status
    assert run.err.startswith(said)
    assert not (folder / "out").exists()
