"""What is done to a clip before it is laid out: trimmed to what is heard, brought to the programme's rate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.units import Samples
from audiobrief.voices.engine import Clip, Word
from audiobrief.voices.speaking import fade_edges, join, prepare, resample, trim
from builders import sine

RATE = 44_100
WINDOW = 220  # samples of 5 ms, as they are judged together
KEPT = 441  # samples of 10 ms, which stay before and after


def sixteen_bit(seconds: float, frequency: float = 440.0, level: float = -6.0, sample_rate: int = RATE) -> Samples:
    return np.round(sine(seconds, frequency, level, sample_rate) * 32767).astype(np.int16)


def silence(frames: int) -> Samples:
    return np.zeros((frames, 1), dtype=np.int16)


def loud(frames: int) -> Samples:
    return np.full((frames, 1), 10_000, dtype=np.int16)


def amplitude(samples: Samples, frequency: float, sample_rate: int) -> float:
    """Return the amplitude of one frequency in the middle of a clip, away from its edges."""
    middle = samples[len(samples) // 4 : -len(samples) // 4, 0].astype(float)
    window = np.hanning(len(middle))
    turns = np.exp(-2j * np.pi * frequency / sample_rate * np.arange(len(middle)))
    return float(2 * abs((middle * window * turns).sum()) / window.sum())


class TestTrim:
    def test_ten_milliseconds_stay_before_and_after_what_is_heard(self) -> None:
        # 10 windows of silence, 20 of sound, 10 of silence: what is heard lies on windows' edges.
        samples = np.concatenate((silence(10 * WINDOW), loud(20 * WINDOW), silence(10 * WINDOW)))
        trimmed = trim(Clip(samples, RATE))
        assert np.array_equal(trimmed.samples, samples[10 * WINDOW - KEPT : 30 * WINDOW + KEPT])

    def test_the_windows_of_the_first_and_last_sound_are_kept_whole(self) -> None:
        samples = silence(40 * WINDOW)
        samples[10 * WINDOW + 100] = samples[29 * WINDOW + 7] = 9000
        trimmed = trim(Clip(samples, RATE))
        assert np.array_equal(trimmed.samples, samples[10 * WINDOW - KEPT : 30 * WINDOW + KEPT])

    def test_sound_at_the_edges_is_not_touched(self) -> None:
        samples = loud(3 * WINDOW + 17)
        assert np.array_equal(trim(Clip(samples, RATE)).samples, samples)

    def test_fewer_than_ten_milliseconds_at_the_edges_are_not_cut(self) -> None:
        samples = np.concatenate((silence(WINDOW), loud(WINDOW), silence(KEPT - 1)))
        assert np.array_equal(trim(Clip(samples, RATE)).samples, samples)

    def test_what_is_48_decibels_below_the_peak_is_silence(self) -> None:
        quiet, peak = np.full((4410, 1), 40, dtype=np.int16), np.full((4400, 1), 10_001, dtype=np.int16)
        assert len(trim(Clip(np.concatenate((quiet, peak, quiet)), RATE)).samples) < 6000
        audible = np.full((4410, 1), 41, dtype=np.int16)
        assert len(trim(Clip(np.concatenate((audible, peak, audible)), RATE)).samples) == 4410 + 4400 + 4410

    def test_silence_inside_stays(self) -> None:
        samples = np.concatenate((loud(WINDOW), silence(RATE), loud(WINDOW)))
        assert np.array_equal(trim(Clip(samples, RATE)).samples, samples)

    @pytest.mark.parametrize("frames", [0, 1, WINDOW, RATE])
    def test_a_silent_clip_becomes_empty(self, frames: int) -> None:
        trimmed = trim(Clip(silence(frames), RATE, (Word(0, frames, 0, 1),)))
        assert trimmed.samples.shape == (0, 1)
        assert trimmed.words == ()

    def test_dither_of_one_step_is_silence(self) -> None:
        samples = np.tile(np.array([[1], [-1], [0]], dtype=np.int16), (5000, 1))
        assert len(trim(Clip(samples, RATE)).samples) == 0

    def test_full_scale_below_zero_is_sound(self) -> None:
        # -32768 has no positive in 16 bit.
        samples = np.full((10, 1), -32768, dtype=np.int16)
        assert np.array_equal(trim(Clip(samples, RATE)).samples, samples)

    def test_word_timings_move_with_the_sound_and_stay_inside(self) -> None:
        samples = np.concatenate((silence(10 * WINDOW), loud(20 * WINDOW), silence(10 * WINDOW)))
        words = (Word(0, 12 * WINDOW, 0, 5), Word(12 * WINDOW, 40 * WINDOW, 6, 11))
        trimmed = trim(Clip(samples, RATE, words))
        cut = 10 * WINDOW - KEPT
        assert trimmed.words == (
            Word(0, 12 * WINDOW - cut, 0, 5),
            Word(12 * WINDOW - cut, len(trimmed.samples), 6, 11),
        )

    @given(st.lists(st.tuples(st.integers(1, 900), st.sampled_from([0, 3, 5000])), max_size=12))
    def test_trimming_cuts_a_stretch_out_and_nothing_that_is_heard(self, runs: list[tuple[int, int]]) -> None:
        samples = np.concatenate([silence(0), *(np.full((count, 1), level, dtype=np.int16) for count, level in runs)])
        trimmed = trim(Clip(samples, RATE)).samples
        heard = np.flatnonzero(np.abs(samples[:, 0]) > 4)
        assert (trimmed > 4).sum() == len(heard)
        if len(heard):
            assert trimmed.tobytes() in samples.tobytes()
            first = int(np.flatnonzero(trimmed[:, 0] > 4)[0])
            last = len(trimmed) - 1 - int(np.flatnonzero(trimmed[:, 0] > 4)[-1])
            assert first <= KEPT + WINDOW
            assert last <= KEPT + WINDOW

    @given(st.integers(0, 3000), st.integers(1, 3000), st.integers(0, 3000))
    def test_trimming_twice_changes_little_more(self, before: int, sound: int, after: int) -> None:
        once = trim(Clip(np.concatenate((silence(before), loud(sound), silence(after))), RATE))
        twice = trim(once)
        assert len(once.samples) - len(twice.samples) <= 2 * WINDOW


class TestResample:
    @pytest.mark.parametrize("to", [44_100, 48_000])
    @pytest.mark.parametrize("frequency", [100.0, 1000.0, 8000.0])
    def test_a_sine_keeps_its_frequency_and_level(self, to: int, frequency: float) -> None:
        clip = Clip(sixteen_bit(1.0, frequency, -6.0, 22_050), 22_050)
        result = resample(clip, to)
        assert result.sample_rate == to
        assert len(result.samples) == to
        expected = 32767 * 10 ** (-6 / 20)
        assert amplitude(result.samples, frequency, to) == pytest.approx(expected, rel=0.005)

    @pytest.mark.parametrize("frequency", [3000.0, 6000.0, 9000.0])
    def test_no_image_appears_above_the_old_nyquist_frequency(self, frequency: float) -> None:
        # Linear interpolation leaves an image at 22,050 - f, some 20 dB down at 9 kHz.
        result = resample(Clip(sixteen_bit(1.0, frequency, -6.0, 22_050), 22_050), 44_100)
        spectrum = np.abs(np.fft.rfft(result.samples[:, 0] * np.hanning(44_100)))
        images = spectrum[11_100:].max() / spectrum.max()
        assert 20 * np.log10(images) < -85

    def test_going_down_nothing_folds_back(self) -> None:
        result = resample(Clip(sixteen_bit(1.0, 23_000, -6.0, 48_000), 48_000), 44_100)
        assert np.abs(result.samples[4410:-4410]).max() <= 3

    def test_full_scale_does_not_wrap_round(self) -> None:
        square = np.where(np.arange(22_050) // 50 % 2, 32767, -32768).astype(np.int16)[:, np.newaxis]
        result = resample(Clip(square, 22_050), 44_100).samples[:, 0].astype(int)
        # A wrapped overshoot would jump over the whole range from one sample to the next.
        assert result.max() == 32767
        assert result.min() == -32768
        assert np.abs(np.diff(result)).max() < 40_000

    def test_the_same_rate_is_the_same_sound(self) -> None:
        clip = Clip(sixteen_bit(0.1), RATE, (Word(0, 100, 0, 3),))
        same = resample(clip, RATE)
        assert same.samples is clip.samples
        assert same.words == clip.words

    def test_an_empty_clip_takes_the_rate(self) -> None:
        empty = resample(Clip(silence(0), 22_050), RATE)
        assert empty.samples.shape == (0, 1)
        assert empty.sample_rate == RATE

    @pytest.mark.parametrize("frames", [1, 2, 10])
    def test_a_clip_of_a_few_samples_stays_one(self, frames: int) -> None:
        assert resample(Clip(loud(frames), 22_050), RATE).samples.shape == (2 * frames, 1)

    def test_word_timings_follow_the_rate(self) -> None:
        clip = Clip(sixteen_bit(1.0, sample_rate=22_050), 22_050, (Word(0, 11_025, 0, 5), Word(11_025, 22_050, 6, 9)))
        assert resample(clip, RATE).words == (Word(0, 22_050, 0, 5), Word(22_050, 44_100, 6, 9))

    def test_a_rate_of_its_own_is_resampled_too(self) -> None:
        assert abs(len(resample(Clip(sixteen_bit(1.0, sample_rate=16_000), 16_000), RATE).samples) - RATE) <= 1


def test_prepare_trims_before_it_resamples() -> None:
    samples = np.concatenate((silence(22_050), sixteen_bit(0.5, sample_rate=22_050), silence(22_050)))
    prepared = prepare(Clip(samples, 22_050), RATE)
    assert prepared.sample_rate == RATE
    assert 0.5 * RATE <= len(prepared.samples) <= 0.531 * RATE


class TestFadeEdges:
    def test_the_first_and_the_last_three_milliseconds_are_faded(self) -> None:
        faded = fade_edges(Clip(np.full((RATE, 1), 10_000, np.int16), RATE)).samples[:, 0]
        count = RATE * 3 // 1000
        assert (faded[0], faded[-1]) == (0, 0)
        assert np.array_equal(faded, faded[::-1])
        assert np.all(np.diff(faded[: count + 1].astype(int)) >= 0)
        assert np.all(faded[count : RATE - count] == 10_000)

    @pytest.mark.parametrize("frames", [0, 1, 2, 3, 100])
    def test_of_any_length(self, frames: int) -> None:
        assert len(fade_edges(Clip(loud(frames), RATE)).samples) == frames


def test_joined_clips_keep_the_times_of_their_words() -> None:
    first = Clip(loud(1000), RATE, (Word(0, 400, 0, 3), Word(500, 1000, 4, 8)))
    second = Clip(loud(800), RATE, (Word(100, 800, 0, 5),))
    pause = RATE * 120 // 1000
    joined = join([first, second], [0, 9])
    assert len(joined.samples) == 1000 + pause + 800
    assert joined.words == (*first.words, Word(1000 + pause + 100, 1000 + pause + 800, 9, 14))
