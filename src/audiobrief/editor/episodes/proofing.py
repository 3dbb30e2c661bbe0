"""Proof-listening from a page: a child process listens, so that its model takes no memory of the server."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiobrief.episode.manifest import ManifestSentence
from audiobrief.errors import UsageError
from audiobrief.production.watch import FileState, file_states
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
        self._heard: dict[Path, dict[Path, FileState | None]] = {}
        """The audio file of each script that was heard last, and its state then."""

    def start(self, script: Path, audio: Path) -> None:
        """Begin to listen to the episode of a script, unless that is being done.

        Raises:
            UsageError: another episode is being listened to; the recogniser's model takes 0.7 GB.
            ProgramError: the program cannot be started.
        """
        with self._lock:
            for each in tuple(self._programs):
                self._look(each)
            if script in self._programs:
                return
            if self._programs:
                raise UsageError("another episode is being listened to (wait until that is done)")
            number = self._states.get(script, ProofState()).number + 1
            self._heard[script] = file_states([audio])
            command = [sys.executable, "-m", "audiobrief", "proof", str(audio), "--json", "--quiet"]
            self._programs[script] = Background(command, self._output(script))
            self._states[script] = ProofState("listening", number=number)

    def state(self, script: Path) -> ProofState:
        """Return how far it is; with an empty stage if the audio file is no longer the one that was heard."""
        with self._lock:
            self._look(script)
            return self._states.get(script, ProofState())

    def has_heard(self, script: Path, audio: Path) -> bool:
        """Return whether this audio file, as it is now, was listened to until its end."""
        return self.state(script).stage == "done" and audio in self._heard[script]

    def _look(self, script: Path) -> None:
        """Bring the state of a script up to date."""
        program = self._programs.get(script)
        if (heard := self._heard.get(script)) is not None and file_states(heard) != heard:
            if program is not None:
                program.end()
                del self._programs[script]
            self._states[script] = ProofState(number=self._states[script].number)
        elif program is not None and program.status() is not None:
            del self._programs[script]
            text = self._output(script).read_text("utf-8", "replace").strip()
            self._states[script] = _finished(text, self._states[script].number)

    def close(self) -> None:
        """End the programs."""
        with self._lock:
            for program in self._programs.values():
                program.end()
            self._programs.clear()

    def _output(self, script: Path) -> Path:
        return self._scratch / f"proof-{hashlib.sha256(os.fsencode(script)).hexdigest()}.json"


def _finished(text: str, number: int) -> ProofState:
    lines = text.splitlines()
    # A library may still write something after the result.
    for line in reversed(lines):
        try:
            findings = json.loads(line)["findings"]
        except (ValueError, TypeError, KeyError):
            continue
        return ProofState("done", number=number, findings=tuple(findings))
    return ProofState("failed", lines[-1] if lines else "the program that listens has ended (try again)", number)


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
