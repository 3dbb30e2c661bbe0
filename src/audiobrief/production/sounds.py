"""The sounds of a script: decoded or measured, with every one that cannot be used reported at its place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from audiobrief.audio.sound_files import file_version
from audiobrief.cache.kinds import SOUNDS
from audiobrief.cache.records import RecordStore, record_key
from audiobrief.errors import Problem, ProgramError, ScriptError, SoundError
from audiobrief.production.casting import voice_problems
from audiobrief.script.models.script import Script
from audiobrief.script.models.sound import Recording, Sound

Result = TypeVar("Result")
_VERSION = "2"
"""Part of the keys of stored lengths; changed whenever the same file gets another length."""


def load_sounds(
    script: Script,
    load: Callable[[Sound, int, int], Result],
    cache: Path | None = None,
    measure: Callable[[Recording, int], int] | None = None,
) -> tuple[dict[str, Result], dict[Recording, int]]:
    """Decode the sounds that a script uses, and measure its recordings.

    Args:
        script: what is played.
        load: decodes a sound at a rate, with a number of channels.
        cache: the folder of the lengths of recordings; None stores nothing.
        measure: returns the length in samples of a recording at a rate; None decodes it.

    Returns:
        The sounds by name, and the lengths in samples of the recordings.

    Raises:
        ScriptError: with the place of every sound that cannot be used, and then of every voice that is not installed.
    """
    sounds, problems = _read_sounds(script, load)
    recordings, more = _measure_recordings(script, cache, measure or _decoded_length)
    if problems := [*problems, *more]:
        raise ScriptError([*problems, *voice_problems(script)])
    return sounds, recordings


def sound_length(sound: Sound, sample_rate: int, channels: int, cache: Path | None) -> int:
    """Return the length in samples of a sound, as the script cuts it.

    Args:
        sound: a file and how it is played.
        sample_rate: the programme's, in Hz.
        channels: the programme's.
        cache: the folder of stored lengths, which are used while a file is unchanged; None stores nothing.

    Raises:
        SoundError: as `load_sound`.
    """
    records = RecordStore(cache, SOUNDS)
    file = (str(sound.path.resolve()), *file_version(sound.path))
    key = record_key(*map(repr, (_VERSION, *file, sound.start, sound.end, sound.gain, sample_rate, channels)))
    length = records.get(key)
    if not isinstance(length, int):
        # Only for sounds that changed: it imports numpy.
        from audiobrief.audio.sounds import load_sound

        length = int(load_sound(sound, sample_rate, channels).frame_count())
        records.put(key, length)
    return length


def measure_sounds(script: Script, folder: Path | None) -> tuple[dict[str, int], dict[Recording, int]]:
    """Return the lengths in samples of a script's sounds and recordings; `folder` is the cache of lengths.

    Raises:
        ScriptError: as `load_sounds`.
    """
    return load_sounds(script, lambda sound, rate, channels: sound_length(sound, rate, channels, folder), folder)


def _measure_recordings(
    script: Script, cache: Path | None, measure: Callable[[Recording, int], int]
) -> tuple[dict[Recording, int], list[Problem]]:
    """Return the lengths of the recordings of a script, and the problems of those that cannot be used."""
    lengths: dict[Recording, int] = {}
    problems: list[Problem] = []
    for turn in script.recorded_turns:
        recording = turn.recording
        assert recording is not None
        try:
            lengths[recording] = _recording_length(recording, script.output.sample_rate, cache, measure)
        except SoundError as error:
            problems.append(Problem(recording.position, f"file: {error.what}", error.advice))
    return lengths, problems


def _recording_length(
    recording: Recording, sample_rate: int, cache: Path | None, measure: Callable[[Recording, int], int]
) -> int:
    records = RecordStore(cache, SOUNDS)
    key = record_key(_VERSION, recording.key(sample_rate))
    length = records.get(key)
    if not isinstance(length, int):
        length = measure(recording, sample_rate)
        records.put(key, length)
    return length


def _decoded_length(recording: Recording, sample_rate: int) -> int:
    # Only for recordings that changed: it imports numpy.
    from audiobrief.audio.recordings import load_recording

    return len(load_recording(recording, sample_rate))


def sound_and_voice_problems(script: Script, cache: Path | None) -> list[Problem]:
    """Return the sounds and voices that cannot be used, to report them together with a script's other mistakes.

    Args:
        script: may have other mistakes.
        cache: the folder of the lengths of sounds; None stores nothing.
    """
    try:
        _, problems = _read_sounds(script, partial(sound_length, cache=cache))
        problems += _measure_recordings(script, cache, _decoded_length)[1]
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
