"""Integrated loudness and true peak, against EBU Tech 3341 and against ffmpeg's meter."""

from __future__ import annotations

import math
import re
import subprocess
import wave
from itertools import pairwise
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.audio import loudness
from audiobrief.audio.loudness import (
    WINDOW,
    Loudness,
    LoudnessMeter,
    WindowResampler,
    _k_weighting,
    integrated_loudness,
    peak_envelope,
    window_energies,
)
from builders import ROOT, sine

Sound = npt.NDArray[np.float32]
RATES = (44_100, 48_000)


def measure(sound: Sound, sample_rate: int = 44_100, cuts: list[int] | None = None) -> Loudness:
    meter = LoudnessMeter(sample_rate)
    for start, end in pairwise([0, *sorted(cuts or []), len(sound)]):
        meter.add(sound[start:end])
    return meter.result()


def tones(sample_rate: int, *parts: tuple[float, float]) -> Sound:
    """Join 1 kHz sines in stereo, each a level in dBFS and a length in seconds."""
    return np.concatenate([sine(seconds, 1000.0, level, sample_rate, 2) for level, seconds in parts])


def noise(seconds: float, sample_rate: int, channels: int = 2, level: float = 0.2) -> Sound:
    chance = np.random.default_rng(7)
    return chance.normal(0, level, (round(seconds * sample_rate), channels)).clip(-1, 1).astype(np.float32)


