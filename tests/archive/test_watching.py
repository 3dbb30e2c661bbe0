"""`archive --watch`: what comes into a folder becomes an episode, once, when it is complete."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from builders import tone_script

pytest.importorskip("watchfiles")
SHOW = "title: The news\nlanguage: en-GB\nauthor: A desk\nvoices: {low: {engine: tone}}\n"
ARTICLE = "The bridge stays closed\n\nThe bridge over the river stays closed until the end of the month, they said.\n"


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Path]:
    """Watch the folder `scripts`, and write a line of JSON for each round into the file `log`."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "show.yaml").write_text(SHOW)
    command = [sys.executable, "-m", "audiobrief", "archive", "scripts", "--to", "out", "--draft", "--watch", "--json"]
    environment = {**os.environ, "AUDIOBRIEF_CACHE": str(tmp_path / ".cache"), "NO_COLOR": "1"}
    with (tmp_path / "log").open("wb") as log, (tmp_path / "errors").open("wb") as errors:
        program = psutil.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=errors)
    try:
        wait_until(lambda: len(rounds(tmp_path)) == 1)
        yield tmp_path
    finally:
        program.terminate()
        assert program.wait(timeout=20) == 130


def rounds(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "log").read_text("utf-8").splitlines()]


def made(folder: Path) -> list[str]:
    return [Path(path).stem for each in rounds(folder) for path in each["made"]]


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.slow
def test_what_comes_is_made_once(watched: Path) -> None:
    (watched / "scripts" / "bridge.txt").write_text(ARTICLE)
    wait_until(lambda: made(watched) == ["bridge"])
    note = (watched / "scripts" / "bridge.txt.episode.txt").read_text()
    assert note.splitlines()[0] == "Made: out/bridge.mp3"
    tone_script(watched / "scripts", "  - intro: Hello.\n    bed: nothing\n", name="wrong.yaml")
    wait_until(lambda: "unknown sound 'nothing'" in (watched / "errors").read_text())
    error = watched / "scripts" / "wrong.yaml.error.txt"
    wait_until(error.exists)
    assert error.read_text().startswith("scripts/wrong.yaml:")
    tone_script(watched / "scripts", "  - intro: Hello.\n", name="wrong.yaml")
    wait_until(lambda: made(watched) == ["bridge", "wrong"])
    assert not error.exists()
    (watched / "scripts" / "wrong.yaml").unlink()
    (watched / "scripts" / "bridge.yaml").rename(watched / "scripts" / "river.yaml")
    (watched / "scripts" / "bridge.txt").unlink()
    wait_until(lambda: made(watched) == ["bridge", "wrong", "river"])
    assert (watched / "out" / "bridge.mp3").exists()


@pytest.mark.slow
def test_a_hundred_at_once_and_half_written_files(watched: Path) -> None:
    with (watched / "scripts" / "slow.txt").open("w") as file:
        file.write(ARTICLE[:60])
        file.flush()
        for number in range(100):
            tone_script(watched / "scripts", f"  - intro: Number {number}.\n", name=f"s{number}.yaml")
            time.sleep(0.02)
        file.write(ARTICLE[60:])
    wait_until(lambda: len(made(watched)) >= 101)
    time.sleep(3)
    assert sorted(made(watched)) == sorted(["slow", *(f"s{number}" for number in range(100))])
    assert "end of the month" in (watched / "out" / "slow.vtt").read_text("utf-8").replace("\n", " ")
