"""How each sentence of a script is read: by whom, in which words and with which sounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from audiobrief.production.casting import cast_plan, cast_text
from audiobrief.reading.utterances import Replacement, Utterance
from audiobrief.script.markup.parser import Paragraph
from audiobrief.script.models.script import Script
from audiobrief.script.models.segment import Segment, Turn
from audiobrief.script.models.voice import Speaker
from audiobrief.timeline.plan import Plan, PlannedPiece, PlannedSentence, Reader, spoken_text
from audiobrief.voices.engine import Engine


@dataclass(frozen=True, slots=True)
class SpokenPassage:
    """A sentence, or the part of it that one voice says."""

    line: int
    """The line of the script on which its sentence starts."""
    column: int
    """The column in which its sentence starts."""
    speaker: str
    """The author's name of the voice, or the name of the person who was recorded."""
    engine: str
    """The engine's name; `recording` where a person was recorded."""
    voice: str | None
    """The engine's own name of the voice; None for its best one for the language."""
    text: str
    """As it is written, without marks."""
    said: str
    """The text that the engine is given; its utterances are joined by spaces."""
    sounds: str | None
    """How the voice pronounces it, in IPA; None if that was not asked for."""
    readings: tuple[Replacement, ...]
    """The parts that are said otherwise than they are written, in order."""


def single_voice_script(paragraphs: tuple[Paragraph, ...], speaker: Speaker) -> Script:
    """Return a script of one segment, said by one voice."""
    segment = Segment(kind="narration", turns=(Turn(speaker.name, paragraphs),))
    return Script(path=Path("text"), slug="text", title="text", segments=(segment,), speakers=(speaker,))


def read_script(
    script: Script, engines: Mapping[str, Engine], reader: Reader | None = None, *, sounds: bool = False
) -> tuple[SpokenPassage, ...]:
    """Return how a script is read, in order.

    Args:
        script: the script.
        engines: by name; they choose a voice where the script leaves it open.
        reader: reads the paragraphs, as for `make_plan`.
        sounds: whether the voices are asked for their pronunciation, which starts them.

    Raises:
        ScriptError: a voice is not installed.
        EngineError: an engine cannot report its pronunciation.
    """
    return _spoken_passages(cast_plan(script, engines, reader)[1], engines if sounds else None)


def read_text(
    paragraphs: tuple[Paragraph, ...], speaker: Speaker, engines: Mapping[str, Engine], *, sounds: bool = False
) -> tuple[SpokenPassage, ...]:
    """Return how a text is read by one voice that the command line names; see `read_script`.

    Raises:
        UsageError: the voice is not installed.
        EngineError: an engine cannot report its pronunciation.
    """
    return _spoken_passages(cast_text(single_voice_script(paragraphs, speaker), engines), engines if sounds else None)


def _spoken_passages(plan: Plan, engines: Mapping[str, Engine] | None) -> tuple[SpokenPassage, ...]:
    """Return the passages of a plan; with their sounds, if engines are given."""
    return tuple(
        passage
        for segment in plan.segments
        for sentence in segment.sentences
        for passage in _passages(sentence, engines)
    )


def _passages(sentence: PlannedSentence, engines: Mapping[str, Engine] | None) -> Iterator[SpokenPassage]:
    """Yield the parts of a sentence that one voice says; their sounds, if engines are given."""
    runs = [tuple(run) for _, run in groupby(sentence.pieces, key=_voice)]
    for pieces in runs:
        first, voice = pieces[0], pieces[0].utterance.voice
        written = sentence.text if len(runs) == 1 else "".join(piece.written for piece in pieces)
        yield SpokenPassage(
            line=sentence.line,
            column=sentence.column,
            speaker=first.speaker,
            engine=voice.engine,
            voice=voice.name,
            text=" ".join(written.split()),
            said=spoken_text(pieces),
            sounds=None
            if engines is None or sentence.recorded
            else " ".join(_sounds(piece.utterance, engines) for piece in pieces),
            readings=tuple(reading for piece in pieces for reading in piece.replacements),
        )


def _voice(piece: PlannedPiece) -> tuple[str, object]:
    return piece.speaker, piece.utterance.voice


def _sounds(utterance: Utterance, engines: Mapping[str, Engine]) -> str:
    """Return an utterance's sounds: those that are given, and for the rest those of the voice."""
    text, at = utterance.text, 0
    given = list(utterance.pronunciations)
    sounds: list[str] = []
    for word in engines[utterance.voice.engine].words(text, utterance.voice):
        start = max(at, text.find(word.text, at))  # a voice may write it in other letters
        at = start + len(word.text)
        while given and given[0].end <= start:
            sounds.append(given.pop(0).ipa)
        if not (given and given[0].start < at):
            sounds.append(word.ipa)
    return " ".join(part for part in [*sounds, *(rest.ipa for rest in given)] if part)
