"""Proof-listening from a page: a child process listens, so that its model takes no memory of the server."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiobrief.episode.manifest import ManifestSentence
from audiobrief.review.proof.differences import Kind, proof_finding
from audiobrief.storage.processes import Background


@dataclass(frozen=True, slots=True)
class ProofState:
    """How far the last proof-listening of an episode is."""

    stage: str = ""
    """listening, done or failed; empty before the first one."""
    message: str = ""
    """Why it failed."""
    number: int = 0
    """Grows with each."""
    findings: tuple[dict[str, Any], ...] = ()
    """As `audiobrief proof --json` prints them."""


class ProofListening:
    """The proof-listening of one server's episodes; several threads may use it at once."""

    def __init__(self, scratch: Path) -> None:
        """Begin; `scratch` is a folder for the output of programs."""
        self._scratch = scratch
        self._lock = threading.Lock()
        self._programs: dict[Path, Background] = {}
        self._states: dict[Path, ProofState] = {}

    def start(self, script: Path, audio: Path) -> None:
        """Begin to listen to the episode of a script, unless that is being done.

        Raises:
            ProgramError: the program cannot be started.
        """
        with self._lock:
            if script in self._programs:
                return
            number = self._states.get(script, ProofState()).number + 1
            command = [sys.executable, "-m", "audiobrief", "proof", str(audio), "--json", "--quiet"]
            self._programs[script] = Background(command, self._output(script))
            self._states[script] = ProofState("listening", number=number)

    def state(self, script: Path) -> ProofState:
        """Return how far it is."""
        with self._lock:
            program = self._programs.get(script)
            if program is not None and program.status() is not None:
                del self._programs[script]
                text = self._output(script).read_text("utf-8", "replace").strip()
                self._states[script] = _finished(text, self._states[script].number)
            return self._states.get(script, ProofState())

    def close(self) -> None:
        """End the programs."""
        with self._lock:
            for program in self._programs.values():
                program.end()
            self._programs.clear()

    def _output(self, script: Path) -> Path:
        return self._scratch / f"proof-{script.stem}-{len(script.parts)}.json"


def _finished(text: str, number: int) -> ProofState:
    last = text.rpartition("\n")[2]
    try:
        findings = json.loads(last)["findings"]
    except (ValueError, TypeError, KeyError):
        return ProofState("failed", last or "the program that listens has ended (try again)", number)
    return ProofState("done", number=number, findings=tuple(findings))


def proof_findings(state: ProofState, sentences: Sequence[ManifestSentence]) -> list[dict[str, Any]]:
    """Return the findings as JSON for a page, each with the text and the start of its sentence in the episode."""
    return [_placed(found, sentences) for found in state.findings]


def _placed(found: dict[str, Any], sentences: Sequence[ManifestSentence]) -> dict[str, Any]:
    time = found["time"] or 0.0
    finding = proof_finding(
        Kind(found["kind"]), time, 1, script=found["said"], heard=found["heard"], silence=found["seconds"] or 0.0
    )
    on_line = [each for each in sentences if each.line == found["line"]]
    sentence = min(on_line, key=lambda each: max(each.start - time, time - each.end, 0.0), default=None)
    return {
        "level": finding.level.value,
        "kind": finding.kind,
        "message": finding.message,
        "advice": finding.advice,
        "said": found["said"],
        "time": time,
        "line": found["line"],
        "text": sentence.text if sentence is not None else "",
    }
