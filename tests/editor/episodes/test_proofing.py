"""Proof-listening from a page; the recogniser itself has tests of its own."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from audiobrief.editor.episodes.proofing import ProofListening, ProofState, proof_findings
from audiobrief.episode.manifest import ManifestSentence

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


@pytest.fixture
def printing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ProofState]:
    """Return a function that starts a program that prints a text, and returns the state at its end."""

    def run(text: str) -> ProofState:
        program = tmp_path / "program"
        program.write_text(f"#!/bin/sh\ncat <<'END'\n{text}\nEND\n")
        program.chmod(0o755)
        monkeypatch.setattr("sys.executable", str(program))
        proofs = ProofListening(tmp_path)
        assert proofs.state(tmp_path / "one.yaml") == ProofState()
        proofs.start(tmp_path / "one.yaml", tmp_path / "one.mp3")
        proofs.start(tmp_path / "one.yaml", tmp_path / "one.mp3")
        assert proofs.state(tmp_path / "one.yaml").number == 1
        state = wait(proofs, tmp_path / "one.yaml")
        proofs.close()
        return state

    return run


def test_findings_of_the_program(printing: Callable[[str], ProofState]) -> None:
    assert printing(json.dumps({"findings": [FOUND]})) == ProofState("done", "", 1, (FOUND,))


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


def test_programs_end_with_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nsleep 600\n")
    program.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(program))
    proofs = ProofListening(tmp_path)
    proofs.start(tmp_path / "one.yaml", tmp_path / "one.mp3")
    proofs.close()
    assert proofs.state(tmp_path / "one.yaml").stage == "listening"
