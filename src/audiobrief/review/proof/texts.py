"""What should be heard and what was heard: words that can be compared, with their sentences and their times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audiobrief.review.proof.episode import ScriptSentence
from audiobrief.review.proof.recogniser import HeardWord
from audiobrief.review.proof.words import SaidWord, said_words

__all__ = ["HeardText", "ScriptText", "heard_text", "script_text"]


@dataclass(frozen=True, slots=True)
class ScriptText:
    """The words of a script."""

    sentences: tuple[ScriptSentence, ...]
    """In order of time."""
    written: tuple[str, ...]
    """Its words with their signs."""
    said: tuple[SaidWord, ...]
    """Its words as they are said; they point at the written ones."""
    sentence_of: tuple[int, ...]
    """For each word that is said, the index of its sentence."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words as they are said."""
        return tuple(word.word for word in self.said)

    def text(self, start: int, end: int) -> str:
        """Return what is written for words that are said, from `start` to before `end`."""
        return " ".join(self.written[self.said[start].first : self.said[end - 1].last]) if end > start else ""


@dataclass(frozen=True, slots=True)
class HeardText:
    """The words that were heard."""

    written: tuple[HeardWord, ...]
    """As the recogniser writes them."""
    said: tuple[SaidWord, ...]
    """As they are said; they point at the written ones."""
    end: float
    """Seconds; where the sound ends."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words as they are said."""
        return tuple(word.word for word in self.said)

    def text(self, start: int, end: int) -> str:
        """Return what the recogniser wrote for words that are said, from `start` to before `end`."""
        if end <= start:
            return ""
        return " ".join(word.text for word in self.written[self.said[start].first : self.said[end - 1].last])

    def start_of(self, at: int) -> float:
        """Return the second at which a word starts; the end of the sound where there is none."""
        return self.written[self.said[at].first].start if at < len(self.said) else self.end

    def end_of(self, at: int) -> float:
        """Return the second at which a word ends; 0 before the first."""
        return self.written[self.said[at].last - 1].end if at >= 0 else 0.0


def script_text(sentences: Iterable[ScriptSentence], language: str) -> ScriptText:
    """Put a script's sentences into words: as they are written, or as they are said where those are other words."""
    spoken = tuple(sentences)
    parts: list[list[str]] = []
    said: list[tuple[SaidWord, ...]] = []
    for sentence in spoken:
        given = said_words(sentence.said.split(), language)
        shown = said_words(sentence.text.split(), language)
        same = [word.word for word in given] == [word.word for word in shown]
        parts.append((sentence.text if same else sentence.said).split())
        said.append(shown if same else given)
    return ScriptText(
        spoken,
        tuple(word for part in parts for word in part),
        _joined(parts, said),
        tuple(at for at, words in enumerate(said) for _ in words),
    )


def heard_text(parts: Sequence[Sequence[HeardWord]], end: float, language: str) -> HeardText:
    """Put what was heard, a window at a time, into words."""
    said = [said_words([word.text for word in part], language) for part in parts]
    return HeardText(tuple(word for part in parts for word in part), _joined(parts, said), end)


def _joined(written: Sequence[Sequence[object]], said: Sequence[Sequence[SaidWord]]) -> tuple[SaidWord, ...]:
    """Let the words of each part point at the written words of all."""
    joined: list[SaidWord] = []
    before = 0
    for part, words in zip(written, said, strict=True):
        joined += [SaidWord(word.word, before + word.first, before + word.last) for word in words]
        before += len(part)
    return tuple(joined)
