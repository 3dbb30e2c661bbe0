"""Render a script: its voices are cast, it is spoken, mixed, mastered and encoded, and its files get their names."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path

from audiobrief.audio.assemble import mix
from audiobrief.audio.level import forecast_loudness, speaker_gains
from audiobrief.audio.loudness import Energies
from audiobrief.audio.recipe import RecipeBuilder, cut
from audiobrief.cache.runs import REPLAYED
from audiobrief.episode.audio_file import write_audio_files
from audiobrief.episode.details import Details
from audiobrief.episode.file_set import (
    Episode,
    UnfinishedSet,
    finish_set,
    names_of_set,
    older_stems,
    stems_folder,
    write_sidecars,
)
from audiobrief.episode.manifest import ManifestVoice
from audiobrief.episode.stems import write_stems
from audiobrief.errors import ScriptError, UsageError
from audiobrief.mp3.programme import EncodingJob, Programme
from audiobrief.production.casting import cast_plan
from audiobrief.production.session import Progress, RenderSession, Settings, no_progress
from audiobrief.production.sounds import load_sounds
from audiobrief.production.speech import SpokenScript, speak_script
from audiobrief.script.models.formats import AUDIO_FORMATS
from audiobrief.script.models.optional_segments import describe_segments, omitted_segments
from audiobrief.script.models.script import Script
from audiobrief.storage import files
from audiobrief.storage.work_folder import remove_new_folder_on, work_folder
from audiobrief.timeline.fitting import Fit
from audiobrief.timeline.plan import Plan
from audiobrief.timeline.timeline import Timeline
from audiobrief.timeline.words import with_words
from audiobrief.units import seconds_to_clock
from audiobrief.voices.engine import Engine
from audiobrief.voices.speaking import ClipSource

_LOG = logging.getLogger(__name__)


def render_episode(
    script: Script,
    target: Path,
    settings: Settings | None = None,
    progress: Progress = no_progress,
    session: RenderSession | None = None,
) -> Episode:
    """Render a script.

    Args:
        script: what is said and played.
        target: the audio file to write; the others stand beside it under its stem.
        settings: how.
        progress: called as the stages go on.
        session: used with its own settings and progress, instead of a new one.

    Raises:
        UsageError: the target's name does not end in the script's format.
        ScriptError: a sound or a voice of the script cannot be used.
        AudiobriefError: it could not be done; what stood under the files' names is as it was.
    """
    main, *further = script.output.format
    if target.suffix.lower() != f".{main}":
        raise UsageError(f"'{target}' does not end in .{main}, the script's format (name it so, or change output:)")
    files.check_names(names_of_set(target, further))
    with remove_new_folder_on(ScriptError, target.parent), work_folder(target.parent) as work:
        if session is not None:
            return _render(script, target, work, session)
        with RenderSession(settings, progress, scratch=work) as new_session:
            return _render(script, target, work, new_session)


def _render(script: Script, target: Path, work: Path, session: RenderSession) -> Episode:
    script, plan = _cast(script, session)
    _warn_of_losses(script, plan)
    spoken = speak_script(script, plan, session)
    _log_fit(script, spoken.fitted)
    details = _details(spoken, session.engines)
    # Written once, by the thread that is idle first.
    sidecars = cache(lambda: write_sidecars(details, work))
    gains = _gains(script, details.timeline, spoken.energies)
    programme = _programme(spoken, gains)
    if session.shared_mix is not None:
        programme.hold_mix(session.shared_mix)
    audio = write_audio_files(
        details,
        programme,
        forecast_loudness(details.timeline, spoken.energies, spoken.sounds, gains),
        [work / f"episode.{name}" for name in script.output.format],
        EncodingJob(session.chunks, session.settings.jobs, session.progress, sidecars),
    )
    stems = write_stems(details, programme, _recorded(spoken), work) if session.settings.stems else {}
    if not stems and older_stems(target):
        _LOG.warning("%s is of an earlier render (add --stems, or delete it)", stems_folder(target), extra=REPLAYED)
    session.clips.prune_if_due()
    session.chunks.prune_if_due()
    return finish_set(details, work, UnfinishedSet(audio, sidecars(), stems), target)


def _cast(script: Script, session: RenderSession) -> tuple[Script, Plan]:
    readings = session.readings(script.path)
    try:
        cast = cast_plan(script, session.engines, readings)
    except ScriptError:
        load_sounds(script, session.sound, session.sound_lengths)  # raises an error that reports the sounds as well
        raise
    if readings is not None:
        readings.save()
    return cast


def _warn_of_losses(script: Script, plan: Plan) -> None:
    """Warn of links and pictures of chapters that no format carries."""
    carriers = [AUDIO_FORMATS[name] for name in script.output.format]
    losses = []
    if any(segment.url for segment in plan.segments) and not any(each.has_chapter_links for each in carriers):
        losses.append("links")
    if any(segment.image for segment in plan.segments) and not any(each.has_chapter_pictures for each in carriers):
        losses.append("pictures")
    if losses:
        _LOG.warning(
            "%s: %s files carry the chapters' titles and times, but not their %s (render it as MP3 for those)",
            script.path,
            " and ".join(name.upper() for name in script.output.format),
            " and ".join(losses),
            extra=REPLAYED,
        )


def _log_fit(script: Script, fitted: Fit) -> None:
    """Log what was changed to reach the target duration."""
    if script.target is None:
        return
    without = omitted_segments(script, fitted.version)
    changes = [f"without {describe_segments(without)}"] if without else []
    changes += [f"pauses at {fitted.pauses:.0%}"] if fitted.pauses != 1 else []
    changes += [f"voices at {fitted.pace:.1%} of their pace"] if fitted.pace != 1 else []
    if changes:
        length = seconds_to_clock(script.target.length / 1000)
        level = logging.WARNING if without else logging.INFO
        _LOG.log(level, "%s: to last %s: %s", script.path, length, ", ".join(changes), extra=REPLAYED)


def _details(spoken: SpokenScript, engines: Mapping[str, Engine]) -> Details:
    words = {utterance: measure.words for utterance, measure in spoken.measures.items()}
    timeline = with_words(spoken.fitted.plan, spoken.fitted.timeline, words)
    return Details(
        spoken.script,
        timeline,
        _voices_used(spoken.script, timeline, engines),
        spoken.fitted,
        _clips_of_sentences(timeline, spoken.clips),
    )


def _clips_of_sentences(timeline: Timeline, clips: ClipSource) -> tuple[tuple[tuple[str, int], ...], ...]:
    """Return for each sentence the keys of its clips, and the samples at which they start."""
    # A recording is one clip of several sentences, most of which start inside it.
    parts = (timeline.speech[timeline.speech_within(sentence.start, sentence.end)] for sentence in timeline.sentences)
    return tuple(tuple((clips.key(piece.utterance), piece.start) for piece in pieces) for pieces in parts)


def _voices_used(script: Script, timeline: Timeline, engines: Mapping[str, Engine]) -> tuple[ManifestVoice, ...]:
    used = dict.fromkeys(
        (speech.speaker, speech.utterance.voice) for speech in timeline.speech if speech.utterance.recording is None
    )
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


def _programme(spoken: SpokenScript, gains: Mapping[str, float]) -> Programme:
    script, timeline, clips = spoken.script, spoken.fitted.timeline, spoken.clips
    keys = [clips.key(speech.utterance) for speech in timeline.speech]
    utterances = {key: speech.utterance for key, speech in zip(keys, timeline.speech, strict=True)}
    clip = lru_cache(maxsize=32)(lambda key: clips.clip(utterances[key]).samples)
    segments = {material.info.digest: material.segment for material in spoken.sounds.values()}
    return Programme(
        RecipeBuilder(timeline, keys, spoken.sounds, gains, script.output.channels, room_tone=script.room_tone),
        cut(timeline, keys),
        partial(mix, clip=clip, sounds=segments),
        script.output,
        script.mastering,
    )


def _recorded(spoken: SpokenScript) -> frozenset[str]:
    """Return the keys of the clips that are recordings."""
    utterances = {speech.utterance for speech in spoken.fitted.timeline.speech if speech.utterance.recording}
    return frozenset(map(spoken.clips.key, utterances))


def _gains(script: Script, timeline: Timeline, energies: Sequence[Energies]) -> dict[str, float]:
    """Return the gain of each speaker in dB; recordings are at the loudness of the voices already."""
    by_speaker: dict[str, list[Energies]] = {speaker.name: [] for speaker in script.speakers}
    for speech, measured in zip(timeline.speech, energies, strict=True):
        if speech.utterance.recording is None:
            by_speaker[speech.speaker].append(measured)
    gains = speaker_gains(by_speaker, {speaker.name: speaker.gain for speaker in script.speakers})
    return {turn.speaker: 0.0 for turn in script.recorded_turns} | gains
