"""The interface of engines, and the values that they take and return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.units import Samples


@dataclass(frozen=True, slots=True)
class Word:
    """The position of a word of an utterance in its clip."""

    start: int
    """Sample at which it starts, in the clip."""
    end: int
    """Sample after its last, in the clip."""
    text_start: int
    """Character at which it starts, in the utterance's text."""
    text_end: int
    """Character after its last, in the utterance's text."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Spoken sound."""

    samples: Samples
    """(frames, 1)."""
    sample_rate: int
    """Hz."""
    words: tuple[Word, ...] = ()
    """In order of time; empty if the engine does not report them."""


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice that an engine has."""

    engine: str
    """The engine's name."""
    name: str
    """The engine's own name of the voice, as a script gives it."""
    languages: tuple[str, ...]
    """BCP 47 tags in lower case, the main one first."""
    description: str = ""
    """For people."""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """How a voice would say a word."""

    text: str
    """The word as it is written."""
    ipa: str
    """Its sounds in the International Phonetic Alphabet."""
    known: bool
    """True if they come from the voice's dictionary; if not, the voice guesses them."""


class Dictionary(Protocol):
    """The words that a voice knows, read without starting the voice."""

    def words(self, text: str) -> tuple[SpokenWord, ...]:
        """Return the words of a text, without their sounds; words in lower case may count as known.

        Raises:
            EngineError: the dictionary cannot be read.
        """


class Engine(Protocol):
    """Turns text into sound."""

    @property
    def name(self) -> str:
        """The name by which scripts refer to it."""

    @property
    def version(self) -> str:
        """The version of its library; another version may sound different."""

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices that are installed."""

    def identity(self, voice: Voice) -> str:
        """Return what else the sound of a voice depends on, such as its model; empty if nothing.

        Raises:
            EngineMissingError: there is no such voice, or none for its language.
        """

    def check(self, voice: Voice) -> None:
        """Check that a voice is available.

        Raises:
            EngineMissingError: there is no such voice, or none for its language.
        """

    def start(self, voice: Voice) -> None:
        """Begin to load a voice that will soon speak, and return at once; a voice need not be started.

        Raises:
            EngineMissingError: there is no such voice, or none for its language.
        """

    def synthesize(self, utterance: Utterance) -> Clip:
        """Speak an utterance.

        Raises:
            EngineError: it failed, or the sound is not complete.
        """

    def words(self, text: str, voice: Voice) -> tuple[SpokenWord, ...]:
        """Return how each word of a text would be said.

        Raises:
            EngineMissingError: there is no such voice, or none for its language.
            EngineError: it could not read the text.
        """

    def dictionary(self, voice: Voice) -> Dictionary | None:
        """Return the dictionary that a voice uses; None if it has none, or none that can be read.

        Raises:
            EngineMissingError: there is no such voice, or none for its language.
        """

    def close(self) -> None:
        """End the processes that it started, from any thread; it cannot be used again."""
