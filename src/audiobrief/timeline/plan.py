"""The plan of an episode: what is said and played, in order, without positions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, repeat

from audiobrief.errors import Position
from audiobrief.language.quotations import CLOSING_MARKS
from audiobrief.reading.recordings import RecordedSentence, recorded_sentences
from audiobrief.reading.utterances import Replacement, Sentence, UndecidedWord, Utterance
from audiobrief.script.markup.parser import Paragraph
from audiobrief.script.models.engines import RECORDING
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.models.script import Script
from audiobrief.script.models.segment import Segment, Source, Turn
from audiobrief.script.models.sound import Picture
from audiobrief.script.models.voice import Speaker, Voice

_LONGER = 1.3
"""The factor of the pause after a question or a quotation."""
_QUESTION_OR_QUOTATION = re.compile(rf"[?？؟][{CLOSING_MARKS}')\]]*$|(?!’)[{CLOSING_MARKS}][.,!]?$")
"""A closing ’ may be an apostrophe."""

Reader = Callable[[Paragraph, Speaker, Sequence[Speaker], Sequence[Entry]], tuple[tuple[Sentence, ...], int | None]]
"""Reads a paragraph, as `reading.paragraphs.read_paragraph` does."""


@dataclass(frozen=True, slots=True)
class PlannedPiece:
    """One call of an engine, and the silence before it."""

    utterance: Utterance
    """The text to speak."""
    speaker: str
    """The author's name of the voice, or the name of the person who was recorded."""
    pause: int
    """Milliseconds of silence before it."""
    written: str = field(default="", compare=False)
    """The written text of it and of the pieces after it that have none."""
    replacements: tuple[Replacement, ...] = field(default=(), compare=False)
    """The parts of the written text that are said in other words, in order."""
    undecided: tuple[UndecidedWord, ...] = field(default=(), compare=False)
    """The words of the written text whose pronunciation is open."""
    rewritten: tuple[tuple[int, int], ...] = field(default=(), compare=False)
    """The stretches of the utterance's text with other words than are written: first character, one after the last."""


def spoken_text(pieces: Iterable[PlannedPiece]) -> str:
    """Return the texts of some pieces in one line."""
    return " ".join(" ".join(piece.utterance.text for piece in pieces).split())


@dataclass(frozen=True, slots=True)
class PlannedSentence:
    """A sentence: its text, and its utterances."""

    text: str
    """As it is written."""
    speaker: str
    """The name of the voice that says all of it, or else of its turn's voice, or of the person who was recorded."""
    pieces: tuple[PlannedPiece, ...]
    """At least one."""
    new_paragraph: bool = False
    """True if a paragraph starts with it."""
    line: int = field(default=1, compare=False)
    """The line of the script on which it starts."""
    column: int = field(default=1, compare=False)
    """The column in which it starts."""
    recorded: tuple[RecordedSentence, ...] = ()
    """The sentences of a recording, which is one piece; empty where a voice speaks."""

    @property
    def said(self) -> str:
        """The text that the engines are given."""
        return spoken_text(self.pieces)


@dataclass(frozen=True, slots=True)
class PlannedSegment:
    """A segment of the episode."""

    kind: str
    """intro, narration, transition, outro or clip."""
    sentences: tuple[PlannedSentence, ...]
    """Empty if the segment is only a sound."""
    pause: int
    """Milliseconds of silence after it."""
    chapter: str | None = None
    """The title of the chapter that starts here."""
    url: str | None = None
    """The chapter's link."""
    image: Picture | None = None
    """The chapter's picture."""
    source: Source | None = None
    """The article that the chapter is about."""
    bed: str | None = None
    """The sound under the speech."""
    sound: str | None = None
    """The sound before the text."""
    closing_break: int = 0
    """Milliseconds of a break at the end of the text."""
    position: Position = field(default=Position(""), compare=False)
    """Where it stands in the script."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An episode in order."""

    segments: tuple[PlannedSegment, ...]
    """At least one; the first starts a chapter."""

    def utterances(self) -> tuple[Utterance, ...]:
        """Return all utterances, in order."""
        return tuple(
            piece.utterance for segment in self.segments for sentence in segment.sentences for piece in sentence.pieces
        )

    def spoken_utterances(self) -> tuple[Utterance, ...]:
        """Return the utterances that voices speak, in order; those of recordings are left out."""
        return tuple(utterance for utterance in self.utterances() if utterance.recording is None)

    def recast(self, voices: Mapping[Voice, Voice]) -> Plan:
        """Return the plan with some voices replaced."""
        if not voices:
            return self
        return Plan(tuple(_recast(segment, voices) for segment in self.segments))

    def paced(self, pace: float) -> Plan:
        """Return the plan with every voice at `pace` times its speed."""
        return self.recast(
            {voice: _paced(voice, pace) for voice in {utterance.voice for utterance in self.spoken_utterances()}}
        )

    def silence_count(self) -> int:
        """Return the number of silences: before each piece, after each segment, and at the end of its text."""
        return len(self.utterances()) + 2 * len(self.segments)

    def with_pauses(self, share: float, longer: float = 1.0, first: int = 0) -> Plan:
        """Return the plan with every silence scaled by `share`, and the first ones by `longer`.

        Args:
            share: the factor for silences, above 0.
            longer: the factor for the first silences.
            first: the number of first silences, from 0 to `silence_count()`.
        """
        shares = chain(repeat(longer, first), repeat(share))
        return Plan(tuple(_with_pauses(segment, shares) for segment in self.segments))

    def positions(self) -> dict[Utterance, Position]:
        """Return the position in the script of the segment in which each utterance first occurs, or of a recording."""
        places: dict[Utterance, Position] = {}
        for segment in self.segments:
            for sentence in segment.sentences:
                for piece in sentence.pieces:
                    recording = piece.utterance.recording
                    places.setdefault(piece.utterance, recording.position if recording else segment.position)
        return places


