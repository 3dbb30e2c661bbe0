"""The tone engine: its length follows from the text, its pitch from the voice's name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audiobrief.errors import EngineMissingError
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import Engine, Word
from audiobrief.voices.engines.tone import SAMPLE_RATE, ToneEngine, tone_length
from voices.contract import EngineContract


def say(text: str, name: str | None = "440", speed: float = 1.0) -> np.ndarray:
    return ToneEngine().synthesize(Utterance(text, Voice("tone", name, speed=speed))).samples


def test_a_character_lasts_60_milliseconds() -> None:
    assert tone_length("") == 0
    assert tone_length("a") == 2646
    assert tone_length("a" * 100) == 264_600


def test_twice_the_speed_is_half_the_length() -> None:
    assert tone_length("a" * 10, 2.0) == 13_230
    assert tone_length("a" * 10, 0.5) == 52_920


def test_the_clip_is_as_long_as_the_formula_says() -> None:
    assert say("Hello.").shape == (tone_length("Hello."), 1)
    assert say("Hello.", speed=0.7).shape == (tone_length("Hello.", 0.7), 1)


@pytest.mark.parametrize(("name", "pitch"), [("220", 220), ("880", 880), ("8000", 8000), ("20", 20), (None, 440)])
def test_the_name_is_the_pitch(name: str | None, pitch: int) -> None:
    samples = say("a" * 50, name)  # three seconds
    spectrum = np.abs(np.fft.rfft(samples[:, 0].astype(float)))
    assert spectrum.argmax() * SAMPLE_RATE / len(samples) == pytest.approx(pitch, abs=0.34)


def test_it_starts_at_a_zero_crossing_and_has_a_fixed_level() -> None:
    samples = say("abc")
    assert samples[0, 0] == 0
    assert samples.dtype == np.int16
    assert np.abs(samples).max() == 8000


def test_words_last_as_long_as_their_characters() -> None:
    words = ToneEngine().synthesize(Utterance(" One, two", Voice("tone", "440"))).words
    assert words == (Word(2646, 5 * 2646, 1, 5), Word(6 * 2646, 9 * 2646, 6, 9))


@pytest.mark.parametrize("name", ["", "high", "19", "8001", "440.5", "-440", "99999999999"])
def test_what_is_no_pitch_is_no_voice(name: str) -> None:
    if name == "":
        assert len(say("a", name)) == 2646  # no name is the default pitch
        return
    with pytest.raises(EngineMissingError, match=f"tone has no voice '{name}' .*such as 440"):
        say("a", name)


class TestTone(EngineContract):
    voice = Voice("tone", "440")
    other_voice = Voice("tone", "220")

    @staticmethod
    def make(scratch: Path) -> Engine:  # noqa: ARG004 - it writes nothing
        return ToneEngine()
