"""Room tone: an even noise, the same each time."""

from __future__ import annotations

import numpy as np
import pytest

from audiobrief.audio.assemble import mix
from audiobrief.audio.recipe import Recipe
from audiobrief.audio.room_tone import room_tone
from audiobrief.audio.sounds import to_block
from audiobrief.units import gain_to_decibels

RATE = 44_100


def level(sound: np.ndarray) -> float:
    return gain_to_decibels(float(np.sqrt(np.mean(np.square(sound.astype(float))))))


@pytest.mark.parametrize("rate", [44_100, 48_000])
@pytest.mark.parametrize("asked", [-66.0, -50.0])
def test_its_level_is_what_is_asked_for(rate: int, asked: float) -> None:
    noise = room_tone(15 * rate, asked, rate)
    assert noise.shape == (15 * rate, 1)
    assert level(noise) == pytest.approx(asked, abs=0.2)
    seconds = noise.reshape(15, rate)
    assert [level(second) for second in seconds] == pytest.approx([asked] * 15, abs=1.5)


def test_it_falls_by_3_decibels_an_octave_and_ends_at_8_kilohertz() -> None:
    spectrum = np.square(np.abs(np.fft.rfft(room_tone(1 << 20, -60, RATE)[:, 0])))
    hertz = np.fft.rfftfreq(1 << 20, 1 / RATE)
    bands = [spectrum[(hertz >= low) & (hertz < 2 * low)] for low in (125, 250, 500, 1000, 2000)]
    octaves = [10 * np.log10(band.mean()) for band in bands]
    assert np.diff(octaves) == pytest.approx([-3] * 4, abs=0.3)
    assert spectrum[hertz > 8100].max() < 1e-6 * spectrum.max()
    assert spectrum[hertz < 50].max() < 1e-6 * spectrum.max()


def test_it_repeats_without_a_step() -> None:
    noise = room_tone((1 << 20) + 1000, -60, RATE)[:, 0]
    assert np.array_equal(noise[1 << 20 :], noise[:1000])
    steps = np.abs(np.diff(noise))
    assert steps[(1 << 20) - 1] < steps[: (1 << 20) - 1].max()


@pytest.mark.parametrize("channels", [1, 2])
def test_it_lies_under_all_of_a_mix(channels: int) -> None:
    recipe = Recipe(5000, RATE, channels, (), (), (), -66.0)
    block = to_block(mix(recipe, lambda _key: np.zeros((0, 1), dtype=np.int16), {}))
    assert block == pytest.approx(np.repeat(room_tone(5000, -66.0, RATE), channels, axis=1), abs=1e-6)
