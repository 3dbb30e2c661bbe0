"""Voices and sounds that a script defines and does not use."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.findings import Finding, Level, Place
from audiobrief.script.models.script import Script
from audiobrief.script.passages import Passage


def check_unused(script: Script, passages: tuple[Passage, ...]) -> Iterator[Finding]:
    """Find voices and sounds that the script itself defines and does not use; a house file serves many scripts."""
    own = next((segment.position.file for segment in script.segments), str(script.path))
    spoken = {passage.speaker(start) for passage in passages for start, _ in passage.spans}
    played = {script.transition, *(sound for segment in script.segments for sound in (segment.bed, segment.sound))}
    speakers = script.speakers if len(script.speakers) > 1 else ()
    for kind, definitions, used in (("voice", speakers, spoken), ("sound", script.sounds, played)):
        for definition in definitions:
            if definition.position.file == own and definition.name not in used:
                yield Finding(
                    Level.WARNING,
                    f"unused-{kind}",
                    Place.at(definition.position),
                    f"the {kind} '{definition.name}' is never heard",
                    f"use it, or delete it from {kind}s:",
                )
