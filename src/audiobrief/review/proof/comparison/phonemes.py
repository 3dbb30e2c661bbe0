"""Pronunciations of words, and how far they differ: 'grey' and 'gray' are alike, 'east' and 'west' are not."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

from audiobrief.errors import RecogniserError
from audiobrief.language.codes import primary_language
from audiobrief.storage.processes import Child, ChildDiedError, ChildHungError

ALIKE = 0.12
"""Words whose distance is no larger sound alike: one vowel of five sounds may differ, a consonant may not."""
_VOWELS_OF_NAMES = 0.3
"""The largest distance of a name's pronunciations that differ in vowels only."""
_TIME_LIMIT = 60.0
_VOWELS = frozenset("aeiouyæɐɑɒɔəɛɜɪʊʌᵻøœ")
_FAINT = frozenset("əɐɪijhʊ")
_NEAR = (frozenset("pb"), frozenset("td"), frozenset("kɡ"), frozenset("fv"), frozenset("sz"), frozenset("θð"),
         frozenset("ʃʒ"), frozenset("ij"), frozenset("uw"), frozenset("ɹr"))  # fmt: skip
_SILENT = str.maketrans("", "", "ˈˌː_- ‍")


class Pronunciations:
    """The pronunciations of words; the pronunciation of an unknown word is its spelling."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = {word: sounds.translate(_SILENT) for word, sounds in known.items()}

    def of(self, words: Sequence[str]) -> str:
        """Return the pronunciation of words in sequence."""
        return "".join(self.known.get(word, word) for word in words)

    def distance(self, words: Sequence[str], others: Sequence[str]) -> float:
        """Return how far the pronunciations of words differ: 0 if they are alike, 1 if nothing is in common."""
        return sound_distance(self.of(words), self.of(others))

    def same_consonants(self, word: str, other: str) -> bool:
        """Return whether the pronunciations of two words differ only in vowels, and not much."""
        one, two = self.of([word]), self.of([other])
        consonants, others = ([sound for sound in sounds if sound not in _VOWELS] for sounds in (one, two))
        return consonants == others and sound_distance(one, two) <= _VOWELS_OF_NAMES


def sound_distance(sounds: str, others: str) -> float:
    """Return the edit distance of two pronunciations, divided by the length of the longer one."""
    if sounds == others:
        return 0.0
    row = [0.0]
    for other in others:
        row.append(row[-1] + _lone(other))
    for sound in sounds:
        before, row = row, [row[0] + _lone(sound)]
        for at, other in enumerate(others):
            row.append(min(before[at] + _change(sound, other), before[at + 1] + _lone(sound), row[at] + _lone(other)))
    return min(1.0, row[-1] / max(len(sounds), len(others)))


def _lone(sound: str) -> float:
    return 0.5 if sound in _FAINT else 1.0


def _change(sound: str, other: str) -> float:
    if sound == other:
        return 0.0
    if sound in _VOWELS and other in _VOWELS:
        return 0.5
    return 0.4 if any(sound in pair and other in pair for pair in _NEAR) else 1.0


_UNKNOWN = Pronunciations({})


def look_up_pronunciations(words: Iterable[str], language: str, known: Pronunciations = _UNKNOWN) -> Pronunciations:
    """Return known pronunciations, and those of further words from espeak-ng.

    Raises:
        RecogniserError: espeak-ng does not answer.
    """
    unknown = look_up_ipa(set(words) - known.known.keys(), language)
    return Pronunciations({**known.known, **unknown}) if unknown else known


def look_up_ipa(words: Iterable[str], language: str) -> dict[str, str]:
    """Return the sounds of words in the International Phonetic Alphabet, as espeak-ng reads them.

    Words of a language that espeak-ng does not have are returned as they are.

    Raises:
        RecogniserError: espeak-ng does not answer.
    """
    unique = sorted(set(words))
    if not unique:
        return {}
    short = primary_language(language)
    voices = ["gmw/en"] if short == "en" else [language, short]
    child = Child([sys.executable, "-m", "audiobrief.review.proof.comparison.phonemes_child"])
    try:
        answer = child.ask({"words": unique, "voices": voices}, timeout=_TIME_LIMIT)
    except (ChildDiedError, ChildHungError) as error:
        raise RecogniserError(f"espeak-ng does not return pronunciations: {error} (try again)") from error
    finally:
        child.close()
    return dict(zip(unique, answer.get("sounds", unique), strict=True))
