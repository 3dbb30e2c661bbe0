"""How help texts look."""

from __future__ import annotations

__all__ = ["examples"]


def examples(*lines: str) -> str:
    """Give a help text's last part: command lines that work as they stand."""
    # A line with \b alone keeps click from filling the lines that follow it.
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
