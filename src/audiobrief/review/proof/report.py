"""Listens to a finished episode and says what is heard otherwise than its script has it.

What differs is heard a second time, in an excerpt that is cut anew around it, and only stays if it differs again and
if the recogniser holds it for clearly likelier than the script's own words. So most of its mistakes raise no alarm.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiobrief.findings import Finding
from audiobrief.review.proof.align import word_errors
from audiobrief.review.proof.compare import LONGEST_SILENCE, dead_air, word_findings
from audiobrief.review.proof.episode import FinishedEpisode, read_episode
from audiobrief.review.proof.findings import Kind
from audiobrief.review.proof.listening import Listening, Progress
from audiobrief.review.proof.recogniser import Recogniser
from audiobrief.review.proof.sound import decode_speech, levels, silences
from audiobrief.review.proof.texts import script_text

__all__ = ["Report", "proof_episode"]


@dataclass(frozen=True, slots=True)
class Report:
    """What proof-listening found."""

    episode: FinishedEpisode
    """What was listened to."""
    words: int
    """Words of the script, as they are said."""
    word_errors: int
    """Words that were swapped, left out or put in when it was first heard."""
    findings: tuple[Finding, ...]
    """In order of time."""

    @property
    def word_error_rate(self) -> float:
        """Word errors for each word of the script."""
        return self.word_errors / max(1, self.words)

    @property
    def complete(self) -> bool:
        """Whether every sentence was heard."""
        return not any(finding.kind is Kind.MISSING_SENTENCE for finding in self.findings)


def proof_episode(
    path: Path, recogniser: Recogniser, progress: Progress = lambda _stage, _done, _total: None
) -> Report:
    """Listen to an episode.

    Args:
        path: its audio file or its manifest.
        recogniser: what hears it.
        progress: told how far each stage is.

    Raises:
        EpisodeError: the episode cannot be read.
        RecogniserError: it cannot be heard.
    """
    episode = read_episode(path)
    script = script_text(episode.sentences, episode.language)
    sound = decode_speech(episode.audio)
    measured = levels(sound)
    listening = Listening(recogniser, sound, measured, episode, script)
    first = listening.hear_all(progress)
    heard = listening.hear_rest(first)
    differences = listening.differences(heard)
    sure = listening.sure(differences, heard, progress)
    sounds = listening.sounds_of({*script.words, *heard.words})
    findings = [
        *word_findings(sure, script, heard, sounds),
        *dead_air(silences(measured, LONGEST_SILENCE), episode.silences, differences, script, heard),
    ]
    findings.sort(key=lambda finding: finding.place.order)
    in_file = tuple(finding.in_file(episode.script) for finding in findings)
    return Report(episode, len(script.said), word_errors(listening.differences(first)), in_file)
