"""From a paragraph as it is written to sentences as they are said.

The paragraph's text is split as it is shown; each sentence is then put into the words, sounds and voices that
its marks and the lexicon ask for, and cut where the voice changes, where a break stands, and where it is too
long for one call.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from audiobrief.language.codes import primary_language
from audiobrief.language.sentences import split_sentences
from audiobrief.reading.normalise import find_readings, readings_of_part
from audiobrief.reading.utterances import Piece, Sentence, UtteranceBuilder, add_pauses
from audiobrief.script.markup.parser import Break, Paragraph, Span
from audiobrief.script.models.script import Entry, Speaker

__all__ = ["read_paragraph"]


def read_paragraph(
    paragraph: Paragraph, speaker: Speaker, speakers: Sequence[Speaker], lexicon: Sequence[Entry]
) -> tuple[tuple[Sentence, ...], int | None]:
    """Read a paragraph aloud, so to speak.

    Args:
        paragraph: its spans and breaks.
        speaker: who says what has no voice of its own.
        speakers: all there are.
        lexicon: how words are said.

    Returns:
        Its sentences, and the milliseconds of a break at its very end (None if there is none).
    """
    written, places, breaks = _flatten(paragraph)
    sentences: list[Sentence] = []
    pending: int | None = None
    done = 0
    for start, end in _sentence_bounds(written, places, speaker.voice.language):
        pending = add_pauses(pending, _take(breaks, done, start + 1))
        pieces, left = _pieces(written, places, breaks, start, end, speaker, speakers, lexicon)
        done = end
        if not pieces:
            pending = add_pauses(pending, left)
        else:
            pieces = (replace(pieces[0], pause=add_pauses(pending, pieces[0].pause)), *pieces[1:])
            pending = left
            sentences.append(Sentence(" ".join(written[start:end].split()), pieces, _offset(places, start)))
    return tuple(sentences), add_pauses(pending, _take(breaks, done, len(written) + 1))


Place = tuple[int, int, Span]


def _flatten(paragraph: Paragraph) -> tuple[str, list[Place], dict[int, int]]:
    """Return the text as shown, where in it each span stands, and the breaks by their place."""
    written = ""
    places: list[Place] = []
    breaks: dict[int, int] = {}
    for item in paragraph:
        if isinstance(item, Break):
            breaks[len(written)] = breaks.get(len(written), 0) + item.milliseconds
        else:
            places.append((len(written), len(written) + len(item.text), item))
            written += item.text
    return written, places, breaks


def _offset(places: list[Place], at: int) -> int:
    """Return the place in the turn's text of a character of the text as shown."""
    first, _, span = places[bisect_right(places, at, key=lambda place: place[0]) - 1]
    return span.offset + at - first


def _take(breaks: dict[int, int], start: int, end: int) -> int | None:
    """Take the breaks from `start` to before `end` out, and give their sum; None if there are none."""
    places = [place for place in breaks if start <= place < end]
    return sum(breaks.pop(place) for place in places) if places else None


def _sentence_bounds(written: str, places: list[Place], language: str) -> Iterator[tuple[int, int]]:
    """Return the sentences' bounds; none falls inside words that a mark respells as a whole."""
    whole = [(first, last) for first, last, span in places if span.sub or span.ipa or span.date or span.characters]
    begin: int | None = None
    for start, end in split_sentences(written, language):
        begin = start if begin is None else begin
        at = bisect_right(whole, end, key=lambda place: place[1])
        if at == len(whole) or not whole[at][0] < end:
            yield begin, end
            begin = None
    if begin is not None:
        yield begin, len(written.rstrip())


def _pieces(
    written: str,
    places: list[Place],
    breaks: dict[int, int],
    start: int,
    end: int,
    speaker: Speaker,
    speakers: Sequence[Speaker],
    lexicon: Sequence[Entry],
) -> tuple[tuple[Piece, ...], int | None]:
    """Return a sentence's pieces, and the breaks behind the last of them, where only signs follow."""
    pieces: list[Piece] = []
    pause: int | None = None
    left: int | None = None
    language = speaker.voice.language
    readings = find_readings(written[start:end], language)
    builder = UtteranceBuilder(speaker, lexicon)
    for first, last, span in _atoms(places, breaks, start, end):
        by = next((each for each in speakers if each.name == span.voice), speaker)
        foreign = _foreign(span, by)
        silence = _take(breaks, first, first + 1)
        if silence is not None or builder.differs(by, foreign):
            before = len(pieces)
            pause = builder.build(pieces, pause, silence)
            left = silence if len(pieces) > before else add_pauses(left, silence)
            builder = UtteranceBuilder(by, lexicon, foreign)
        own = span.language or by.voice.language
        if own == language:
            within = readings_of_part(readings, written[start:end], first - start, last - start, own)
        else:
            within = iter(find_readings(written[first:last], own))
        builder.add(span, written[first:last], tuple(within))
    before = len(pieces)
    builder.build(pieces, pause, None)
    return tuple(pieces), left if len(pieces) == before else None


def _foreign(span: Span, speaker: Speaker) -> str | None:
    """Return the language of a span, where it is another than its speaker's."""
    if span.language is None or primary_language(span.language) == primary_language(speaker.voice.language):
        return None
    return span.language


def _atoms(places: list[Place], breaks: dict[int, int], start: int, end: int) -> list[Place]:
    """Cut the spans of a sentence where it starts and ends, and where a break stands."""
    atoms = []
    near = slice(
        bisect_right(places, start, key=lambda place: place[1]), bisect_left(places, end, key=lambda place: place[0])
    )
    for first, last, span in places[near]:
        cuts = [first, *sorted(place for place in breaks if first < place < last), last]
        atoms += [(max(one, start), min(other, end), span) for one, other in pairwise(cuts)]
    return [(first, last, span) for first, last, span in atoms if first < last]
