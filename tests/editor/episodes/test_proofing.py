"""Proof-listening from a page; the recogniser itself has tests of its own."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from audiobrief.editor.episodes.proofing import ProofListening, ProofState, proof_findings
from audiobrief.episode.manifest import ManifestSentence
from audiobrief.errors import UsageError

FOUND = {"kind": "other words", "time": 4.2, "line": 8, "said": "high", "heard": "low", "seconds": 0.0}
SENTENCES = [
    ManifestSentence(start=0.0, end=2.0, text="First.", speaker="A", line=8),
    ManifestSentence(start=3.0, end=6.0, text="It is high.", speaker="A", line=8),
    ManifestSentence(start=4.0, end=5.0, text="Elsewhere.", speaker="A", line=9),
]


def wait(proofs: ProofListening, script: Path) -> ProofState:
    for _ in range(600):
        if (state := proofs.state(script)).stage != "listening":
            return state
        time.sleep(0.05)
    raise AssertionError("it does not end")


def run_instead(monkeypatch: pytest.MonkeyPatch, folder: Path, lines: str) -> None:
    """Let a shell script run in place of the program that listens; it writes its number into a file first."""
    program, started = folder / "program", folder / "started"
    started.unlink(missing_ok=True)
    program.write_text(f"#!/bin/sh\necho $$ >{started}.part\nmv {started}.part {started}\n{lines}\n")
    program.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(program))


def started(folder: Path) -> psutil.Process:
    """Return the program that runs, once it has begun."""
    while not (folder / "started").exists():
        time.sleep(0.02)
    return psutil.Process(int((folder / "started").read_text()))


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    path = tmp_path / "one.mp3"
    path.write_bytes(b"sound")
    return path


@pytest.fixture
def printing(tmp_path: Path, audio: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ProofState]:
    """Return a function that starts a program that prints a text, and returns the state at its end."""

    def run(text: str) -> ProofState:
        run_instead(monkeypatch, tmp_path, f"cat <<'END'\n{text}\nEND")
        proofs = ProofListening(tmp_path)
        assert proofs.state(tmp_path / "one.yaml") == ProofState()
        proofs.start(tmp_path / "one.yaml", audio)
        assert proofs.state(tmp_path / "one.yaml").number == 1
        state = wait(proofs, tmp_path / "one.yaml")
        proofs.close()
        return state

    return run


def test_findings_of_the_program(printing: Callable[[str], ProofState]) -> None:
    assert printing(json.dumps({"findings": [FOUND]})) == ProofState("done", "", 1, (FOUND,))


@pytest.mark.parametrize("warning", ["a library warns", "[]", "{}", "1"])
def test_a_library_may_warn_at_the_end(printing: Callable[[str], ProofState], warning: str) -> None:
    text = f"{json.dumps({'findings': [FOUND]})}\n{warning}"
    assert printing(text) == ProofState("done", "", 1, (FOUND,))


@pytest.mark.parametrize("text", ["", "error: the speech recogniser is not installed", "[]"])
def test_a_program_that_fails_says_why(printing: Callable[[str], ProofState], text: str) -> None:
    message = text or "the program that listens has ended (try again)"
    assert printing(text) == ProofState("failed", message, 1)


def test_a_finding_has_the_nearest_sentence_on_its_line() -> None:
    (found,) = proof_findings(ProofState("done", findings=(FOUND,)), SENTENCES)
    assert found == {
        "level": "warning", "kind": "other words", "message": "said “high”, heard “low”",
        "advice": "listen to it; render again, or respell the word in the lexicon",
        "said": "high", "time": 4.2, "line": 8, "text": "It is high.",
    }  # fmt: skip


def test_findings_are_those_of_the_file_that_was_heard(
    tmp_path: Path, audio: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_instead(monkeypatch, tmp_path, f"echo '{json.dumps({'findings': [FOUND]})}'")
    script, proofs = tmp_path / "one.yaml", ProofListening(tmp_path)
    assert not proofs.has_heard(script, audio)
    proofs.start(script, audio)
    assert wait(proofs, script).stage == "done"
    assert proofs.has_heard(script, audio)
    assert not proofs.has_heard(script, tmp_path / "two.mp3")
    audio.write_bytes(b"another sound")
    assert proofs.state(script) == ProofState(number=1)
    assert not proofs.has_heard(script, audio)
    proofs.start(script, audio)
    assert wait(proofs, script) == ProofState("done", "", 2, (FOUND,))


def test_a_render_ends_the_listening(tmp_path: Path, audio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_instead(monkeypatch, tmp_path, "exec sleep 600")
    proofs = ProofListening(tmp_path)
    proofs.start(tmp_path / "one.yaml", audio)
    audio.write_bytes(b"another sound")
    assert proofs.state(tmp_path / "one.yaml") == ProofState(number=1)
    proofs.start(tmp_path / "one.yaml", audio)
    assert proofs.state(tmp_path / "one.yaml") == ProofState("listening", number=2)
    proofs.close()


def test_one_episode_is_heard_at_a_time(tmp_path: Path, audio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_instead(monkeypatch, tmp_path, f"cat {tmp_path / 'wait'}\necho '{json.dumps({'findings': []})}'")
    os.mkfifo(tmp_path / "wait")
    one, other, proofs = tmp_path / "a" / "one.yaml", tmp_path / "b" / "one.yaml", ProofListening(tmp_path)
    proofs.start(one, audio)
    proofs.start(one, audio)
    assert proofs.state(one).number == 1
    with pytest.raises(UsageError, match="another episode is being listened to"):
        proofs.start(other, audio)
    (tmp_path / "wait").write_text("")
    assert wait(proofs, one).stage == "done"
    run_instead(monkeypatch, tmp_path, "echo 'error: no model'")
    proofs.start(other, audio)
    assert wait(proofs, other) == ProofState("failed", "error: no model", 1)
    assert proofs.state(one).stage == "done"
    # One that has ended is no hindrance, also if nobody has asked for its state.
    run_instead(monkeypatch, tmp_path, "echo 'error: no model'")
    proofs.start(other, audio)
    program = started(tmp_path)
    while program.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.02)
    proofs.start(one, audio)
    proofs.close()


def test_programs_end_with_the_server(tmp_path: Path, audio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_instead(monkeypatch, tmp_path, "exec sleep 600")
    proofs = ProofListening(tmp_path)
    proofs.start(tmp_path / "one.yaml", audio)
    program = started(tmp_path)
    assert program.is_running()
    proofs.close()
    assert not psutil.pid_exists(program.pid)
