"""An engine whose sound can be computed by hand: a sine whose length follows from the text.

Every character lasts 60 ms at speed 1. The voice's name is its pitch in Hz; 440 if it has none.
"""

from __future__ import annotations

import re
from pathlib import Path

from audiobrief.errors import EngineMissingError
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.units import milliseconds_to_samples
from audiobrief.voices.engine import Clip, SpokenWord, VoiceInfo, Word

SAMPLE_RATE = 44_100
CHARACTER_MILLISECONDS = 60
DEFAULT_PITCH = "440"
_AMPLITUDE = 8000
_HIGHEST = 8000


def tone_length(text: str, speed: float = 1.0) -> int:
    """Return the samples that a text lasts at 44,100 Hz."""
    return milliseconds_to_samples(len(text) * CHARACTER_MILLISECONDS / speed, SAMPLE_RATE)


class ToneEngine:
    """Says everything as a sine at a fixed level."""

    name = "tone"
    version = "1"

    def __init__(self, *, time_limit: float = 0.0, scratch: Path | None = None) -> None:
        """Create the engine; it takes the options of every engine, and needs none."""

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return three of its voices; any pitch from 20 to 8000 Hz is one."""
        return tuple(
            VoiceInfo("tone", pitch, ("en",), f"a sine of {pitch} Hz, for tests") for pitch in ("220", "440", "880")
        )

    def identity(self, voice: Voice) -> str:  # noqa: ARG002 - the interface's signature
        """Return an empty text: the sound depends on the version only."""
        return ""

    def check(self, voice: Voice) -> None:
        """Check that a voice's name is a pitch.

        Raises:
            EngineMissingError: it is not.
        """
        name = voice.name or DEFAULT_PITCH
        if not name.isdecimal() or not 20 <= int(name) <= _HIGHEST:
            raise EngineMissingError(f"tone has no voice '{name}'", f"name a pitch from 20 to {_HIGHEST}, such as 440")

    def start(self, voice: Voice) -> None:
        """Do nothing: there is nothing to load."""

    def synthesize(self, utterance: Utterance) -> Clip:
        """Return a sine of `tone_length` samples that starts at a zero crossing.

        Raises:
            EngineMissingError: the voice's name is not a pitch.
        """
        import numpy as np

        self.check(utterance.voice)
        time = np.arange(tone_length(utterance.text, utterance.voice.speed)) / SAMPLE_RATE
        wave = np.sin(2 * np.pi * int(utterance.voice.name or DEFAULT_PITCH) * time) * _AMPLITUDE
        return Clip(np.round(wave).astype(np.int16)[:, np.newaxis], SAMPLE_RATE, _words(utterance))

    def words(self, text: str, voice: Voice) -> tuple[SpokenWord, ...]:  # noqa: ARG002 - every voice is a tone
        """Return the words without sounds; there is nothing that it could say wrong."""
        return tuple(SpokenWord(word, "", known=True) for word in text.split())

    def dictionary(self, voice: Voice) -> None:
        """Return None: it has no dictionary."""

    def close(self) -> None:
        """Do nothing: no process was started."""


def _words(utterance: Utterance) -> tuple[Word, ...]:
    def place(at: int) -> int:
        return tone_length(utterance.text[:at], utterance.voice.speed)

    return tuple(
        Word(place(word.start()), place(word.end()), word.start(), word.end())
        for word in re.finditer(r"\S+", utterance.text)
    )
