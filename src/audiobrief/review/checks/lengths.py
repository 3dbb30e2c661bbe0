"""Estimate how long a script would last, by voice and by segment, and check the lengths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobrief.findings import Finding, Level, Place
from audiobrief.production.forecast import Forecast
from audiobrief.timeline.fitting import Fit
from audiobrief.timeline.plan import Plan, PlannedSegment
from audiobrief.timeline.timeline import SpokenSentence, Timeline
from audiobrief.units import samples_to_milliseconds, seconds_to_fine_clock


@dataclass(frozen=True, slots=True)
class Length:
    """How long an episode or a segment lasts."""

    seconds: float
    """From its first sound to its end, or to the first sound of the next segment."""
    spoken: float
    """Seconds from the first word to the last of each segment, pauses between them included."""
    words: int
    """Number of written words."""

    @property
    def words_a_minute(self) -> int:
        """The pace of speech; 0 where nothing is said."""
        return round(self.words * 60 / self.spoken) if self.spoken else 0


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long an episode and its parts last."""

    episode: Length
    voices: dict[str, float]
    """Seconds of speech without pauses, by the voice's name in the script, in the order in which they are heard."""
    segments: tuple[tuple[PlannedSegment, Length], ...]


def measure_lengths(plan: Plan, timeline: Timeline) -> Lengths:
    """Return the lengths of an episode, its segments and its voices."""
    rate = timeline.sample_rate
    voices: dict[str, float] = {}
    for speech in timeline.speech:
        voices[speech.speaker] = voices.get(speech.speaker, 0) + (speech.end - speech.start) / rate
    segments = tuple(zip(plan.segments, _segment_lengths(timeline), strict=True))
    spoken = sum(length.spoken for _, length in segments)
    return Lengths(Length(timeline.length / rate, spoken, _count_words(timeline.sentences)), voices, segments)


def _segment_lengths(timeline: Timeline) -> Iterator[Length]:
    starts, rate = timeline.segment_starts, timeline.sample_rate
    for start, end in zip(starts, (*starts[1:], timeline.length), strict=True):
        sentences = [sentence for sentence in timeline.sentences if start <= sentence.start < end]
        spoken = sentences[-1].end - sentences[0].start if sentences else 0
        yield Length((end - start) / rate, spoken / rate, _count_words(sentences))


def _count_words(sentences: Sequence[SpokenSentence]) -> int:
    return sum(len(sentence.text.split()) for sentence in sentences)


def check_soundbite(forecast: Forecast) -> Iterator[Finding]:
    """Find a soundbite that starts after the end of the episode.

    Lengths are estimates. So one that only ends after the episode is not reported.
    """
    soundbite = forecast.script.soundbite
    timeline = forecast.fitted.timeline if isinstance(forecast.fitted, Fit) else forecast.timeline
    length = samples_to_milliseconds(timeline.length, timeline.sample_rate)
    if soundbite is not None and soundbite.start >= length:
        starts, lasts = (seconds_to_fine_clock(milliseconds / 1000) for milliseconds in (soundbite.start, length))
        yield Finding(
            Level.WARNING,
            "late-soundbite",
            Place.at(soundbite.position),
            f"the soundbite starts at {starts}, and the episode lasts about {lasts}",
            "bring it inside the episode",
        )
