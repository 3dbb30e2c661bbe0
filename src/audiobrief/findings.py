"""A finding: something that an editor should look at, and how it is written for people and for programs.

`check`, its `--against`, `proof` and `preflight` all report findings of this one type.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from audiobrief.errors import Position
from audiobrief.units import seconds_to_fine_clock

_ESCAPED_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_ESCAPED_PROPERTY = {**_ESCAPED_DATA, ord(":"): "%3A", ord(","): "%2C"}


class Level(StrEnum):
    """How serious a finding is."""

    ERROR = "error"
    """It has to be fixed: the script is wrong, a sentence is missing, or the episode would be refused."""
    WARNING = "warning"
    """An editor should look at it."""
    NOTE = "note"
    """Good to know; shown on request."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is: a file, and what is known of the place in it."""

    file: str = ""
    """The path as the user gave it; empty until it is known, see `Finding.in_file`."""
    line: int | None = None
    """From 1."""
    column: int | None = None
    """From 1, in characters."""
    key: str = ""
    """A key of a manifest or house file, such as `chapters.0.title`."""
    time: float | None = None
    """Seconds from the start of the audio file."""

    @classmethod
    def at(cls, position: Position) -> Place:
        """Return the place of a position in a text file."""
        return cls(position.file, position.line, position.column)

    @property
    def order(self) -> tuple[str, int, int, float]:
        """A key to sort places by."""
        return self.file, self.line or 0, self.column or 0, self.time or 0.0

    def __str__(self) -> str:
        numbers = [str(number) for number in (self.line, self.column) if number is not None]
        position = ":".join([self.file, *numbers] if self.file else numbers)
        time = f"at {seconds_to_fine_clock(self.time)}" if self.time is not None else ""
        return ": ".join(part for part in (position, self.key, time) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; prints as `place: level: message (advice)`."""

    level: Level
    """How serious it is."""
    kind: str
    """The id of the kind, such as `long-sentence`, which `check` names `check` in its JSON; empty if it has no id."""
    place: Place
    """Where it is."""
    message: str
    """The problem, on one line."""
    advice: str
    """The advice, on one line."""
    required_by: tuple[str, ...] = ()
    """The directories, specifications and others that require it to be fixed."""
    details: Mapping[str, str | float | None] = field(default_factory=dict, hash=False)
    """More values for programs, by their keys in JSON."""

    def in_file(self, file: str, parent_key: str = "") -> Finding:
        """Return the finding with its file, and with the key under which its own key stands there."""
        key = f"{parent_key}.{self.place.key}" if parent_key and self.place.key else self.place.key
        return replace(self, place=replace(self.place, file=file, key=key))

    def __str__(self) -> str:
        return format_text(self)


def format_text(finding: Finding, *, with_level: bool = True) -> str:
    """Return a finding as one line for people, with unprintable characters escaped."""
    level = f"{finding.level}: " if with_level else ""
    required_by = f" [{', '.join(finding.required_by)}]" if finding.required_by else ""
    line = f"{finding.place}: {level}{finding.message} ({finding.advice}){required_by}"
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in line)


def format_json(finding: Finding, keys: Iterable[str]) -> dict[str, Any]:
    """Return a finding as a JSON object with certain keys.

    Commands name some values differently: the kind `check` or `kind`, the message `message` or `what`.
    """
    place = finding.place
    values: dict[str, Any] = {
        "level": finding.level.value,
        "check": finding.kind,
        "kind": finding.kind,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "time": None if place.time is None else round(place.time, 1),
        "where": str(place),
        "message": finding.message,
        "what": finding.message,
        "advice": finding.advice,
        "who": [str(name) for name in finding.required_by],
        **finding.details,
    }
    return {key: values.get(key) for key in keys}


def format_annotation(finding: Finding) -> str:
    """Return a finding as a workflow command for an annotation on GitHub.

    The commands are described at docs.github.com, "Workflow commands for GitHub Actions".
    """
    command = "notice" if finding.level is Level.NOTE else finding.level.value
    place = finding.place
    properties = {"file": place.file, "line": place.line, "col": place.column}
    given = ",".join(f"{name}={str(value).translate(_ESCAPED_PROPERTY)}" for name, value in properties.items() if value)
    return f"::{command} {given}::{f'{finding.message} ({finding.advice})'.translate(_ESCAPED_DATA)}"


def shorten(text: str, longest: int = 80) -> str:
    """Return a text on one line, cut at the end if it has more than `longest` characters."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def shorten_middle(text: str, longest: int = 100) -> str:
    """Return a text, cut in the middle if it has more than `longest` characters."""
    if len(text) <= longest:
        return text
    return f"{text[: longest * 2 // 3].rstrip()} … {text[-longest // 3 :].lstrip()}"
