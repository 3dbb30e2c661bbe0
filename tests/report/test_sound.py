"""Measures of sound: ffmpeg's ebur128 measures the same, however the sound is cut into blocks."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from audiobrief.audio.decode import decode_blocks
from audiobrief.errors import EpisodeError, SoundError
from audiobrief.report.sound import SoundMeasures, loudness_range, measure_blocks, measure_sound, sliding_loudness
from builders import ffmpeg, write_wave

RATE = 44_100


def speech_like(seconds: float, channels: int = 2) -> npt.NDArray[np.float32]:
    """Return noise whose level changes every second, with a loud click."""
    random = np.random.default_rng(7)
    noise = random.standard_normal((round(seconds * RATE), channels)).astype(np.float32) * 0.05
    levels = np.repeat([1, 0.3, 2, 0.1, 0.6, 1.5], RATE)
    noise *= np.resize(levels, len(noise))[:, np.newaxis]
    noise[round(2.5 * RATE) : round(2.5 * RATE) + 1] = 0.9
    return np.asarray(np.clip(noise, -1, 1), dtype=np.float32)


def ebur128(path: Path) -> tuple[dict[str, float], dict[float, float]]:
    """Return ffmpeg's measures at the end, and its short-term loudness by the time at which each stretch ends."""
    said = ffmpeg(
        "-i", path, "-af", "ebur128=peak=true:dualmono=true:metadata=1,ametadata=mode=print:file=-", "-f", "null", "-"
    ).stdout  # fmt: skip
    text = said.decode() if isinstance(said, bytes) else said
    last = {name: float(value) for name, value in re.findall(r"lavfi\.r128\.(\w+)=(-?[0-9.]+)", text)}
    peaks = [value for name, value in last.items() if name.startswith("true_peaks_ch")]
    figures = {"I": last["I"], "LRA": last["LRA"], "Peak": 20 * math.log10(max(peaks))}
    frames = re.findall(r"pts_time:([0-9.]+)\n(?:lavfi\.r128\.[A-RT-Z]\S*\n)*lavfi\.r128\.S=(-?[0-9.]+)", text)
    return figures, {round(float(start) + 0.1, 1): float(value) for start, value in frames}


def assert_as_ffmpeg(path: Path, measured: SoundMeasures) -> None:
    figures, curve = ebur128(path)
    assert measured.integrated == pytest.approx(figures["I"], abs=0.1)
    assert measured.loudness_range == pytest.approx(figures["LRA"], abs=0.1)
    assert measured.true_peak == pytest.approx(figures["Peak"], abs=0.1)
    ends = np.arange(30, 30 + len(measured.short_term)) / 10
    ours = {round(float(time), 1): value for time, value in zip(ends, measured.short_term, strict=True)}
    theirs = {time: value for time, value in curve.items() if time in ours}
    assert len(theirs) >= len(ours) - 2
    assert max(abs(ours[time] - value) for time, value in theirs.items()) <= 0.1


@pytest.mark.parametrize("channels", [1, 2])
def test_ffmpeg_measures_the_same(tmp_path: Path, channels: int) -> None:
    path = write_wave(tmp_path / "sound.wav", speech_like(12, channels))
    measured = measure_sound(path, 12)
    assert (measured.sample_rate, measured.channels, measured.seconds) == (RATE, channels, 12)
    assert_as_ffmpeg(path, measured)


def test_blocks_of_any_length_measure_the_same() -> None:
    sound = speech_like(4)
    one = measure_blocks([sound], RATE, 2, 4)
    cuts = [0, 1, 40, 5000, 70_000, 70_001, len(sound)]
    many = measure_blocks([sound[a:b] for a, b in pairwise(cuts)], RATE, 2, 4)
    assert many.energies == pytest.approx(one.energies, rel=1e-4)
    assert many.peaks == pytest.approx(one.peaks)
    assert np.array_equal(many.lows, one.lows)
    assert np.array_equal(many.spectrum, one.spectrum)


def test_the_peak_is_in_its_second() -> None:
    measured = measure_blocks([speech_like(4)], RATE, 2, 4)
    assert len(measured.peaks) == 4
    assert int(measured.peaks.argmax()) == 2
    assert len(measured.lows) == len(measured.highs) == 200


def test_silence_and_little_sound_have_no_loudness() -> None:
    silent = measure_blocks([np.zeros((RATE * 4, 1), np.float32)], RATE, 1, 4)
    assert (silent.integrated, silent.true_peak, silent.loudness_range) == (-math.inf, -math.inf, 0)
    short = measure_blocks([speech_like(0.25)], RATE, 2, 0.25)
    assert (len(short.short_term), len(short.momentary), short.loudness_range) == (0, 0, 0)
    none = measure_blocks([], RATE, 1, 0)
    assert (none.integrated, none.seconds, none.spectrum.shape[1]) == (-math.inf, 0, 0)


def test_a_tone_is_bright_in_its_band() -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(RATE * 2) / RATE).astype(np.float32)[:, np.newaxis]
    spectrum = measure_blocks([tone], RATE, 1, 2).spectrum
    band = int(spectrum.mean(axis=1).argmax())
    lowest, highest = 60 * (16_000 / 60) ** (band / 160), 60 * (16_000 / 60) ** ((band + 1) / 160)
    assert lowest - 15 <= 1000 <= highest + 15


def test_loudness_range_ignores_silence() -> None:
    energy = 10 ** ((-20 + 0.691) / 10)
    assert sliding_loudness(np.full(30, energy), 30) == pytest.approx([-20])
    assert loudness_range(np.concatenate((np.full(100, energy), np.zeros(100)))) < 20
    assert loudness_range(np.full(100, energy)) == pytest.approx(0)


def test_files_that_are_no_episode(tmp_path: Path) -> None:
    text = tmp_path / "text.mp3"
    text.write_text("no sound")
    with pytest.raises(SoundError, match="not a sound file"):
        decode_blocks(text)
    many = write_wave(tmp_path / "many.wav", np.zeros((RATE, 4), np.float32))
    with pytest.raises(EpisodeError, match="4 channels"):
        measure_sound(many, 1)
