"""Listen to a finished episode, and find where it differs from its script.

Each difference is recognised a second time, in a new excerpt around it. It is reported only if it differs again, and if
the recogniser rates it as clearly more likely than the script's words. So most of its mistakes are not reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiobrief.episode.manifest import LARGEST_AUDIO, Manifest, manifest_path, read_manifest
from audiobrief.errors import EpisodeError
from audiobrief.findings import Finding
from audiobrief.review.proof.differences import Kind
from audiobrief.review.proof.listening import Listening, Progress
from audiobrief.review.proof.recogniser import Recogniser
from audiobrief.review.proof.sound import LONGEST_EPISODE, decode_speech
from audiobrief.review.proof.texts import script_text
from audiobrief.storage import files
from audiobrief.storage.regular_files import regular_file_size

_MORE = 60.0
"""Seconds that are listened to where the file lasts longer than its manifest says."""


@dataclass(frozen=True, slots=True)
class FinishedEpisode:
    """An episode, and whether its audio file is still the one that was rendered."""

    audio: Path
    """The MP3 or M4A file."""
    manifest: Manifest
    script: str
    """The script's file name."""
    as_rendered: bool
    """True if the audio file's sha256 is the manifest's."""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of proof-listening."""

    episode: FinishedEpisode
    words: int
    """Words of the script, as they are said."""
    word_errors: int
    """Words that were swapped, missing or added in the first recognition."""
    findings: tuple[Finding, ...]
    """In order of time."""

    @property
    def word_error_rate(self) -> float:
        """Word errors for each word of the script."""
        return self.word_errors / max(1, self.words)

    @property
    def complete(self) -> bool:
        """True if every sentence was heard."""
        return not any(finding.kind is Kind.MISSING_SENTENCE for finding in self.findings)


def read_episode(path: Path) -> FinishedEpisode:
    """Read an episode, named by its audio file or its manifest.

    Raises:
        EpisodeError: a file is missing, or the manifest has no sentences.
    """
    manifest = read_manifest(path)
    place = manifest_path(path)
    if manifest.script is None or not {"sentences", "silences"} <= manifest.model_fields_set:
        raise EpisodeError(f"{place} does not name the sentences that are spoken (render the script again)")
    if manifest.duration > LONGEST_EPISODE:
        raise EpisodeError(f"{place}: the episode lasts longer than six hours (render it in parts)")
    audio = place.with_name(manifest.audio_file.name) if path == place else path
    try:
        regular_file_size(audio, LARGEST_AUDIO)
        as_rendered = files.file_digest(audio) == manifest.audio_file.sha256
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise EpisodeError(f"{audio} cannot be read: {reason} (name an episode's MP3)") from error
    return FinishedEpisode(audio, manifest, manifest.script, as_rendered)


def proof_episode(
    path: Path, recogniser: Recogniser, progress: Progress = lambda _stage, _done, _total: None
) -> Report:
    """Listen to an episode, named by its audio file or its manifest.

    Raises:
        EpisodeError: the episode cannot be read.
        RecogniserError: the recogniser failed.
    """
    episode = read_episode(path)
    manifest = episode.manifest
    script = script_text(manifest.sentences, manifest.language)
    sound = decode_speech(episode.audio, manifest.duration + _MORE)
    wanted = [(silence.start, silence.end) for silence in manifest.silences]
    hearing = Listening(recogniser, sound, script, manifest.duration, manifest.language).find(wanted, progress)
    in_order = sorted(hearing.findings, key=lambda finding: finding.place.order)
    in_file = tuple(finding.in_file(episode.script) for finding in in_order)
    return Report(episode, len(script.said), hearing.word_errors, in_file)