@pytest.mark.parametrize("rate", RATES)
class TestTech3341:
    """The cases 1 to 5 of EBU Tech 3341, table 1, made by hand."""

    @pytest.mark.parametrize(
        ("parts", "lufs"),
        [
            pytest.param([(-23, 20)], -23.0, id="1"),
            pytest.param([(-33, 20)], -33.0, id="2"),
            pytest.param([(-36, 10), (-23, 60), (-36, 10)], -23.0, id="3"),
            pytest.param([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23.0, id="4"),
            pytest.param([(-26, 20), (-20, 20.1), (-26, 20)], -23.0, id="5"),
        ],
    )
    @pytest.mark.slow
    def test_case(self, rate: int, parts: list[tuple[float, float]], lufs: float) -> None:
        assert measure(tones(rate, *parts), rate).integrated_lufs == pytest.approx(lufs, abs=0.1)


def biquad(sound: npt.NDArray[np.float64], b: tuple[float, ...], a: tuple[float, ...]) -> npt.NDArray[np.float64]:
    """Filter as BS.1770-4 draws it, one sample after the other."""
    result = np.zeros(len(sound))
    for at in range(len(sound)):
        past = range(min(at, 2) + 1)
        result[at] = sum(b[back] * sound[at - back] for back in past) - sum(
            a[back] * result[at - back] for back in past
        )
    return result


def test_the_filter_is_the_one_of_the_standard() -> None:
    # The coefficients of BS.1770-4, tables 1 and 2, for 48 kHz.
    impulse = np.zeros(4800)
    impulse[0] = 1
    shelf = biquad(
        impulse, (1.53512485958697, -2.69169618940638, 1.19839281085285), (0, -1.69065929318241, 0.73248077421585)
    )
    expected = biquad(shelf, (1.0, -2.0, 1.0), (0, -1.99004745483398, 0.99007225036621))
    assert np.abs(_k_weighting(48_000)[:4800] - expected).max() < 1e-5


class TestGates:
    def test_silence_has_no_loudness(self) -> None:
        assert measure(np.zeros((44_100, 2), dtype=np.float32)) == Loudness(-math.inf, -math.inf)

    def test_nothing_has_no_loudness(self) -> None:
        assert LoudnessMeter(44_100).result() == Loudness(-math.inf, -math.inf)
        assert integrated_loudness([]) == -math.inf

    def test_what_is_below_70_lufs_does_not_count(self) -> None:
        assert measure(tones(44_100, (-71, 5))).integrated_lufs == -math.inf
        assert measure(tones(44_100, (-69, 5))).integrated_lufs == pytest.approx(-69, abs=0.1)

    def test_what_is_more_than_10_lu_below_does_not_count(self) -> None:
        loud = measure(tones(44_100, (-20, 10))).integrated_lufs
        with_quiet = measure(tones(44_100, (-20, 10), (-45, 100))).integrated_lufs
        assert with_quiet == pytest.approx(loud, abs=0.15)
        assert measure(tones(44_100, (-20, 10), (-28, 100))).integrated_lufs < loud - 5

    def test_pauses_do_not_make_speech_softer(self) -> None:
        spoken = tones(44_100, (-20, 4), (-120, 8), (-20, 4), (-120, 8), (-20, 4))
        assert measure(spoken).integrated_lufs == pytest.approx(-20, abs=0.4)

    def test_runs_are_gated_by_themselves(self) -> None:
        energy = np.full(10, 0.01)
        quiet = np.full(2, 1e-12)
        assert integrated_loudness([energy, quiet]) == pytest.approx(integrated_loudness([energy]))


class TestChannels:
    def test_one_channel_is_measured_as_two(self) -> None:
        sound = noise(5, 44_100, 1)
        both = np.repeat(sound, 2, axis=1)
        assert measure(sound).integrated_lufs == pytest.approx(measure(both).integrated_lufs, abs=1e-3)
        assert measure(sound).true_peak_dbtp == pytest.approx(measure(both).true_peak_dbtp, abs=1e-3)

    def test_one_side_alone_is_3_lu_softer(self) -> None:
        sound = tones(44_100, (-20, 5))
        one = sound.copy()
        one[:, 1] = 0
        difference = measure(sound).integrated_lufs - measure(one).integrated_lufs
        assert difference == pytest.approx(10 * math.log10(2), abs=0.01)

    def test_the_peak_is_that_of_the_louder_channel(self) -> None:
        sound = tones(44_100, (-6, 1))
        sound[:, 1] *= 0.1
        assert measure(sound).true_peak_dbtp == pytest.approx(-6, abs=0.02)


class TestBlocks:
    @given(st.lists(st.integers(0, 3 * 44_100), max_size=8))
    @settings(max_examples=30, deadline=None)
    @pytest.mark.slow
    def test_their_sizes_do_not_matter(self, cuts: list[int]) -> None:
        sound = noise(3, 44_100)
        whole, cut = measure(sound), measure(sound, cuts=cuts)
        assert cut.integrated_lufs == pytest.approx(whole.integrated_lufs, abs=0.001)
        assert cut.true_peak_dbtp == pytest.approx(whole.true_peak_dbtp, abs=0.001)

    @pytest.mark.parametrize("size", [1, 3, 17, 31, 40, 64, 65, 1152])
    @pytest.mark.slow
    def test_small_ones_hide_no_peak(self, size: int) -> None:
        # A peak between two samples stands at the very beginning.
        sound = (0.5 * np.sin(np.pi / 2 * np.arange(2000) + np.pi / 4))[:, np.newaxis].astype(np.float32)
        sound[200:] *= 0.5
        cut = measure(sound, cuts=list(range(size, 2000, size)))
        assert cut.true_peak_dbtp == pytest.approx(measure(sound).true_peak_dbtp, abs=0.001)

    def test_windows_at_an_edge_know_what_came_before(self) -> None:
        sound = noise(2, 44_100)
        whole = window_energies(sound, sound[:0], 44_100)
        second = window_energies(sound[44_100:], sound[:44_100], 44_100)
        assert second == pytest.approx(whole[10:], rel=1e-3)

    def test_the_frames_are_counted(self) -> None:
        meter = LoudnessMeter(44_100)
        for length in (100, 0, 7):
            meter.add(np.zeros((length, 2), dtype=np.float32))
        assert meter.frames == 107

    def test_without_a_true_peak_it_is_that_of_the_samples(self) -> None:
        sound = (0.5 * np.sin(np.pi / 2 * np.arange(44_100) + np.pi / 4))[:, np.newaxis].astype(np.float32)
        meter = LoudnessMeter(44_100, with_peak=False)
        meter.add(sound)
        assert meter.result().true_peak_dbtp == pytest.approx(-9.03, abs=0.01)


def tone(turns: float, degrees: float, amplitude: float = 0.5, frames: int = 20_000) -> Sound:
    """Return a sine of `turns` of the sample rate, faded at its ends, so that a cut is no peak."""
    wave_form = amplitude * np.sin(2 * np.pi * turns * np.arange(frames) + math.radians(degrees))
    ramp = np.minimum(1, np.minimum(np.arange(frames), np.arange(frames)[::-1]) / 2000)
    sound: Sound = (wave_form * ramp)[:, np.newaxis].astype(np.float32)
    return sound


class TestTruePeak:
    @pytest.mark.parametrize(
        ("turns", "degrees", "amplitude", "dbtp"),
        [
            # Cases 15 to 19 of EBU Tech 3341, table 1.
            pytest.param(1 / 4, 0, 0.5, -6.0, id="15"),
            pytest.param(1 / 4, 45, 0.5, -6.0, id="16"),
            pytest.param(1 / 6, 60, 0.5, -6.0, id="17"),
            pytest.param(1 / 8, 67.5, 0.5, -6.0, id="18"),
            pytest.param(1 / 4, 45, 1.41, 3.0, id="19"),
        ],
    )
    def test_between_samples(self, turns: float, degrees: float, amplitude: float, dbtp: float) -> None:
        sound = tone(turns, degrees, amplitude)
        assert dbtp - 0.4 <= measure(sound).true_peak_dbtp <= dbtp + 0.2
        assert measure(sound).true_peak_dbtp == pytest.approx(20 * math.log10(amplitude), abs=0.02)

    def test_samples_alone_would_miss_3_decibels(self) -> None:
        assert 20 * math.log10(np.abs(tone(1 / 4, 45)).max()) == pytest.approx(-9.03, abs=0.01)

    @pytest.mark.parametrize("turns", [0.01, 0.1, 0.2, 0.3, 0.4, 0.45])
    def test_over_the_whole_range_of_hearing(self, turns: float) -> None:
        # Four points for each sample see a tone of 0.45 of the rate 1.2 dB low at worst; most phases hit better.
        assert measure(tone(turns, 13)).true_peak_dbtp == pytest.approx(-6.02, abs=0.1)


class TestEnvelope:
    def test_is_never_below_the_samples(self) -> None:
        sound = noise(0.5, 44_100)
        assert (peak_envelope(sound, 0.0) >= np.abs(sound).max(axis=1)).all()

    def test_a_peak_between_two_samples_counts_for_both(self) -> None:
        sound = np.zeros((100, 1), dtype=np.float32)
        sound[49:51] = 0.5
        envelope = peak_envelope(sound, 0.0)
        assert envelope[49] == envelope[50] == pytest.approx(0.63, abs=0.02)

    def test_where_samples_are_low_nothing_is_computed(self) -> None:
        sound = np.zeros((100, 1), dtype=np.float32)
        sound[49:51] = 0.4
        assert peak_envelope(sound, 1.0).max() == pytest.approx(0.4)
        assert peak_envelope(sound, 0.7).max() > 0.45

    def test_of_nothing_is_nothing(self) -> None:
        assert peak_envelope(np.zeros((0, 2), dtype=np.float32), 1.0).shape == (0,)


def ffmpeg_measure(sound: Sound, sample_rate: int, folder: Path) -> Loudness:
    path = folder / "sound.f32"
    path.write_bytes(sound.astype("<f4").tobytes())
    done = subprocess.run(
        [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-nostdin", "-f", "f32le"),
            *("-ar", str(sample_rate), "-ac", str(sound.shape[1]), "-i", str(path)),
            *("-af", "ebur128=peak=true:metadata=1:dualmono=true,ametadata=print:file=-", "-f", "null", "-"),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loudness = re.findall(r"lavfi\.r128\.I=(\S+)", done.stdout)[-1]
    peaks = [
        re.findall(rf"lavfi\.r128\.true_peaks_ch{channel}=(\S+)", done.stdout)[-1] for channel in range(sound.shape[1])
    ]
    return Loudness(float(loudness), 20 * math.log10(max(map(float, peaks))))


def asset(name: str) -> Sound:
    with wave.open(str(ROOT / "audio_assets" / name), "rb") as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        return (samples.reshape(-1, file.getnchannels()) / np.float32(32768)).astype(np.float32)


def chords(seconds: float, sample_rate: int) -> Sound:
    pitches = (110.0, 261.6, 329.6, 392.0, 1046.5, 7040.0)
    loud = sum((sine(seconds, pitch, -20, sample_rate, 2) for pitch in pitches), np.zeros(1, dtype=np.float32))
    swell = np.sin(np.arange(len(loud)) / sample_rate) ** 2
    sound: Sound = (loud * swell[:, np.newaxis]).astype(np.float32)
    return sound


@pytest.mark.parametrize("rate", RATES)
class TestAgreement:
    """Within 0.1 LU and 0.2 dB of ffmpeg's ebur128, an implementation by others."""

    @staticmethod
    def check(sound: Sound, rate: int, folder: Path) -> None:
        ours, theirs = measure(sound, rate, [99_999]), ffmpeg_measure(sound, rate, folder)
        assert ours.integrated_lufs == pytest.approx(theirs.integrated_lufs, abs=0.1)
        assert ours.true_peak_dbtp == pytest.approx(theirs.true_peak_dbtp, abs=0.2)

    def test_on_noise(self, rate: int, tmp_path: Path) -> None:
        self.check(noise(10, rate), rate, tmp_path)

    def test_on_noise_that_comes_and_goes(self, rate: int, tmp_path: Path) -> None:
        sound = noise(20, rate) * (0.02 + np.sin(np.arange(20 * rate) / rate) ** 4)[:, np.newaxis]
        self.check(sound.astype(np.float32), rate, tmp_path)

    def test_on_one_channel(self, rate: int, tmp_path: Path) -> None:
        self.check(noise(10, rate, 1), rate, tmp_path)

    def test_on_chords(self, rate: int, tmp_path: Path) -> None:
        self.check(chords(12, rate), rate, tmp_path)

    @pytest.mark.parametrize("name", ["theme.wav", "sting.wav", "bed.wav"])
    def test_on_music(self, rate: int, name: str, tmp_path: Path) -> None:
        self.check(asset(name), rate, tmp_path)


@pytest.mark.parametrize("at_once", [1, 3, 64])
@given(st.lists(st.integers(1, 400), min_size=1, max_size=8), st.integers(0, 2_000), st.sampled_from([44_100, 48_000]))
def test_longer_windows_have_the_energy_of_the_shorter_ones_in_them(
    at_once: int, runs: list[int], start: int, rate: int
) -> None:
    """Run by run as at once; what lies beyond the last window counts as silence."""
    window, wanted = 288, round(rate * WINDOW)
    chance = np.random.default_rng(sum(runs))
    energies = chance.random(sum(runs))
    length = len(energies) * window
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loudness, "_MOST_PENDING_RUNS", at_once)
        grouping = WindowResampler(window, start, length, rate)
        for run in np.split(energies, np.cumsum(runs)[:-1]):
            grouping.add(run)
    samples = np.concatenate((np.repeat(energies, window), np.zeros(start + wanted)))[start:]
    expected = samples[: length // wanted * wanted].reshape(-1, wanted).mean(axis=1)
    assert grouping.result() == pytest.approx(expected)
