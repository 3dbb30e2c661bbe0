"""Podcast briefings from a script: spoken offline, laid over music, mastered, with chapters and transcripts.

`load_script` reads a script, and `render_episode` renders it. Both are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audiobrief.episode.file_set import Episode as Episode
    from audiobrief.errors import AudiobriefError as AudiobriefError
    from audiobrief.errors import ScriptError as ScriptError
    from audiobrief.production.render import render_episode as render_episode
    from audiobrief.production.session import Settings as Settings
    from audiobrief.script.loader import load_script as load_script
    from audiobrief.script.models.script import Script as Script

__all__ = ["AudiobriefError", "Episode", "Script", "ScriptError", "Settings", "load_script", "render_episode"]
__version__ = "0.1.0"

_MODULES = {
    "AudiobriefError": "audiobrief.errors",
    "Episode": "audiobrief.episode.file_set",
    "Script": "audiobrief.script.models.script",
    "ScriptError": "audiobrief.errors",
    "Settings": "audiobrief.production.session",
    "load_script": "audiobrief.script.loader",
    "render_episode": "audiobrief.production.render",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module 'audiobrief' has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
