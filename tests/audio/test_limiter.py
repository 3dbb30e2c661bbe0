"""The limiter: under the ceiling, untouched below it, and without a seam at a chunk's edge."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.audio.loudness import peak_envelope
from audiobrief.audio.master import _running_minimum, limit, reach
from builders import sine

Sound = npt.NDArray[np.float32]
RATE = 44_100
HALF = 882  # samples of 20 ms
CEILING = 0.8
SHORTEST = 3528  # samples of 80 ms


def limited(sound: Sound, gain: float = 1.0, ceiling: float = CEILING, cuts: list[int] | None = None) -> Sound:
    edges = [0, *sorted(cuts or []), len(sound)]
    results = []
    for start, end in pairwise(edges):
        first = max(0, start - reach(RATE))
        part = limit(sound[first : end + reach(RATE)], gain, ceiling, RATE)
        results.append(part[start - first : end - first])
    return np.concatenate(results)


def loud_noise(seconds: float = 2.0, level: float = 0.4, channels: int = 2, seed: int = 5) -> Sound:
    chance = np.random.default_rng(seed)
    frames = round(seconds * RATE)
    swell = 0.1 + np.sin(np.arange(frames) / RATE * 5) ** 2
    return (chance.normal(0, level, (frames, channels)) * swell[:, np.newaxis]).astype(np.float32)


class TestCeiling:
    @pytest.mark.parametrize("gain", [0.5, 1.0, 3.0, 20.0])
    @pytest.mark.parametrize("channels", [1, 2])
    def test_no_true_peak_is_over_it(self, gain: float, channels: int) -> None:
        result = limited(loud_noise(channels=channels), gain)
        assert peak_envelope(result, 0.0).max() <= CEILING * 1.005

    def test_a_peak_between_samples_is_held_too(self) -> None:
        sound = sine(1.0, RATE / 4, 0.0)
        sound = np.roll(sound, 1, axis=0) * 0 + np.sin(np.pi / 2 * np.arange(RATE) + np.pi / 4)[:, np.newaxis]
        result = limited(sound.astype(np.float32), 1.0)
        # The samples are at 0.71, below the ceiling; the wave between them is not.
        assert peak_envelope(result[100:-100], 0.0).max() <= CEILING * 1.001
        assert np.abs(result[5000:-5000]).max() == pytest.approx(CEILING / np.sqrt(2), abs=0.002)

    def test_a_steady_tone_is_brought_to_it_and_stays_a_tone(self) -> None:
        result = limited(sine(2.0, 440.0, 0.0), 2.0)[:, 0]
        middle = result[RATE // 2 : -RATE // 2]
        assert np.abs(middle).max() == pytest.approx(CEILING, abs=0.001)
        spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
        harmonics = np.delete(spectrum, range(435, 446))
        assert harmonics.max() / spectrum.max() < 0.001

    def test_silence_stays_silence(self) -> None:
        assert not limited(np.zeros((RATE, 2), dtype=np.float32), 100.0).any()

    @given(st.integers(0, 1000), st.floats(0.1, 30), st.floats(0.2, 0.99))
    @settings(max_examples=20, deadline=None)
    def test_whatever_comes(self, seed: int, gain: float, ceiling: float) -> None:
        result = limited(loud_noise(0.4, seed=seed), gain, ceiling)
        assert np.abs(result).max() <= ceiling * 1.0001
        assert peak_envelope(result, 0.0).max() <= ceiling * 1.01


class TestBelow:
    def test_what_stays_below_is_only_amplified(self) -> None:
        sound = loud_noise(level=0.05)
        assert np.array_equal(limited(sound, 1.5), sound * np.float32(1.5))

    def test_far_from_a_peak_nothing_is_changed(self) -> None:
        sound = sine(2.0, 440.0, -20.0, channels=2)
        sound[RATE] = 2.0
        result = limited(sound)
        far = 2 * HALF + 20
        assert np.array_equal(result[: RATE - far], sound[: RATE - far])
        assert np.array_equal(result[RATE + far :], sound[RATE + far :])
        assert np.abs(result[RATE - 100 : RATE + 100] / sound[RATE - 100 : RATE + 100]).max() < 0.5

    def test_both_channels_are_turned_down_together(self) -> None:
        sound = sine(1.0, 440.0, -20.0, channels=2)
        sound[RATE // 2, 0] = 2.0
        result = limited(sound)
        assert result[RATE // 2 + 5, 1] == pytest.approx(sound[RATE // 2 + 5, 1] * 0.4, rel=0.05)

    def test_the_gain_moves_smoothly(self) -> None:
        sound = np.full((RATE, 1), 0.1, dtype=np.float32)
        sound[RATE // 2] = 2.0
        gain = limited(sound)[:, 0] / sound[:, 0]
        assert np.abs(np.diff(gain)).max() < 0.002


class TestEdges:
    @given(st.lists(st.integers(1, 5 * RATE // SHORTEST - 1), max_size=8, unique=True), st.integers(0, 400))
    @settings(max_examples=30, deadline=None)
    @pytest.mark.slow
    def test_the_result_is_the_same_for_any_cut(self, cuts: list[int], odd: int) -> None:
        sound = loud_noise(5.0)
        places = [min(cut * (SHORTEST + 401) + odd, len(sound) - 1) for cut in cuts]
        places = sorted({place for place in places if place < len(sound) - 1})
        whole = limited(sound, 2.0)
        assert np.abs(limited(sound, 2.0, cuts=places) - whole).max() < 1e-5

    @pytest.mark.parametrize("left", [1, 10, 900, 1764, 3527])
    def test_the_last_block_may_be_short(self, left: int) -> None:
        sound = loud_noise(1.0)
        cut = limited(sound, 2.0, cuts=[len(sound) - left])
        assert np.abs(cut - limited(sound, 2.0)).max() < 1e-5

    @pytest.mark.parametrize("place", [-1, 0, 1, -900, 900, -1764, 1764])
    def test_a_peak_beside_an_edge_is_seen_from_the_other_side(self, place: int) -> None:
        sound = sine(1.0, 440.0, -20.0)
        sound[RATE // 2 + place] = 2.0
        cut = limited(sound, cuts=[RATE // 2])
        assert np.abs(cut - limited(sound)).max() < 1e-6
        assert np.abs(cut).max() <= CEILING * 1.0001

    def test_one_short_block_is_a_programme(self) -> None:
        sound = loud_noise(0.01)
        assert np.abs(limited(sound, 9.0)).max() <= CEILING * 1.0001

    def test_nothing_is_nothing(self) -> None:
        assert limit(np.zeros((0, 2), dtype=np.float32), 1.0, CEILING, RATE).shape == (0, 2)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60), st.integers(1, 10))
def test_the_running_minimum_is_the_least_of_the_neighbours(values: list[float], half: int) -> None:
    expected = [min(values[max(0, at - half) : at + half + 1]) for at in range(len(values))]
    assert _running_minimum(np.array(values), half).tolist() == expected
