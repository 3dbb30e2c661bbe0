"""Who requires what of an episode, and the findings of the rules that check it."""

from __future__ import annotations

from enum import StrEnum

from audiobrief.findings import Finding, Level, Place, shorten_middle


class Spec(StrEnum):
    """The specifications and directories whose requirements the rules check."""

    APPLE = "Apple"
    SPOTIFY = "Spotify"
    PSP1 = "PSP-1"
    PODCASTING = "Podcasting 2.0"
    HOUSE = "house"


def error(where: str | int, message: str, advice: str, *required_by: Spec) -> Finding:
    """Return a finding that keeps the episode from being published.

    Args:
        where: a key, or a line; empty if it concerns the whole file. `preflight` adds the file.
        message: what is wrong, on one line.
        advice: what to do about it, on one line.
        required_by: who requires it; the house if nobody is named.
    """
    return _finding(Level.ERROR, where, message, advice, required_by)


def warning(where: str | int, message: str, advice: str, *required_by: Spec) -> Finding:
    """Return a finding that an editor should look at before publishing; the arguments are those of `error`."""
    return _finding(Level.WARNING, where, message, advice, required_by)


def _finding(level: Level, where: str | int, message: str, advice: str, required_by: tuple[Spec, ...]) -> Finding:
    place = Place(line=where) if isinstance(where, int) else Place(key=where)
    return Finding(level, "", place, message, advice, required_by or (Spec.HOUSE,))


def quoted(text: str) -> str:
    """Return a text in quotation marks, cut in the middle if it is long."""
    return f"'{shorten_middle(text)}'"
