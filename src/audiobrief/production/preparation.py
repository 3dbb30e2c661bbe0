"""What comes before speaking: sounds decoded, voices chosen and found, and the length estimated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from audiobrief.audio.sound_lengths import sound_length
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
from audiobrief.reading.utterances import estimated_seconds
from audiobrief.script.models.engines import BEST
from audiobrief.script.models.script import Script, Sound, Voice
from audiobrief.script.models.versions import versions
from audiobrief.script.yaml.tree import closest
from audiobrief.timeline.fitting import Fit, Lengths, UnreachableDuration, fit
from audiobrief.timeline.plan import Plan, Reader, make_plan
from audiobrief.timeline.timeline import Timeline, lay_out
from audiobrief.units import milliseconds_to_samples
from audiobrief.voices.casting import candidates, cast, stand_ins
from audiobrief.voices.engine import Engine, VoiceInfo
from audiobrief.voices.registry import open_engines

Read = TypeVar("Read")

__all__ = [
    "Forecast",
    "cast_plan",
    "estimate",
    "fit_to_target",
    "forecast",
    "further_problems",
    "layout",
    "load_sounds",
    "plan_versions",
]


def load_sounds(script: Script, load: Callable[[Sound, int, int], Read]) -> dict[str, Read]:
    """Decode the sounds that a script uses.

    Args:
        script: what is said and played.
        load: decodes a sound, as `load_sound` does.

    Raises:
        ScriptError: with the place of every sound that cannot be used, and then of every voice as well.
    """
    sounds, problems = _decoded(script, lambda sound: load(sound, script.output.sample_rate, script.output.channels))
    if problems:
        raise ScriptError([*problems, *_voice_problems(script)])
    return sounds


def _sound_lengths(script: Script, kept: Path | None) -> dict[str, int]:
    """Return the samples of the sounds that a script uses.

    Raises:
        ScriptError: as `load_sounds`.
    """
    lengths, problems = _decoded(
        script, lambda sound: sound_length(sound, script.output.sample_rate, script.output.channels, kept)
    )
    if problems:
        raise ScriptError([*problems, *_voice_problems(script)])
    return lengths


def further_problems(script: Script) -> list[Problem]:
    """Return the sounds and voices that cannot be used, for what is left of a script with other mistakes."""
    try:
        _, problems = _decoded(
            script, lambda sound: load_sound(sound, script.output.sample_rate, script.output.channels)
        )
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


def _decoded(script: Script, read: Callable[[Sound], Read]) -> tuple[dict[str, Read], list[Problem]]:
    """Read all sounds; give what came of those that are used, and what is wrong with any."""
    problems: list[Problem] = []
    sounds = {}
    used = (
        {segment.bed for segment in script.segments}
        | {segment.sound for segment in script.segments}
        | {script.transition}
    )
    for sound in script.sounds:
        try:
            found = read(sound)
        except SoundError as error:
            problems.append(Problem(sound.position, error.what, error.advice))
            continue
        if sound.name in used:
            sounds[sound.name] = found
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


def plan_versions(
    script: Script, plan: Plan, engines: Mapping[str, Engine], read: Reader | None = None
) -> tuple[Plan, ...]:
    """Return the plan of a script that was cast, and those of its versions that leave segments out.

    Args:
        script: with a voice for every speaker.
        plan: all of it.
        engines: by name.
        read: reads its paragraphs, as for `make_plan`.

    Raises:
        ScriptError: with the place of every voice that is not installed.
    """
    return (plan, *(cast_plan(version, engines, read)[1] for version in versions(script)[1:]))


def layout(script: Script, lengths: Mapping[str, int]) -> Callable[[Plan, Lengths], Timeline]:
    """Return what lays out plans of a script, by its sounds' lengths; with a target the last bed ends on time."""
    settings = {sound.name: sound for sound in script.sounds}
    rate = script.output.sample_rate

    def lay(plan: Plan, durations: Lengths) -> Timeline:
        return lay_out(plan, durations, settings, lengths, rate, on_time=script.target is not None)

    return lay


def fit_to_target(
    script: Script,
    plans: Sequence[Plan],
    measure: Callable[[Plan], Lengths],
    lay: Callable[[Plan, Lengths], Timeline],
) -> Fit | UnreachableDuration:
    """Bring an episode to the length that its script wants; without one it is as long as it is."""
    if script.target is None:
        return Fit(plans[0], lay(plans[0], measure(plans[0])), 0)
    return fit(plans, measure, lay, milliseconds_to_samples(script.target.length, script.output.sample_rate))


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a script would become, by the length of its texts."""

    script: Script
    """With a voice for every speaker."""
    plan: Plan
    """In order, all of it."""
    timeline: Timeline
    """All of it, with its own pauses and pace."""
    fitted: Fit | UnreachableDuration
    """What would be rendered."""


def forecast(script: Script, kept: Path | None = None, read: Reader | None = None) -> Forecast:
    """Lay a script out without speaking: sounds are measured, speech is estimated by the length of its text.

    Args:
        script: a good one.
        kept: the folder in which the lengths of sounds are kept; None keeps none.
        read: reads its paragraphs, as for `make_plan`.

    Raises:
        ScriptError: a sound or a voice of the script cannot be used.
    """
    sounds = _sound_lengths(script, kept)
    with open_engines() as engines:
        script, plan = cast_plan(script, engines, read)
        plans = plan_versions(script, plan, engines, read) if script.target else (plan,)
    rate, lay = script.output.sample_rate, layout(script, sounds)

    def measure(plan: Plan) -> Lengths:
        return {utterance: round(estimated_seconds(utterance) * rate) for utterance in plan.utterances()}

    timeline = lay(plan, measure(plan))
    fitted = fit_to_target(script, plans, measure, lay) if script.target else Fit(plan, timeline, 0)
    return Forecast(script, plan, timeline, fitted)


def estimate(script: Script) -> Timeline:
    """Lay a script out without speaking, with its own pauses and pace.

    Raises:
        ScriptError: a sound or a voice of the script cannot be used.
    """
    return forecast(script).timeline
