"""Find definitions that a script does not use: voices, sounds, a soundbite; and names that no lexicon has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from audiobrief.errors import Position
from audiobrief.findings import Finding, Level, Place
from audiobrief.production.forecast import Forecast
from audiobrief.review.names import UnknownWord
from audiobrief.script.models.script import Script
from audiobrief.script.passages import Passage
from audiobrief.timeline.fitting import Fit
from audiobrief.units import samples_to_milliseconds, seconds_to_fine_clock


def check_unused(script: Script, passages: tuple[Passage, ...]) -> Iterator[Finding]:
    """Find voices and sounds that the script itself defines and does not use; a house file serves many scripts."""
    own = next((segment.position.file for segment in script.segments), str(script.path))
    spoken = {passage.speaker(start) for passage in passages for start, _ in passage.spans}
    played = {segment.bed for segment in script.segments} | {segment.sound for segment in script.segments}
    played.add(script.transition)
    for speaker in script.speakers:
        if speaker.position.file == own and speaker.name not in spoken and len(script.speakers) > 1:
            yield _unused("voice", speaker.name, speaker.position)
    for sound in script.sounds:
        if sound.position.file == own and sound.name not in played:
            yield _unused("sound", sound.name, sound.position)


def _unused(kind: str, name: str, position: Position) -> Finding:
    return Finding(
        Level.WARNING,
        f"unused-{kind}",
        Place.at(position),
        f"the {kind} '{name}' is never heard",
        f"use it, or delete it from {kind}s:",
    )


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


def check_unknown_names(words: Iterable[UnknownWord]) -> Iterator[Finding]:
    """Report names and acronyms that neither the lexicon nor the voice's dictionary has.

    A voice without a dictionary guesses every name. So these are notes, not warnings.
    """
    for word in words:
        if word.kind in {"name", "acronym"}:
            yield Finding(
                Level.WARNING if word.is_dictionary_miss else Level.NOTE,
                "guessed-name",
                Place.at(word.position),
                f"the voice has to guess the {word.kind} '{word.word}'" + (f", as {word.ipa}" if word.ipa else ""),
                "audiobrief names says it and writes it into the lexicon",
            )
