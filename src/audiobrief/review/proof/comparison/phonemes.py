"""Pronunciations of words, and how far they differ: 'grey' and 'gray' are alike, 'east' and 'west' are not."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from audiobrief.errors import RecogniserError
from audiobrief.language.codes import primary_language
from audiobrief.language.tables import read_table
from audiobrief.storage.processes import Child, ChildDiedError, ChildHungError

ALIKE = 0.12
"""Words whose distance is no larger sound alike: one vowel of five sounds may differ, a consonant may not."""
_VOWELS_OF_NAMES = 0.3
"""The largest distance of a name's pronunciations that differ in vowels only."""
_TIME_LIMIT = 60.0
VOWELS = frozenset("aeiouyæɐɑɒɔəɚɛɜɝɪʊʌᵻøœ")
_FAINT = frozenset("əɐɪijhʊ")
_NEAR = (frozenset("pb"), frozenset("td"), frozenset("kɡ"), frozenset("fv"), frozenset("sz"), frozenset("θð"),
         frozenset("ʃʒ"), frozenset("ij"), frozenset("uw"), frozenset("ɹr"))  # fmt: skip
_ENGLISH = (["gmw/en"], ["gmw/en-US"])
"""espeak-ng's voices for two accents."""
_WEAK: dict[str, str] = read_table(Path(__file__).parent, "english")["pronunciations"]["weak"]
_PLAIN = str.maketrans({**dict.fromkeys("ˈˌː_- ‍"), "ɐ": "ə", "ᵻ": "ɪ", "ɾ": "d", "r": "ɹ", "g": "ɡ"})
"""Leaves out stress, length and joints, and writes sounds alike that are: an American says 'petals' like 'pedals'."""


class Pronunciations:
    """The pronunciations of words in one or more accents; the pronunciation of an unknown word is its spelling."""

    def __init__(self, *accents: Mapping[str, str], given: Mapping[str, str] | None = None) -> None:
        """Create it.

        Args:
            accents: each maps words to their sounds; the first one is the usual one.
            given: the sounds that the voice was given for words of the script, which are compared with those of the
                words that were heard, too.
        """
        self.accents = tuple({word: sounds.translate(_PLAIN) for word, sounds in accent.items()} for accent in accents)
        self.given = {word: sounds.translate(_PLAIN) for word, sounds in (given or {}).items()}

    def of(self, words: Sequence[str], accent: int = 0) -> str:
        """Return the pronunciation of words in sequence."""
        known = self.accents[accent] if self.accents else {}
        return "".join(known.get(word, word) for word in words)

    def distance(self, words: Sequence[str], others: Sequence[str]) -> float:
        """Return how far the pronunciations of words differ: 0 if they are alike, 1 if nothing is in common.

        It is that of the accent in which they differ least: in American, 'halve' is said as 'have'. The script's words
        come first.
        """
        return min(sound_distance(one, other) for one, other in self._pairs(words, others))

    def same_consonants(self, word: str, other: str) -> bool:
        """Return whether the pronunciations of two words differ only in vowels, and not much."""
        return any(
            _consonants(one) == _consonants(two) and sound_distance(one, two) <= _VOWELS_OF_NAMES
            for one, two in self._pairs([word], [other])
        )

    def unknown(self, words: Iterable[str]) -> set[str]:
        """Return the words that it does not know."""
        return set(words).difference(*self.accents[:1])

    def _pairs(self, words: Sequence[str], others: Sequence[str]) -> list[tuple[str, str]]:
        """Return both pronunciations in each accent, and again with the given sounds of the first words."""
        accents = range(max(1, len(self.accents)))
        pairs = [(self.of(words, accent), self.of(others, accent)) for accent in accents]
        if not self.given.keys().isdisjoint(words):
            parts = [[self.given.get(word) or self.of([word], accent) for word in words] for accent in accents]
            pairs += [("".join(part), other) for part, (_, other) in zip(parts, pairs, strict=True)]
        return pairs


def _consonants(sounds: str) -> list[str]:
    return [sound for sound in sounds if sound not in VOWELS]


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
    if sound in VOWELS and other in VOWELS:
        return 0.5
    return 0.4 if any(sound in pair and other in pair for pair in _NEAR) else 1.0


_UNKNOWN = Pronunciations()


def look_up_pronunciations(words: Iterable[str], language: str, known: Pronunciations = _UNKNOWN) -> Pronunciations:
    """Return known pronunciations, and those of further words from espeak-ng; English ones in two accents.

    Raises:
        RecogniserError: espeak-ng does not answer.
    """
    unknown = known.unknown(words)
    if not unknown:
        return known
    is_english = primary_language(language) == "en"
    added = _ask(unknown, _ENGLISH if is_english else [_voices(language)])
    if is_english:
        added = [{**accent, **{word: sounds for word, sounds in _WEAK.items() if word in accent}} for accent in added]
    accents = known.accents or ({},) * len(added)
    both = ({**accent, **further} for accent, further in zip(accents, added, strict=True))
    return Pronunciations(*both, given=known.given)


def look_up_ipa(words: Iterable[str], language: str) -> dict[str, str]:
    """Return the sounds of words in the International Phonetic Alphabet, as espeak-ng reads them.

    Words of a language that espeak-ng does not have are returned as they are.

    Raises:
        RecogniserError: espeak-ng does not answer.
    """
    (sounds,) = _ask(set(words), [_voices(language)])
    return sounds


def _voices(language: str) -> list[str]:
    """Return espeak-ng's voices for a language, the best one first."""
    short = primary_language(language)
    return _ENGLISH[0] if short == "en" else [language, short]


def _ask(words: set[str], accents: Sequence[list[str]]) -> list[dict[str, str]]:
    """Return the sounds of words in each accent, of which voices are named."""
    if not words:
        return [{} for _ in accents]
    unique = sorted(words)
    child = Child([sys.executable, "-m", "audiobrief.review.proof.comparison.phonemes_child"])
    try:
        answers = [child.ask({"words": unique, "voices": voices}, timeout=_TIME_LIMIT) for voices in accents]
    except (ChildDiedError, ChildHungError) as error:
        raise RecogniserError(f"espeak-ng does not return pronunciations: {error} (try again)") from error
    finally:
        child.close()
    return [dict(zip(unique, answer.get("sounds", unique), strict=True)) for answer in answers]
