"""Utterances: the texts that an engine is given, one at a time, and the sentences that they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field

from audiobrief.script.models.sound import Recording
from audiobrief.script.models.voice import Voice

CLAUSE_PAUSE = 120
"""Milliseconds where a long sentence is cut at a space."""
VOICE_PAUSE = 240
"""Milliseconds where the voice changes within a sentence: after less, the new one's first sound is heard as the end of
the word before. Of 120 to 300 ms in the sample, 160, 200 and 300 let a recogniser take 'unlikely' for 'and likely'."""
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
    """A sentence, or a part of one; utterances that compare equal sound the same."""

    text: str
    """The words that are said, at most `sentences.LONGEST` characters."""
    voice: Voice
    """Who says it."""
    pronunciations: tuple[Pronunciation, ...] = ()
    """In order, not overlapping."""
    stresses: tuple[tuple[int, int], ...] = ()
    """Stressed stretches, each the first character and the one after the last; in order, not overlapping."""
    take: int = field(default=0, repr=False)
    """0, or the number of another take of it, see `voices.takes`."""
    recording: Recording | None = field(default=None, repr=False)
    """The recording in which the words are heard; None where a voice speaks them."""

    def __hash__(self) -> int:
        # Of the text only: it differs between nearly all, and a plan of hours looks its utterances up very often.
        return hash(self.text)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A stretch of a written text that is said in other words, or with given sounds."""

    written: str
    """As it is written."""
    said: str
    """The words, or the sounds between slashes."""
    rule: str
    """The rule of reading, `lexicon`, or the mark: `sub`, `ipa`, `characters` or `date`."""


@dataclass(frozen=True, slots=True)
class UndecidedWord:
    """A word that is written like another one, where nothing tells which of them is meant."""

    word: str
    """As it is said."""
    choices: tuple[tuple[str, str | None], ...]
    """For each word that it may be, its description and its sounds in IPA; None where the voice says it right."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An utterance with its speaker, and the silence before it."""

    utterance: Utterance
    """The text of one call of an engine."""
    speaker: str
    """The author's name of the voice that says it."""
    pause: int | None
    """Milliseconds of silence before it; None where the script's own pause stands."""
    written: str = field(default="", compare=False)
    """The written text of it and of the pieces after it that have none, with the spaces around it."""
    replacements: tuple[Replacement, ...] = field(default=(), compare=False)
    """Those of the written text, in order."""
    undecided: tuple[UndecidedWord, ...] = field(default=(), compare=False)
    """The words whose pronunciation is open, here and in the pieces after it that have no written text."""
    rewritten: tuple[tuple[int, int], ...] = field(default=(), compare=False)
    """The stretches of the utterance's text with other words than are written: first character, one after the last."""


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
    """Return an utterance's duration as estimated from its length; on news text it was right within a tenth."""
    return len(utterance.text) * _SECONDS_A_CHARACTER / utterance.voice.speed


def add_pauses(one: int | None, other: int | None) -> int | None:
    """Return the sum of two pauses, either of which may be None."""
    return other if one is None else one if other is None else one + other
