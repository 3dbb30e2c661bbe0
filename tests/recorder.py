"""A tone engine that can be watched."""

from __future__ import annotations

from collections.abc import Callable

from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import Clip, Dictionary, SpokenWord, VoiceInfo
from audiobrief.voices.engines.tone import ToneEngine

__all__ = ["Recorder"]


class Recorder:
    """A tone engine that notes what it is asked, and does something first."""

    name = "tone"
    version = "1"

    def __init__(self, before: Callable[[Utterance], None] = lambda _utterance: None) -> None:
        self.asked: list[str] = []
        self.closed = 0
        self.before = before
        self.tone = ToneEngine()

    def voices(self) -> tuple[VoiceInfo, ...]:
        return self.tone.voices()

    def identity(self, voice: Voice) -> str:
        return self.tone.identity(voice)

    def words(self, text: str, voice: Voice) -> tuple[SpokenWord, ...]:
        return self.tone.words(text, voice)

    def dictionary(self, voice: Voice) -> Dictionary | None:
        """Have none."""

    def check(self, voice: Voice) -> None:
        """Have every voice."""

    def start(self, voice: Voice) -> None:
        """Do nothing: there is nothing to load."""

    def synthesize(self, utterance: Utterance) -> Clip:
        self.asked.append(utterance.text)
        self.before(utterance)
        return self.tone.synthesize(utterance)

    def close(self) -> None:
        self.closed += 1
