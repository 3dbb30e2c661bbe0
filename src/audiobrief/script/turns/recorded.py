"""Recorded clips: the file found and identified by its content, and the words read, which take no marks."""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet
from dataclasses import replace

from audiobrief.errors import Problem, SoundError
from audiobrief.language.codes import AUDIBLE
from audiobrief.script.markup.parser import Break, Paragraph, Span, joined_text, parse_markup
from audiobrief.script.models.segment import Turn
from audiobrief.script.models.sound import ClipDefinition, RecordedWords, Recording
from audiobrief.script.sources import Sources
from audiobrief.script.turns.transcripts import Transcript
from audiobrief.script.yaml.nodes import Place
from audiobrief.units import seconds_to_fine_clock


def read_clip(sources: Sources, place: Place, clip: ClipDefinition, voices: AbstractSet[str]) -> Turn | None:
    """Read a clip; where it cannot be used, add every problem to the sources and return None.

    Args:
        sources: the script, and the files that it names.
        place: the keys and indexes that lead to the clip in the script.
        clip: as it is written.
        voices: the names of the voices, which no person in a recording may have.
    """
    source, before = sources.script, len(sources.problems)
    if clip.speaker in voices:
        what = f"'{clip.speaker}' is the name of a synthetic voice"
        sources.add(source, (*place, "speaker"), what, "write the name of the person who is heard")
    recording = _recording(sources, place, clip)
    if clip.text is not None:
        turn = _written_turn(sources, (*place, "text"), clip.speaker, clip.text)
    else:
        turn = _transcribed_turn(sources, (*place, "transcript"), clip)
    return replace(turn, recording=recording) if recording and len(sources.problems) == before else None


def _written_turn(sources: Sources, place: Place, speaker: str, text: str) -> Turn:
    document = sources.script.document
    node = document.find(place)
    paragraphs = _read_text(sources, place, text)
    return Turn(speaker, paragraphs, document.position(node), document.line_starts(node, text))


def _transcribed_turn(sources: Sources, place: Place, clip: ClipDefinition) -> Turn:
    """Read the cues of a transcript that are heard in a clip, with times from the clip's start."""
    transcript = _read_transcript(sources, place, clip.transcript or "")
    end = math.inf if clip.end is None else clip.end
    heard = tuple(
        RecordedWords(cue.text, cue.start - clip.start, cue.end - clip.start)
        for cue in transcript.cues
        if clip.start <= (cue.start + cue.end) / 2 < end
    )
    words = " ".join(cue.text for cue in heard)
    if transcript.cues and not AUDIBLE.search(words):
        part = f" from {seconds_to_fine_clock(clip.start / 1000)}" if clip.start else ""
        part += f" to {seconds_to_fine_clock(clip.end / 1000)}" if clip.end is not None else ""
        what = f"'{clip.transcript}' has no words{part}"
        advice = "name the transcript of the whole recording, whose times start with the file"
        sources.add(sources.script, place, what, advice)
    position = sources.script.position(place)
    return Turn(clip.speaker, ((Span(words),),), position, cues=heard, is_confirmed=transcript.is_confirmed)


def _read_transcript(sources: Sources, place: Place, name: str) -> Transcript:
    """Read a transcript; where it cannot be used, add the problem and return one without cues."""
    path = sources.file(name, sources.script, place)
    transcript = Transcript((), is_confirmed=True)
    if path is None:
        return transcript
    try:
        transcript = sources.transcript(path)
    except SoundError as error:
        sources.add(sources.script, place, error.what, error.advice)
        return transcript
    if not transcript.cues:
        sources.add(sources.script, place, f"'{name}' has no words", "write what is heard, with its times")
    return transcript


def _recording(sources: Sources, place: Place, clip: ClipDefinition) -> Recording | None:
    place = (*place, "file")
    path = sources.file(clip.file, sources.script, place)
    if path is None:
        return None
    try:
        digest = sources.digest(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        sources.add(sources.script, place, f"'{clip.file}' cannot be read: {reason}", "check the file and its rights")
        return None
    return Recording(path, digest, clip.start, clip.end, sources.script.position(place))


def _read_text(sources: Sources, place: Place, text: str) -> tuple[Paragraph, ...]:
    """Read the words of a clip, which take no marks: nothing that is written changes what was recorded."""
    markup = parse_markup(text)
    document = sources.script.document
    marked = [item for paragraph in markup.paragraphs for item in paragraph if item != _plain(item)]
    wrong = [(problem.offset, problem.what, problem.advice) for problem in markup.problems]
    if marked and not wrong:
        what = "marks have no effect on a recording"
        wrong.append((marked[0].offset, what, "write the words alone, as they are said"))
    node = document.find(place)
    places = document.inside(node, text, [offset for offset, _, _ in wrong])
    for offset, what, advice in wrong:
        sources.problems.append(Problem(places[offset], f"text: {what}", advice))
    if not wrong and not any(AUDIBLE.search(joined_text(paragraph)) for paragraph in markup.paragraphs):
        sources.add(sources.script, place, "there are no words in this text", "write what is heard")
    return markup.paragraphs


def _plain(item: Span | Break) -> Span | None:
    return Span(item.text, item.offset) if isinstance(item, Span) else None
