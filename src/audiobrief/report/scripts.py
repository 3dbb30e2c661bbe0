"""The script of an episode: looked for beside it, by the name and slug that its manifest has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiobrief.errors import AudiobriefError
from audiobrief.publish.rendered import RenderedEpisode
from audiobrief.script.loader import load_script
from audiobrief.script.models.script import Script

_PLACES = ("../scripts", ".", "..")
"""Folders from the episode's on in which its script may be."""


@dataclass(frozen=True, slots=True)
class FoundScript:
    """The script of an episode, if it is found and can be used."""

    script: Script | None
    reason: str = ""
    """Why it cannot be used; empty if it can, or is not found."""


def find_script(episode: RenderedEpisode) -> FoundScript:
    """Return the script of an episode, if one is found that is valid and has the episode's slug."""
    found = FoundScript(None)
    name, folder = episode.manifest.script, episode.manifest_path.parent
    # The name comes from a file that others may have changed.
    if name is None or Path(name).name != name:
        return found
    for path in (folder / place / name for place in _PLACES):
        try:
            script = load_script(path) if path.is_file() else None
        except (AudiobriefError, OSError):
            found = FoundScript(None, f"{name} has mistakes (audiobrief check shows them)")
            continue
        if script is not None and script.slug == episode.manifest.slug:
            return FoundScript(script)
    return found
