"""Composes the stages: a script becomes the files of an episode."""

from __future__ import annotations

import hashlib
import logging
import os
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from audiobrief.audio.chunks import cut
from audiobrief.audio.forecast import forecast_loudness
from audiobrief.audio.level import clip_energies, speaker_gains
from audiobrief.audio.loudness import Energies
from audiobrief.audio.recipe import Recipes
from audiobrief.cache import blobs
from audiobrief.cache.runs import LASTING
from audiobrief.episode.audio_file import AudioFile, make_m4a, make_mp3
from audiobrief.episode.details import Details
from audiobrief.episode.file_set import Episode, finish_set, names_of_set, write_sidecars
from audiobrief.episode.manifest import ManifestVoice
from audiobrief.errors import ScriptError, UsageError
from audiobrief.mp3.chunk_store import ChunkStore
from audiobrief.mp3.programme import Programme
from audiobrief.production.preparation import cast_plan, fit_to_target, layout, load_sounds, plan_versions
from audiobrief.production.session import KnownSound, RenderSession
from audiobrief.reading.reading_cache import Readings
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.script import Script
from audiobrief.script.models.versions import left_out, told
from audiobrief.storage import files
from audiobrief.storage.work_folder import unmade_after, work_folder
from audiobrief.timeline.fitting import Fit, UnreachableDuration, target_error
from audiobrief.timeline.plan import Plan
from audiobrief.timeline.timeline import Timeline, soundbite_problem
from audiobrief.units import seconds_to_clock
from audiobrief.voices.clip_measures import Measures
from audiobrief.voices.clip_store import ClipStore, Measured
from audiobrief.voices.engine import Engine
from audiobrief.voices.speaking import Spoken, speak_all

__all__ = ["Progress", "Settings", "render_episode"]

_LOG = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Called with a stage's name (`speaking`, `encoding`, `measuring`), how much is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a script is rendered; nothing here changes what is heard."""

    jobs: int = os.cpu_count() or 1
    """Utterances that are spoken at once."""
    store: Path | None = None
    """The folder that keeps clips from one render to the next; None keeps nothing."""
    readings: Path | None = None
    """The folder that keeps how sentences are read aloud; None keeps nothing."""
    store_bytes: int = 2_000_000_000
    """Size of that folder beyond which old clips are deleted."""


def render_episode(
    script: Script,
    target: Path,
    settings: Settings | None = None,
    progress: Progress = lambda _stage, _done, _total: None,
    session: RenderSession | None = None,
) -> Episode:
    """Render a script.

    Args:
        script: what is said and played.
        target: the audio file to write; the others stand beside it under its stem.
        settings: how.
        progress: told how far each stage is.
        session: what earlier renders left; this one leaves something to the next.

    Raises:
        UsageError: the target's name does not end in the script's format.
        ScriptError: a sound or a voice of the script cannot be used.
        AudiobriefError: it could not be done; what stood under the files' names is as it was.
    """
    settings = settings or Settings()
    if target.suffix.lower() != f".{script.output.format}":
        raise UsageError(
            f"'{target}' does not end in .{script.output.format}, the script's format (name it so, or change output:)"
        )
    files.check_names(names_of_set(target))
    with (
        unmade_after(target.parent, ScriptError),
        work_folder(target.parent) as work,
        nullcontext(session) if session is not None else RenderSession(work) as opened,
    ):
        return _render(script, target, settings, progress, opened, work)


