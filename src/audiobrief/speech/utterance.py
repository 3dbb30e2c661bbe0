"""The text an engine is given at a time, as it is to be said."""

from __future__ import annotations

from dataclasses import dataclass

from audiobrief.script.model import Voice

__all__ = ["Pronunciation", "Utterance"]


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
