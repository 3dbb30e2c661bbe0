"""Instruments, room and stereo tools made of sines and seeded noise.

Two kinds of arrays are passed around: a `Wave`, shaped (frames,), is one channel, and
a `Sound`, shaped (frames, 2), is left and right. Both hold float64 where 1.0 is full
scale. Times are in seconds and frequencies in hertz unless a name says otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Wave = NDArray[np.float64]
Sound = NDArray[np.float64]
Random = np.random.Generator

# (frequency in Hz, time the key is held in s, force 0 to 1, randomness) to sound
Instrument = Callable[[float, float, float, Random], Sound]

SAMPLE_RATE = 44_100
"""Frames per second of everything here."""

_SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_ACCIDENTALS = {"": 0, "#": 1, "b": -1}


def frequency_of(pitch: str) -> float:
    """Equal-tempered frequency in Hz of a pitch such as "A4" (440) or "F#3"."""
    letter, accidental, octave = pitch[0], pitch[1:-1], int(pitch[-1])
    from_a4 = _SEMITONES[letter] + _ACCIDENTALS[accidental] - 9 + 12 * (octave - 4)
    return 440.0 * math.pow(2.0, from_a4 / 12)


def frames_in(seconds: float) -> int:
    """Number of frames, rounded, that last `seconds`."""
    return round(seconds * SAMPLE_RATE)


def times(seconds: float) -> Wave:
    """Time in seconds of each frame of a stretch that lasts `seconds`."""
    return np.arange(frames_in(seconds)) / SAMPLE_RATE


def stereo(left: Wave, right: Wave) -> Sound:
    """Two waves of one length as one sound."""
    return np.stack((left, right), axis=1)


def cents(amount: float) -> float:
    """Frequency ratio of an interval given in cents (1200 to the octave)."""
    return math.pow(2.0, amount / 1200)


# Envelopes: waves from 0 to 1


def rise(time: Wave, seconds: float) -> Wave:
    """Half a cosine from 0 to 1 over the first `seconds`, 1 afterwards."""
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(time / seconds, 0.0, 1.0))


def fall(time: Wave, seconds: float) -> Wave:
    """Half a cosine from 1 to 0 that ends with the last frame."""
    return rise(time[::-1], seconds)


def struck(time: Wave, attack: float, decay: float, held: float, release: float) -> Wave:
    """Envelope of a struck note.

    It rises in `attack` seconds, then dies away by 1/e every `decay` seconds, and once
    the key is let go after `held` seconds also by 1/e every `release` seconds.
    """
    damping = np.exp(-np.maximum(time - held, 0.0) / release)
    return rise(time, attack) * np.exp(-time / decay) * damping * fall(time, 0.02)


def bowed(time: Wave, attack: float, held: float, release: float) -> Wave:
    """Envelope that swells in `attack` seconds, stays, and leaves in `release` seconds.

    The level is 1 until `held`; notes that follow each other crossfade if the next
    attack is as long as this release.
    """
    return rise(time, attack) * (1.0 - rise(time - held, release))


# Instruments


def electric_piano(frequency: float, held: float, force: float, random: Random) -> Sound:
    """Frequency-modulated tine piano: a mellow body and a short bright strike.

    The note itself is in the middle; a fainter one on each side is detuned a little.
    """
    release, decay = 0.28, 1.5 * (330.0 / frequency) ** 0.45
    time = times(held + 6 * release)
    strike = np.exp(-time / 0.07) * max(0.0, 1.0 - 14 * frequency / 16_000)
    mellowing = np.exp(-time / 0.55) * min(1.0, math.sqrt(600 / frequency))
    index = (0.25 + 1.15 * force) * mellowing

    def tine(detune: float) -> Wave:
        turn = 2 * np.pi * frequency * cents(detune) * time
        body = np.sin(turn + index * np.sin(turn)) + 0.16 * np.sin(2 * turn) * index
        wave: Wave = body + 0.13 * force * strike * np.sin(14 * turn)
        return wave

    detune = random.uniform(2.0, 3.0)
    middle, left, right = tine(0.0), 0.22 * tine(-detune), 0.22 * tine(detune)
    envelope = force * struck(time, 0.003, decay, held, release)
    return stereo(middle + left, middle + right) * envelope[:, np.newaxis]


def mallet(frequency: float, held: float, force: float, random: Random) -> Sound:
    """Wooden bar under a soft mallet: its partials two octaves apart."""
    del held  # a bar rings as long as it rings
    decay = 0.42 * (330.0 / frequency) ** 0.5
    time = times(6 * decay)
    partials = ((1.0, 1.0, 1.0), (4.0, 0.20 * force, 0.22), (9.2, 0.05 * force, 0.08))
    wave = np.zeros_like(time)
    for ratio, level, life in partials:
        if ratio * frequency < 12_000:
            phase = random.uniform(0, 0.3)
            tone = np.sin(2 * np.pi * ratio * frequency * time + phase)
            wave += level * tone * struck(time, 0.003, decay * life, time[-1], 0.1)
    return stereo(wave, wave) * force


def bell(frequency: float, held: float, force: float, random: Random) -> Sound:
    """Small glassy bell: nearly a sine, with a faint twelfth and slow, wide beats."""
    del held
    time = times(3.2)
    detune = random.uniform(1.0, 2.0)

    def glass(offset: float) -> Wave:
        turn = 2 * np.pi * frequency * cents(offset) * time
        wave: Wave = np.sin(turn) + 0.15 * np.sin(3 * turn) * np.exp(-time / 0.25)
        return wave

    middle, left, right = glass(0.0), 0.35 * glass(-detune), 0.35 * glass(detune)
    envelope = force * struck(time, 0.004, 0.8, time[-1], 0.1)
    return stereo(middle + left, middle + right) * envelope[:, np.newaxis]


def pad(brightness: float, swell: float) -> Instrument:
    """Warm string-like pad: one voice in the middle and two detuned ones on each side.

    `brightness` is the frequency in Hz from which harmonics are held back, `swell` the
    attack and the release in seconds. Every voice breathes at a rate of its own.
    """

    def play(frequency: float, held: float, force: float, random: Random) -> Sound:
        time = times(held + swell)
        harmonics = [n for n in range(1, 19) if n * frequency < 4 * brightness]

        def voice(detune: float) -> Wave:
            turn = 2 * np.pi * frequency * cents(detune) * time
            rate, phase = random.uniform(0.15, 0.4), random.uniform(0, 2 * np.pi)
            breathing = 0.5 + 0.5 * np.sin(2 * np.pi * rate * time + phase)
            wave = np.zeros_like(time)
            for n in harmonics:
                level = n**-1.2 / (1.0 + (n * frequency / brightness) ** 2)
                opening = 1.0 if n == 1 else 0.45 + 0.55 * breathing
                tone = np.sin(n * turn + random.uniform(0, 2 * np.pi))
                wave += level * opening * tone
            return wave

        middle = 0.60 * voice(0.0)
        left = 0.28 * (voice(-5.0) + voice(3.8))
        right = 0.28 * (voice(-3.8) + voice(5.0))
        envelope = force * bowed(time, swell, held, swell)
        return stereo(middle + left, middle + right) * envelope[:, np.newaxis]

    return play


def bass(frequency: float, held: float, force: float, random: Random) -> Sound:
    """Round plucked bass, with harmonics that small speakers can play too."""
    del random
    time = times(held + 0.6)
    turn = 2 * np.pi * frequency * time
    wave = np.sin(turn) + 0.40 * np.sin(2 * turn) * np.exp(-time / 0.6)
    wave += 0.18 * np.sin(3 * turn) * np.exp(-time / 0.3)
    wave += 0.06 * np.sin(5 * turn) * np.exp(-time / 0.12)
    wave *= force * struck(time, 0.008, 1.8, held, 0.09)
    return stereo(wave, wave)


def drum(frequency: float, held: float, force: float, random: Random) -> Sound:
    """Soft felt drum: a sine that drops by an octave to `frequency`."""
    del held, random
    time = times(0.7)
    drop = 0.028
    turn = 2 * np.pi * frequency * (time + drop * (1.0 - np.exp(-time / drop)))
    wave = force * np.sin(turn) * struck(time, 0.003, 0.11, time[-1], 0.1)
    return stereo(wave, wave)


def shaker(frequency: float, held: float, force: float, random: Random) -> Sound:
    """Airy noise around `frequency`, half of it in the middle."""
    del held
    time = times(0.16)
    middle, left, right = (band_noise(len(time), frequency, 0.5, random) for _part in range(3))
    envelope = force * rise(time, 0.012) * np.exp(-time / 0.028) * fall(time, 0.02)
    return stereo(middle + left, middle + right) * (0.7 * envelope)[:, np.newaxis]


def air(frequency: float, held: float, force: float, random: Random) -> Sound:
    """Wide noise around `frequency` that grows for the time held and then lets go."""
    time = times(held + 0.5)
    left, right = (band_noise(len(time), frequency, 0.7, random) for _side in "LR")
    growth = np.minimum(time / held, 1.0) ** 3
    envelope = force * growth * (1.0 - rise(time - held, 0.5))
    return stereo(left, right) * envelope[:, np.newaxis]


# Noise and room


def band_noise(frames: int, centre: float, octaves: float, random: Random) -> Wave:
    """Noise of unit power in a bell `octaves` wide to each side of `centre` Hz."""
    spectrum = np.fft.rfft(random.standard_normal(frames))
    frequencies = np.fft.rfftfreq(frames, 1 / SAMPLE_RATE)
    distance = np.log2(np.maximum(frequencies, 1.0) / centre) / octaves
    noise = np.fft.irfft(spectrum * np.exp(-0.5 * distance**2), frames)
    return np.asarray(noise / np.sqrt(np.mean(noise**2)))


def room(random: Random, seconds: float = 2.0) -> Sound:
    """Impulse response of a warm room, different left and right.

    Three bands of noise die away, the high ones sooner, after 16 ms of silence. On
    average it neither lifts nor lowers tones between 200 and 1000 Hz.
    """
    time = times(seconds)
    bands = ((280.0, 1.0, 1.7), (1_200.0, 0.55, 1.3), (5_000.0, 0.22, 0.7))

    def side() -> Wave:
        wave = np.zeros_like(time)
        for centre, level, reverberation_time in bands:
            noise = band_noise(len(time), centre, 0.9, random)
            wave += level * noise * 10.0 ** (-3 * time / reverberation_time)
        wave *= rise(time, 0.006) * fall(time, 0.4)
        power = np.abs(np.fft.rfft(wave)) ** 2
        frequencies = np.fft.rfftfreq(len(wave), 1 / SAMPLE_RATE)
        wave /= np.sqrt(np.mean(power[(frequencies > 200) & (frequencies < 1_000)]))
        return np.concatenate((np.zeros(frames_in(0.016)), wave))

    return stereo(side(), side())


def reverberate(sound: Sound, response: Sound, level: float) -> Sound:
    """The sound and its reverberation in a room, `level` times as strong."""
    frames = len(sound) + len(response) - 1
    size = 1 << (frames - 1).bit_length()
    spectrum = np.fft.rfft(sound, size, axis=0) * np.fft.rfft(response, size, axis=0)
    return mixed(sound, level * np.fft.irfft(spectrum, size, axis=0)[:frames])


# Stereo and time


def panned(sound: Sound, place: float) -> Sound:
    """The sound moved to a place from -1 (left) over 0 (unchanged) to 1 (right)."""
    angle = (place + 1) * np.pi / 4
    moved: Sound = sound * (np.sqrt(2) * np.array([np.cos(angle), np.sin(angle)]))
    return moved


def swaying(sound: Sound, period: float, depth: float) -> Sound:
    """The sound swaying left and right every `period` seconds by `depth` (0 to 1)."""
    sway = depth * np.sin(2 * np.pi * times(len(sound) / SAMPLE_RATE) / period)
    swayed: Sound = sound * stereo(1 + sway, 1 - sway)
    return swayed


def echoed(sound: Sound, delay: float, level: float, repeats: int) -> Sound:
    """The sound and its echoes, which change sides; longer by `repeats` delays.

    Each of the `repeats` echoes comes `delay` seconds after the one before it and is
    `level` times as strong.
    """
    step = frames_in(delay)
    result = np.zeros((len(sound) + repeats * step, 2))
    for repeat in range(repeats + 1):
        copy = panned(sound, 0.0 if repeat == 0 else 0.6 * (-1) ** repeat)
        result[repeat * step : repeat * step + len(sound)] += level**repeat * copy
    return result


def mixed(*sounds: Sound) -> Sound:
    """Sum of sounds that begin together, as long as the longest."""
    result = np.zeros((max(len(sound) for sound in sounds), 2))
    for sound in sounds:
        result[: len(sound)] += sound
    return result


def folded(sound: Sound, frames: int) -> Sound:
    """A loop of `frames`: whatever runs over the end is added to the beginning.

    This is what one hears in the middle of endless repeats, so the loop has no seam,
    provided that slow modulations in the sound have a whole number of periods in it.
    """
    result = np.zeros((frames, 2))
    for start in range(0, len(sound), frames):
        part = sound[start : start + frames]
        result[: len(part)] += part
    return result


def fading_out(sound: Sound, length: float, seconds: float) -> Sound:
    """The first `length` seconds, of which the last `seconds` fade to silence."""
    result = np.zeros((frames_in(length), 2))
    result[: len(sound)] = sound[: len(result)]
    return result * fall(times(length), seconds)[:, np.newaxis] ** 1.5
