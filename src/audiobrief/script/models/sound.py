"""Sound and picture files that a script names."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from audiobrief.errors import Position
from audiobrief.script.models.base import Model, key
from audiobrief.script.models.messages import invalid
from audiobrief.script.models.quantities import Attenuation, Decibels, Duration
from audiobrief.script.models.texts import FilePath


class Playback(Model):
    """How a sound file is played."""

    gain: Decibels = key("0 dB", "Louder or softer than in the file, such as -4 dB.")
    start: Duration = key("0s", "Leaves out this much at the beginning of the file.")
    end: Duration | None = Field(None, description="Plays no further than this place in the file.")
    fade_in: Duration = key("0s", "Fades in over this time.")
    fade_out: Duration = key("0s", "Fades out over this time.")
    duck: Attenuation = key("-14 dB", "As a bed: how far it sinks while the voice speaks.")
    lead_in: Duration = key("2s", "As a bed: how long it plays before the first word.")
    tail: Duration = key("3.5s", "As a bed: how long it plays after the last word at most.")

    @field_validator("end")
    @classmethod
    def _end_after_start(cls, end: int | None, info: ValidationInfo) -> int | None:
        if end is not None and end <= info.data.get("start", 0):
            raise invalid("sound_end")
        return end


class SoundDefinition(Playback):
    """A sound file, the part of it that is played, and how loud."""

    file: FilePath = Field(description="The file, from the folder of the file that names it.")


def _file_of_path(value: Any) -> Any:
    return {"file": value} if isinstance(value, str) else value


SoundOrPath = Annotated[
    SoundDefinition, BeforeValidator(_file_of_path, json_schema_input_type=FilePath | SoundDefinition)
]
"""A sound; the path of its file where nothing else is said of it."""


class Sound(Playback):
    """A sound file that was found, and how it is played; times are in milliseconds, levels in dB."""

    name: str
    """The author's own name."""
    path: Path
    """The file."""
    position: Position = Position("")
    """Where the file is named."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A cover or a chapter's picture."""

    path: Path
    """A JPEG or PNG file."""
    position: Position = field(default=Position(""), compare=False)
    """Where it is named."""
