"""Who requires what of an episode: the findings of the rules, and the tables of limits and words under `data`."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from audiobrief.findings import Finding, Level, Place, shorten_middle
from audiobrief.language.tables import read_table


class Spec(StrEnum):
    """The specifications and directories whose requirements the rules check, and audiobrief's own."""

    APPLE = "Apple"
    SPOTIFY = "Spotify"
    PSP1 = "PSP-1"
    PODCASTING = "Podcasting 2.0"
    OWN = "audiobrief"


DIRECTORIES = (Spec.APPLE, Spec.SPOTIFY, Spec.PSP1)
"""Both directories, and what they build on."""
RENDER_AGAIN = "render the script again"
"""The advice for files that differ from what `render` wrote."""


def table(name: str) -> dict[str, Any]:
    """Return a table by its file's name."""
    return read_table(Path(__file__).parent / "data", name)


def error(where: str | int, message: str, advice: str, *required_by: Spec) -> Finding:
    """Return a finding that keeps the episode from being published.

    Args:
        where: a key, or a line; empty if it concerns the whole file. `preflight` adds the file.
        message: what is wrong, on one line.
        advice: what to do about it, on one line.
        required_by: who requires it; audiobrief itself if nobody is named.
    """
    place = Place(line=where) if isinstance(where, int) else Place(key=where)
    return Finding(Level.ERROR, "", place, message, advice, required_by or (Spec.OWN,))


def warning(where: str | int, message: str, advice: str, *required_by: Spec) -> Finding:
    """Return a finding that an editor should look at before publishing; the arguments are those of `error`."""
    return replace(error(where, message, advice, *required_by), level=Level.WARNING)


def note(where: str | int, message: str, advice: str, *required_by: Spec) -> Finding:
    """Return a finding that is good to know; the arguments are those of `error`."""
    return replace(error(where, message, advice, *required_by), level=Level.NOTE)


def quoted(text: str) -> str:
    """Return a text in quotation marks, cut in the middle if it is long."""
    return f"'{shorten_middle(text)}'"
