"""The text an engine is given at a time, as it is to be said, and the sentence it is a part of."""

from __future__ import annotations

from dataclasses import dataclass, field

from audiobrief.script.models.script import Voice

__all__ = ["Piece", "Pronunciation", "Sentence", "Utterance", "estimated_seconds"]

_SECONDS_A_CHARACTER = 0.055
"""At speed 1; hibari, Piper's joe and espeak-ng take from 0.053 to 0.055 for news that is put into words."""


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """Sounds for a stretch of an utterance's text."""

    start: int
    """First character."""
    end: int
    """Character after the last."""
    ipa: str
    """In the International Phonetic Alphabet."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence, or a piece of one; utterances that compare equal sound the same."""

    text: str
    """What is said, at most `sentences.LONGEST` characters."""
    voice: Voice
    """Who says it."""
    pronunciations: tuple[Pronunciation, ...] = ()
    """In order, not overlapping."""
    stresses: tuple[tuple[int, int], ...] = ()
    """Stressed stretches, each the first character and the one after the last; in order, not overlapping."""

    def __hash__(self) -> int:
        # Of the text alone: it tells nearly all apart, and a plan of hours looks its utterances up very often.
        return hash(self.text)


@dataclass(frozen=True, slots=True)
class Piece:
    """What one call of an engine says, and the silence before it."""

    utterance: Utterance
    """What is said."""
    speaker: str
    """The author's name of the voice that says it."""
    pause: int | None
    """Milliseconds of silence before it; None where the script's own pause stands."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is shown, and the pieces it is said in."""

    text: str
    """As it is written, without marks."""
    pieces: tuple[Piece, ...]
    """At least one."""
    offset: int = field(default=0, compare=False)
    """Where it starts in the text of its turn, in characters; what is escaped before it may make it too small."""


def estimated_seconds(utterance: Utterance) -> float:
    """Guess how long an utterance lasts, by its letters; measured on news text, within a tenth."""
    return len(utterance.text) * _SECONDS_A_CHARACTER / utterance.voice.speed
