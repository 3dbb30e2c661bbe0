"""How long a script would last: by voice, by segment, and at how many words a minute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from audiobrief.timeline.plan import Plan, PlannedSegment
from audiobrief.timeline.timeline import SpokenSentence, Timeline


@dataclass(frozen=True, slots=True)
class VoiceLength:
    """How long a voice speaks."""

    voice: str
    """Its name in the script."""
    seconds: float
    """Of speech, without pauses."""


@dataclass(frozen=True, slots=True)
class SegmentLength:
    """How long a segment lasts."""

    kind: str
    """intro, narration, transition or outro."""
    chapter: str | None
    """The title of the chapter that starts with it."""
    line: int
    """Where it starts in the script."""
    seconds: float
    """From its first sound to that of the next."""
    spoken: float
    """Seconds from its first word to its last, pauses between them included."""
    words: int
    """Number of written words."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long an episode lasts."""

    seconds: float
    """Of the whole episode."""
    spoken: float
    """Seconds from the first word to the last of each segment."""
    words: int
    """Number of written words."""
    chapters: int
    """Number of chapters."""
    voices: tuple[VoiceLength, ...]
    """In the order in which they are first heard."""
    segments: tuple[SegmentLength, ...]
    """In order."""


def words_a_minute(words: int, spoken: float) -> int:
    """Return the pace of speech; 0 where nothing is said."""
    return round(words * 60 / spoken) if spoken else 0


def measure_lengths(plan: Plan, timeline: Timeline) -> Lengths:
    """Return the lengths of an episode, its segments and its voices."""
    rate = timeline.sample_rate
    voices: dict[str, float] = {}
    for speech in timeline.speech:
        voices[speech.speaker] = voices.get(speech.speaker, 0) + (speech.end - speech.start) / rate
    segments = tuple(_segments(plan.segments, timeline))
    return Lengths(
        timeline.length / rate,
        sum(segment.spoken for segment in segments),
        _words(timeline.sentences),
        len(timeline.chapters),
        tuple(VoiceLength(name, seconds) for name, seconds in voices.items()),
        segments,
    )


def _segments(segments: tuple[PlannedSegment, ...], timeline: Timeline) -> Iterator[SegmentLength]:
    starts = timeline.segment_starts
    rate = timeline.sample_rate
    for segment, start, end in zip(segments, starts, (*starts[1:], timeline.length), strict=True):
        spoken_sentences = [sentence for sentence in timeline.sentences if start <= sentence.start < end]
        spoken = spoken_sentences[-1].end - spoken_sentences[0].start if spoken_sentences else 0
        yield SegmentLength(
            segment.kind,
            segment.chapter,
            segment.position.line,
            (end - start) / rate,
            spoken / rate,
            _words(spoken_sentences),
        )


def _words(sentences: Iterable[SpokenSentence]) -> int:
    return sum(len(sentence.text.split()) for sentence in sentences)
