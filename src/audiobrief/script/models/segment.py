"""A segment: what is said, by whom, and what is heard with it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, PlainValidator, Tag, WithJsonSchema, model_validator

from audiobrief.errors import Position
from audiobrief.script.markup.parser import Paragraph
from audiobrief.script.models.base import Model
from audiobrief.script.models.messages import invalid
from audiobrief.script.models.quantities import Duration, Truth
from audiobrief.script.models.sound import ClipDefinition, Picture, RecordedWords, Recording
from audiobrief.script.models.texts import FilePath, Line, Name, Plain, Text, Url, parse_text

KINDS = ("intro", "narration", "transition", "outro", "clip")


def _parse_optional_text(value: Any) -> str | None:
    """Read a text; a transition may have none, which the segment checks."""
    if isinstance(value, Plain) and value.is_null and re.match(r"#\S", value.comment):
        raise invalid("text_comment", comment=value.comment)
    if not value or (isinstance(value, Plain) and value.is_null):
        return None
    return parse_text(value)


def _one_voice(value: Any) -> Any:
    if isinstance(value, ClipTurn):
        return value
    if not isinstance(value, dict) or len(value) != 1:
        raise invalid("turn_form")
    return value


def _no_mapping(value: Any) -> Any:
    if isinstance(value, dict):
        raise invalid("segment_mapping", name=next(iter(value), "words"))
    if isinstance(value, list) and not value:
        raise invalid("turns_empty")
    return value


class ClipTurn(Model):
    """A turn that is a recorded clip."""

    clip: ClipDefinition = Field(description="A recording of somebody who speaks.")


def _kind_of_turn(value: Any) -> str:
    is_clip = isinstance(value, ClipTurn) or (isinstance(value, dict) and isinstance(value.get("clip"), dict))
    return "a clip" if is_clip else "a voice and its words"


_TurnDefinition = Annotated[
    Annotated[dict[Line, Text], Tag("a voice and its words")] | Annotated[ClipTurn, Tag("a clip")],
    Discriminator(_kind_of_turn),
    BeforeValidator(_one_voice),
]
SegmentText = Annotated[
    Annotated[
        str | None, PlainValidator(_parse_optional_text), WithJsonSchema({"type": ["string", "null"]}), Tag("text")
    ]
    | Annotated[tuple[_TurnDefinition, ...], Tag("turns")],
    Discriminator(lambda value: "turns" if isinstance(value, list | tuple) else "text"),
    BeforeValidator(_no_mapping),
]
"""A text, turns each with the voice that speaks, or nothing."""


class Source(Model):
    """The article that a story comes from."""

    title: Line | None = Field(None, description="The article's headline.")
    publisher: Line | None = Field(None, description="Who published it.")
    url: Url | None = Field(None, description="Its address.")


class SegmentSettings(Model):
    """The sounds of a segment, and the chapter that starts with it."""

    chapter: Line | None = Field(None, description="A chapter of this title starts here.")
    url: Url | None = Field(None, description="The chapter's link.")
    source: Source | None = Field(None, description="The article that the chapter is about.")
    bed: Name | None = Field(None, description="The name of a sound that plays under the speech.")
    sound: Name | None = Field(None, description="The name of a sound that plays before the text.")
    pause: Duration | None = Field(None, description="The silence after the segment, instead of the default one.")
    optional: Truth = Field(
        False, description="Whether it may be left out where the episode would be longer than its target."
    )


class SegmentDefinition(SegmentSettings):
    """A part of the episode: exactly one of intro, narration, transition, outro and clip."""

    intro: SegmentText = Field(None, description="The opening: a text, or a list of turns.")
    narration: SegmentText = Field(None, description="A part of the story: a text, or a list of turns.")
    transition: SegmentText = Field(None, description="What leads on to the next part; may be a sound alone.")
    outro: SegmentText = Field(None, description="The closing: a text, or a list of turns.")
    clip: ClipDefinition | None = Field(None, description="A recording of somebody who speaks.")
    image: FilePath | None = Field(None, description="The chapter's picture: a JPEG or PNG file.")
    voice: Name | None = Field(None, description="The voice that speaks, instead of the default one.")

    @model_validator(mode="after")
    def _one_kind_with_something_to_hear(self) -> SegmentDefinition:
        kinds = [kind for kind in KINDS if kind in self.model_fields_set]
        if not kinds:
            raise invalid("segment_no_kind")
        if len(kinds) > 1:
            raise invalid("segment_kinds", kinds=" and ".join(kinds))
        if self.text is None and self.kind != "transition":
            raise invalid("segment_no_text", segment=self.kind)
        if self.text is None and self.sound is None:
            raise invalid("segment_silent")
        if self.clip is not None and self.voice is not None:
            raise invalid("clip_voice")
        return self

    @property
    def kind(self) -> str:
        """Which of the five it is."""
        return next(kind for kind in KINDS if kind in self.model_fields_set)

    @property
    def text(self) -> str | tuple[dict[str, str] | ClipTurn, ...] | ClipDefinition | None:
        """Its text, its turns, its clip, or None where it is a sound alone."""
        written: str | tuple[dict[str, str] | ClipTurn, ...] | ClipDefinition | None = getattr(self, self.kind)
        return written


@dataclass(frozen=True, slots=True)
class Turn:
    """The words of one speaker without interruption."""

    speaker: str
    """The author's name of the voice, or the name of the person who is heard in a recording."""
    paragraphs: tuple[Paragraph, ...]
    """At least one."""
    position: Position = field(default=Position(""), compare=False)
    """Where the text starts."""
    lines: tuple[tuple[int, int, int], ...] = field(default=(), compare=False)
    """For each line of the file that the text stands on: the offset of its first character in the text, its number,
    and the column of that character."""
    recording: Recording | None = None
    """The recording in which the words are heard; None where a voice says them."""
    cues: tuple[RecordedWords, ...] = ()
    """The words of a recording with their times, in order; empty where it has no transcript."""
    is_confirmed: bool = True
    """False if the words are those of a transcript that nobody has confirmed."""

    def position_at(self, offset: int) -> Position:
        """Return the place in the file of a character of the text; an escape on its line may shift the column."""
        at = bisect_right(self.lines, offset, key=lambda line: line[0]) - 1
        if at < 0:
            return self.position
        start, line, column = self.lines[at]
        return Position(self.position.file, line, column + offset - start)


class Segment(SegmentSettings):
    """A segment with its text read, and its picture found."""

    kind: str
    """intro, narration, transition, outro or clip."""
    turns: tuple[Turn, ...] = ()
    """The turns to speak; empty for a sound alone."""
    image: Picture | None = None
    """The chapter's picture."""
    position: Position = Position("")
    """Where it starts."""
