"""How help texts look."""

from __future__ import annotations

__all__ = ["counted", "examples"]


def examples(*lines: str) -> str:
    """Give a help text's last part: command lines that work as they stand."""
    # A line with \b alone keeps click from filling the lines that follow it.
    return "\b\nExamples:\n" + "\n".join(f"  {line.strip()}" for line in lines)


def counted(number: int, thing: str) -> str:
    """Say how many there are: `1 chapter`, `2 chapters`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