def _render(
    script: Script, target: Path, settings: Settings, progress: Progress, session: RenderSession, work: Path
) -> Episode:
    readings = session.readings(settings.readings, script.path) if settings.readings else None
    script, plan = _cast(script, session, readings)
    _warn_of_losses(script, plan)
    store = ClipStore(settings.store or work / "clips", most_bytes=settings.store_bytes if settings.store else None)
    spoken = Spoken(session.engines, store, script.output.sample_rate)
    measures = session.measures(settings.store.with_name("measures") if settings.store else None, script.path)
    sounds: dict[str, KnownSound] = {}
    with measures.kept():
        clips, fitted = _spoken_to_length(
            script, plan, spoken, sounds, session, measures, readings, settings.jobs, progress
        )
    if problem := soundbite_problem(script.soundbite, fitted.timeline):
        raise ScriptError([problem])
    _tell_fit(script, fitted)
    timeline = fitted.timeline
    sounds_said = _sentence_sounds(timeline, spoken)
    details = Details(script, timeline, _voices_used(script, timeline, session.engines), fitted, sounds_said)
    energies = [clips[speech.utterance].energies for speech in timeline.speech]
    programme, forecast = _programme(script, timeline, spoken, sounds, energies)
    # Written once, by whoever has nothing to do first.
    sidecars = cache(lambda: write_sidecars(details, work))
    audio = _audio(
        details,
        programme,
        forecast,
        settings,
        progress,
        session,
        work,
        meanwhile=sidecars,
    )
    if blobs.is_due(store.folder):
        store.prune()
    return finish_set(details, work, audio, sidecars(), target)


def _spoken_to_length(
    script: Script,
    plan: Plan,
    spoken: Spoken,
    sounds: dict[str, KnownSound],
    session: RenderSession,
    measures: Measures,
    readings: Readings | None,
    jobs: int,
    progress: Progress,
) -> tuple[dict[Utterance, Measured], Fit]:
    """Speak a plan, and other versions of it until one has the length that the script wants.

    The script's sounds are decoded meanwhile, into `sounds`.
    """
    clips = _speak(
        plan,
        spoken,
        session,
        measures,
        jobs,
        progress,
        meanwhile=lambda: sounds.update(load_sounds(script, session.sound)),
    )

    def measure(plan: Plan) -> dict[Utterance, int]:
        if not clips.keys() >= set(plan.utterances()):
            clips.update(_speak(plan, spoken, session, measures, jobs, progress, meanwhile=lambda: None))
        return {utterance: clips[utterance].length for utterance in plan.utterances()}

    lengths = {name: sound.decoded.length for name, sound in sounds.items()}
    plans = plan_versions(script, plan, session.engines, readings) if script.target else (plan,)
    fitted = fit_to_target(script, plans, measure, layout(script, lengths))
    if isinstance(fitted, UnreachableDuration):
        raise target_error(script, fitted)
    return clips, fitted


def _cast(script: Script, session: RenderSession, readings: Readings | None) -> tuple[Script, Plan]:
    try:
        cast = cast_plan(script, session.engines, readings)
    except ScriptError:
        load_sounds(script, session.sound)  # so that sounds that cannot be used are told in the same run
        raise
    if readings is not None:
        readings.keep()
    return cast


def _warn_of_losses(script: Script, plan: Plan) -> None:
    if script.output.format == "m4a" and any(segment.url or segment.image for segment in plan.segments):
        _LOG.warning(
            "%s: an M4A file carries the chapters' titles and times, but not their links and pictures "
            "(render it as MP3 for those)",
            script.path,
            extra=LASTING,
        )


def _tell_fit(script: Script, fitted: Fit) -> None:
    """Note what was done to an episode for its length."""
    if script.target is None:
        return
    without = left_out(script, fitted.version)
    done = [f"without {told(without)}"] if without else []
    done += [f"pauses at {fitted.pauses:.0%}"] if fitted.pauses != 1 else []
    done += [f"voices at {fitted.pace:.1%} of their pace"] if fitted.pace != 1 else []
    if done:
        length = seconds_to_clock(script.target.length / 1000)
        level = logging.WARNING if without else logging.INFO
        _LOG.log(level, "%s: to last %s: %s", script.path, length, ", ".join(done), extra=LASTING)


