"""What preflight finds, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

__all__ = ["Finding", "Level", "Who", "error", "placed", "quoted", "warning"]

_LONGEST_QUOTE = 100


class Level(StrEnum):
    """Whether an episode can go out with it."""

    ERROR = "error"
    WARNING = "warning"


class Who(StrEnum):
    """Who asks for it."""

    APPLE = "Apple"
    SPOTIFY = "Spotify"
    PSP1 = "PSP-1"
    PODCASTING = "Podcasting 2.0"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that keeps an episode from going out, or that should be looked at before."""

    level: Level
    where: str
    """A rule gives a key or a line; preflight puts the file before it."""
    what: str
    """What is wrong, on one line."""
    advice: str
    """What to do about it, on one line."""
    who: tuple[Who, ...]
    """At least one."""

    def __str__(self) -> str:
        line = f"{self.where}: {self.level}: {self.what} ({self.advice}) [{', '.join(self.who)}]"
        return "".join(
            sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode() for sign in line
        )


def error(where: str, what: str, advice: str, *who: Who) -> Finding:
    """Make a finding that keeps the episode from going out; without `who` the house asks for it."""
    return Finding(Level.ERROR, where, what, advice, who or (Who.HOUSE,))


def warning(where: str, what: str, advice: str, *who: Who) -> Finding:
    """Make a finding that should be looked at; without `who` the house asks for it."""
    return Finding(Level.WARNING, where, what, advice, who or (Who.HOUSE,))


def placed(findings: Iterable[Finding], file: str, between: str = ": ") -> Iterator[Finding]:
    """Put a file's name before the places of findings."""
    for finding in findings:
        yield replace(finding, where=f"{file}{between}{finding.where}" if finding.where else file)


def quoted(text: str) -> str:
    """Quote a text, the middle left out where it is long."""
    if len(text) > _LONGEST_QUOTE:
        text = f"{text[: _LONGEST_QUOTE * 2 // 3].rstrip()} … {text[-_LONGEST_QUOTE // 3 :].lstrip()}"
    return f"'{text}'"
