"""Put a report together: read the episode, measure its sound, and collect what the checks find."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audiobrief.cache.kinds import SOUNDS
from audiobrief.episode.manifest import Manifest
from audiobrief.errors import AudiobriefError, EpisodeError
from audiobrief.findings import Finding, Level
from audiobrief.publish.preflight.preflight import preflight
from audiobrief.publish.preflight.rules.audio import HIGHEST_PEAK, LOUDNESS, TOLERANCE
from audiobrief.publish.rendered import FileState, RenderedEpisode, read_rendered
from audiobrief.publish.site.channel import ChannelSource
from audiobrief.report.levels import read_levels
from audiobrief.report.model import CheckedFile, EpisodeReport, FindingGroup, Target
from audiobrief.report.sound import measure_sound
from audiobrief.report.speech import (
    between_speech,
    chapter_parts,
    count_words,
    episode_pace,
    find_pauses,
    speaker_parts,
)
from audiobrief.review.checks.run import check_script
from audiobrief.script.loader import load_script
from audiobrief.script.models.script import Script

Compare = Callable[[Script], Iterable[Finding]]
_PLACES = ("../scripts", ".", "..")
"""Folders from the episode's on in which its script may be."""


@dataclass(frozen=True, slots=True)
class Request:
    """The parts of a report beside what every report has."""

    script: Path | None = None
    """The script; None to look for it beside the episode."""
    compare: Compare | None = None
    """Returns what is not in the articles; None without an article."""
    articles: tuple[str, ...] = ()
    """Their names."""
    listen: Callable[[Path], tuple[str, tuple[Finding, ...]]] | None = None
    """Listens to an episode, and returns what was heard in words, and the findings; None not to listen."""
    show: ChannelSource | None = None
    """The values of the podcast, as for `preflight`."""
    now: datetime | None = None
    """The time, for `preflight`."""


def build_report(path: Path, request: Request) -> EpisodeReport:
    """Return the report of a rendered episode.

    Args:
        path: its audio file, or its manifest.
        request: what else it shall have.

    Raises:
        EpisodeError: the audio file or the manifest is missing, or cannot be read.
        UndecodableError: the audio file cannot be decoded.
        ScriptError: the script that was named is wrong.
        UsageError: an article was named, and no script is found.
    """
    episode = read_rendered(path)
    manifest, audio = episode.manifest, episode.audio_path
    if not audio.is_file():
        raise EpisodeError(f"{audio}: there is no such file, and the manifest names it (render the script again)")
    sound = measure_sound(audio, manifest.duration)
    script = _find_script(episode, request)
    groups = (
        FindingGroup("Preflight", preflight([episode], show=request.show, now=request.now).findings),
        _check_group(script, manifest, request),
        _proof_group(path, request),
    )
    return EpisodeReport(
        audio.name,
        manifest,
        sound,
        _target(script),
        chapter_parts(manifest, sound.energies),
        speaker_parts(manifest, sound.energies),
        between_speech(manifest, sound.energies),
        count_words(manifest.sentences),
        episode_pace(manifest),
        find_pauses(manifest),
        read_levels(audio, sound.energies),
        groups,
        tuple(_checked(episode.file_state(file)) for file in manifest.files),
    )


def _checked(state: FileState) -> CheckedFile:
    return CheckedFile(state.file.name, state.bytes, state.sha256, state.difference)


def _find_script(episode: RenderedEpisode, request: Request) -> Script | None:
    """Return the script of an episode; None if it is not found, or is wrong and was not named."""
    if request.script is not None:
        return load_script(request.script)
    name, folder = episode.manifest.script, episode.manifest_path.parent
    # The name comes from a file that others may have changed.
    if name is not None and Path(name).name == name:
        for place in _PLACES:
            path = folder / place / name
            try:
                script = load_script(path) if path.is_file() else None
            except (AudiobriefError, OSError):
                continue
            if script is not None and script.slug == episode.manifest.slug:
                return script
    return None


def _target(script: Script | None) -> Target:
    if script is None:
        return Target(LOUDNESS, HIGHEST_PEAK, TOLERANCE, "as directories ask of podcasts")
    return Target(script.mastering.loudness, script.mastering.peak, TOLERANCE, f"as {script.path.name} asks")


def _check_group(script: Script | None, manifest: Manifest, request: Request) -> FindingGroup:
    against = f"compared with {', '.join(request.articles)}" if request.articles else "not compared with an article"
    title = "Check of the script"
    if script is None:
        advice = "name it with --script" if request.compare is None else "name it with --script, so that it is compared"
        return FindingGroup(title, state=f"not done: the script is not found ({advice})", was_run=False)
    try:
        report = check_script(script, compare=request.compare or (lambda _script: ()), sound_cache=SOUNDS.folder)
    except AudiobriefError as error:
        if request.script is not None:
            raise
        return FindingGroup(title, state=f"not done: {error}", was_run=False)
    findings = tuple(finding for finding in report.findings if finding.level is not Level.NOTE)
    state = f"{script.path.name}, {against}"
    if not {each.text for each in manifest.sentences} <= {each.text for each in report.forecast.timeline.sentences}:
        state += "; it has been changed since the episode was rendered"
    return FindingGroup(title, findings, state)


def _proof_group(path: Path, request: Request) -> FindingGroup:
    if request.listen is None:
        return FindingGroup("Proof", state="not listened to (add --proof)", was_run=False)
    state, findings = request.listen(path)
    return FindingGroup("Proof", findings, state)
