"""A programme in chunks: what one pass gives, the same bytes however it comes about, and little made anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audiobrief.audio.master import Setting
from audiobrief.script.model import Output, Voice
from audiobrief.speech.engine import Samples
from audiobrief.speech.utterance import Utterance
from audiobrief.timeline import FRAME, Cue, Speech, Timeline
from builders import sine
from programmes import decoded_sound, encode, programme

SAID = Utterance("x", Voice("tone"))


def tone(seconds: float, rate: int, frequency: float = 440.0, level: float = -20.0, channels: int = 1) -> Samples:
    return np.round(sine(seconds, frequency, level, rate, channels) * 32767).astype("<i2")


def noise(seconds: float, rate: int, level: float, channels: int = 2, seed: int = 0) -> Samples:
    chance = np.random.default_rng(seed)
    return (
        np.round(chance.normal(0, level, (round(seconds * rate), channels)) * 32767).clip(-32767, 32767).astype("<i2")
    )


def on_frame(seconds: float, rate: int) -> int:
    return round(seconds * rate / FRAME) * FRAME


def spoken(
    clips: dict[str, Samples], order: list[str], rate: int = 44_100, first: int = 0, gap: float = 0.3
) -> list[Speech]:
    """Put clips one after another, each on a frame."""
    speech, at = [], first
    for key in order:
        speech.append(Speech(at, at + len(clips[key]), SAID, "low"))
        at = -(-(speech[-1].end + round(gap * rate)) // FRAME) * FRAME
    return speech


def level(sound: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(np.square(sound, dtype=np.float64))))


@pytest.mark.parametrize("rate", [44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("bitrate", [64_000, 112_000, 128_000, 160_000, 192_000, 224_000, 256_000, 320_000])
def test_a_chunk_of_equal_channels_is_as_loud_as_its_neighbours(
    bitrate: int, channels: int, rate: int, tmp_path: Path
) -> None:
    output = Output("mp3", bitrate, channels, rate)
    clips = {"a": tone(8, rate)}
    speech = spoken(clips, ["a", "a"], rate)
    start = on_frame(17, rate)
    wide = np.concatenate((tone(8, rate), tone(8, rate, 660.0)), axis=1)
    line = Timeline(rate, start + len(wide), tuple(speech), (), (Cue(start, start + len(wide), "wide"),), (), ())
    made = programme(line, clips, ["a", "a"], {"wide": wide}, output)
    measured, frames = encode(made, Setting(3.0, -1.6), tmp_path)
    heard = decoded_sound(measured, frames, line.length, output, tmp_path / "e.mp3")
    assert heard.shape == (line.length, channels)
    for place in (slice(rate, 7 * rate), slice(start + rate, start + 7 * rate)):
        # What is mixed from two channels to one is softer; only its own level is compared.
        given = np.concatenate(list(made.sound(Setting(3.0, -1.6))))[place] / 32768
        assert level(heard[place]) == pytest.approx(level(given), abs=0.05)
