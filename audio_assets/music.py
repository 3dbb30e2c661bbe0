"""The theme, the sting and the bed: their notes and how the instruments play them.

All three are in D major at 105 beats per minute, four beats to the bar, and share one
motif, A D E A rising.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from synthesis import (
    SAMPLE_RATE,
    Instrument,
    Random,
    Sound,
    air,
    bass,
    bell,
    drum,
    echoed,
    electric_piano,
    fading_out,
    folded,
    frames_in,
    frequency_of,
    mallet,
    mixed,
    pad,
    panned,
    reverberate,
    room,
    shaker,
    swaying,
)

BEAT = 60 / 105
"""Seconds; 25 200 frames exactly."""

BAR = 4 * BEAT

_SEED = 105


@dataclass(frozen=True)
class Note:
    """One note: when it begins and how long the key is held, in beats; force 0 to 1."""

    pitch: str
    beat: float
    length: float
    force: float
    place: float = 0.0  # from -1, left, to 1, right


def played(notes: Iterable[Note], instrument: Instrument, random: Random) -> Sound:
    """The notes as played by hand: up to 5 ms late, some harder, some softer."""
    sounds = []
    for note in notes:
        force = note.force * random.uniform(0.94, 1.06)
        late = random.uniform(0.0, 0.005)
        sound = instrument(frequency_of(note.pitch), note.length * BEAT, force, random)
        sounds.append((frames_in(note.beat * BEAT + late), panned(sound, note.place)))
    result = np.zeros((max(start + len(sound) for start, sound in sounds), 2))
    for start, sound in sounds:
        result[start : start + len(sound)] += sound
    return result


def chord(pitches: str, beat: float, length: float, force: float, strum: float = 0.0) -> list[Note]:
    """The pitches, low to high, from left to right, each `strum` beats later."""
    names = pitches.split()
    places = np.linspace(-0.5, 0.5, len(names))
    return [Note(name, beat + strum * i, length - strum * i, force, float(places[i])) for i, name in enumerate(names)]


def ostinato(pitches: str, beat: float, force: float) -> list[Note]:
    """The pitches as quavers that answer each other left and right."""
    accents, places = (1.0, 0.6, 0.8, 0.65), (-0.65, 0.65)
    return [
        Note(name, beat + i / 2, 0.5, force * accents[i % 4], places[i % 2]) for i, name in enumerate(pitches.split())
    ]


def beats_of(pitch: str, beats: Iterable[float], force: float, place: float = 0.0) -> list[Note]:
    """One short note of the same pitch, which for noise is its middle, at each beat."""
    return [Note(pitch, beat, 0.25, force, place) for beat in beats]


# The theme: four bars and a last chord that rings

_MELODY = [
    # the motif, and its answer
    Note("A4", 0.0, 0.5, 0.75),
    Note("D5", 0.5, 0.5, 0.75),
    Note("E5", 1.0, 0.5, 0.80),
    Note("A5", 1.5, 1.0, 0.95),
    Note("F#5", 2.5, 0.5, 0.75),
    Note("E5", 3.0, 1.0, 0.70),
    Note("F#5", 4.0, 1.5, 0.85),
    Note("D5", 5.5, 0.5, 0.70),
    Note("C#5", 6.0, 0.5, 0.70),
    Note("D5", 6.5, 1.5, 0.75),
    # the motif a step up, and the way home
    Note("B4", 8.0, 0.5, 0.80),
    Note("D5", 8.5, 0.5, 0.80),
    Note("E5", 9.0, 0.5, 0.85),
    Note("B5", 9.5, 1.0, 1.00),
    Note("A5", 10.5, 0.5, 0.85),
    Note("F#5", 11.0, 1.0, 0.80),
    Note("G5", 12.0, 1.5, 0.85),
    Note("E5", 13.5, 0.5, 0.75),
    Note("F#5", 14.0, 0.75, 0.80),
    Note("E5", 14.75, 0.5, 0.75),
    Note("C#5", 15.25, 0.75, 0.75),
    Note("D5", 16.0, 4.0, 0.90),
]
_FAREWELL = [
    Note("A5", 16.5, 3.0, 0.50, -0.4),
    Note("D6", 17.0, 3.0, 0.45, 0.4),
    Note("E6", 17.5, 3.0, 0.32, -0.2),
    Note("A6", 18.0, 3.0, 0.20, 0.2),
]
_THEME_CHORDS = [
    ("D3 A3 E4 F#4 A4", 0.0, 4.0),  # D with the ninth
    ("B2 A3 C#4 D4 F#4", 4.0, 4.0),  # B minor ninth
    ("D3 F#3 A3 B3 D4", 8.0, 4.0),  # G major ninth over its bass
    ("D3 G3 B3 E4", 12.0, 2.0),  # A suspended
    ("C#3 G3 B3 F#4", 14.0, 2.0),  # A ninth and thirteenth, which lead home
    ("D3 A3 D4 E4 F#4", 16.0, 5.0),  # D with the ninth
]
_THEME_BASS = [
    Note("D2", 0.0, 1.4, 0.90),
    Note("D3", 1.5, 1.4, 0.65),
    Note("A2", 3.0, 0.9, 0.65),
    Note("B1", 4.0, 1.4, 0.90),
    Note("B2", 5.5, 1.4, 0.65),
    Note("A2", 7.0, 0.9, 0.65),
    Note("G2", 8.0, 1.4, 0.90),
    Note("D3", 9.5, 1.4, 0.65),
    Note("G2", 11.0, 0.9, 0.70),
    Note("A2", 12.0, 1.4, 0.90),
    Note("A2", 13.5, 0.5, 0.65),
    Note("A1", 14.0, 1.4, 0.85),
    Note("C#2", 15.5, 0.5, 0.75),
    Note("D2", 16.0, 4.5, 1.00),
]
_THEME_OSTINATO = [
    *ostinato("D4 A4 E4 A4 F#4 A4 E4 A4", 0.0, 0.55),
    *ostinato("D4 A4 C#4 F#4 D4 A4 C#4 F#4", 4.0, 0.60),
    *ostinato("D4 A4 B3 F#4 D4 A4 E4 B4", 8.0, 0.70),
    *ostinato("E4 B4 D4 G4 E4 B4 C#4 G4", 12.0, 0.75),
    Note("D4", 16.0, 0.5, 0.8),
]


def theme(length: float = 12.2) -> Sound:
    """The theme, not yet levelled: `length` seconds that end in silence."""
    random = np.random.default_rng(_SEED)
    comping = [
        note
        for pitches, beat, beats in _THEME_CHORDS[:-1]
        for offset, held in ((0.0, 1.4), (1.5, 2.3))
        if offset + held <= beats
        for note in chord(pitches, beat + offset, held, 0.42)
    ]
    comping += chord(_THEME_CHORDS[-1][0], 16.0, 5.0, 0.6, strum=0.04)
    doubled = [replace(n, force=0.7 * n.force, place=0.25) for n in _MELODY]
    melody = mixed(
        0.30 * played(_MELODY, electric_piano, random),
        0.28 * played(doubled, mallet, random),
        0.12 * played(_octave_up(_MELODY[10:]), bell, random),
        0.20 * played(_FAREWELL, bell, random),
    )
    sustained = [n for c in _THEME_CHORDS for n in chord(*c, 0.8)]
    downbeats = [4 * bar + beat for bar in range(4) for beat in (0.0, 2.5)]
    shakes = [
        *beats_of("D9", np.arange(0.5, 16.0, 1.0), 0.9, 0.2),
        *beats_of("D9", np.arange(8.25, 15.8, 0.5), 0.35, -0.4),
    ]
    swells = [Note("A8", 5.0, 3.0, 0.6), Note("A8", 12.5, 3.5, 1.0)]
    dry = mixed(
        echoed(melody, 0.75 * BEAT, 0.26, 3),
        swaying(0.20 * played(comping, electric_piano, random), BAR / 2, 0.25),
        0.13 * played(sustained, pad(1_800.0, 0.35), random),
        0.25 * played(_THEME_OSTINATO, mallet, random),
        0.25 * played(_THEME_BASS, bass, random),
        0.30 * played(beats_of("A1", [*downbeats, 16.0], 0.8), drum, random),
        0.085 * played(shakes, shaker, random),
        0.042 * played(swells, air, random),
    )
    return fading_out(reverberate(dry, room(random), 0.48), length, 1.9)


def _octave_up(notes: Iterable[Note]) -> list[Note]:
    """The same notes an octave higher."""
    return [replace(note, pitch=f"{note.pitch[:-1]}{int(note.pitch[-1]) + 1}") for note in notes]


# The sting: the motif in semiquavers, G major moving to D


def sting(length: float = 1.95) -> Sound:
    """The sting, not yet levelled: `length` seconds that end in silence."""
    random = np.random.default_rng(_SEED + 1)
    motif = [
        Note("A4", 0.00, 0.25, 0.75),
        Note("D5", 0.25, 0.25, 0.75),
        Note("E5", 0.50, 0.25, 0.80),
        Note("A5", 0.75, 2.50, 0.95),
    ]
    harmony = [
        *chord("B3 D4 F#4", 0.0, 0.7, 0.4),
        *chord("D3 A3 D4 F#4", 0.75, 2.5, 0.55, strum=0.03),
    ]
    low = [Note("G2", 0.0, 0.65, 0.7), Note("D2", 0.75, 2.2, 0.95)]
    high = [Note("D6", 0.75, 2.0, 0.6, 0.4), Note("A6", 1.0, 2.0, 0.25, -0.4)]
    melody = mixed(
        0.30 * played(motif, electric_piano, random),
        0.28 * played(motif, mallet, random),
        0.18 * played(high, bell, random),
    )
    dry = mixed(
        echoed(melody, 0.75 * BEAT, 0.22, 2),
        swaying(0.20 * played(harmony, electric_piano, random), BAR / 2, 0.25),
        0.12 * played(chord("D3 A3 E4 F#4", 0.6, 2.0, 0.8), pad(1_800.0, 0.2), random),
        0.25 * played(low, bass, random),
        0.28 * played(beats_of("A1", [0.75], 0.8), drum, random),
        0.085 * played(beats_of("D9", [0.75], 0.9, 0.2), shaker, random),
        0.030 * played([Note("A8", 0.0, 0.75, 1.0)], air, random),
    )
    return fading_out(reverberate(dry, room(random), 0.48), length, 1.1)


# The bed: eight bars that repeat without a seam

_BED_BARS = 8
_BED_CHORDS = [
    ("D3 A3 E4 F#4", 0.0, 8.0),  # D with the ninth
    ("B2 F#3 A3 D4 E4", 8.0, 8.0),  # B minor with the eleventh
    ("G2 D3 A3 B3 E4", 16.0, 8.0),  # G with the sixth and the ninth
    ("E3 G3 B3 D4 F#4", 24.0, 4.0),  # E minor ninth
    ("E3 G3 B3 D4", 28.0, 4.0),  # A suspended over its bass
]
_BED_BASS = ("D2", "D2", "B1", "B1", "G2", "G2", "E2", "A1")  # one to a bar
_BED_OSTINATO = [
    *ostinato("D3 A3 E4 A3 D4 A3 E4 A3", 0.0, 0.60),
    *ostinato("D3 A3 F#4 A3 D4 A3 E4 A3", 4.0, 0.66),
    *ostinato("B2 F#3 C#4 F#3 D4 F#3 C#4 F#3", 8.0, 0.62),
    *ostinato("B2 F#3 E4 F#3 D4 F#3 C#4 F#3", 12.0, 0.66),
    *ostinato("D3 A3 B3 A3 D4 A3 E4 A3", 16.0, 0.62),
    *ostinato("D3 A3 B3 A3 E4 A3 D4 B3", 20.0, 0.70),
    *ostinato("E3 B3 D4 B3 F#4 B3 D4 B3", 24.0, 0.66),
    *ostinato("E3 B3 D4 B3 E4 B3 D4 A3", 28.0, 0.60),
]


def bed() -> Sound:
    """The bed, not yet levelled: one turn of the loop."""
    random = np.random.default_rng(_SEED + 2)
    sustained = [n for c in _BED_CHORDS for n in chord(*c, 0.8)]
    rolled = [
        note
        for pitches, beat, length in _BED_CHORDS
        for offset, force in ((0.0, 0.32), (5.5, 0.24))
        if offset < length
        for note in _octave_up(chord(pitches, beat + offset, 2.5, force, 0.12))
    ]
    low = [
        note
        for bar, pitch in enumerate(_BED_BASS)
        for note in (
            Note(pitch, 4 * bar, 2.2, 0.85),
            Note(pitch, 4 * bar + 2.5, 1.2, 0.55),
        )
    ]
    offbeats = np.arange(0.5, 4 * _BED_BARS, 1.0)
    dry = mixed(
        0.14 * played(sustained, pad(1_600.0, 0.9), random),
        swaying(0.27 * played(rolled, electric_piano, random), BAR, 0.3),
        swaying(0.21 * played(_BED_OSTINATO, mallet, random), 2 * BAR, 0.2),
        0.21 * played(low, bass, random),
        0.13 * played(beats_of("A1", range(0, 4 * _BED_BARS, 4), 0.7), drum, random),
        0.016 * played(beats_of("D9", offbeats, 0.8, 0.3), shaker, random),
    )
    wet = reverberate(dry, room(random), 0.55)
    return _room_for_voice(folded(wet, frames_in(_BED_BARS * BAR)))


def _room_for_voice(loop: Sound) -> Sound:
    """The loop with 6 dB less around 2 kHz, filtered in a circle so no seam appears."""
    frequencies = np.maximum(np.fft.rfftfreq(len(loop), 1 / SAMPLE_RATE), 1.0)
    distance = np.log2(frequencies / 2_000) / 0.9
    gain = 10.0 ** (-6 / 20 * np.exp(-0.5 * distance**2))
    gain[0] = 0.0
    spectrum = np.fft.rfft(loop, axis=0) * gain[:, np.newaxis]
    return np.fft.irfft(spectrum, len(loop), axis=0)
