"""The words of the script and the words that were heard, in a form that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

from audiobrief.episode.manifest import ManifestSentence
from audiobrief.reading.normalise import spoken_text
from audiobrief.review.proof.recogniser import HeardWord

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word as it is said."""

    word: str
    """In lower case, without punctuation and digits."""
    first: int
    """The first of the written words it comes from."""
    last: int
    """The written word after the last it comes from."""


@dataclass(frozen=True, slots=True)
class _Text:
    """Words as they are written and as they are said."""

    written: tuple[str, ...]
    """With punctuation."""
    said: tuple[SpokenWord, ...]
    """They point at the written ones."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words as they are said."""
        return tuple(word.word for word in self.said)

    def text(self, start: int, end: int) -> str:
        """Return what is written for words that are said, from `start` to before `end`."""
        return " ".join(self.written[self.said[start].first : self.said[end - 1].last]) if end > start else ""


@dataclass(frozen=True, slots=True)
class ScriptText(_Text):
    """The words of a script."""

    sentences: tuple[ManifestSentence, ...]
    """In order of time."""
    sentence_of: tuple[int, ...]
    """For each word that is said, the index of its sentence."""

    def sentence(self, at: int) -> ManifestSentence:
        """Return the sentence of a word that is said."""
        return self.sentences[self.sentence_of[at]]

    def starts_sentence(self, at: int) -> bool:
        """Return whether a word that is said is the first of a sentence."""
        return at == 0 or self.sentence_of[at] != self.sentence_of[at - 1]


@dataclass(frozen=True, slots=True)
class HeardText(_Text):
    """The words that were heard."""

    recognised: tuple[HeardWord, ...]
    """The written words with their times."""
    end: float
    """Seconds; where the sound ends."""

    def start_of(self, at: int) -> float:
        """Return the second at which a word starts; after the last word, the end of the sound."""
        return self.recognised[self.said[at].first].start if at < len(self.said) else self.end

    def end_of(self, at: int) -> float:
        """Return the second at which a word ends; 0 before the first."""
        return self.recognised[self.said[at].last - 1].end if at >= 0 else 0.0


def script_text(sentences: Iterable[ManifestSentence], language: str) -> ScriptText:
    """Return the words of a script: as written, or as given to the voices if these are other words."""
    sentences = tuple(sentences)
    parts: list[list[str]] = []
    said: list[tuple[SpokenWord, ...]] = []
    for sentence in sentences:
        written, given = sentence.text.split(), (sentence.said or sentence.text).split()
        shown, spoken = spoken_words(written, language), spoken_words(given, language)
        same = [word.word for word in spoken] == [word.word for word in shown]
        parts.append(written if same else given)
        said.append(shown if same else spoken)
    sentence_of = tuple(at for at, words in enumerate(said) for _ in words)
    return ScriptText(tuple(chain.from_iterable(parts)), _joined(parts, said), sentences, sentence_of)


def heard_text(parts: Sequence[Sequence[HeardWord]], end: float, language: str) -> HeardText:
    """Return the words that were heard in each window as one text."""
    said = [spoken_words([word.text for word in part], language) for part in parts]
    recognised = tuple(chain.from_iterable(parts))
    return HeardText(tuple(word.text for word in recognised), _joined(parts, said), recognised, end)


def _joined(written: Sequence[Sequence[object]], said: Sequence[Sequence[SpokenWord]]) -> tuple[SpokenWord, ...]:
    """Return the words of all parts, which refer to the written words of all parts."""
    joined: list[SpokenWord] = []
    before = 0
    for part, words in zip(written, said, strict=True):
        joined += [SpokenWord(word.word, before + word.first, before + word.last) for word in words]
        before += len(part)
    return tuple(joined)


def spoken_words(written: Sequence[str], language: str) -> tuple[SpokenWord, ...]:
    """Return written words with punctuation as they are said: '17th' becomes 'seventeenth', 'Mr' becomes 'mister'."""
    plain = [(word, at) for at, text in enumerate(written) for word in _words(text)]
    said = _words(spoken_text(" ".join(written), language))
    matcher = SequenceMatcher(None, [word for word, _ in plain], said, autojunk=False)
    found: list[SpokenWord] = []
    for same, start, end, said_start, said_end in matcher.get_opcodes():
        if same == "equal":
            found += [SpokenWord(word, at, at + 1) for word, at in plain[start:end]]
        elif said_end > said_start:
            # Added words, such as 'dollars' after a number, belong to the word before. A sign such as '°' is no word.
            nearest = plain[min(start, len(plain) - 1)][1] if plain else 0
            first = nearest if end > start or not found else found[-1].first
            last = plain[end - 1][1] + 1 if end > start else first + 1
            found += [SpokenWord(word, first, last) for word in said[said_start:said_end]]
    return tuple(found)


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]