def _recast(segment: PlannedSegment, voices: Mapping[Voice, Voice]) -> PlannedSegment:
    def piece(planned: PlannedPiece) -> PlannedPiece:
        voice = voices.get(planned.utterance.voice, planned.utterance.voice)
        return replace(planned, utterance=replace(planned.utterance, voice=voice))

    sentences = (replace(sentence, pieces=tuple(map(piece, sentence.pieces))) for sentence in segment.sentences)
    return replace(segment, sentences=tuple(sentences))


def _paced(voice: Voice, pace: float) -> Voice:
    # Rounded, so that the same pace finds the clips in the store.
    return replace(voice, speed=round(voice.speed * pace, 4))


def _with_pauses(segment: PlannedSegment, shares: Iterator[float]) -> PlannedSegment:
    """Scale each silence by the next share, in the order of the text."""

    def changed(pause: int) -> int:
        return round(pause * next(shares))

    sentences = tuple(
        replace(sentence, pieces=tuple(replace(piece, pause=changed(piece.pause)) for piece in sentence.pieces))
        for sentence in segment.sentences
    )
    closing_break = changed(segment.closing_break)
    return replace(segment, sentences=sentences, closing_break=closing_break, pause=changed(segment.pause))


def make_plan(script: Script, read: Reader | None = None) -> Plan:
    """Put a script into the order of its episode; `read_paragraph` reads it if nothing else is given."""
    if read is None:
        from audiobrief.reading.paragraphs import read_paragraph

        read = read_paragraph
    segments: list[PlannedSegment] = []
    for index, segment in enumerate(script.segments):
        before = script.segments[index - 1] if index else None
        segments.append(_segment(script, segment, before, read))
    return Plan(tuple(segments))


def _segment(script: Script, segment: Segment, before: Segment | None, read: Reader) -> PlannedSegment:
    sentences, closing = _sentences(script, segment, read)
    sound = segment.sound
    if sound is None and before is not None and segment.kind == before.kind == "narration":
        sound = script.transition
    return PlannedSegment(
        kind=segment.kind,
        sentences=tuple(sentences),
        pause=script.pauses.segment if segment.pause is None else segment.pause,
        chapter=segment.chapter or (script.title if before is None else None),
        url=segment.url,
        image=segment.image,
        source=segment.source,
        bed=segment.bed,
        sound=sound,
        closing_break=closing,
        position=segment.position,
    )


def _sentences(script: Script, segment: Segment, read: Reader) -> tuple[list[PlannedSentence], int]:
    planned: list[PlannedSentence] = []
    closing: int | None = None
    for turn in segment.turns:
        if turn.recording is not None:
            pause = _pause(None, script.pauses.paragraph if planned else 0, closing)
            planned.append(_recorded(turn, pause, script.language))
            closing = None
            continue
        for paragraph in turn.paragraphs:
            sentences, end = read(paragraph, script.speaker(turn.speaker), script.speakers, script.lexicon)
            for number, sentence in enumerate(sentences):
                default = _default_pause(script, planned, is_first=number == 0)
                planned.append(_spoken(turn, sentence, default, closing, new_paragraph=number == 0))
                closing = None
            if end is not None:
                closing = (closing or 0) + end
    return planned, closing or 0


def _spoken(
    turn: Turn, sentence: Sentence, default: int, closing: int | None, *, new_paragraph: bool
) -> PlannedSentence:
    """Plan a spoken sentence, given the default pause before it, and the closing break of what is before it."""
    pieces = tuple(
        PlannedPiece(
            piece.utterance,
            piece.speaker,
            _pause(piece.pause, default if not at else 0, closing if not at else None),
            piece.written,
            piece.replacements,
            piece.undecided,
            piece.rewritten,
        )
        for at, piece in enumerate(sentence.pieces)
    )
    speaker, place = _speaker(pieces, turn.speaker), turn.position_at(sentence.offset)
    return PlannedSentence(sentence.text, speaker, pieces, new_paragraph, place.line, place.column)


def _recorded(turn: Turn, pause: int, language: str) -> PlannedSentence:
    """Plan a recording: one piece, and the sentences that are heard in it."""
    sentences = recorded_sentences(turn, language)
    text = " ".join(sentence.text for sentence in sentences)
    utterance = Utterance(text, Voice(RECORDING, language=language), recording=turn.recording)
    place = turn.position_at(sentences[0].offset)
    piece = PlannedPiece(utterance, turn.speaker, pause, text)
    return PlannedSentence(text, turn.speaker, (piece,), True, place.line, place.column, sentences)


def _default_pause(script: Script, planned: Sequence[PlannedSentence], *, is_first: bool) -> int:
    """Return the silence before a sentence, given those of its segment before it."""
    if not planned:
        return 0
    if is_first:
        return script.pauses.paragraph
    is_longer = _QUESTION_OR_QUOTATION.search(planned[-1].text)
    # As long as between paragraphs at most.
    longer = min(round(script.pauses.sentence * _LONGER), script.pauses.paragraph)
    return max(script.pauses.sentence, longer) if is_longer else script.pauses.sentence


def _speaker(pieces: tuple[PlannedPiece, ...], turn: str) -> str:
    """Return the speaker of a sentence: that of the turn, unless another voice says all of it."""
    voices = {piece.speaker for piece in pieces}
    return pieces[0].speaker if len(voices) == 1 else turn


def _pause(asked: int | None, default: int, closing: int | None) -> int:
    """Return the pause before a piece: breaks, also one at the end of the previous paragraph, replace the default."""
    if asked is None and closing is None:
        return default
    return (asked or 0) + (closing or 0)
