"""Episodes of any number of chapters and sentences, timed by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from audiobrief.episode.details import Details
from audiobrief.episode.manifest import ManifestVoice
from audiobrief.script.models.script import Script
from audiobrief.script.models.segment import Segment, Source
from audiobrief.script.models.show import Show
from audiobrief.script.models.voice import Speaker, Voice
from audiobrief.timeline.timeline import Chapter, SpokenSentence, Timeline

RATE = 44_100
TONE = Voice("tone", "440", "en-GB")
VOICES = (ManifestVoice(speaker="low", label="Low", engine="tone", version="1", name="440", language="en-GB"),)


def chapters(*titles: str, seconds: int = 10, **settings: Any) -> tuple[Chapter, ...]:
    """Make chapters that last ten seconds each, one after the other."""
    return tuple(
        Chapter(number * seconds * RATE, (number + 1) * seconds * RATE, title, **settings)
        for number, title in enumerate(titles)
    )


def timed(parts: tuple[Chapter, ...], sentences: tuple[SpokenSentence, ...] = (), sample_rate: int = RATE) -> Timeline:
    """Make the timeline of an episode that ends with its last chapter."""
    return Timeline(sample_rate, parts[-1].end, (), sentences, (), (), parts)


def episode(timeline: Timeline, **settings: Any) -> Details:
    """Make an episode of which everything is known; `settings` replace parts of its script."""
    script = Script(
        path=Path("x.yaml"),
        slug="x",
        title="An episode",
        segments=(Segment(kind="narration"),),
        speakers=(Speaker("low", TONE, label="Low"),),
        language="en-GB",
        number=7,
        season=2,
        summary="What it is about.",
        source=Source(title="A headline", publisher="A paper", url="https://example.org/article"),
        show=Show(
            title="The Show", author="The Author", link="https://example.org/show", copyright="© 2023 The Author"
        ),
    )
    return Details(script.model_copy(update=settings), timeline, VOICES)
