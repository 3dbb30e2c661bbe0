"""From a paragraph as it is written to sentences as they are said.

The paragraph's text is split as it is shown; each sentence is then put into the words, sounds and voices that
its marks and the lexicon ask for, and cut where the voice changes, where a break stands, and where it is too
long for one call.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from audiobrief.script.markup import Break, Paragraph, Span
from audiobrief.script.model import Entry, Speaker, Voice
from audiobrief.script.phonetic import AUDIBLE
from audiobrief.speech.lexicon import find_entries
from audiobrief.speech.sentences import split_long, split_sentences
from audiobrief.speech.signs import plain_signs
from audiobrief.speech.utterance import Pronunciation, Utterance

__all__ = ["Piece", "Sentence", "read_paragraph"]

CLAUSE_PAUSE = 120
"""Milliseconds where the voice changes within a sentence, or a long one is cut at a space."""

_VARIATION_SELECTORS = "\ufe0e\ufe0f"
_LONGEST_DATE_PART = 12
_DATE_PARTS = re.compile(r"\d+|[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """What one call of an engine says, and the silence before it."""

    utterance: Utterance
    """What is said."""
    speaker: str
    """The author's name of the voice that says it."""
    pause: int | None
    """Milliseconds of silence before it; None where the script's own pause stands."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is shown, and the pieces it is said in."""

    text: str
    """As it is written, without marks."""
    pieces: tuple[Piece, ...]
    """At least one."""
    offset: int = field(default=0, compare=False)
    """Where it starts in the text of its turn, in characters; what is escaped before it may make it too small."""


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
        pending = _plus(pending, _take(breaks, done, start + 1))
        pieces, left = _pieces(written, places, breaks, start, end, speaker, speakers, lexicon)
        done = end
        if not pieces:
            pending = _plus(pending, left)
        else:
            pieces = (replace(pieces[0], pause=_plus(pending, pieces[0].pause)), *pieces[1:])
            pending = left
            sentences.append(Sentence(" ".join(written[start:end].split()), pieces, _offset(places, start)))
    return tuple(sentences), _plus(pending, _take(breaks, done, len(written) + 1))


Place = tuple[int, int, Span]


def _flatten(paragraph: Paragraph) -> tuple[str, list[Place], dict[int, int]]:
    """Give the text as shown, where in it each span stands, and the breaks by their place."""
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
    """Give the place in the turn's text of a character of the text as shown."""
    first, _, span = places[bisect_right(places, at, key=lambda place: place[0]) - 1]
    return span.offset + at - first


def _take(breaks: dict[int, int], start: int, end: int) -> int | None:
    """Take the breaks from `start` to before `end` out, and give their sum; None if there are none."""
    places = [place for place in breaks if start <= place < end]
    return sum(breaks.pop(place) for place in places) if places else None


