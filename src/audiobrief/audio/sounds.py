"""Sounds as pydub segments at the programme's rate, cut, faded and levelled as the script says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from audiobrief.audio.decode import decode_sound
from audiobrief.audio.loudness import Block
from audiobrief.audio.sound_files import is_truncated
from audiobrief.errors import SoundError
from audiobrief.script.models.sound import Sound
from audiobrief.units import decibels_to_gain, gain_to_decibels, milliseconds_to_samples, seconds_to_clock

if TYPE_CHECKING:
    from pydub import AudioSegment


MixSamples: TypeAlias = npt.NDArray[np.int32]
"""Sound before mastering as (frames, channels), 32 bit; `FULL_SCALE` is full scale."""
LONGEST_SOUND = 300
"""Seconds that a sound file may last."""
FULL_SCALE = 1 << 23
"""Full scale in segments of 32 bit: 48 dB are left above it, so that no gain clips, and 138 dB below."""
HIGHEST_PEAK = 2**31 / FULL_SCALE
"""The highest amplitude that a segment can hold."""
_SHORTEST = 0.02
"""Seconds."""


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


def to_segment(samples: Block, sample_rate: int) -> AudioSegment:
    """Return a pydub segment of 32 bit, in which `FULL_SCALE` is full scale, for samples of (frames, channels)."""
    from pydub import AudioSegment

    data = np.rint(samples * np.float32(FULL_SCALE)).astype("<i4").tobytes()
    return AudioSegment(data, sample_width=4, frame_rate=sample_rate, channels=samples.shape[1])


def segment_samples(segment: AudioSegment) -> MixSamples:
    """Return the samples of a segment of 32 bit, (frames, channels)."""
    return np.frombuffer(segment.raw_data, dtype="<i4").reshape(-1, segment.channels)


def to_block(samples: MixSamples) -> Block:
    """Return samples of a segment of 32 bit as floats with a full scale of 1, (frames, channels)."""
    return samples.astype(np.float32) / np.float32(FULL_SCALE)


def load_sound(sound: Sound, sample_rate: int, channels: int) -> AudioSegment:
    """Decode a sound, cut it to its part, and fade and level it as the script says.

    Raises:
        SoundError: the file is empty, broken, cut off, a video, too long, or not sound at all.
    """
    name = sound.path.name
    samples = _decode(sound.path, sample_rate, channels)
    start = milliseconds_to_samples(sound.start, sample_rate)
    end = len(samples) if sound.end is None else milliseconds_to_samples(sound.end, sample_rate)
    if end > len(samples) or start >= end:
        raise SoundError(
            f"'{name}' lasts {len(samples) / sample_rate:.2f} s, and start or end lies beyond",
            "correct start: and end:",
        )
    if end - start < _SHORTEST * sample_rate:
        raise SoundError(f"'{name}' has no sound in it", "name another file")
    samples = samples[start:end] * np.float32(decibels_to_gain(sound.gain))
    _check_peak(samples, name)
    segment = to_segment(samples, sample_rate)
    for milliseconds, fade in ((sound.fade_in, "fade_in"), (sound.fade_out, "fade_out")):
        if milliseconds:
            segment = getattr(segment, fade)(min(milliseconds, len(segment)))
    return segment


def _check_peak(samples: Block, name: str) -> None:
    peak = float(np.abs(samples).max())
    if peak >= HIGHEST_PEAK:
        raise SoundError(
            f"'{name}' is {gain_to_decibels(peak):.0f} dB above full scale", "lower gain:, or save it softer"
        )


def sound_info(sound: AudioSegment) -> SoundInfo:
    """Return the digest and the form of a decoded sound."""
    samples = segment_samples(sound)
    is_stereo = sound.channels == 2 and not np.array_equal(samples[:, 0], samples[:, 1])
    form = f"{sound.frame_rate} {sound.channels} ".encode()
    return SoundInfo(hashlib.sha256(form + sound.raw_data).hexdigest(), len(samples), is_stereo)


def _decode(path: Path, sample_rate: int, channels: int) -> Block:
    name = path.name
    samples = decode_sound(path, sample_rate, channels, LONGEST_SOUND + 1)
    if len(samples) > LONGEST_SOUND * sample_rate:
        raise SoundError(
            f"'{name}' is longer than {seconds_to_clock(LONGEST_SOUND)}",
            "cut it, or repeat a shorter one as a bed",
        )
    if is_truncated(path, len(samples) / sample_rate):
        raise SoundError(
            f"'{name}' is cut off: what follows its first {len(samples) / sample_rate:.1f} s is missing",
            "copy it again from where it came",
        )
    return samples
