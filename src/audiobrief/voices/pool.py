"""A pool of engines of one kind, for threads that speak at the same time."""

from __future__ import annotations

import queue
from collections.abc import Callable

from audiobrief.errors import EngineError
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import Clip, Dictionary, Engine, SpokenWord, VoiceInfo


class EnginePool:
    """An engine that several threads may use at once, since it holds several engines of one kind."""

    def __init__(self, make: Callable[[], Engine]) -> None:
        self._make = make
        self._first = make()
        self._all = [self._first]
        self._free: queue.SimpleQueue[Engine] = queue.SimpleQueue()
        self._free.put(self._first)
        self._closed = False

    @property
    def name(self) -> str:
        """The engine's name."""
        return self._first.name

    @property
    def version(self) -> str:
        """The engine's version."""
        return self._first.version

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the engine's voices."""
        return self._first.voices()

    def identity(self, voice: Voice) -> str:
        """Return what else the sound of a voice depends on.

        Raises:
            EngineMissingError: as the engine's own.
        """
        return self._first.identity(voice)

    def check(self, voice: Voice) -> None:
        """Check that a voice is available.

        Raises:
            EngineMissingError: as the engine's own.
        """
        self._first.check(voice)

    def synthesize(self, utterance: Utterance) -> Clip:
        """Speak with a free engine; create one if there is none.

        Raises:
            EngineError: as the engine's own.
        """
        try:
            engine = self._free.get_nowait()
        except queue.Empty:
            engine = self._make()
            self._all.append(engine)
        if self._closed:
            engine.close()
            raise EngineError(f"{self.name} was stopped (start again)")
        try:
            return engine.synthesize(utterance)
        finally:
            self._free.put(engine)

    def words(self, text: str, voice: Voice) -> tuple[SpokenWord, ...]:
        """Return how each word of a text would be said.

        Raises:
            EngineError: as the engine's own.
        """
        return self._first.words(text, voice)

    def dictionary(self, voice: Voice) -> Dictionary | None:
        """Return the dictionary that a voice uses.

        Raises:
            EngineMissingError: as the engine's own.
        """
        return self._first.dictionary(voice)

    def close(self) -> None:
        """End all the engines."""
        self._closed = True
        for engine in tuple(self._all):
            engine.close()
