"""What a text states that can be compared: a number, a date, a name, a quotation, each with its place."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

__all__ = ["Fact", "outside"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is stated."""

    kind: str
    """number, date, name or quotation."""
    start: int
    """First character in the text."""
    end: int
    """Character after the last."""
    value: Hashable
    """What it is, however it is written."""


def outside(facts: tuple[Fact, ...], others: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return the facts that do not overlap any of the others."""
    return tuple(
        fact for fact in facts if not any(other.start < fact.end and fact.start < other.end for other in others)
    )
