"""Recorded clips: the file found and identified by its content, and the words read, which take no marks."""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet

from audiobrief.errors import SoundError
from audiobrief.language.codes import AUDIBLE
from audiobrief.script.markup.parser import Break, Paragraph, Span, parse_markup
from audiobrief.script.models.segment import Turn
from audiobrief.script.models.sound import ClipDefinition, RecordedWords, Recording
from audiobrief.script.sources import Sources
from audiobrief.script.turns.transcripts import read_transcript
from audiobrief.script.yaml.nodes import Place
from audiobrief.storage.files import file_digest
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
    cues = _read_cues(sources, (*place, "transcript"), clip) if clip.transcript is not None else ()
    if clip.text is None:
        words = (*place, "transcript")
        paragraphs: tuple[Paragraph, ...] = ((Span(" ".join(cue.text for cue in cues)),),)
    else:
        words = (*place, "text")
        paragraphs = _read_text(sources, words, clip.text)
    if recording is None or len(sources.problems) > before:
        return None
    node = source.document.find(words)
    lines = source.document.line_starts(node, clip.text) if clip.text is not None else ()
    return Turn(clip.speaker, paragraphs, source.document.position(node), lines, recording, cues)


def _read_cues(sources: Sources, place: Place, clip: ClipDefinition) -> tuple[RecordedWords, ...]:
    """Read the cues of a transcript that are heard in a clip, with times from the clip's start."""
    assert clip.transcript is not None
    path = sources.file(clip.transcript, sources.script, place)
    if path is None:
        return ()
    try:
        cues = read_transcript(path)
    except SoundError as error:
        sources.add(sources.script, place, error.what, error.advice)
        return ()
    end = math.inf if clip.end is None else clip.end
    heard = tuple(
        RecordedWords(cue.text, cue.start - clip.start, cue.end - clip.start)
        for cue in cues
        if clip.start <= (cue.start + cue.end) / 2 < end
    )
    if not AUDIBLE.search("".join(cue.text for cue in heard)):
        part = f" from {seconds_to_fine_clock(clip.start / 1000)}" if clip.start else ""
        part += f" to {seconds_to_fine_clock(clip.end / 1000)}" if clip.end is not None else ""
        sources.add(
            sources.script,
            place,
            f"'{clip.transcript}' has no words{part}",
            "name the transcript of the whole recording, whose times start with the file",
        )
    return heard


def _recording(sources: Sources, place: Place, clip: ClipDefinition) -> Recording | None:
    place = (*place, "file")
    path = sources.file(clip.file, sources.script, place)
    if path is None:
        return None
    try:
        digest = file_digest(path)
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
        sources.add_at(places[offset], f"text: {what}", advice)
    words = " ".join(item.text for paragraph in markup.paragraphs for item in paragraph if isinstance(item, Span))
    if not wrong and not AUDIBLE.search(words):
        sources.add(sources.script, place, "there are no words in this text", "write what is heard")
    return markup.paragraphs


def _plain(item: Span | Break) -> Span | None:
    return Span(item.text, item.offset) if isinstance(item, Span) else None
