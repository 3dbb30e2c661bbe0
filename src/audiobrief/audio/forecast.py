"""The forecast of a mix's loudness: the sum of the energies of its clips and sounds, window by window.

Voices and music are uncorrelated, so that their energies add up. The limiter and the edges of clips between two windows
are ignored, which makes a difference of 0.1 to 0.3 LU for speech over music.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from audiobrief.audio.duck import bed_gain, spoken_stretches
from audiobrief.audio.loudness import WINDOW, Energies, integrated_loudness, window_energies
from audiobrief.script.models.sound import Sound
from audiobrief.timeline.timeline import Timeline
from audiobrief.units import decibels_to_gain

if TYPE_CHECKING:
    from pydub import AudioSegment


def forecast_loudness(
    timeline: Timeline,
    spoken: Sequence[Energies],
    sounds: Mapping[str, Energies],
    settings: Mapping[str, Sound],
    gains: Mapping[str, float],
) -> float:
    """Return the integrated loudness of the mix of a timeline, in LUFS; minus infinity for silence.

    Args:
        timeline: the positions of clips, cues and beds.
        spoken: the measure of each clip, in the timeline's order.
        sounds: the measures of the sounds by name.
        settings: the script's sounds by name.
        gains: dB for each speaker.
    """
    window = round(timeline.sample_rate * WINDOW)
    total = np.zeros(timeline.length // window + 1)
    for speech, measured in zip(timeline.speech, spoken, strict=True):
        _add(total, speech.start, window, measured * decibels_to_gain(gains[speech.speaker]) ** 2)
    for cue in timeline.cues:
        _add(total, cue.start, window, sounds[cue.sound])
    stretches = spoken_stretches(timeline.speech, timeline.sample_rate)
    for bed in timeline.beds:
        gain = bed_gain(bed, settings[bed.sound].duck, stretches, bed.start, bed.end, timeline.sample_rate, step=window)
        _add(total, bed.start, window, _looped(sounds[bed.sound], len(gain)) * np.square(gain))
    return integrated_loudness([total])


def _add(total: Energies, start: int, window: int, energies: Energies) -> None:
    """Add energies from the window nearest to a sample on; energies beyond the end are ignored."""
    first = round(start / window)
    windows = total[first : first + len(energies)]
    windows += energies[: len(windows)]


def sound_energies(sound: AudioSegment, sample_rate: int) -> Energies:
    """Return the `window_energies` of a decoded sound of 16 bit, with a full scale of 1."""
    integers = np.frombuffer(sound.raw_data, dtype="<i2").reshape(-1, sound.channels)
    samples = integers.astype(np.float32) / np.float32(32768)
    return window_energies(samples, samples[:0], sample_rate)


def _looped(energies: Energies, count: int) -> Energies:
    """Repeat the windows of a bed's sound; a sound shorter than a window is taken as silent."""
    return np.resize(energies, count) if len(energies) else np.zeros(count)
