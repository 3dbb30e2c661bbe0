"""How long sounds are, kept for the next time: to decode them takes longer than all else that `check` does."""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from pathlib import Path

from audiobrief import files
from audiobrief.audio.sounds import load_sound
from audiobrief.errors import OutputError
from audiobrief.script.model import Sound

__all__ = ["sound_length"]


def sound_length(sound: Sound, sample_rate: int, channels: int, kept: Path | None) -> int:
    """Give the samples that a sound lasts, as the script cuts it.

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
    path = kept / _key(sound, sample_rate, channels)
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        length = int(load_sound(sound, sample_rate, channels).frame_count())
    try:
        with files.work_folder(kept) as work:
            files.write_bytes(work / path.name, str(length).encode())
            files.finish(work / path.name, path)
    except OutputError:
        pass  # measured again the next time
    return length


def _key(sound: Sound, sample_rate: int, channels: int) -> str:
    state = sound.path.stat()
    decided = (
        str(sound.path.resolve()), state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns,
        astuple(sound)[2:-1], sample_rate, channels,
    )  # fmt: skip
    return hashlib.sha256(repr(decided).encode("utf-8", "surrogateescape")).hexdigest()