def _speak(
    plan: Plan,
    spoken: Spoken,
    session: RenderSession,
    measures: Measures,
    jobs: int,
    progress: Progress,
    meanwhile: Callable[[], None],
) -> dict[Utterance, Measured]:
    """Speak what no render has spoken before, and give what is known of all that a plan says."""
    positions = plan.positions()
    keys = {utterance: spoken.key(utterance) for utterance in plan.utterances()}
    for utterance, key in keys.items():
        if key not in session.clips and (known := measures.get(key)) is not None and spoken.holds(utterance, known):
            session.clips[key] = known

    def speak(utterance: Utterance) -> None:
        session.clips[keys[utterance]] = spoken.measured(utterance, clip_energies)

    executor = ThreadPoolExecutor(max_workers=max(1, jobs), thread_name_prefix="speak")
    try:
        speak_all(
            [utterance for utterance, key in keys.items() if key not in session.clips],
            speak,
            executor,
            where=lambda utterance: str(positions[utterance]),
            progress=lambda done, total: progress("speaking", done, total),
            meanwhile=meanwhile,
        )
    except BaseException as error:
        if not (session.lasting and isinstance(error, Exception)):
            session.close()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        measures.note({key: session.clips[key] for key in keys.values() if key in session.clips})
    return {utterance: session.clips[key] for utterance, key in keys.items()}


def _sentence_sounds(timeline: Timeline, spoken: Spoken) -> tuple[str, ...]:
    """Return what tells the sound of each sentence from others: its clips, and the silences between them."""
    starts = [speech.start for speech in timeline.speech]
    sounds = []
    for sentence in timeline.sentences:
        pieces = timeline.speech[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        clips = [(spoken.key(piece.utterance), piece.start - sentence.start) for piece in pieces]
        sounds.append(hashlib.sha256(repr(clips).encode()).hexdigest()[:16])
    return tuple(sounds)


def _voices_used(script: Script, timeline: Timeline, engines: Mapping[str, Engine]) -> tuple[ManifestVoice, ...]:
    used = dict.fromkeys((speech.speaker, speech.utterance.voice) for speech in timeline.speech)
    return tuple(
        ManifestVoice(
            speaker=name,
            label=script.speaker(name).label,
            engine=voice.engine,
            version=engines[voice.engine].version,
            name=voice.name,
            language=voice.language,
        )
        for name, voice in used
    )


def _programme(
    script: Script,
    timeline: Timeline,
    spoken: Spoken,
    sounds: Mapping[str, KnownSound],
    energies: Sequence[Energies],
) -> tuple[Programme, float]:
    """Return what makes the programme's sound, and how loud its mix will be in LUFS."""
    keys = [spoken.key(speech.utterance) for speech in timeline.speech]
    said = {key: speech.utterance for key, speech in zip(keys, timeline.speech, strict=True)}
    gains = _gains(script, timeline, energies)
    settings = {sound.name: sound for sound in script.sounds}
    known = {name: sound.decoded for name, sound in sounds.items()}
    programme = Programme(
        Recipes(timeline, keys, known, settings, gains, script.output.channels),
        cut(timeline, keys),
        lru_cache(maxsize=32)(lambda key: spoken.clip(said[key]).samples),
        {sound.decoded.digest: sound.segment for sound in sounds.values()},
        script.output,
        script.mastering,
    )
    return programme, forecast_loudness(
        timeline, energies, {name: sound.energies for name, sound in sounds.items()}, settings, gains
    )


def _gains(script: Script, timeline: Timeline, energies: Sequence[Energies]) -> dict[str, float]:
    said: dict[str, list[Energies]] = {speaker.name: [] for speaker in script.speakers}
    for speech, measured in zip(timeline.speech, energies, strict=True):
        said[speech.speaker].append(measured)
    return speaker_gains(said, {speaker.name: speaker.gain for speaker in script.speakers})


def _audio(
    details: Details,
    programme: Programme,
    forecast: float,
    settings: Settings,
    progress: Progress,
    session: RenderSession,
    work: Path,
    meanwhile: Callable[[], object],
) -> AudioFile:
    """Make the audio file in the work folder."""
    form = details.script.output.format
    path = work / f"episode.{form}"
    if form == "m4a":
        return make_m4a(details, programme, forecast, path, lambda *done: progress("measuring", *done))
    chunks = ChunkStore(
        settings.store.with_name("chunks") if settings.store else work / "chunks",
        most_bytes=settings.store_bytes // 2 if settings.store else None,
        recent=session.chunks,
    )
    return make_mp3(
        details,
        programme,
        forecast,
        path,
        chunks,
        settings.jobs,
        lambda *done: progress("encoding", *done),
        meanwhile,
    )
