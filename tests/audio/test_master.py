"""From the mix to podcast loudness: what is set, and how a finished file is judged."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.audio.loudness import LoudnessMeter
from audiobrief.audio.master import (
    ENCODER_MARGIN,
    GRID,
    TOLERANCE,
    Setting,
    first_setting,
    lower_ceiling,
    master,
    next_setting,
    to_samples,
)
from audiobrief.errors import MasteringError
from audiobrief.script.models.script import Mastering
from builders import sine

RATE = 44_100
TARGET = Mastering(loudness=-16.0, peak=-1.0)


def mastered(sound: npt.NDArray[np.float32], setting: Setting) -> npt.NDArray[np.int16]:
    return to_samples(master(sound, setting, RATE))


class TestFirstSetting:
    @pytest.mark.parametrize("forecast", [-40.0, -23.0, -6.0])
    def test_is_the_gain_that_is_missing_and_a_little_for_the_limiter(self, forecast: float) -> None:
        assert first_setting(forecast, TARGET).gain == pytest.approx(-16 - forecast + 0.1, abs=GRID / 2)
        assert first_setting(forecast, TARGET).gain % GRID == 0

    def test_leaves_room_for_what_an_encoder_adds(self) -> None:
        assert first_setting(-20.0, Mastering(loudness=-16, peak=-2.5)).ceiling == -2.5 - ENCODER_MARGIN

    def test_there_is_none_for_silence(self) -> None:
        with pytest.raises(MasteringError, match="nothing to hear"):
            first_setting(-math.inf, TARGET)


class TestMastered:
    def test_is_as_loud_as_it_should_be(self) -> None:
        sound = sine(5, 1000.0, -30, channels=2)
        setting = Setting(14.0, -1.6)
        meter = LoudnessMeter(RATE)
        meter.add(mastered(sound, setting).astype(np.float32) / np.float32(32768))
        assert meter.result().integrated_lufs == pytest.approx(-16, abs=0.05)

    @pytest.mark.parametrize("ceiling", [-1.0, -3.0, -9.0])
    def test_keeps_to_its_ceiling(self, ceiling: float) -> None:
        noise = np.random.default_rng(2).normal(0, 0.2, (3 * RATE, 2)).astype(np.float32)
        meter = LoudnessMeter(RATE)
        meter.add(mastered(noise, Setting(12.0, ceiling)).astype(np.float32) / np.float32(32768))
        assert meter.result().true_peak_dbtp == pytest.approx(ceiling, abs=0.1)
        assert meter.result().true_peak_dbtp <= ceiling + 0.05

    def test_is_16_bit(self) -> None:
        made = mastered(sine(2.5, channels=2), Setting(0, -1))
        assert (made.shape, made.dtype) == ((round(2.5 * RATE), 2), np.dtype("<i2"))

    def test_without_gain_and_peaks_is_the_mix_rounded(self) -> None:
        sound = sine(1, channels=2)
        assert np.array_equal(mastered(sound, Setting(0, -1)), np.round(sound * 32768).astype(np.int16))

    def test_a_makeup_factor_is_applied_behind_the_limiter(self) -> None:
        noise = np.random.default_rng(2).normal(0, 0.2, (RATE, 2)).astype(np.float32)
        plain = mastered(noise, Setting(6.0, -6.0)).astype(float)
        louder = to_samples(master(noise, Setting(6.0, -6.0), RATE), 1.25)
        assert np.abs(louder - plain * 1.25).max() <= 1.2

    def test_full_scale_does_not_wrap_round(self) -> None:
        sound = np.where(np.arange(RATE) // 50 % 2, 1.0, -1.0)[:, np.newaxis].astype(np.float32)
        made = mastered(sound * 4, Setting(0.0, 6.0))
        assert set(np.unique(made[2000:-2000])) == {-32768, 32767}


class TestNextSetting:
    setting = Setting(5.0, -1.8)

    @pytest.mark.parametrize("lufs", [-16.0, -16.0 + TOLERANCE - 0.01, -16.0 - TOLERANCE + 0.01])
    def test_there_is_none_where_the_programme_is_right(self, lufs: float) -> None:
        assert next_setting(self.setting, lufs, TARGET) is None

    def test_what_is_too_soft_is_amplified_by_what_is_missing(self) -> None:
        assert next_setting(self.setting, -16.5, TARGET) == Setting(5.5, -1.8)

    def test_what_is_too_loud_is_turned_down(self) -> None:
        assert next_setting(self.setting, -15.5, TARGET) == Setting(4.5, -1.8)

    @given(st.floats(-40, 0))
    def test_one_that_is_wrong_never_passes_and_never_gets_the_same_setting(self, lufs: float) -> None:
        better = next_setting(self.setting, lufs, TARGET)
        assert (better is None) == (abs(lufs + 16) <= TOLERANCE)
        assert better is None or (better != self.setting and better.gain % GRID == 0)

    def test_a_silent_one_is_not_right(self) -> None:
        with pytest.raises(MasteringError, match="nothing to hear"):
            next_setting(self.setting, -math.inf, TARGET)


class TestLowered:
    setting = Setting(5.0, -1.8)

    @pytest.mark.parametrize("peak", [-1.0, -1.01, -8.0, -math.inf])
    def test_there_is_none_where_the_peaks_are_right(self, peak: float) -> None:
        assert lower_ceiling(self.setting, peak, TARGET) is None

    def test_a_peak_that_is_over_lowers_the_ceiling_by_a_little_more(self) -> None:
        better = lower_ceiling(self.setting, -0.7, TARGET)
        assert better is not None
        assert better.gain == 5.0
        assert better.ceiling == pytest.approx(-1.8 - 0.3 - 0.1)
