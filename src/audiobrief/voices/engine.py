"""What speaks: the values that go in and come out, and the interface every engine has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.script import Voice

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Clip", "Dictionary", "Engine", "Samples", "SpokenWord", "VoiceInfo", "Word"]

Samples: TypeAlias = "npt.NDArray[np.int16]"
"""Sound as (frames, channels), 16 bit."""


@dataclass(frozen=True, slots=True)
class Word:
    """When a word of an utterance is heard."""

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
    """In order of time; empty where the engine does not know."""


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
    """Whether they come from the voice's dictionary, and are no guess."""


class Dictionary(Protocol):
    """Tells which words a voice knows, without starting it."""

    def words(self, text: str) -> tuple[SpokenWord, ...]:
        """Return the words of a text, without their sounds; of those in small letters it need not tell a guess.

        Raises:
            EngineError: the dictionary cannot be read.
        """


class Engine(Protocol):
    """Turns text into sound. What wraps an engine is an engine again."""

    @property
    def name(self) -> str:
        """The name by which a script asks for it."""

    @property
    def version(self) -> str:
        """What decides its sound: its library's version."""

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices that are installed."""

    def identity(self, voice: Voice) -> str:
        """Return what decides a voice's sound beside the version, such as its model; empty where nothing does.

        Raises:
            EngineMissingError: there is no such voice, or none for its language.
        """

    def check(self, voice: Voice) -> None:
        """See that a voice can be had.

        Raises:
            EngineMissingError: there is no such voice, or none for its language.
        """

    def synthesize(self, utterance: Utterance) -> Clip:
        """Speak.

        Raises:
            EngineError: it could not, or the sound is not complete.
        """

    def words(self, text: str, voice: Voice) -> tuple[SpokenWord, ...]:
        """Return how each word of a text would be said.

        Raises:
            EngineMissingError: there is no such voice, or none for its language.
            EngineError: it could not read the text.
        """

    def dictionary(self, voice: Voice) -> Dictionary | None:
        """Return the dictionary that a voice reads by; None where it has none, or does not tell what stands in it.

        Raises:
            EngineMissingError: there is no such voice, or none for its language.
        """

    def close(self) -> None:
        """End what it started, from any thread; it cannot be used again."""
