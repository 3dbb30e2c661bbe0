"""English text to the phonemes of hibari and Kokoro, by hibari's dictionaries and rules.

The text has been normalised before: hibari's own normalisation reads 'Alexander Lukashenko' as a king of that name.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from audiobrief.voices.engines.natural.child import UnsayableError
from audiobrief.voices.engines.phonemes import ipa_to_misaki, misaki_to_ipa
from audiobrief.voices.engines.word_timing import TextSounds, WordSounds

_LONGEST_WORD = 24
"""Letters of an unknown word that hibari's network reads; it ignores the rest."""
_WORD = re.compile(r"[^\W\d_]+")
_BRACKETS = str.maketrans({"[": "(", "]": ")", "‘": "'", "’": "'"} | dict.fromkeys('"“”„«»'))
"""Double quotation marks are left out: hibari takes one before a word for a part of it, and the word for unknown."""
_LETTERS = re.compile(r"[^\W_]")
_SOUND = re.compile(r"\w")
_DICTIONARY_RATING = 3
"""misaki's rating of what stands in its dictionaries; a guessed word has less."""


_LOADING = threading.Lock()


def english_phonemizer(*, british: bool) -> EnglishPhonemizer:
    """Return the phonemizer of an accent, which is loaded once."""
    with _LOADING:
        return _load(british)


@cache
def _load(british: bool) -> EnglishPhonemizer:
    return EnglishPhonemizer(british=british)


class EnglishPhonemizer:
    """Converts English text to misaki's letters, for an American or a British accent."""

    def __init__(self, *, british: bool) -> None:
        """Load the dictionaries."""
        from hibari.g2p import G2P

        self._british = british
        self._g2p = G2P(british=british)

    def sounds(
        self, text: str, pronunciations: list[tuple[int, int, str]], stresses: list[tuple[int, int]]
    ) -> TextSounds:
        """Return the sounds of a text in misaki's letters.

        Args:
            text: normalised text.
            pronunciations: stretches whose sounds are given, each its start, its end and IPA.
            stresses: stretches that are stressed.

        Raises:
            UnsayableError: a word has no sounds.
        """
        sounds, words = "", []
        for token in self._tokens(text, pronunciations, stresses):
            start = len(sounds)
            sounds = _append(sounds, _stressed(token.sounds) if token.is_stressed else token.sounds)
            if _SOUND.search(token.sounds):
                words.append(WordSounds(start, len(sounds), token.start, token.end))
            sounds = _append(sounds, " " if token.ends_word else "")
        return TextSounds(sounds.rstrip(), tuple(words))

    def words(self, text: str) -> list[tuple[str, str, bool]]:
        """Return each word, its sounds in IPA, and whether the dictionaries have it."""
        return [
            (token.text, misaki_to_ipa(token.sounds), token.is_known)
            for token in self._tokens(text, [], [])
            if _LETTERS.search(token.text)
        ]

    def _tokens(
        self, text: str, pronunciations: list[tuple[int, int, str]], stresses: list[tuple[int, int]]
    ) -> list[_Token]:
        """Read a text stretch by stretch: what is stressed apart from what is not."""
        cuts = sorted({0, len(text), *(place for stretch in stresses for place in stretch)})
        found: list[_Token] = []
        for start, end in pairwise(cuts):
            stressed = any(first <= start < last for first, last in stresses)
            inside = [(first - start, last - start, ipa) for first, last, ipa in pronunciations if start <= first < end]
            linked = self._linked(text[start:end], inside)
            tokens = self._g2p.phonemize_tokens(self._g2p.tokenize(linked.marked))
            if tokens and end < len(text) and (text[end - 1].isspace() or text[end].isspace()):
                tokens[-1].whitespace = " "
            found += _placed(tokens, linked, start, is_stressed=stressed)
        for token in found:
            if _LETTERS.search(token.text) and not _SOUND.search(token.sounds):
                raise UnsayableError(f"there are no English sounds for '{token.text}'")
        return found

    def _linked(self, text: str, pronunciations: list[tuple[int, int, str]]) -> _LinkedText:
        """Insert given sounds in hibari's notation, `[word](/sounds/)`."""
        linked = _LinkedText()
        at = 0
        for start, end, ipa in pronunciations:
            try:
                sounds = ipa_to_misaki(ipa, british=self._british)
            except ValueError as error:
                raise UnsayableError(f"the sounds '{ipa}' cannot be said: {error}") from error
            linked.add_text(text, at, start)
            linked.add_word(text, start, end, sounds)
            at = end
        linked.add_text(text, at, len(text))
        return linked


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or a sign of a text."""

    text: str
    """As it is read."""
    sounds: str
    """In misaki's letters; a sign may have none."""
    is_known: bool
    """True if its sounds come from a dictionary."""
    is_stressed: bool
    ends_word: bool
    """True if a space follows."""
    start: int
    """First character, in the text as it was given."""
    end: int
    """Character after the last."""


