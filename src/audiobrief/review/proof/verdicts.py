"""The verdicts on clips, stored under the clips' keys, so that nothing is heard twice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from audiobrief.cache.kinds import VERDICTS
from audiobrief.cache.records import RecordStore, record_key
from audiobrief.findings import Finding
from audiobrief.language.codes import primary_language
from audiobrief.review.proof.differences import Kind, proof_finding

_RULES = "9"
"""Changes whenever the same words, heard again, may get another verdict."""


class HeardIn(StrEnum):
    """The sound in which a clip was heard."""

    CLIP = "clip"
    """The clip by itself, as `render --proof` hears it."""
    EPISODE = "episode"
    """A finished episode, with sounds and beds."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of listening to a clip."""

    findings: tuple[Finding, ...]
    """In order of time, each with its time in the clip; none if the clip is right."""
    word_errors: int = 0
    """Words that were swapped, left out or put in when it was first recognised."""


class VerdictStore:
    """The verdicts of one recogniser."""

    def __init__(self, identity: str, folder: Path | None) -> None:
        """Open the store.

        Args:
            identity: what the recogniser is, with its version and model.
            folder: the cache of verdicts; None to use none.
        """
        self._identity = identity
        self._records = RecordStore(folder, VERDICTS)

    def key(self, clip: str, language: str, *, is_foreign: bool, heard_in: HeardIn = HeardIn.CLIP) -> str:
        """Return the key of a verdict.

        Args:
            clip: the clip's key.
            language: BCP 47 tag of the script.
            is_foreign: whether the clip is in another language.
            heard_in: the sound in which it was heard.
        """
        foreign = "foreign" if is_foreign else ""
        return record_key(clip, self._identity, _RULES, primary_language(language), foreign, heard_in)

    def get(self, key: str) -> Verdict | None:
        """Return a verdict; None if there is none."""
        stored = self._records.get(key)
        return None if stored is None else _decoded(stored)

    def put(self, key: str, verdict: Verdict) -> None:
        """Store a verdict."""
        self._records.put(key, _encoded(verdict))


def _encoded(verdict: Verdict) -> dict[str, Any]:
    findings = [[finding.kind, finding.place.time, *finding.details.values()] for finding in verdict.findings]
    return {"findings": findings, "word_errors": verdict.word_errors}


def _decoded(stored: dict[str, Any]) -> Verdict:
    findings = (
        proof_finding(Kind(kind), time, 1, script=said, heard=heard, silence=seconds)
        for kind, time, said, heard, seconds in stored["findings"]
    )
    return Verdict(tuple(findings), stored["word_errors"])
