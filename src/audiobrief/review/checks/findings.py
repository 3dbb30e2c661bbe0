"""What the checks find, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from audiobrief.errors import Position

__all__ = ["Finding", "Level", "shortened"]

_LONGEST_QUOTE = 80


class Level(StrEnum):
    """How much it matters."""

    ERROR = "error"
    """The script is wrong."""
    WARNING = "warning"
    """To be looked at before the script is rendered."""
    NOTE = "note"
    """Good to know; shown when asked for."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at."""

    level: Level
    check: str
    """What found it, such as `long-sentence`."""
    position: Position
    """Where it stands."""
    message: str
    """What was found, on one line."""
    advice: str
    """What to do about it, on one line."""
    passage: str | None = None
    """The nearest passage of the article, for what was compared with one."""

    def __str__(self) -> str:
        line = f"{self.position}: {self.level}: {self.message} ({self.advice})"
        return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in line)


def shortened(text: str, longest: int = _LONGEST_QUOTE) -> str:
    """Return a text, its end left out where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