def _plus(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other


def _sentence_bounds(written: str, places: list[Place], language: str) -> Iterator[tuple[int, int]]:
    """Give the sentences' bounds; none falls inside words that a mark respells as a whole."""
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
    """Give a sentence's pieces, and the breaks behind the last of them, where only signs follow."""
    pieces: list[Piece] = []
    pause: int | None = None
    left: int | None = None
    said = _Said(speaker, lexicon)
    for first, last, span in _atoms(places, breaks, start, end):
        by = next((each for each in speakers if each.name == span.voice), speaker)
        silence = _take(breaks, first, first + 1)
        if silence is not None or said.belongs_to_other(by, span.language):
            before = len(pieces)
            pause = said.flush(pieces, pause, silence)
            left = silence if len(pieces) > before else _plus(left, silence)
            said = _Said(by, lexicon, span.language)
        said.add(span, written[first:last])
    before = len(pieces)
    said.flush(pieces, pause, None)
    return tuple(pieces), left if len(pieces) == before else None


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


class _Said:
    """The text of one voice, growing span by span."""

    def __init__(self, speaker: Speaker, lexicon: Sequence[Entry], language: str | None = None) -> None:
        self.speaker = speaker
        self.language = language
        self.lexicon = () if language else tuple(lexicon)
        self.text = ""
        self.pronunciations: list[Pronunciation] = []
        self.stresses: list[tuple[int, int]] = []

    def belongs_to_other(self, speaker: Speaker, language: str | None) -> bool:
        return (speaker.name, language) != (self.speaker.name, self.language)

    def add(self, span: Span, text: str) -> None:
        """Add what is said for a span."""
        start = len(self.text)
        if span.sub is not None:
            self._append(span.sub)
        elif span.ipa is not None:
            self._append(text, span.ipa)
        elif span.characters:
            self._append(" ".join(character for character in text if not character.isspace()))
        elif span.date is not None:
            self._append(spoken_date(text, span.date, span.language or self.speaker.voice.language))
        else:
            at = 0
            for first, last, entry in find_entries(text, self.lexicon):
                self._append(text[at:first])
                self._append(entry.say or text[first:last], entry.ipa)
                at = last
            self._append(text[at:])
        if span.strong and len(self.text) > start:
            self.stresses.append((start, len(self.text)))

    def _append(self, text: str, ipa: str | None = None) -> None:
        text = sayable(text, self.language or self.speaker.voice.language)
        if ipa is not None and text.strip():
            first = len(self.text) + len(text) - len(text.lstrip())
            self.pronunciations.append(Pronunciation(first, first + len(text.strip()), ipa))
        self.text += text

    def flush(self, pieces: list[Piece], pause: int | None, silence: int | None) -> int | None:
        """Turn what has grown into pieces.

        Args:
            pieces: what there is already; the new ones are added to it.
            pause: the silence before the first of them.
            silence: a break that follows.

        Returns:
            The silence before the next piece.
        """
        before = len(pieces)
        voice = self.speaker.voice
        if self.language is not None and self.language.split("-")[0].lower() != voice.language.split("-")[0].lower():
            voice = replace(voice, language=self.language, name=None)
        for start, end in self._stretches():
            if AUDIBLE.search(self.text, start, end):
                pieces.append(Piece(self._utterance(voice, start, end), self.speaker.name, pause))
                pause = CLAUSE_PAUSE if self.text[end : end + 1].isspace() else 0
        if silence is not None:
            return silence if len(pieces) > before else _plus(pause, silence)
        return CLAUSE_PAUSE if len(pieces) > before else pause

    def _utterance(self, voice: Voice, start: int, end: int) -> Utterance:
        return Utterance(
            self.text[start:end],
            voice,
            tuple(
                replace(each, start=each.start - start, end=each.end - start)
                for each in self.pronunciations
                if start <= each.start and each.end <= end
            ),
            tuple(
                (max(first, start) - start, min(last, end) - start)
                for first, last in self.stresses
                if first < end and last > start
            ),
        )

    def _stretches(self) -> tuple[tuple[int, int], ...]:
        """Cut what is too long, but not within a word whose sounds are given."""
        inside = [(each.start, each.end) for each in self.pronunciations]
        stretches: list[tuple[int, int]] = []
        for start, end in split_long(self.text):
            if stretches and any(first < start < last for first, last in inside):
                stretches[-1] = (stretches[-1][0], end)
            else:
                stretches.append((start, end))
        return tuple(stretches)


def sayable(text: str, language: str) -> str:
    """Take out what cannot be seen or said (soft hyphens, marks of direction), and make one form of the rest."""
    shown = "".join(
        " " if unicodedata.category(character) == "Zs" else character
        for character in text
        if unicodedata.category(character) != "Cf" and character not in _VARIATION_SELECTORS
    )
    return plain_signs(unicodedata.normalize("NFC", shown), language)


def spoken_date(text: str, order: str, language: str) -> str:
    """Put a date into words by the order of its parts, such as `2023` by `y` into 'twenty twenty-three'.

    What cannot be read that way is said as it is written.
    """
    parts = _DATE_PARTS.findall(text)
    if len(parts) != len(order) or any(len(part) > _LONGEST_DATE_PART for part in parts):
        return text
    short = language.split("-", maxsplit=1)[0].lower()
    try:
        named = {part: _date_part(part, value, short) for part, value in zip(order, parts, strict=True)}
    except (NotImplementedError, ValueError, IndexError, KeyError, OverflowError, AttributeError):
        # num2words 0.5 fails in all these ways where a language lacks years or ordinals.
        return text
    return " ".join(named[part] for part in order)


def _date_part(part: str, value: str, language: str) -> str:
    from num2words import num2words

    if part == "m":
        if not value.isdigit():
            return value
        if language != "en":
            raise NotImplementedError("months are named in English")
        return _MONTHS[int(value) - 1] if 1 <= int(value) <= 12 else value
    if len(value) > 4:
        raise ValueError(f"{value} is no part of a date")
    return str(num2words(int(value), to="year" if part == "y" else "ordinal", lang=language)).replace(",", "")


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
