"""The sentences of a recording, in which transcripts show its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from audiobrief.language.sentences import split_sentences
from audiobrief.script.markup.parser import Break, Paragraph, Span
from audiobrief.script.models.segment import Turn
from audiobrief.script.models.sound import RecordedWords
from audiobrief.units import milliseconds_to_samples


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
    times: tuple[float, float] | None = None
    """Milliseconds from the start of the clip at which it starts and ends; None where no transcript states them."""


def recorded_sentences(turn: Turn, language: str) -> tuple[RecordedSentence, ...]:
    """Return the sentences of a turn that is a recording, in order; `language` is a BCP 47 tag."""
    sentences: list[RecordedSentence] = []
    at = 0
    for paragraph in turn.paragraphs:
        text = "".join(span.text for span in _spans(paragraph))
        for number, (start, end) in enumerate(split_sentences(text, language)):
            last = at + end - start
            words = text[start:end]
            times = (_time(turn.cues, at), _time(turn.cues, last)) if turn.cues else None
            sentences.append(RecordedSentence(words, at, last, number == 0, _offset(paragraph, start), times))
            at = last + 1
    return tuple(sentences)


def place_sentences(
    sentences: Sequence[RecordedSentence], length: int, sample_rate: int
) -> tuple[tuple[int, int], ...]:
    """Return the first sample of each sentence, and the one after its last, from the start of the clip.

    Times are those of the transcript; without one, time is shared out by the length of the texts.

    Args:
        sentences: all sentences of a clip, in order.
        length: the clip's samples.
        sample_rate: Hz.
    """
    return tuple(_place(sentence, sentences[-1].last, length, sample_rate) for sentence in sentences)


def _place(sentence: RecordedSentence, words: int, length: int, sample_rate: int) -> tuple[int, int]:
    if sentence.times is None:
        return length * sentence.first // words, length * sentence.last // words
    start, end = (milliseconds_to_samples(time, sample_rate) for time in sentence.times)
    # Words that are partly heard are shown as long as they are heard.
    start = min(max(start, 0), length - 1)
    return start, max(start + 1, min(end, length))


def _time(cues: Sequence[RecordedWords], at: int) -> float:
    """Return the time of a character of the text of cues, joined by spaces; inside a cue, characters last equally long.

    The end of a cue is where its last word ends, also where another cue follows.
    """
    for cue in cues:
        if at <= len(cue.text):
            return cue.start + (cue.end - cue.start) * at / len(cue.text)
        at -= len(cue.text) + 1
    return float(cues[-1].end)


def _spans(paragraph: Paragraph) -> Iterator[Span]:
    return (item for item in paragraph if not isinstance(item, Break))


def _offset(paragraph: Paragraph, at: int) -> int:
    """Return the place in the turn's text of a character of a paragraph."""
    for span in _spans(paragraph):
        if at < len(span.text):
            return span.offset + at
        at -= len(span.text)
    return 0
