"""Podcast briefings from a script: spoken offline, laid over music, mastered, with chapters and transcripts.

`load_script` reads a script, and `render_episode` makes its episode; both are imported when they are first used.
"""

from __future__ import annotations

# Not from typing, so that the program is ready for an interruption a little sooner.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from audiobrief.episode.file_set import Episode as Episode
    from audiobrief.errors import AudiobriefError as AudiobriefError
    from audiobrief.errors import ScriptError as ScriptError
    from audiobrief.production.render import render_episode as render_episode
    from audiobrief.production.session import Settings as Settings
    from audiobrief.script.loader import load_script as load_script
    from audiobrief.script.models.script import Script as Script

__all__ = ["AudiobriefError", "Episode", "Script", "ScriptError", "Settings", "load_script", "render_episode"]
__version__ = "0.1.0"

_HOMES = {
    "AudiobriefError": "audiobrief.errors",
    "Episode": "audiobrief.episode.file_set",
    "Script": "audiobrief.script.models.script",
    "ScriptError": "audiobrief.errors",
    "Settings": "audiobrief.production.session",
    "load_script": "audiobrief.script.loader",
    "render_episode": "audiobrief.production.render",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'audiobrief' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
