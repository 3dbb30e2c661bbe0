"""How loud a mix will be is known before it is mixed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audiobrief.audio.assemble import mix
from audiobrief.audio.level import SoundMaterial, clip_energies, forecast_loudness
from audiobrief.audio.loudness import LoudnessMeter
from audiobrief.audio.recipe import RecipeBuilder
from audiobrief.audio.sounds import to_block, to_segment
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.sound import Sound
from audiobrief.script.models.voice import Voice
from audiobrief.timeline.timeline import Bed, Cue, Speech, Timeline
from audiobrief.units import Samples
from builders import sine

RATE = 44_100
SETTINGS = {name: Sound(name=name, path=Path(name), duck=-12.0) for name in ("bed", "sting")}  # no file is read


def voice(seconds: float, seed: int) -> Samples:
    """Return noise whose level goes up and down as that of speech does."""
    count = round(seconds * RATE)
    chance = np.random.default_rng(seed)
    syllables = np.interp(
        np.arange(count), np.arange(0, count + 8820, 8820), chance.uniform(0.02, 1, count // 8820 + 2)
    )
    return np.round(chance.normal(0, 3000, count) * syllables).clip(-32768, 32767).astype(np.int16)[:, np.newaxis]


def segment(samples: Samples) -> Any:
    return to_segment((samples / 32768).astype(np.float32), RATE)


def music(seconds: float, level: float, pitch: float = 440.0) -> Samples:
    return np.round(sine(seconds, pitch, level, channels=2) * 32767).astype(np.int16)


def material(name: str, samples: Samples) -> SoundMaterial:
    return SoundMaterial.of(SETTINGS[name], segment(samples))


def measured(
    line: Timeline, clips: list[Samples], sounds: Mapping[str, SoundMaterial], gains: dict[str, float]
) -> float:
    meter = LoudnessMeter(RATE, with_peak=False)
    recipes = RecipeBuilder(line, [str(index) for index in range(len(clips))], sounds, gains, 2)
    by_digest = {sound.info.digest: sound.segment for sound in sounds.values()}
    meter.add(to_block(mix(recipes.recipe(0, line.length), lambda key: clips[int(key)], by_digest)))
    return meter.result().integrated_lufs


def timeline(
    length: float, speech: list[tuple[float, float]], cues: list[float], bed: tuple[float, float] | None
) -> Timeline:
    said = Utterance("x", Voice("tone"))
    return Timeline(
        RATE,
        round(length * RATE),
        tuple(Speech(round(start * RATE), round(end * RATE), said, "a") for start, end in speech),
        (),
        tuple(Cue(round(at * RATE), round((at + 2) * RATE), "sting") for at in cues),
        (Bed(round(bed[0] * RATE), round(bed[1] * RATE), "bed", RATE),) if bed else (),
        (),
    )


@pytest.mark.parametrize("gain", [0.0, -9.0, 6.0])
@pytest.mark.parametrize(
    ("cues", "bed"),
    [([], None), ([0.5, 21.0], None), ([], (0.0, 30.0)), ([12.34], (3.21, 17.0))],
    ids=["speech", "stings", "a bed throughout", "both"],
)
def test_it_is_what_a_meter_shows(cues: list[float], bed: tuple[float, float] | None, gain: float) -> None:
    speech = [(2.7, 7.03), (7.31, 11.9), (15.0, 15.04), (24.123, 29.5)]
    clips = [voice(end - start, seed) for seed, (start, end) in enumerate(speech)]
    clips = [clip[: round(end * RATE) - round(start * RATE)] for clip, (start, end) in zip(clips, speech, strict=True)]
    line = timeline(30, speech, cues, bed)
    sounds = {"bed": material("bed", music(3.3, -20)), "sting": material("sting", music(2, -14, 660.0))}
    gains = {"a": gain}
    spoken = [clip_energies(clip, RATE) for clip in clips]
    forecast = forecast_loudness(line, spoken, sounds, gains)
    assert forecast == pytest.approx(measured(line, clips, sounds, gains), abs=0.2)


def test_music_alone_is_heard() -> None:
    line = timeline(6, [], [1.0], None)
    sounds = {"sting": material("sting", music(2, -20))}
    assert forecast_loudness(line, [], sounds, {}) == pytest.approx(measured(line, [], sounds, {}), abs=0.2)


def test_there_is_nothing_to_hear_in_silence() -> None:
    assert forecast_loudness(timeline(3, [], [], None), [], {}, {}) == -math.inf
