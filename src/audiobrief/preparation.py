"""What comes before speaking: sounds decoded, engines opened, voices found, and the length estimated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.audio.sounds import load_sound
from audiobrief.errors import EngineError, EngineMissingError, Problem, ProgramError, ScriptError, SoundError
from audiobrief.plan import Plan, make_plan
from audiobrief.script.model import Script, Voice
from audiobrief.script.tree import closest
from audiobrief.speech.engine import Engine
from audiobrief.speech.registry import make_engine
from audiobrief.speech.speak import EnginePool, estimated_seconds
from audiobrief.timeline import Timeline, lay_out

if TYPE_CHECKING:
    from pydub import AudioSegment

__all__ = ["check_voices", "engine_names", "estimate", "further_problems", "load_sounds", "open_engines"]


def load_sounds(script: Script) -> dict[str, AudioSegment]:
    """Decode the sounds that a script uses.

    Raises:
        ScriptError: with the place of every sound that cannot be used, and then of every voice as well.
    """
    sounds, problems = _decoded(script)
    if problems:
        raise ScriptError([*problems, *_voice_problems(script)])
    return sounds


def further_problems(script: Script) -> list[Problem]:
    """Give the sounds and voices that cannot be used, for what is left of a script with other mistakes."""
    try:
        _, problems = _decoded(script)
    except ProgramError:
        problems = []  # what the script has wrong is told first, and what the machine lacks when it is needed
    return [*problems, *_voice_problems(script)]


def _voice_problems(script: Script) -> tuple[Problem, ...]:
    """Give the voices that are not installed; none where an engine fails, for the script's mistakes are told first."""
    plan = make_plan(script)
    try:
        with open_engines(engine_names(script, plan), None) as engines:
            check_voices(script, plan, engines)
    except ScriptError as error:
        return error.problems
    except EngineError:
        return ()
    return ()


def _decoded(script: Script) -> tuple[dict[str, AudioSegment], list[Problem]]:
    """Decode all sounds; give those that are used, and what is wrong with any."""
    problems: list[Problem] = []
    sounds = {}
    used = (
        {segment.bed for segment in script.segments}
        | {segment.sound for segment in script.segments}
        | {script.transition}
    )
    for sound in script.sounds:
        try:
            segment = load_sound(sound, script.output.sample_rate, script.output.channels)
        except SoundError as error:
            problems.append(Problem(sound.position, error.what, error.advice))
            continue
        if sound.name in used:
            sounds[sound.name] = segment
    return sounds, problems


def check_voices(script: Script, plan: Plan, engines: Mapping[str, Engine]) -> None:
    """See that the voices a script asks for are installed.

    Raises:
        ScriptError: with the place of every voice that is not.
    """
    places = {speaker.voice: speaker.position for speaker in script.speakers}
    for utterance, position in plan.positions().items():
        places.setdefault(utterance.voice, position)
    problems = []
    for voice, position in places.items():
        try:
            engines[voice.engine].check(voice)
        except EngineMissingError:
            problems.append(Problem(position, *_missing(voice, engines[voice.engine])))
    if problems:
        raise ScriptError(problems)


def _missing(voice: Voice, engine: Engine) -> tuple[str, str]:
    """Say what is not there, and what is instead."""
    if voice.name is None:
        return (
            f"{voice.engine} has no voice for the language '{voice.language}'",
            "audiobrief voices lists those it has",
        )
    advice = closest(voice.name, [known.name for known in engine.voices()])
    near = advice if advice.startswith("did you") else "audiobrief voices lists those it has"
    return f"{voice.engine} has no voice '{voice.name}'", near


def engine_names(script: Script, plan: Plan) -> set[str]:
    """Give the engines that a script's speakers and marks ask for."""
    return {speaker.voice.engine for speaker in script.speakers} | {each.voice.engine for each in plan.utterances()}


@contextmanager
def open_engines(names: set[str], scratch: Path | None) -> Iterator[dict[str, Engine]]:
    """Give engines by name, and end them afterwards."""
    engines: dict[str, Engine] = {}
    try:
        for name in sorted(names):
            engines[name] = EnginePool(lambda name=name: make_engine(name, scratch))  # type: ignore[misc] # mypy does not follow the default
        yield engines
    finally:
        for engine in engines.values():
            engine.close()


def estimate(script: Script) -> Timeline:
    """Lay a script out without speaking: sounds are measured, speech is estimated by the length of its text.

    Raises:
        ScriptError: a sound or a voice of the script cannot be used.
    """
    sounds = load_sounds(script)
    plan = make_plan(script)
    with open_engines(engine_names(script, plan), None) as engines:
        check_voices(script, plan, engines)
    rate = script.output.sample_rate
    durations = {utterance: round(estimated_seconds(utterance) * rate) for utterance in plan.utterances()}
    lengths = {name: int(sound.frame_count()) for name, sound in sounds.items()}
    return lay_out(plan, durations, {sound.name: sound for sound in script.sounds}, lengths, rate)
