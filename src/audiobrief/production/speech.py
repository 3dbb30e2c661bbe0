"""The speech of a script: every utterance spoken, until a version of the script has its target duration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from audiobrief.audio.level import SoundMaterial, clip_energies
from audiobrief.audio.loudness import Energies
from audiobrief.audio.recordings import load_recording
from audiobrief.errors import ScriptError
from audiobrief.production.casting import plan_versions
from audiobrief.production.forecast import fit_to_target
from audiobrief.production.session import RenderSession
from audiobrief.production.sounds import load_sounds
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.script import Script
from audiobrief.script.models.sound import Recording
from audiobrief.timeline.fitting import Fit, UnreachableDuration, target_error
from audiobrief.timeline.plan import Plan
from audiobrief.timeline.timeline import soundbite_problem
from audiobrief.voices.clip_store import ClipMeasure, ClipMeasures
from audiobrief.voices.speaking import ClipSource, speak_all


@dataclass(frozen=True, slots=True)
class SpokenScript:
    """A script whose clips and sounds are ready to be mixed."""

    script: Script
    """With a voice for every speaker."""
    fitted: Fit
    """Its plan and its timeline."""
    measures: Mapping[Utterance, ClipMeasure]
    """The length and the loudness of every clip."""
    clips: ClipSource
    """The clips."""
    sounds: Mapping[str, SoundMaterial]
    """The sounds that it uses, by name."""

    @property
    def energies(self) -> list[Energies]:
        """The loudness of each speech of the timeline, in order."""
        return [self.measures[speech.utterance].energies for speech in self.fitted.timeline.speech]


def speak_script(script: Script, plan: Plan, session: RenderSession) -> SpokenScript:
    """Speak a script, and versions of it until one has its target duration. Sounds are decoded at the same time.

    Raises:
        ScriptError: a sound cannot be used, the target duration cannot be reached, or the soundbite ends too late.
        EngineError: something could not be spoken.
    """
    clips = ClipSource(session.engines, session.clips, script.output.sample_rate, load_recording)
    recorded = {utterance.recording: utterance for utterance in plan.utterances() if utterance.recording}
    sounds: dict[str, SoundMaterial] = {}

    def load() -> None:
        def measure(recording: Recording, _sample_rate: int) -> int:
            return len(clips.clip(recorded[recording]).samples)

        sounds.update(load_sounds(script, session.sound, session.sound_lengths, measure)[0])

    cache = session.measures(script.path)
    with cache.saved_at_end():
        measures = _speak(plan, clips, session, cache, load)

        def measure(plan: Plan) -> dict[Utterance, int]:
            if not measures.keys() >= set(plan.utterances()):
                measures.update(_speak(plan, clips, session, cache))
            return {utterance: measures[utterance].length for utterance in plan.utterances()}

        plans = plan_versions(script, plan, session.engines, session.readings(script.path))
        lengths = {name: sound.info.length for name, sound in sounds.items()}
        while True:
            fitted = fit_to_target(script, plans, measure, lengths)
            if isinstance(fitted, UnreachableDuration):
                raise target_error(script, fitted)
            takes = session.settings.review(script, fitted.plan, clips) if session.settings.review else {}
            if not takes:
                break
            # Takes last longer or shorter, so that with a target other plans may fit. Those that are used have a clip.
            clips.use_takes(takes)
            for utterance in takes:
                del measures[utterance]
    if problem := soundbite_problem(script.soundbite, fitted.timeline):
        raise ScriptError([problem])
    return SpokenScript(script, fitted, measures, clips, sounds)


def _speak(
    plan: Plan,
    clips: ClipSource,
    session: RenderSession,
    cache: ClipMeasures,
    meanwhile: Callable[[], None] = lambda: None,
) -> dict[Utterance, ClipMeasure]:
    """Speak what no render has spoken before, and return the measures of all clips; noted in the session and cache."""
    measures, positions = session.clip_measures, plan.positions()
    keys = {utterance: clips.key(utterance) for utterance in plan.utterances()}
    for utterance, key in keys.items():
        if key not in measures and (known := cache.get(key)) is not None and clips.holds(utterance, known):
            measures[key] = known

    missing = [utterance for utterance, key in keys.items() if key not in measures]
    clips.fetch(missing)

    def speak(utterance: Utterance) -> None:
        measures[keys[utterance]] = clips.measured(utterance, clip_energies)

    executor = ThreadPoolExecutor(max_workers=max(1, session.settings.jobs), thread_name_prefix="speak")
    try:
        speak_all(
            missing,
            speak,
            executor,
            where=lambda utterance: str(positions[utterance]),
            progress=lambda done, total: session.progress("speaking", done, total),
            meanwhile=meanwhile,
        )
    except BaseException as error:
        # Calls of an engine that go on would keep the executor from ending.
        if not (session.lasting and isinstance(error, Exception)):
            session.close()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        cache.add({key: measures[key] for key in keys.values() if key in measures})
    return {utterance: measures[key] for utterance, key in keys.items()}
