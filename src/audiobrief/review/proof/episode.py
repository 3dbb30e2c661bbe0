"""Listen to a finished episode, and find where it differs from its script.

Each difference is recognised a second time, in a new excerpt around it. It is reported only if it differs again, and if
the recogniser rates it as clearly more likely than the script's words. So most of its mistakes are not reported.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from pathlib import Path

from audiobrief.episode.manifest import (
    LARGEST_AUDIO,
    Manifest,
    ManifestClip,
    ManifestSentence,
    manifest_path,
    read_manifest,
)
from audiobrief.errors import EpisodeError
from audiobrief.findings import Finding
from audiobrief.review.proof.differences import Kind
from audiobrief.review.proof.listening import Hearing, Listening, Progress
from audiobrief.review.proof.recogniser import Recogniser
from audiobrief.review.proof.sound import LONGEST_EPISODE, decode_speech
from audiobrief.review.proof.texts import script_text
from audiobrief.review.proof.verdicts import HeardIn, Verdict, VerdictStore
from audiobrief.storage import files
from audiobrief.storage.regular_files import regular_file_size
from audiobrief.storage.unicode_names import file_beside

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
    audio = file_beside(place, manifest.audio_file.name) if path == place else path
    try:
        regular_file_size(audio, LARGEST_AUDIO)
        as_rendered = files.file_digest(audio) == manifest.audio_file.sha256
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise EpisodeError(f"{audio} cannot be read: {reason} (name an episode's MP3)") from error
    return FinishedEpisode(audio, manifest, manifest.script, as_rendered)


def proof_episode(
    path: Path,
    open_recogniser: Callable[[], Recogniser],
    verdicts: VerdictStore,
    progress: Progress = lambda _stage, _done, _total: None,
) -> Report:
    """Listen to an episode, named by its audio file or its manifest.

    Recordings are left out.
    Sentences of which all clips were heard before, and were right, are not heard again, unless the audio file was
    changed.

    Args:
        path: the episode.
        open_recogniser: loads the recogniser; called only if something has to be heard.
        verdicts: the verdicts of this recogniser that are known; those on sentences that are right are added.
        progress: called as it goes on.

    Raises:
        EpisodeError: the episode cannot be read.
        RecogniserError: the recogniser failed.
    """
    episode = read_episode(path)
    manifest = episode.manifest
    known = _recorded_sentences(manifest) | (_known_verdicts(manifest, verdicts) if episode.as_rendered else {})
    # Until the end, a finding's line is the number of its sentence: several may stand on a line.
    sentences = [sentence.model_copy(update={"line": number}) for number, sentence in enumerate(manifest.sentences)]
    script = script_text(sentences, manifest.language)
    sound = decode_speech(episode.audio, manifest.duration + _MORE)
    listening = Listening(open_recogniser, sound, script, manifest.duration, manifest.language, frozenset(known))
    hearing = listening.find([(silence.start, silence.end) for silence in manifest.silences], progress)
    if episode.as_rendered:
        _store_verdicts(manifest, hearing, known, verdicts)
    findings = [*hearing.findings, *(finding for verdict in known.values() for finding in verdict.findings)]
    errors = sum(hearing.errors_of_sentences) + sum(verdict.word_errors for verdict in known.values())
    placed = [_at_line(finding, manifest).in_file(episode.script) for finding in findings]
    return Report(episode, len(script.said), errors, tuple(sorted(placed, key=lambda finding: finding.place.order)))


def _recorded_sentences(manifest: Manifest) -> dict[int, Verdict]:
    """Return verdicts on the sentences of recordings, which are not heard: no voice can say them wrongly."""
    return {number: Verdict((), 0) for number, sentence in enumerate(manifest.sentences) if sentence.recorded}


def _known_verdicts(manifest: Manifest, verdicts: VerdictStore) -> dict[int, Verdict]:
    """Return the verdicts on sentences of which each clip was heard, by their numbers; names alone may be wrong."""
    known = {}
    for number, sentence in enumerate(manifest.sentences):
        parts = [_known_verdict(clip, number, sentence, manifest.language, verdicts) for clip in sentence.clips or ()]
        found = [verdict for verdict in parts if verdict is not None]
        findings = tuple(finding for verdict in found for finding in verdict.findings)
        if 0 < len(found) == len(parts) and all(finding.kind == Kind.NAME for finding in findings):
            known[number] = Verdict(findings, sum(verdict.word_errors for verdict in found))
    return known


def _known_verdict(
    clip: ManifestClip, number: int, sentence: ManifestSentence, language: str, verdicts: VerdictStore
) -> Verdict | None:
    """Return the verdict on a clip, with its findings at their times in the episode; None if it was not heard."""
    keys = (
        verdicts.key(clip.key, language, is_foreign=is_foreign, heard_in=heard_in)
        for heard_in in HeardIn
        for is_foreign in ((False,) if sentence.languages is None else (False, True))
    )
    verdict = next(filter(None, map(verdicts.get, keys)), None)
    if verdict is None:
        return None
    places = [replace(each.place, line=number, time=clip.start + (each.place.time or 0.0)) for each in verdict.findings]
    findings = (replace(finding, place=place) for finding, place in zip(verdict.findings, places, strict=True))
    return replace(verdict, findings=tuple(findings))


def _store_verdicts(manifest: Manifest, hearing: Hearing, known: Container[int], verdicts: VerdictStore) -> None:
    """Store the verdicts on sentences that were heard, and were right."""
    wrong = {finding.place.line for finding in hearing.findings}
    for number, sentence in enumerate(manifest.sentences):
        if number in known or number in wrong:
            continue
        is_foreign = sentence.languages is not None
        for at, clip in enumerate(sentence.clips or ()):
            key = verdicts.key(clip.key, manifest.language, is_foreign=is_foreign, heard_in=HeardIn.EPISODE)
            verdicts.put(key, Verdict((), hearing.errors_of_sentences[number] if at == 0 else 0))


def _at_line(finding: Finding, manifest: Manifest) -> Finding:
    """Return a finding at the line of the script on which its sentence starts."""
    number = finding.place.line or 0
    line = manifest.sentences[number].line if number < len(manifest.sentences) else 1
    return replace(finding, place=replace(finding.place, line=line))
