"""English text to the phonemes of hibari and Kokoro, by hibari's dictionaries and rules.

The text has been normalised before: hibari's own normalisation reads 'Alexander Lukashenko' as a king of that name.
"""

from __future__ import annotations

import re
import threading
from functools import cache
from itertools import pairwise
from typing import Any

from audiobrief.voices.engines.natural.child import UnsayableError
from audiobrief.voices.engines.phonemes import ipa_to_misaki, misaki_to_ipa

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

    def phonemes(self, text: str, pronunciations: list[tuple[int, int, str]], stresses: list[tuple[int, int]]) -> str:
        """Return the sounds of a text in misaki's letters.

        Args:
            text: normalised text.
            pronunciations: stretches whose sounds are given, each its start, its end and IPA.
            stresses: stretches that are stressed.

        Raises:
            UnsayableError: a word has no sounds.
        """
        sounds = ""
        for token, stressed in self._tokens(text, pronunciations, stresses):
            said = _stressed(token.phonemes or "") if stressed else token.phonemes or ""
            sounds += said + (" " if token.whitespace else "")
        return " ".join(sounds.split())

    def words(self, text: str) -> list[tuple[str, str, bool]]:
        """Return each word, its sounds in IPA, and whether the dictionaries have it."""
        return [
            (token.text, misaki_to_ipa(token.phonemes or ""), (token.rating or 0) >= _DICTIONARY_RATING)
            for token, _ in self._tokens(text, [], [])
            if _LETTERS.search(token.text)
        ]

    def _tokens(
        self, text: str, pronunciations: list[tuple[int, int, str]], stresses: list[tuple[int, int]]
    ) -> list[tuple[Any, bool]]:
        """Read a text stretch by stretch: what is stressed apart from what is not."""
        cuts = sorted({0, len(text), *(place for stretch in stresses for place in stretch)})
        found: list[tuple[Any, bool]] = []
        for start, end in pairwise(cuts):
            stressed = any(first <= start < last for first, last in stresses)
            inside = [(first - start, last - start, ipa) for first, last, ipa in pronunciations if start <= first < end]
            tokens = self._g2p.phonemize_tokens(self._g2p.tokenize(self._linked(text[start:end], inside)))
            if tokens and end < len(text) and (text[end - 1].isspace() or text[end].isspace()):
                tokens[-1].whitespace = " "
            found += [(token, stressed) for token in tokens]
        for token, _ in found:
            if _LETTERS.search(token.text) and not _SOUND.search(token.phonemes or ""):
                raise UnsayableError(f"there are no English sounds for '{token.text}'")
        return found

    def _linked(self, text: str, pronunciations: list[tuple[int, int, str]]) -> str:
        """Insert given sounds in hibari's notation, `[word](/sounds/)`."""
        linked = ""
        at = 0
        for start, end, ipa in pronunciations:
            try:
                sounds = ipa_to_misaki(ipa, british=self._british)
            except ValueError as error:
                raise UnsayableError(f"the sounds '{ipa}' cannot be said: {error}") from error
            word = text[start:end].translate(_BRACKETS).replace("(", " ").replace(")", " ")
            linked += f"{_latin(text[at:start])}[{word}](/{sounds}/)"
            at = end
        return linked + _latin(text[at:])


def _latin(text: str) -> str:
    """Write other scripts in Latin letters, and cut words that are longer than the net reads."""
    plain = text.translate(_BRACKETS)
    if not plain.isascii():
        from anyascii import anyascii

        plain = "".join(letter if ord(letter) < 0x250 or not letter.isalnum() else anyascii(letter) for letter in plain)
    return _WORD.sub(lambda word: _cut(word[0]), plain)


def _cut(word: str) -> str:
    return " ".join(word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD))


def _stressed(sounds: str) -> str:
    """Return sounds with primary stress."""
    from hibari.g2p.lexicon import apply_stress

    stressed: str = apply_stress(sounds, 2)
    return stressed
