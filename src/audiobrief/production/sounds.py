"""The sounds of a script: decoded or measured, with every one that cannot be used reported at its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from audiobrief.audio.sounds import load_sound, sound_length
from audiobrief.errors import Problem, ProgramError, ScriptError, SoundError
from audiobrief.production.casting import voice_problems
from audiobrief.script.models.script import Script
from audiobrief.script.models.sound import Sound

Result = TypeVar("Result")


def load_sounds(script: Script, load: Callable[[Sound, int, int], Result]) -> dict[str, Result]:
    """Decode the sounds that a script uses, and return them by name.

    Raises:
        ScriptError: with the place of every sound that cannot be used, and then of every voice that is not installed.
    """
    sounds, problems = _read_sounds(script, load)
    if problems:
        raise ScriptError([*problems, *voice_problems(script)])
    return sounds


def measure_sounds(script: Script, folder: Path | None) -> dict[str, int]:
    """Return the lengths in samples of the sounds that a script uses; `folder` is the cache of lengths.

    Raises:
        ScriptError: as `load_sounds`.
    """
    return load_sounds(script, lambda sound, rate, channels: sound_length(sound, rate, channels, folder))


def sound_and_voice_problems(script: Script) -> list[Problem]:
    """Return the sounds and voices that cannot be used, to report them together with a script's other mistakes."""
    try:
        _, problems = _read_sounds(script, load_sound)
    except ProgramError:
        problems = []  # a program that is missing is reported when it is needed
    return [*problems, *voice_problems(script)]


def _read_sounds(script: Script, read: Callable[[Sound, int, int], Result]) -> tuple[dict[str, Result], list[Problem]]:
    """Read all sounds of a script; return the results of those that it uses, and the problems of all."""
    used = {name for segment in script.segments for name in (segment.bed, segment.sound)} | {script.transition}
    sounds: dict[str, Result] = {}
    problems: list[Problem] = []
    for sound in script.sounds:
        try:
            result = read(sound, script.output.sample_rate, script.output.channels)
        except SoundError as error:
            problems.append(Problem(sound.position, error.what, error.advice))
            continue
        if sound.name in used:
            sounds[sound.name] = result
    return sounds, problems
