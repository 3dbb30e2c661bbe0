"""Put a report together: read the episode, measure its sound, and collect what the checks find."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from audiobrief.audio.loudness import Energies
from audiobrief.cache.kinds import SOUNDS
from audiobrief.episode.manifest import Manifest
from audiobrief.errors import AudiobriefError, EpisodeError
from audiobrief.findings import Finding, Level
from audiobrief.publish.preflight.preflight import preflight
from audiobrief.publish.preflight.rules.audio import HIGHEST_PEAK, LOUDNESS, TOLERANCE
from audiobrief.publish.rendered import FileState, RenderedEpisode, read_rendered
from audiobrief.publish.site.channel import ChannelSource
from audiobrief.report.levels import Levels, read_levels
from audiobrief.report.model import CheckedFile, EpisodeReport, FindingGroup, Target
from audiobrief.report.scripts import FoundScript, find_script
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


@dataclass(frozen=True, slots=True)
class Advice:
    """How the reader of a report gets what it leaves out, in the words of the program that shows it; empty for none."""

    script: str = ""
    """For an episode whose script is not found."""
    proof: str = ""
    """For one that was not listened to."""
    stems: str = ""
    """For one without stems of its own."""


@dataclass(frozen=True, slots=True)
class Request:
    """The parts of a report beside what every report has."""

    script: Path | FoundScript | None = None
    """The script, or its file; None to look for it beside the episode."""
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
    may_read: Callable[[Path], bool] = lambda _path: True
    """Returns whether a stem may be read, which may be a link to somewhere else."""
    advice: Advice = Advice()


def build_report(path: Path, request: Request) -> EpisodeReport:
    """Return the report of a rendered episode.

    Args:
        path: its audio file, or its manifest.
        request: what else it shall have.

    Raises:
        EpisodeError: the audio file or the manifest is missing or cannot be read, or it is a further format.
        UndecodableError: the audio file cannot be decoded.
        ScriptError: the script that was named is wrong.
    """
    episode = read_rendered(path)
    manifest, audio = episode.manifest, episode.audio_path
    if path not in {audio, episode.manifest_path}:
        raise EpisodeError(f"{path}: this is a further format of the episode (name {audio})")
    if not audio.is_file():
        raise EpisodeError(f"{audio}: there is no such file, and the manifest names it (render the script again)")
    sound = measure_sound(audio, manifest.duration)
    found = _script(episode, request)
    groups = (
        FindingGroup("Preflight", preflight([episode], show=request.show, now=request.now).findings),
        _check_group(found, manifest, request),
        _proof_group(path, request),
    )
    return EpisodeReport(
        audio.name,
        manifest,
        sound,
        _target(found.script),
        chapter_parts(manifest, sound.energies),
        speaker_parts(manifest, sound.energies),
        between_speech(manifest, sound.energies),
        count_words(manifest.sentences),
        episode_pace(manifest),
        find_pauses(manifest),
        _levels(audio, sound.energies, request),
        groups,
        tuple(_checked(episode.file_state(file)) for file in manifest.files),
    )


def _checked(state: FileState) -> CheckedFile:
    return CheckedFile(state.file.name, state.bytes, state.sha256, state.difference)


def _script(episode: RenderedEpisode, request: Request) -> FoundScript:
    if request.script is None:
        return find_script(episode)
    return request.script if isinstance(request.script, FoundScript) else FoundScript(load_script(request.script))


def _advised(state: str, advice: str) -> str:
    return f"{state} ({advice})" if advice else state


def _levels(audio: Path, energies: Energies, request: Request) -> Levels:
    levels = read_levels(audio, energies, request.may_read)
    return replace(levels, reason=_advised(levels.reason, request.advice.stems)) if levels.reason else levels


def _target(script: Script | None) -> Target:
    if script is None:
        return Target(LOUDNESS, HIGHEST_PEAK, TOLERANCE, "as directories ask of podcasts")
    return Target(script.mastering.loudness, script.mastering.peak, TOLERANCE, f"as {script.path.name} asks")


def _check_group(found: FoundScript, manifest: Manifest, request: Request) -> FindingGroup:
    against = f"compared with {', '.join(request.articles)}" if request.articles else "not compared with an article"
    title, script = "Check of the script", found.script
    if script is None:
        reason = found.reason or _advised("the script is not found", request.advice.script)
        return FindingGroup(title, state=f"not done: {reason}", was_run=False)
    try:
        report = check_script(script, compare=request.compare or (lambda _script: ()), sound_cache=SOUNDS.folder)
    except AudiobriefError as error:
        if isinstance(request.script, Path):
            raise
        return FindingGroup(title, state=f"not done: {error}", was_run=False)
    findings = tuple(finding for finding in report.findings if finding.level is not Level.NOTE)
    state = f"{script.path.name}, {against}"
    if not {each.text for each in manifest.sentences} <= {each.text for each in report.forecast.timeline.sentences}:
        state += "; it has been changed since the episode was rendered"
    return FindingGroup(title, findings, state)


def _proof_group(path: Path, request: Request) -> FindingGroup:
    if request.listen is None:
        return FindingGroup("Proof", state=_advised("not listened to", request.advice.proof), was_run=False)
    state, findings = request.listen(path)
    return FindingGroup("Proof", findings, state)
