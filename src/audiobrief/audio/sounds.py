"""Sound files as pydub segments at the programme's rate.

ffmpeg decodes them. It is restricted to local files of known formats: a disguised playlist or address is refused.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.audio.media_tags import TagError, read_tags
from audiobrief.cache.kinds import SOUNDS
from audiobrief.cache.records import RecordStore, record_key
from audiobrief.errors import SoundError
from audiobrief.script.models.sound import Sound
from audiobrief.storage.processes import ffmpeg_program, run
from audiobrief.units import milliseconds_to_samples, seconds_to_clock

if TYPE_CHECKING:
    from pydub import AudioSegment


LONGEST_SOUND = 300
"""Seconds that a sound file may last."""
_FORMATS = "mp3,wav,w64,flac,ogg,aac,mov,aiff"
_TIME_LIMIT = 120.0
_SHORTEST = 0.02
_LONGEST_STATED = 5 * 3600
_VIDEO = re.compile(r"^  Stream #\S+ Video: (?!.*\(attached pic\))", re.MULTILINE)
_MISSING = 0.1
"""Seconds by which a file may be shorter than its header says, because encoders pad."""


@dataclass(frozen=True, slots=True)
class SoundInfo:
    """Digest and form of a decoded sound."""

    digest: str
    """The sha256 of its samples, its rate and its number of channels."""
    length: int
    """Samples."""
    is_stereo: bool
    """True if its channels differ."""

    def __repr__(self) -> str:
        """Return the text that is part of the chunks' keys, which must not change."""
        return f"Decoded(digest={self.digest!r}, length={self.length!r}, wide={self.is_stereo!r})"


def decode_command(program: str, path: Path, sample_rate: int, channels: int) -> list[str]:
    """Build the command that writes a sound file's samples (16 bit, interleaved) to standard output."""
    return [
        program, "-hide_banner", "-nostdin", "-nostats",
        "-protocol_whitelist", "file,pipe", "-format_whitelist", _FORMATS, "-i", f"file:{path}",
        "-map", "0:a:0", "-t", str(LONGEST_SOUND + 1), "-ac", str(channels), "-ar", str(sample_rate),
        "-c:a", "pcm_s16le", "-f", "s16le", "pipe:1",
    ]  # fmt: skip


def load_sound(sound: Sound, sample_rate: int, channels: int) -> AudioSegment:
    """Decode a sound, cut it to its part, and fade and level it as the script says.

    Raises:
        SoundError: the file is empty, broken, cut off, a video, too long, or not sound at all.
    """
    from pydub import AudioSegment

    name = sound.path.name
    data = _decode(sound.path, sample_rate, channels)
    segment = AudioSegment(data, sample_width=2, frame_rate=sample_rate, channels=channels)
    if segment.frame_count() > LONGEST_SOUND * sample_rate:
        raise SoundError(
            f"'{name}' is longer than {seconds_to_clock(LONGEST_SOUND)}",
            "cut it, or repeat a shorter one as a bed",
        )
    start = milliseconds_to_samples(sound.start, sample_rate)
    end = int(segment.frame_count()) if sound.end is None else milliseconds_to_samples(sound.end, sample_rate)
    if end > segment.frame_count() or start >= end:
        raise SoundError(
            f"'{name}' lasts {segment.frame_count() / sample_rate:.2f} s, and start or end lies beyond",
            "correct start: and end:",
        )
    segment = segment.get_sample_slice(start, end)
    if segment.frame_count() < _SHORTEST * sample_rate:
        raise SoundError(f"'{name}' has no sound in it", "name another file")
    for milliseconds, fade in ((sound.fade_in, "fade_in"), (sound.fade_out, "fade_out")):
        if milliseconds:
            segment = getattr(segment, fade)(min(milliseconds, len(segment)))
    return segment.apply_gain(sound.gain) if sound.gain else segment


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
    played = (str(sound.path.resolve()), *file_version(sound.path), sound.start, sound.end, sample_rate, channels)
    key = record_key(*map(repr, played))
    length = records.get(key)
    if not isinstance(length, int):
        length = int(load_sound(sound, sample_rate, channels).frame_count())
        records.put(key, length)
    return length


def sound_info(sound: AudioSegment) -> SoundInfo:
    """Return the digest and the form of a decoded sound."""
    import numpy as np

    samples = np.frombuffer(sound.raw_data, dtype="<i2").reshape(-1, sound.channels)
    is_stereo = sound.channels == 2 and not np.array_equal(samples[:, 0], samples[:, 1])
    form = f"{sound.frame_rate} {sound.channels} ".encode()
    return SoundInfo(hashlib.sha256(form + sound.raw_data).hexdigest(), len(samples), is_stereo)


def file_version(path: Path) -> tuple[int, ...]:
    """Return numbers that change when a sound's file is written or replaced.

    Raises:
        SoundError: the file was deleted or became unreadable since the script was read.
    """
    status = _status(path)
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except FileNotFoundError:
        raise SoundError(f"'{path.name}' is gone", "put it back, or name another file") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SoundError(
            f"'{path.name}' cannot be read: {reason}", "change its rights, or name another file"
        ) from error


def _decode(path: Path, sample_rate: int, channels: int) -> bytes:
    if _status(path).st_size == 0:
        raise SoundError(f"'{path.name}' is empty", "name another file")
    status, data, messages = run(
        decode_command(ffmpeg_program(), path.resolve(), sample_rate, channels), timeout=_TIME_LIMIT
    )
    if _VIDEO.search(messages):
        raise SoundError(f"'{path.name}' is a video", "save its sound as WAV, MP3 or FLAC")
    if status != 0 or not data:
        raise SoundError(
            f"'{path.name}' is not a sound file, or it is broken",
            "name a WAV, MP3, FLAC, OGG, AIFF or M4A file that plays",
        )
    seconds = len(data) / (2 * channels * sample_rate)
    declared = _declared_seconds(path)
    if declared is not None and seconds < min(declared, LONGEST_SOUND) - _MISSING:
        raise SoundError(
            f"'{path.name}' is cut off: it says {declared:.1f} s and holds {seconds:.1f} s",
            "copy it again from where it came",
        )
    return data


def _declared_seconds(path: Path) -> float | None:
    """Return the length in a file's header; None if there is none, or it is a guess."""
    try:
        return read_tags(path, _stated_seconds)
    except TagError:
        return None


def _stated_seconds(path: Path) -> float | None:
    import mutagen
    from mutagen.mp3 import MP3, BitrateMode

    file = mutagen.File(path)
    length = getattr(getattr(file, "info", None), "length", None)
    if not length or (isinstance(file, MP3) and file.info.bitrate_mode == BitrateMode.UNKNOWN):
        return None
    # A program that writes a WAV file to a pipe does not know the length, and writes the largest number.
    return float(length) if length < _LONGEST_STATED else None