class _LinkedText:
    """A text in hibari's notation, and where each of its words stands in the text as it was given."""

    def __init__(self) -> None:
        self.marked = ""
        self.plain = ""
        """Without the marks."""
        self._places: list[int] = []
        """For each character of `plain`, its place in the text as it was given."""

    def add_text(self, text: str, start: int, end: int) -> None:
        """Add what has no sounds of its own, in Latin letters; words that are longer than the net reads are cut."""
        letters = _latin(text[start:end])
        plain = "".join(letters)
        places = [start + at for at, latin in enumerate(letters) for _ in latin]
        at = 0
        for word in _WORD.finditer(plain):
            for cut in range(word.start() + _LONGEST_WORD, word.end(), _LONGEST_WORD):
                self._add(f"{plain[at:cut]} ", [*places[at:cut], places[cut]])
                at = cut
        self._add(plain[at:], places[at:])

    def add_word(self, text: str, start: int, end: int, sounds: str) -> None:
        """Add a word with given sounds."""
        letters = [letter.translate(_BRACKETS).replace("(", " ").replace(")", " ") for letter in text[start:end]]
        word = "".join(letters)
        self.plain += word
        self.marked += f"[{word}](/{sounds}/)"
        self._places += [start + at for at, letter in enumerate(letters) if letter]

    def _add(self, plain: str, places: list[int]) -> None:
        self.plain += plain
        self.marked += plain
        self._places += places

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the first character of a stretch of `plain`, and the one after its last, as they were given."""
        if not self._places:
            return 0, 0
        last = len(self._places) - 1
        return self._places[min(start, last)], self._places[min(max(start, end - 1), last)] + 1


def _placed(tokens: list[Any], linked: _LinkedText, start: int, *, is_stressed: bool) -> Iterator[_Token]:
    """Find hibari's tokens in a stretch of a text that starts at the character `start`."""
    at = 0
    for token in tokens:
        found = linked.plain.find(token.text, at)
        first = at if found < 0 else found
        at = first + len(token.text)
        placed_start, placed_end = linked.place(first, at)
        yield _Token(
            token.text,
            token.phonemes or "",
            (token.rating or 0) >= _DICTIONARY_RATING,
            is_stressed,
            bool(token.whitespace),
            start + placed_start,
            start + placed_end,
        )


def _latin(text: str) -> list[str]:
    """Write each character of a text in Latin letters; one that is left out becomes an empty text."""
    letters = [letter.translate(_BRACKETS) for letter in text]
    if text.isascii():
        return letters
    from anyascii import anyascii

    return [
        letter if ord(letter[:1] or " ") < 0x250 or not letter.isalnum() else anyascii(letter) for letter in letters
    ]


def _append(sounds: str, more: str) -> str:
    """Append sounds; of several spaces, and of those at the start, one and none are left."""
    for sound in more:
        if not sound.isspace():
            sounds += sound
        elif sounds and not sounds.endswith(" "):
            sounds += " "
    return sounds


def _stressed(sounds: str) -> str:
    """Return sounds with primary stress."""
    from hibari.g2p.lexicon import apply_stress

    stressed: str = apply_stress(sounds, 2)
    return stressed
