"""How loud a mix will be, from the measures of what it is made of: the sum of their energies, window by window.

Voices and music do not move together, so that their energies add up; what is left out, the limiter and the edges of
clips between two windows, comes to 0.1 to 0.3 LU on speech over music.
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

__all__ = ["forecast_loudness", "sound_energies"]


def forecast_loudness(
    timeline: Timeline,
    spoken: Sequence[Energies],
    sounds: Mapping[str, Energies],
    settings: Mapping[str, Sound],
    gains: Mapping[str, float],
) -> float:
    """Return the integrated loudness of the mix of a timeline, in LUFS; minus infinity where there is nothing to hear.

    Args:
        timeline: where everything is.
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
    """Add energies from the window nearest to a place; what lies beyond the end is left out."""
    first = round(start / window)
    place = total[first : first + len(energies)]
    place += energies[: len(place)]


def sound_energies(sound: AudioSegment, sample_rate: int) -> Energies:
    """Measure a decoded sound of 16 bit: what `window_energies` gives, full scale being 1."""
    decoded = np.frombuffer(sound.raw_data, dtype="<i2").reshape(-1, sound.channels)
    samples = decoded.astype(np.float32) / np.float32(32768)
    return window_energies(samples, samples[:0], sample_rate)


def _looped(energies: Energies, count: int) -> Energies:
    """Repeat the windows of a bed's sound; one that is shorter than a window counts as silent."""
    return np.resize(energies, count) if len(energies) else np.zeros(count)
