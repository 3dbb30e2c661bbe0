"""Sounds, recordings and pictures that a script names."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from audiobrief.errors import Position
from audiobrief.script.models.base import Model, key
from audiobrief.script.models.messages import invalid
from audiobrief.script.models.quantities import Attenuation, Decibels, Duration, Offset
from audiobrief.script.models.texts import FilePath, Line, Text

_RECORDING_FORMAT = "recording 2"
"""Changed whenever the same recording gives other samples."""


class Playback(Model):
    """How a sound file is played."""

    gain: Decibels = key("0 dB", "Louder or softer than in the file, such as -4 dB.")
    start: Duration = key("0s", "Leaves out this much at the beginning of the file.")
    end: Duration | None = Field(None, description="Plays no further than this place in the file.")
    fade_in: Duration = key("0s", "Fades in over this time.")
    fade_out: Duration = key("0s", "Fades out over this time.")
    duck: Attenuation | None = Field(
        None, description="As a bed: how far it sinks while the voice speaks; to 20 LU under the voice if not given."
    )
    lead_in: Duration = key("1.5s", "As a bed: how long it plays before the first word.")
    tail: Duration = key("2s", "As a bed: how long it plays after the last word at most.")

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


class ClipDefinition(Model):
    """A recording of somebody who speaks, and the words that are heard in it."""

    file: FilePath = Field(description="The recording, from the folder of the script.")
    start: Offset = Field(0, alias="from", description="Where the clip starts in the file, such as 0:03.")
    end: Offset | None = Field(
        None, alias="to", description="Where the clip ends in the file; the file's end if not given."
    )
    speaker: Line = Field(description="The name of the person who is heard, for transcripts.")
    text: Text | None = Field(None, description="The words that are heard.")
    transcript: FilePath | None = Field(
        None, description="A WebVTT or SubRip file with the words and times of the recording, instead of text."
    )

    @model_validator(mode="after")
    def _words_and_a_length(self) -> ClipDefinition:
        if self.end is not None and self.end <= self.start:
            raise invalid("clip_end")
        if self.text is None and self.transcript is None:
            raise invalid("clip_no_text", file=self.file)
        if self.text is not None and self.transcript is not None:
            raise invalid("clip_two_texts")
        return self


@dataclass(frozen=True, slots=True)
class RecordedWords:
    """Words of a clip with their times, from its transcript."""

    text: str
    """In one line."""
    start: int
    """Milliseconds from the start of the clip; negative where they start before it."""
    end: int
    """Milliseconds from the start of the clip; may lie after its end."""


@dataclass(frozen=True, slots=True)
class Recording:
    """The part of a sound file that a clip plays; two that compare equal sound the same."""

    path: Path = field(compare=False)
    """The file."""
    digest: str
    """The sha256 of its content."""
    start: int
    """Milliseconds of the file before the clip."""
    end: int | None
    """Milliseconds of the file at which the clip ends; None for the end of the file."""
    position: Position = field(default=Position(""), compare=False)
    """Where the file is named."""

    def key(self, sample_rate: int) -> str:
        """Return the key of its clip at a rate in Hz: the sha256 of all that decides the samples, without the words."""
        parts = (_RECORDING_FORMAT, self.digest, self.start, self.end, sample_rate)
        return hashlib.sha256(ascii(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Picture:
    """A cover or a chapter's picture."""

    path: Path
    """A JPEG or PNG file."""
    position: Position = field(default=Position(""), compare=False)
    """Where it is named."""
