"""Voices levelled to each other."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from audiobrief.audio.level import VOICE_LOUDNESS, SoundMaterial, clip_energies, speaker_gain, speaker_gains
from audiobrief.audio.loudness import integrated_loudness, window_energies
from audiobrief.audio.sounds import to_segment
from audiobrief.script.models.sound import Sound
from audiobrief.units import Samples
from builders import sine

RATE = 44_100


def clip(seconds: float, level: float, frequency: float = 1000.0) -> Samples:
    return np.round(sine(seconds, frequency, level) * 32767).astype(np.int16)


def gain_of(clips: list[Samples]) -> float:
    return speaker_gain(clip_energies(said, RATE) for said in clips)


def loudness(samples: np.ndarray) -> float:
    sound = samples.astype(np.float32) / np.float32(32768)
    return integrated_loudness([window_energies(sound, sound[:0], RATE)])


@pytest.mark.parametrize("level", [-6.0, -20.0, -40.0])
def test_a_speaker_is_brought_to_the_voices_loudness(level: float) -> None:
    said = clip(3, level)
    gain = gain_of([said])
    assert loudness(said * 10 ** (gain / 20)) == pytest.approx(VOICE_LOUDNESS, abs=0.05)


def test_clips_are_measured_together() -> None:
    # One loud clip is not turned down for itself: the speaker's own dynamics stay.
    soft, hard = clip(3, -26), clip(3, -20)
    between = gain_of([soft, hard])
    assert gain_of([hard]) < between < gain_of([soft])


def test_their_order_does_not_matter() -> None:
    clips = [clip(0.7, -20), clip(1.3, -26), clip(2.1, -14)]
    assert gain_of(clips) == pytest.approx(gain_of(clips[::-1]), abs=1e-9)


def test_a_clip_shorter_than_a_window_counts() -> None:
    assert 0 < gain_of([clip(0.05, -20)]) < 20


def test_silence_is_not_amplified() -> None:
    assert gain_of([np.zeros((RATE, 1), dtype=np.int16)]) == 0
    assert gain_of([]) == 0
    assert gain_of([np.zeros((0, 1), dtype=np.int16)]) == 0


def test_no_voice_is_amplified_beyond_40_decibels() -> None:
    assert gain_of([clip(1, -66)]) == 40


def test_the_scripts_own_gain_is_added() -> None:
    said = clip(2, -20)
    measured = clip_energies(said, RATE)
    plain = gain_of([said])
    gains = speaker_gains({"low": [measured], "high": [measured]}, {"low": 0.0, "high": -2.5})
    assert gains == pytest.approx({"low": plain, "high": plain - 2.5})


def test_a_speaker_who_says_nothing_has_the_scripts_gain() -> None:
    gains = speaker_gains({"low": []}, {"low": 1.5})
    assert gains == {"low": 1.5}
    assert not math.isnan(gains["low"])


class TestBeds:
    def duck(self, level: float, **playback: float) -> float:
        sound = Sound(name="bed", path=Path("bed"), **playback)
        samples = sine(2.0, 1000.0, level, channels=2)
        return SoundMaterial.of(sound, to_segment(samples, RATE)).duck

    @pytest.mark.parametrize("level", [-6.0, -12.0, -20.0])
    def test_sink_to_20_lu_under_the_voices(self, level: float) -> None:
        sunk = sine(2.0, 1000.0, level, channels=2) * 10 ** (self.duck(level) / 20)
        assert loudness(np.round(sunk * 32767).astype(np.int16)) == pytest.approx(VOICE_LOUDNESS - 20, abs=0.3)

    def test_that_are_soft_do_not_rise(self) -> None:
        assert self.duck(-60.0) == 0

    def test_of_silence_stay_as_they_are(self) -> None:
        assert self.duck(-200.0) == 0

    def test_sink_as_the_script_says(self) -> None:
        assert self.duck(-6.0, duck=-9.0) == -9
