"""Recordings of speech as clips: cut where they cross zero, without hum, at the loudness of the voices."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from audiobrief.audio.decode import UndecodableError, decode_sound
from audiobrief.audio.level import VOICE_LOUDNESS
from audiobrief.audio.loudness import Block, integrated_loudness, window_energies
from audiobrief.audio.master import limit
from audiobrief.audio.sound_files import is_truncated
from audiobrief.errors import SoundError
from audiobrief.script.models.sound import Recording
from audiobrief.units import Samples, decibels_to_gain, milliseconds_to_samples, seconds_to_clock, seconds_to_fine_clock

LONGEST_CLIP = 600
"""Seconds."""
_SHORTEST_CLIP = 0.1
"""Seconds."""
_AROUND = 0.2
"""Seconds decoded before and after a clip: the filter reaches as far, and cuts may move."""
_NEAREST_CROSSING = 10
"""Milliseconds within which a cut moves to where the sound crosses zero."""
_FADE = 10
"""Milliseconds of the fades at both ends."""
_HUM = (60.0, 80.0)
"""Hz: what is lower than the first is removed, what is higher than the second stays. Mains hum is at 50 and 60 Hz;
voices start at about 85 Hz."""
_HUM_ATTENUATION = 60.0
"""dB."""
_ROW = 1 << 16
"""Samples that are filtered at once."""
_PEAK = -6.5
"""dBTP; higher peaks are limited. At -20 LUFS, mastering to -16 LUFS leaves them as they are; recordings that were not
mastered have higher ones, and would lose up to 1.5 LU there, measured, against voices."""
_MOST_ROUNDS = 8
_TOLERANCE = 0.05
"""LU."""
_MOST_GAIN = 40.0
"""dB."""
_OVERRUN = 0.05
"""Seconds by which a clip may end after its file, since authors read times off a clock."""


def load_recording(recording: Recording, sample_rate: int) -> Samples:
    """Decode, cut, filter and level a recording.

    Args:
        recording: the file and the part of it that is heard.
        sample_rate: the programme's, in Hz.

    Returns:
        (frames, 1): at `VOICE_LOUDNESS`, and faded at both ends.

    Raises:
        SoundError: the file is empty, broken, cut off, a video, or silent; or the part lies outside of it.
    """
    samples, first, last = _decode(recording, sample_rate)
    filtered = remove_hum(samples, sample_rate)
    most = milliseconds_to_samples(_NEAREST_CROSSING, sample_rate)
    cut = filtered[_nearest_crossing(filtered, first, most) : _nearest_crossing(filtered, last, most)]
    levelled = _level(cut, recording.path.name, sample_rate)
    faded = levelled * _fades(len(levelled), milliseconds_to_samples(_FADE, sample_rate))[:, np.newaxis]
    clip: Samples = np.rint(faded * 32767).clip(-32768, 32767).astype(np.int16)
    return clip


def _decode(recording: Recording, sample_rate: int) -> tuple[Block, int, int]:
    """Return the samples of a clip and around it, its first sample and the one after its last."""
    start = recording.start / 1000
    before = min(start, _AROUND)
    wanted = LONGEST_CLIP + 1 if recording.end is None else recording.end / 1000 - start
    try:
        samples = decode_sound(recording.path, sample_rate, 1, before + wanted + _AROUND, start - before)
    except UndecodableError as error:
        if start and _is_sound(recording, sample_rate):
            raise _starts_too_late(recording) from error
        raise
    _check_part(recording, start - before + len(samples) / sample_rate)
    first = round(before * sample_rate)
    return samples, first, min(len(samples), first + round(wanted * sample_rate))


def _check_part(recording: Recording, length: float) -> None:
    """Check that a clip lies in its file, of which what was decoded ends at `length` seconds."""
    name, start = recording.path.name, recording.start / 1000
    if length < start:
        raise _starts_too_late(recording)
    end = length if recording.end is None else recording.end / 1000
    if length < end - _OVERRUN:
        what = f"'{name}' lasts {length:.2f} s, and to: lies beyond"
        raise SoundError(what, "correct to:, or delete it to play the rest of the file")
    if end - start > LONGEST_CLIP:  # no more was decoded, so that nothing is known of the end of the file
        raise SoundError(f"the clip is longer than {seconds_to_clock(LONGEST_CLIP)}", "set from: and to:")
    if recording.end is None and is_truncated(recording.path, length):
        what = f"'{name}' is cut off: what follows its first {length:.1f} s is missing"
        raise SoundError(what, "copy it again from where it came")
    if end - start < _SHORTEST_CLIP:
        raise SoundError(f"less than {_SHORTEST_CLIP} s of '{name}' would be heard", "correct from: and to:")


def _starts_too_late(recording: Recording) -> SoundError:
    what = f"'{recording.path.name}' ends before {seconds_to_fine_clock(recording.start / 1000)}"
    return SoundError(what, "correct from:")


def _is_sound(recording: Recording, sample_rate: int) -> bool:
    try:
        decode_sound(recording.path, sample_rate, 1, _SHORTEST_CLIP)
    except SoundError:
        return False
    return True


def remove_hum(samples: Block, sample_rate: int) -> Block:
    """Return a sound without what is below 80 Hz, in phase with the sound; (frames, 1)."""
    response = _hum_filter(sample_rate)
    half = len(response) // 2
    size = _ROW + len(response) - 1
    spectrum = np.fft.rfft(response, size)
    padded = np.pad(samples[:, 0].astype(np.float64), (half, half + _ROW))
    filtered = np.empty(len(samples), dtype=np.float32)
    for start in range(0, len(samples), _ROW):
        row = np.fft.irfft(np.fft.rfft(padded[start : start + size], size) * spectrum, size)[len(response) - 1 :]
        end = min(len(samples), start + _ROW)
        filtered[start:end] = row[: end - start]
    return filtered[:, np.newaxis]


@lru_cache(maxsize=2)
def _hum_filter(sample_rate: int) -> npt.NDArray[np.float64]:
    """Return the impulse response of a high-pass filter without delay: a windowed sinc (Kaiser)."""
    low, high = _HUM
    width = 2 * math.pi * (high - low) / sample_rate
    half = math.ceil((_HUM_ATTENUATION - 7.95) / (2.285 * width) / 2)
    at = np.arange(-half, half + 1)
    corner = (low + high) / sample_rate
    window = np.kaiser(len(at), 0.1102 * (_HUM_ATTENUATION - 8.7))
    response: npt.NDArray[np.float64] = -corner * np.sinc(corner * at) * window
    response *= 1 / -response.sum()
    response[half] += 1
    return response


def _nearest_crossing(samples: Block, at: int, most: int) -> int:
    """Return the place nearest to `at` between two samples of different signs; `at` where none is within `most`."""
    first = max(1, at - most)
    positive = samples[first - 1 : at + most, 0] >= 0
    crossings = np.flatnonzero(positive[1:] != positive[:-1]) + first
    return int(crossings[np.argmin(np.abs(crossings - at))]) if len(crossings) else at


def _level(samples: Block, name: str, sample_rate: int) -> Block:
    """Bring a sound to the loudness of the voices, and limit the peaks that are then too high."""
    gain = VOICE_LOUDNESS - _loudness(samples, sample_rate)
    if math.isinf(gain) or gain > _MOST_GAIN:
        raise SoundError(f"nothing can be heard in this part of '{name}'", "correct from: and to:")
    for _ in range(_MOST_ROUNDS):
        levelled = limit(samples, decibels_to_gain(gain), decibels_to_gain(_PEAK), sample_rate)
        missing = VOICE_LOUDNESS - _loudness(levelled, sample_rate)
        if abs(missing) <= _TOLERANCE:
            break
        gain += missing  # the limiter has lowered it
    return levelled


def _loudness(samples: Block, sample_rate: int) -> float:
    """Return the integrated loudness of a sound in LUFS; what is shorter than 400 ms counts as followed by silence."""
    short = max(0, -(-4 * sample_rate // 10) - len(samples))
    padded = np.pad(samples, ((0, short), (0, 0)))
    return integrated_loudness([window_energies(padded, padded[:0], sample_rate)])


def _fades(length: int, fade: int) -> npt.NDArray[np.float32]:
    """Return the factors of raised cosines at both ends."""
    fade = min(fade, length // 2)
    ramp = (1 - np.cos(np.pi * (np.arange(fade) + 0.5) / fade)) / 2
    factors = np.ones(length, dtype=np.float32)
    factors[:fade] = ramp
    factors[length - fade :] = ramp[::-1]
    return factors
