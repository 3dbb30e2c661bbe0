"""What finds clicks finds those that are planted, and nothing else."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from clicks import find_clicks

RATE = 44_100
AT = RATE // 2


def voice(level: float) -> npt.NDArray[np.float64]:
    """Make a second of something like a vowel with some breath, its peak at a share of full scale."""
    time = np.arange(RATE) / RATE
    tone = sum(np.sin(2 * np.pi * 120 * number * time + number) / number for number in range(1, 60))
    breath = np.random.default_rng(1).normal(0, 0.002, RATE)
    return np.asarray(level * (tone / np.abs(tone).max() + breath))


def clicks(sound: npt.NDArray[np.float64], *places: int) -> list[int]:
    samples = (np.rint(sound * 32767) / 32768).astype(np.float32)[:, np.newaxis]
    return list(find_clicks(np.repeat(samples, 2, axis=1), RATE, places or (AT,)))


def with_step(size: float) -> npt.NDArray[np.float64]:
    """Make silence after a tone that ends at a share of full scale."""
    sound = np.zeros(RATE)
    sound[: AT + 1] = size * np.cos(2 * np.pi * 100 * np.arange(-AT, 1) / RATE)
    return sound


def test_a_voice_has_none() -> None:
    assert clicks(voice(0.5), *range(RATE // 10, RATE * 9 // 10, 441)) == []
    assert clicks(voice(0.001), *range(RATE // 10, RATE * 9 // 10, 441)) == []


@pytest.mark.parametrize("size", [0.5, 0.05, 0.002])
def test_a_sound_that_is_cut_off_clicks(size: float) -> None:
    assert clicks(with_step(size)) == [AT]


def test_a_faded_sound_does_not() -> None:
    sound = with_step(0.5)
    fade = RATE * 3 // 1000
    sound[AT + 1 - fade : AT + 1] *= np.cos(np.linspace(0, np.pi / 2, fade)) ** 2
    assert clicks(sound) == []


def test_a_voice_that_is_joined_within_a_word_clicks() -> None:
    whole = voice(0.5)
    assert clicks(np.concatenate((whole[:AT], whole[AT + 100 :]))) == [AT]


def test_a_sample_that_is_missing_clicks() -> None:
    sound = voice(0.3)
    sound[AT] = 0.0 if abs(sound[AT]) > 0.05 else 0.2
    assert clicks(sound) == [AT]


def test_a_click_elsewhere_is_not_at_the_place() -> None:
    assert clicks(with_step(0.5), AT - RATE // 10, AT + RATE // 10) == []
