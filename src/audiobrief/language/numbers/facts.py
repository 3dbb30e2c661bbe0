"""A fact of a text that can be compared: a number, a date, a name or a quotation."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact, and where the text states it."""

    kind: str
    """number, date, name or quotation."""
    start: int
    """First character in the text."""
    end: int
    """Character after the last."""
    value: Hashable
    """The same for all spellings."""


def without_overlap(facts: Iterable[Fact], others: Collection[Fact]) -> tuple[Fact, ...]:
    """Return the facts that do not overlap any of the others."""
    return tuple(
        fact for fact in facts if not any(other.start < fact.end and fact.start < other.end for other in others)
    )
