"""Voices: what a script says of one, what an engine is asked for, and who speaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

from audiobrief.errors import Position
from audiobrief.script.models.base import Model, key
from audiobrief.script.models.engines import BEST, ENGINES, RANKING
from audiobrief.script.models.messages import invalid
from audiobrief.script.models.quantities import Decibels, Speed
from audiobrief.script.models.texts import Line, Name, parse_name
from audiobrief.script.suggestions import closest

_OWN_PACE = 1.0
"""The speed of a voice as it is."""


def _parse_engine(value: Any) -> str:
    name = parse_name(value)
    if name not in (BEST, *ENGINES):
        raise invalid("engine", value=name, advice=closest(name, (BEST, *ENGINES)))
    return name


Engine = Annotated[str, PlainValidator(_parse_engine), WithJsonSchema({"enum": [BEST, *ENGINES], "type": "string"})]
"""The name of an engine, or `best`."""


class VoiceDefinition(Model):
    """A voice: an engine, one of its voices, and how it speaks."""

    engine: Engine = Field(
        BEST,
        description=f"The engine that speaks: {', '.join(RANKING[:-1])} or {RANKING[-1]} (tone is for tests). "
        "Without it, the best one that is installed for the language.",
    )
    name: Name | None = Field(None, description="The engine's own name of the voice, as `audiobrief voices` lists it.")
    speed: Speed = Field(_OWN_PACE, description="Pace: 1.0 is the voice's own, 0.9 is slower.")
    gain: Decibels = key("0 dB", "Louder or softer than the other voices, such as -2 dB.")
    label: Line | None = Field(
        None, description="The speaker's name in transcripts; the name under voices: if not given."
    )


@dataclass(frozen=True, slots=True)
class Voice:
    """The voice that an engine speaks with; two voices that compare equal sound the same."""

    engine: str = BEST
    """The engine's name, or `best`."""
    name: str | None = None
    """The engine's own name of the voice; None for its best one for the language."""
    language: str = "en"
    """BCP 47 tag of the texts it is given."""
    speed: float = _OWN_PACE
    """0.5 to 2.0."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice under the name the author gave it."""

    name: str
    """The author's own name."""
    voice: Voice
    """The voice that speaks."""
    gain: float = 0.0
    """dB, against the other voices."""
    label: str = ""
    """The name shown in transcripts."""
    position: Position = field(default=Position(""), compare=False)
    """Where it is defined."""
