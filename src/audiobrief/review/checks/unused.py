"""Voices and sounds that a script defines and never uses."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.errors import Position
from audiobrief.findings import Finding, Level, Place
from audiobrief.script.models.script import Script
from audiobrief.script.passages import Passage

__all__ = ["check_unused"]


def check_unused(script: Script, passages: tuple[Passage, ...]) -> Iterator[Finding]:
    """Find what is defined in the script itself and never heard; a house file is for many scripts."""
    own = next((segment.position.file for segment in script.segments), str(script.path))
    spoken = {passage.speaker(at) for passage in passages for at, _ in passage.spans}
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
