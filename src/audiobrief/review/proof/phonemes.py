"""How words sound, so that spellings can be told from other words: 'grey' is 'gray', and 'Russia' is not 'Belarus'."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

from audiobrief.errors import RecogniserError
from audiobrief.storage.processes import Child, ChildDiedError, ChildHungError

__all__ = ["ALIKE", "Sounds", "sound_distance", "sounds_of"]

ALIKE = 0.12
"""Words whose distance is no larger sound alike: one vowel of five sounds may differ, a consonant may not."""
_TIME_LIMIT = 60.0
_VOWELS = frozenset("aeiouyæɐɑɒɔəɛɜɪʊʌᵻøœ")
_FAINT = frozenset("əɐɪijhʊ")
_NEAR = (frozenset("pb"), frozenset("td"), frozenset("kɡ"), frozenset("fv"), frozenset("sz"), frozenset("θð"),
         frozenset("ʃʒ"), frozenset("ij"), frozenset("uw"), frozenset("ɹr"))  # fmt: skip
_SILENT = str.maketrans("", "", "ˈˌː_- ‍")


class Sounds:
    """The sounds of words; a word that is not known sounds as it is spelled."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = {word: sounds.translate(_SILENT) for word, sounds in known.items()}

    def lacking(self, words: Iterable[str]) -> set[str]:
        """Return those of some words that are not known."""
        return set(words) - set(self._known)

    def joined(self, others: Sounds) -> Sounds:
        """Return these sounds and others as one."""
        return Sounds({**self._known, **others._known})

    def of(self, words: Sequence[str]) -> str:
        """Return the sounds of words that are said one after the other."""
        return "".join(self._known.get(word, word) for word in words)

    def distance(self, words: Sequence[str], others: Sequence[str]) -> float:
        """Tell how far words sound from others: 0 is alike, 1 has nothing in common."""
        return sound_distance(self.of(words), self.of(others))


def sound_distance(sounds: str, others: str) -> float:
    """Return the cost of turning sounds into others, for each sound of the longer one."""
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


def sounds_of(words: Iterable[str], language: str) -> Sounds:
    """Ask espeak-ng, which pip installs for the voices, for the sounds of words.

    Raises:
        RecogniserError: it does not answer.
    """
    asked = sorted(set(words))
    child = Child([sys.executable, "-m", "audiobrief.review.proof.phonemes_child"])
    try:
        answer = child.ask({"words": asked, "voices": _voices(language)}, timeout=_TIME_LIMIT)
    except (ChildDiedError, ChildHungError) as error:
        raise RecogniserError(f"espeak-ng does not tell how words sound: {error} (try again)") from error
    finally:
        child.close()
    # A language that espeak-ng lacks is compared by its letters.
    return Sounds(dict(zip(asked, answer.get("sounds", asked), strict=True)))


def _voices(language: str) -> list[str]:
    """Return names that espeak-ng may know a language by: files are named as their languages are written."""
    short = language.split("-", maxsplit=1)[0].lower()
    return ["gmw/en"] if short == "en" else [language, short]
