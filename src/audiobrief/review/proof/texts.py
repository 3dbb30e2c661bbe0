"""The words of the script and the words that were heard, in a form that can be compared."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from audiobrief.episode.manifest import ManifestSentence
from audiobrief.reading.utterances import Utterance
from audiobrief.review.proof.comparison.numerals import SpokenWord
from audiobrief.review.proof.comparison.spoken_words import WORD, find_names, spoken_words
from audiobrief.review.proof.recogniser import HeardWord


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
    names: frozenset[str] = frozenset()
    """Those of the words that are names."""
    too_long: frozenset[int] = frozenset()
    """The sentences that take much longer than their words do."""
    sounds: Mapping[str, str] = field(default_factory=dict)
    """The IPA that the voices were given for words."""

    def sentence(self, at: int) -> ManifestSentence:
        """Return the sentence of a word that is said."""
        return self.sentences[self.sentence_of[at]]

    def words_of(self, number: int) -> tuple[HeardWord, ...]:
        """Return the written words of a sentence as if they were heard, evenly over its time."""
        sentence = self.sentences[number]
        said = self.said[bisect_left(self.sentence_of, number) : bisect_right(self.sentence_of, number)]
        written = self.written[said[0].first : said[-1].last] if said else ()
        length = (sentence.end - sentence.start) / max(1, len(written))
        return tuple(
            HeardWord(sentence.start + at * length, sentence.start + (at + 1) * length, word)
            for at, word in enumerate(written)
        )

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

    def digits_before(self, at: int) -> int:
        """Return how many digits are written for the word before a word; 0 before the first."""
        if not at:
            return 0
        before = self.said[at - 1]
        return sum(map(str.isdecimal, "".join(self.written[before.first : before.last])))


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
    names = frozenset().union(*(find_names(part, words, language) for part, words in zip(parts, said, strict=True)))
    return ScriptText(tuple(chain.from_iterable(parts)), _joined(parts, said), sentences, sentence_of, names)


def given_sounds(utterances: Iterable[Utterance]) -> dict[str, str]:
    """Return the words for which voices were given sounds, with their IPA, in lower case and without punctuation."""
    found: dict[str, str] = {}
    for utterance in utterances:
        for each in utterance.pronunciations:
            words, sounds = WORD.findall(utterance.text[each.start : each.end].casefold()), each.ipa.split()
            if len(words) == len(sounds):
                found |= dict(zip((word.replace("’", "'") for word in words), sounds, strict=True))
            elif len(words) == 1:
                found[words[0].replace("’", "'")] = each.ipa
    return found


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
