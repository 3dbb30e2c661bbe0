"""What comes before speaking: sounds decoded, voices chosen and found, and the length estimated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from audiobrief.audio.sounds import load_sound
from audiobrief.errors import (
    EngineError,
    EngineMissingError,
    Position,
    Problem,
    ProgramError,
    ScriptError,
    SoundError,
)
from audiobrief.plan import Plan, Reader, make_plan
from audiobrief.script.engines import BEST
from audiobrief.script.model import Script, Voice
from audiobrief.script.tree import closest
from audiobrief.speech.casting import candidates, cast, stand_ins
from audiobrief.speech.engine import Engine, VoiceInfo
from audiobrief.speech.registry import open_engines
from audiobrief.speech.speak import estimated_seconds
from audiobrief.timeline import Timeline, lay_out

if TYPE_CHECKING:
    from pydub import AudioSegment

__all__ = ["cast_plan", "estimate", "further_problems", "load_sounds", "sound_lengths"]


def load_sounds(script: Script) -> dict[str, AudioSegment]:
    """Decode the sounds that a script uses.

    Raises:
        ScriptError: with the place of every sound that cannot be used, and then of every voice as well.
    """
    sounds, problems = _decoded(script)
    if problems:
        raise ScriptError([*problems, *_voice_problems(script)])
    return sounds


def sound_lengths(script: Script) -> dict[str, int]:
    """Give the samples that each sound lasts that a script uses.

    Raises:
        ScriptError: as `load_sounds`.
    """
    return {name: int(sound.frame_count()) for name, sound in load_sounds(script).items()}


def further_problems(script: Script) -> list[Problem]:
    """Give the sounds and voices that cannot be used, for what is left of a script with other mistakes."""
    try:
        _, problems = _decoded(script)
    except ProgramError:
        problems = []  # what the script has wrong is told first, and what the machine lacks when it is needed
    return [*problems, *_voice_problems(script)]


def _voice_problems(script: Script) -> tuple[Problem, ...]:
    """Give the voices that are not installed; none where an engine fails, for the script's mistakes are told first."""
    try:
        with open_engines() as engines:
            cast_plan(script, engines)
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


def cast_plan(script: Script, engines: Mapping[str, Engine], read: Reader | None = None) -> tuple[Script, Plan]:
    """Choose a voice wherever a script leaves it open, and put the script into the order of its episode.

    Args:
        script: what is said and played.
        engines: by name.
        read: reads its paragraphs, as for `make_plan`.

    Raises:
        ScriptError: with the place of every voice that is not installed.
    """
    script = replace(script, speakers=cast(script.speakers, engines))
    problems = list(_problems(((speaker.voice, speaker.position) for speaker in script.speakers), engines))
    plan = make_plan(script, read)
    if not problems:
        plan = plan.recast(stand_ins((each.voice for each in plan.utterances()), script.speakers, engines))
        places: dict[Voice, Position] = {}
        for utterance, position in plan.positions().items():
            places.setdefault(utterance.voice, position)
        problems += _problems(places.items(), engines)
    if problems:
        raise ScriptError(problems)
    return script, plan


def _problems(places: Iterable[tuple[Voice, Position]], engines: Mapping[str, Engine]) -> Iterator[Problem]:
    for voice, position in places:
        if voice.engine == BEST:
            yield Problem(position, *_nothing_for(voice, engines))
            continue
        try:
            engines[voice.engine].check(voice)
        except EngineMissingError as error:
            advice = _near(voice, engines[voice.engine].voices())
            yield Problem(position, error.what, advice or error.advice)


def _nothing_for(voice: Voice, engines: Mapping[str, Engine]) -> tuple[str, str]:
    if voice.name is None:
        return f"no voice for the language '{voice.language}' is installed", "audiobrief voices lists those that are"
    known = tuple(candidates(engines, voice.language))
    return (
        f"no voice '{voice.name}' for the language '{voice.language}' is installed",
        _near(voice, known) or "audiobrief voices lists those that are",
    )


def _near(voice: Voice, known: Iterable[VoiceInfo]) -> str:
    """Name a voice that was probably meant; empty where none is near."""
    advice = closest(voice.name, [each.name for each in known]) if voice.name is not None else ""
    return advice if advice.startswith("did you") else ""


def estimate(
    script: Script, read: Reader | None = None, lengths_of: Callable[[Script], dict[str, int]] = sound_lengths
) -> Timeline:
    """Lay a script out without speaking: sounds are measured, speech is estimated by the length of its text.

    Args:
        script: what is said and played.
        read: reads its paragraphs, as for `make_plan`.
        lengths_of: gives what its sounds last, in samples.

    Raises:
        ScriptError: a sound or a voice of the script cannot be used.
    """
    lengths = lengths_of(script)
    with open_engines() as engines:
        script, plan = cast_plan(script, engines, read)
    rate = script.output.sample_rate
    durations = {utterance: round(estimated_seconds(utterance) * rate) for utterance in plan.utterances()}
    return lay_out(plan, durations, {sound.name: sound for sound in script.sounds}, lengths, rate)
