"""Casting: a voice for every speaker and every utterance of a script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from audiobrief.errors import EngineError, EngineMissingError, Position, Problem, ScriptError, UsageError
from audiobrief.script.models.engines import BEST
from audiobrief.script.models.optional_segments import versions
from audiobrief.script.models.script import Script
from audiobrief.script.models.voice import Voice
from audiobrief.script.suggestions import closest
from audiobrief.timeline.plan import Plan, Reader, make_plan
from audiobrief.voices.engine import Engine, VoiceInfo
from audiobrief.voices.registry import open_engines
from audiobrief.voices.selection import candidates, choose_voices, stand_ins


def cast_plan(script: Script, engines: Mapping[str, Engine], read: Reader | None = None) -> tuple[Script, Plan]:
    """Choose a voice wherever a script leaves it open, and put it in order; `read` is that of `make_plan`.

    Raises:
        ScriptError: with the place of every voice that is not installed.
    """
    script = script.model_copy(update={"speakers": choose_voices(script.speakers, engines)})
    # An engine takes as long to start as the reading of a new sentence.
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="voices")
    try:
        speakers = [(speaker.voice, speaker.position) for speaker in script.speakers]
        missing = executor.submit(lambda: list(_missing_voices(speakers, engines)))
        plan = make_plan(script, read)
        problems = missing.result()
    finally:
        executor.shutdown(wait=False)  # after an interruption, whoever opened the engines ends them
    if not problems:
        voices = (utterance.voice for utterance in plan.spoken_utterances())
        plan = plan.recast(stand_ins(voices, script.speakers, engines))
        places: dict[Voice, Position] = {}
        for utterance, position in plan.positions().items():
            if utterance.recording is None:
                places.setdefault(utterance.voice, position)
        problems += _missing_voices(places.items(), engines)
    if problems:
        raise ScriptError(problems)
    return script, plan


def cast_text(script: Script, engines: Mapping[str, Engine]) -> Plan:
    """Return the plan of a text whose one voice the command line names.

    Raises:
        UsageError: the voice is not installed.
    """
    try:
        return cast_plan(script, engines)[1]
    except ScriptError as error:
        problem = error.problems[0]
        raise UsageError(f"{problem.what} ({problem.advice})") from error


def plan_versions(
    script: Script, plan: Plan, engines: Mapping[str, Engine], read: Reader | None = None
) -> tuple[Plan, ...]:
    """Return the plan of a script, and those of its versions without optional segments if it has a target duration.

    Raises:
        ScriptError: with the place of every voice that is not installed.
    """
    if script.target is None:
        return (plan,)
    return (plan, *(cast_plan(version, engines, read)[1] for version in versions(script)[1:]))


def voice_problems(script: Script) -> tuple[Problem, ...]:
    """Return the voices that are not installed; none if an engine fails, since that is reported when it is needed."""
    try:
        with open_engines() as engines:
            cast_plan(script, engines)
    except ScriptError as error:
        return error.problems
    except EngineError:
        return ()
    return ()


def _missing_voices(places: Iterable[tuple[Voice, Position]], engines: Mapping[str, Engine]) -> Iterator[Problem]:
    for voice, position in places:
        if voice.engine == BEST:
            yield Problem(position, *_no_voice(voice, engines))
            continue
        try:
            engines[voice.engine].check(voice)
        except EngineMissingError as error:
            advice = _suggestion(voice, engines[voice.engine].voices())
            yield Problem(position, error.what, advice or error.advice)


def _no_voice(voice: Voice, engines: Mapping[str, Engine]) -> tuple[str, str]:
    if voice.name is None:
        return f"no voice for the language '{voice.language}' is installed", "audiobrief voices lists those that are"
    return (
        f"no voice '{voice.name}' for the language '{voice.language}' is installed",
        _suggestion(voice, candidates(engines, voice.language)) or "audiobrief voices lists those that are",
    )


def _suggestion(voice: Voice, known: Iterable[VoiceInfo]) -> str:
    """Return advice that names a voice of a similar name; empty if there is none."""
    advice = closest(voice.name, [info.name for info in known]) if voice.name is not None else ""
    return advice if advice.startswith("did you") else ""
