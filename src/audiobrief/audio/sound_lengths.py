"""How long sounds are, kept for the next time: to decode them takes longer than all else that `check` does."""

from __future__ import annotations

from pathlib import Path

from audiobrief.audio.sounds import file_version, load_sound
from audiobrief.cache.records import read_record, record_path, write_record
from audiobrief.script.models.script import Sound

__all__ = ["sound_length"]


def sound_length(sound: Sound, sample_rate: int, channels: int, kept: Path | None) -> int:
    """Return the samples that a sound lasts, as the script cuts it.

    Args:
        sound: a file and how it is played.
        sample_rate: the programme's, in Hz.
        channels: the programme's.
        kept: the folder of earlier answers, which hold while a file keeps its size and its time; None keeps none.

    Raises:
        SoundError: as `load_sound`.
    """
    if kept is None:
        return int(load_sound(sound, sample_rate, channels).frame_count())
    path = record_path(kept, *map(repr, (*_decided(sound), sample_rate, channels)))
    known = read_record(path)
    if isinstance(known, int):
        return known
    length = int(load_sound(sound, sample_rate, channels).frame_count())
    write_record(path, length)
    return length


def _decided(sound: Sound) -> tuple[object, ...]:
    """Return what the length follows from: the file as it stands, and the part of it that is played."""
    return str(sound.path.resolve()), *file_version(sound.path), sound.start, sound.end
