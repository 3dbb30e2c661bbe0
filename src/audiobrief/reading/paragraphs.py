"""Read a paragraph: from its text as it is written to sentences with the utterances that are said for them.

The text is split into sentences as it is shown. Each sentence is then put into the words, sounds and voices that its
marks and the lexicon ask for, and cut where the voice changes, where a break is, and where it is too long for one call
of an engine.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from audiobrief.language.codes import primary_language
from audiobrief.language.sentences import split_sentences
from audiobrief.reading.normalise import find_readings, readings_of_part
from audiobrief.reading.utterance_builder import UtteranceBuilder
from audiobrief.reading.utterances import Piece, Sentence, add_pauses
from audiobrief.script.markup.parser import Break, Paragraph, Span
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.models.voice import Speaker


def read_paragraph(
    paragraph: Paragraph, speaker: Speaker, speakers: Sequence[Speaker], lexicon: Sequence[Entry]
) -> tuple[tuple[Sentence, ...], int | None]:
    """Return the sentences of a paragraph, with their utterances.

    Args:
        paragraph: its spans and breaks.
        speaker: who says what has no voice of its own.
        speakers: all speakers of the script.
        lexicon: how words are said.

    Returns:
        The sentences, and the milliseconds of a break at the paragraph's very end (None if there is none).
    """
    text = _FlatParagraph(paragraph)
    sentences: list[Sentence] = []
    pending: int | None = None
    done = 0
    for start, end in text.sentence_bounds(speaker.voice.language):
        pending = add_pauses(pending, text.take_breaks(done, start + 1))
        pieces, closing = _read_sentence(text, (start, end), speaker, speakers, lexicon)
        done = end
        if not pieces:
            pending = add_pauses(pending, closing)
        else:
            pieces = (replace(pieces[0], pause=add_pauses(pending, pieces[0].pause)), *pieces[1:])
            pending = closing
            sentences.append(Sentence(" ".join(text.written[start:end].split()), pieces, text.offset(start)))
    return tuple(sentences), add_pauses(pending, text.take_breaks(done, len(text.written) + 1))


_Place = tuple[int, int, Span]
"""The first character of a span in the text as shown, the one after its last, and the span."""


class _FlatParagraph:
    """The text of a paragraph as shown, with the places of its spans and breaks."""

    def __init__(self, paragraph: Paragraph) -> None:
        self.written = ""
        self._places: list[_Place] = []
        self._breaks: dict[int, int] = {}
        """The milliseconds of each break, by its place."""
        for item in paragraph:
            if isinstance(item, Break):
                self._breaks[len(self.written)] = self._breaks.get(len(self.written), 0) + item.milliseconds
            else:
                self._places.append((len(self.written), len(self.written) + len(item.text), item))
                self.written += item.text

    def offset(self, at: int) -> int:
        """Return the place in the turn's text of a character of the text as shown."""
        first, _, span = self._places[bisect_right(self._places, at, key=lambda place: place[0]) - 1]
        return span.offset + at - first

    def take_breaks(self, start: int, end: int) -> int | None:
        """Remove the breaks from `start` to before `end`, and return their sum; None if there are none."""
        places = [place for place in self._breaks if start <= place < end]
        return sum(self._breaks.pop(place) for place in places) if places else None

    def sentence_bounds(self, language: str) -> Iterator[tuple[int, int]]:
        """Yield the sentences' bounds; none falls inside words that a mark respells."""
        respelled = [
            (first, last) for first, last, span in self._places if span.sub or span.ipa or span.date or span.characters
        ]
        begin: int | None = None
        for start, end in split_sentences(self.written, language):
            begin = start if begin is None else begin
            at = bisect_right(respelled, end, key=lambda place: place[1])
            if at == len(respelled) or not respelled[at][0] < end:
                yield begin, end
                begin = None
        if begin is not None:
            yield begin, len(self.written.rstrip())

    def parts(self, start: int, end: int) -> list[_Place]:
        """Return the spans of a sentence, cut where it starts and ends, and where a break is."""
        parts = []
        near = slice(
            bisect_right(self._places, start, key=lambda place: place[1]),
            bisect_left(self._places, end, key=lambda place: place[0]),
        )
        for first, last, span in self._places[near]:
            cuts = [first, *sorted(place for place in self._breaks if first < place < last), last]
            parts += [(max(one, start), min(other, end), span) for one, other in pairwise(cuts)]
        return [(first, last, span) for first, last, span in parts if first < last]


def _read_sentence(
    text: _FlatParagraph,
    bounds: tuple[int, int],
    speaker: Speaker,
    speakers: Sequence[Speaker],
    lexicon: Sequence[Entry],
) -> tuple[tuple[Piece, ...], int | None]:
    """Return a sentence's pieces, and the sum of the breaks after the last of them, where only signs follow."""
    start, end = bounds
    written = text.written[start:end]
    pieces: list[Piece] = []
    pause: int | None = None
    closing: int | None = None
    language = speaker.voice.language
    readings = find_readings(written, language)
    builder = UtteranceBuilder(speaker, lexicon)
    for first, last, span in text.parts(start, end):
        voice = next((other for other in speakers if other.name == span.voice), speaker)
        foreign = _foreign_language(span, voice)
        silence = text.take_breaks(first, first + 1)
        if silence is not None or builder.differs(voice, foreign):
            before = len(pieces)
            pause = builder.build(pieces, pause, silence)
            closing = silence if len(pieces) > before else add_pauses(closing, silence)
            builder = UtteranceBuilder(voice, lexicon, foreign)
        part = text.written[first:last]
        own = span.language or voice.voice.language
        if own == language:
            builder.add(span, part, tuple(readings_of_part(readings, written, first - start, last - start, own)))
        else:
            builder.add(span, part, find_readings(part, own))
    before = len(pieces)
    builder.build(pieces, pause, None)
    return tuple(pieces), closing if len(pieces) == before else None


def _foreign_language(span: Span, speaker: Speaker) -> str | None:
    """Return the language of a span, where it is another than its speaker's."""
    if span.language is None or primary_language(span.language) == primary_language(speaker.voice.language):
        return None
    return span.language
