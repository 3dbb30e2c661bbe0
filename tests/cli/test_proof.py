"""`audiobrief proof` as people meet it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobrief.cli import proof
from audiobrief.review.proof import recogniser
from builders import audiobrief, audiobrief_process, sine, write_wave
from review.proof.listeners import Listener, script, words, write_manifest


def test_without_the_extra_one_line_says_how_to_install_it(tmp_path: Path) -> None:
    (tmp_path / "faster_whisper.py").write_text("raise ImportError\n")
    write_manifest(write_wave(tmp_path / "x.wav", sine(1.0)), script("Good evening."), 1.0)
    run = audiobrief_process("proof", "x.wav", cwd=tmp_path, env={"PYTHONPATH": with_first(tmp_path)})
    assert (run.status, run.out) == (1, "")
    assert run.err == 'the speech recogniser is not installed (python -m pip install "audiobrief[proof]")\n'


@pytest.mark.parametrize("arguments", [["proof"], ["proof", "x.mp3", "--jobs", "0"], ["proof", "x.mp3", "-q", "-v"]])
def test_a_wrong_command_line_ends_with_2(arguments: list[str], tmp_path: Path) -> None:
    run = audiobrief(*arguments, cwd=tmp_path)
    assert (run.status, run.out, len(run.err.splitlines())) == (2, "", 1)


@pytest.fixture
def episode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an episode of two sentences, of which the second is not heard."""
    audio = write_wave(tmp_path / "x.wav", sine(4.0))
    write_manifest(audio, script("Good evening to all.", "This is the news."), 4.0)
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(recogniser, "open_recogniser", lambda _threads: Listener(words("Good evening to all.")))
    monkeypatch.setattr(recogniser, "recogniser_identity", lambda: "listener")
    return audio


def test_findings_are_printed_and_a_missing_sentence_gives_1(episode: Path) -> None:
    run = CliRunner().invoke(proof.command, [str(episode), "none.mp3"], standalone_mode=False)
    assert run.return_value == 1
    advice = "(render again, or change the sentence)"
    assert run.stdout == f"episode.yaml:2: at 0:02.0: not heard: “This is the news.” {advice}\n"
    note, summary, other = run.stderr.splitlines()
    assert note == f"{episode}: note: it has been changed since it was rendered"
    assert summary == f"{episode}: 8 words, word error rate 50.0 %, 1 finding"
    assert "none.mp3: there is no such file" in other


def test_json_is_all_that_is_printed_if_it_is_to_be_quiet(episode: Path) -> None:
    run = CliRunner().invoke(proof.command, [str(episode), "--json", "-q"], standalone_mode=False)
    assert (run.return_value, run.stderr) == (1, "")
    content = json.loads(run.stdout)
    assert (content["script"], content["complete"], content["word_errors"]) == ("episode.yaml", False, 4)
    (finding,) = content["findings"]
    assert (finding["kind"], finding["line"], finding["time"]) == ("missing sentence", 2, 2.0)
    assert (finding["said"], finding["heard"], finding["seconds"]) == ("This is the news.", "", 0.0)


def with_first(folder: Path) -> str:
    """Return a search path for modules that begins with a folder."""
    return os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
