"""LAME in this process: streams that decode to what was given, at every form an episode may have."""

from __future__ import annotations

import math
from io import BytesIO

import numpy as np
import pytest
import soundfile

from audiobrief.audio.encode import mp3_makeup
from audiobrief.mp3.frames import ENCODER_DELAY, split_frames
from audiobrief.mp3.lame import LameError, encode, lame_version
from audiobrief.timeline.timeline import FRAME
from audiobrief.units import Samples

RATES = (44_100, 48_000)
BITRATES = (64_000, 96_000, 128_000, 160_000, 192_000, 256_000, 320_000)


def tone(seconds: float, rate: int, channels: int) -> Samples:
    at = np.arange(round(seconds * rate))
    sound = np.round(8000 * np.sin(2 * np.pi * 440 * at / rate)).astype("<i2")
    return np.repeat(sound[:, np.newaxis], channels, axis=1)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("bitrate", BITRATES)
@pytest.mark.parametrize("channels", [1, 2])
def test_what_is_encoded_decodes_to_what_was_given(rate: int, bitrate: int, channels: int) -> None:
    given = tone(1, rate, channels)
    stream = encode(given, rate, bitrate, None)
    sound, sample_rate = soundfile.read(BytesIO(stream), always_2d=True)
    assert sample_rate == rate
    assert sound.shape == (len(split_frames(stream)) * FRAME, channels)
    assert len(stream) == pytest.approx(len(sound) / rate * bitrate / 8, abs=FRAME)
    middle = slice(rate // 4, rate // 2)
    heard = sound[ENCODER_DELAY:][middle] * mp3_makeup(bitrate)
    lost = heard - given[middle] / 32768
    assert 10 * math.log10(np.mean(lost**2) / np.mean(heard**2)) < -30


def test_nothing_is_kept_from_one_frame_for_another() -> None:
    """A frame's first nine bits after its head tell how many bytes before it it needs: none."""
    frames = split_frames(encode(tone(2, 44_100, 2), 44_100, 128_000, None))
    assert {frame[4] << 1 | frame[5] >> 7 for frame in frames} == {0}


def test_the_top_is_cut_off_where_that_is_asked_for() -> None:
    noise = np.random.default_rng(1).normal(0, 3000, (44_100, 1)).astype("<i2")
    above = []
    for lowpass in (None, 12_000):
        sound, _ = soundfile.read(BytesIO(encode(noise, 44_100, 320_000, lowpass)))
        power = np.abs(np.fft.rfft(sound)) ** 2
        above.append(power[len(power) * 13_500 // 22_050 :].sum() / power.sum())
    assert above[0] > 0.2
    assert above[1] < 0.001


def test_what_lame_does_not_take_is_refused() -> None:
    with pytest.raises(LameError):
        encode(tone(0.1, 44_100, 3), 44_100, 128_000, None)


def test_a_version_is_told() -> None:
    assert str(lame_version()).split()[1].isdigit()
