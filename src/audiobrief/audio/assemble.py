"""Mixing of a recipe: pydub overlays clips, cues and beds.

Clips do not overlap, so that those of the same gain are joined, with silence between them, before they are laid over
the music. The mix has 32 bit, with `FULL_SCALE` far below the highest value, so that nothing clips and rounding is
inaudible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from audiobrief.audio.duck import bed_gain
from audiobrief.audio.recipe import BedPart, Recipe, SpokenPart
from audiobrief.audio.room_tone import room_tone
from audiobrief.audio.sounds import FULL_SCALE, MixSamples, segment_samples, to_segment
from audiobrief.errors import OutputError
from audiobrief.units import Samples

if TYPE_CHECKING:
    from pydub import AudioSegment

_CLIP_BITS = FULL_SCALE.bit_length() - 16
"""Bits by which samples of 16 bit are shifted in a segment of 32 bit."""


def mix(recipe: Recipe, clip: Callable[[str], Samples], sounds: Mapping[str, AudioSegment]) -> MixSamples:
    """Return the sound of a recipe.

    Args:
        recipe: the clips, cues and beds.
        clip: returns the samples of a clip by its key, (frames, 1).
        sounds: the decoded sounds by their digests, at the recipe's rate.

    Returns:
        (frames, channels).

    Raises:
        OutputError: a clip has another length than before.
    """
    mixed: AudioSegment | None = None
    # pydub's overlay truncates to whole milliseconds; hundredths of a second are whole samples at any rate.
    step = recipe.sample_rate // 100
    rounded_up = replace(recipe, length=-(-recipe.length // step) * step)
    for layer in _layers(rounded_up, clip, sounds):
        mixed = layer if mixed is None else mixed.overlay(layer)
    if mixed is None:
        return np.zeros((recipe.length, recipe.channels), dtype="<i4")
    return segment_samples(mixed)[: recipe.length]


def with_room_tone(samples: MixSamples, recipe: Recipe) -> MixSamples:
    """Return the sound of a recipe with its room tone, given its sound without it."""
    if recipe.room_tone is None:
        return samples
    noise = segment_samples(_room_tone(recipe, recipe.room_tone))
    limits = np.iinfo(np.int32)
    mixed: MixSamples = np.clip(samples.astype(np.int64) + noise, limits.min, limits.max).astype("<i4")
    return mixed


def _layers(
    recipe: Recipe, clip: Callable[[str], Samples], sounds: Mapping[str, AudioSegment]
) -> Iterator[AudioSegment]:
    for gain in dict.fromkeys(part.gain for part in recipe.speech):
        joined = _join_clips([part for part in recipe.speech if part.gain == gain], recipe.length, clip)
        yield _segment(joined, recipe.sample_rate, 1).apply_gain(gain).set_channels(recipe.channels)
    if recipe.room_tone is not None:
        yield _room_tone(recipe, recipe.room_tone)
    for cue in recipe.cues:
        sound = _to_channels(sounds[cue.sound.digest], recipe.channels)
        part = sound.get_sample_slice(max(0, -cue.at), recipe.length - cue.at)
        yield _pad(part, max(0, cue.at), recipe.length)
    for bed in recipe.beds:
        first = max(0, bed.bed.start)
        last = min(recipe.length, bed.bed.end)
        part = _loop(_to_channels(sounds[bed.sound.digest], recipe.channels), bed.phase, last - first)
        yield _pad(_duck(part, bed, first, last), first, recipe.length)


def _room_tone(recipe: Recipe, level: float) -> AudioSegment:
    noise = room_tone(recipe.length, level, recipe.sample_rate)
    return to_segment(noise, recipe.sample_rate).set_channels(recipe.channels)


def _segment(data: bytes, rate: int, channels: int) -> AudioSegment:
    from pydub import AudioSegment

    return AudioSegment(data, sample_width=4, frame_rate=rate, channels=channels)


def _join_clips(parts: list[SpokenPart], length: int, clip: Callable[[str], Samples]) -> bytes:
    """Join clips that do not overlap, with silence between them; what is outside the stretch is cut off."""
    pieces, at = [], 0
    for part in parts:
        samples = clip(part.clip)
        if len(samples) != part.length:
            raise OutputError("a spoken clip changed while the episode was mixed (render again)")
        first, last = max(0, part.at), min(length, part.at + part.length)
        pieces += [
            bytes(4 * (first - at)),
            (samples[first - part.at : last - part.at].astype("<i4") << _CLIP_BITS).tobytes(),
        ]
        at = last
    return b"".join((*pieces, bytes(4 * (length - at))))


def _to_channels(sound: AudioSegment, channels: int) -> AudioSegment:
    """Return one channel of a sound with two equal channels if the mix has one channel."""
    if sound.channels <= channels:
        return sound.set_channels(channels)
    return _segment(segment_samples(sound)[:, 0].tobytes(), sound.frame_rate, 1)


def _pad(segment: AudioSegment, offset: int, length: int) -> AudioSegment:
    """Put silence before and after a segment, up to the mix's length; pydub's own positions are milliseconds."""
    frame = segment.frame_width
    after = length * frame - offset * frame - len(segment.raw_data)
    data = b"".join((bytes(offset * frame), segment.raw_data, bytes(after)))
    return _segment(data, segment.frame_rate, segment.channels)


def _loop(sound: AudioSegment, phase: int, count: int) -> AudioSegment:
    """Return a stretch of a sound that is repeated without end."""
    length, parts = int(sound.frame_count()), []
    while count > 0:
        last = min(length, phase + count)
        parts.append(sound.get_sample_slice(phase, last).raw_data)
        count -= last - phase
        phase = 0
    return _segment(b"".join(parts), sound.frame_rate, sound.channels)


def _duck(segment: AudioSegment, part: BedPart, start: int, end: int) -> AudioSegment:
    """Multiply a bed by its gain at each frame."""
    gain = bed_gain(part.bed, part.duck, part.stretches, np.arange(start, end), segment.frame_rate)
    shaped = np.rint(segment_samples(segment) * gain[:, np.newaxis].astype(np.float64)).astype("<i4")
    return _segment(shaped.tobytes(), segment.frame_rate, segment.channels)
