"""The sentences of a recording, in which transcripts show its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from audiobrief.language.sentences import split_sentences
from audiobrief.script.markup.parser import Break, Paragraph, Span
from audiobrief.script.models.segment import Turn


@dataclass(frozen=True, slots=True)
class RecordedSentence:
    """A sentence of a recording, with its place in the words of the recording."""

    text: str
    """As it is shown."""
    first: int
    """Characters of the recording's words before it."""
    last: int
    """Characters of the recording's words up to its end."""
    new_paragraph: bool = False
    """True if a paragraph starts with it."""
    offset: int = field(default=0, compare=False)
    """Where it starts in the text of its turn, in characters."""


def recorded_sentences(turn: Turn, language: str) -> tuple[RecordedSentence, ...]:
    """Return the sentences of a turn that is a recording, in order; `language` is a BCP 47 tag."""
    sentences: list[RecordedSentence] = []
    at = 0
    for paragraph in turn.paragraphs:
        text = "".join(span.text for span in _spans(paragraph))
        for number, (start, end) in enumerate(split_sentences(text, language)):
            last = at + end - start
            words = text[start:end]
            sentences.append(RecordedSentence(words, at, last, number == 0, _offset(paragraph, start)))
            at = last + 1
    return tuple(sentences)


def _spans(paragraph: Paragraph) -> Iterator[Span]:
    return (item for item in paragraph if not isinstance(item, Break))


def _offset(paragraph: Paragraph, at: int) -> int:
    """Return the place in the turn's text of a character of a paragraph."""
    for span in _spans(paragraph):
        if at < len(span.text):
            return span.offset + at
        at -= len(span.text)
    return 0
