"""Podcast briefings from a script: spoken offline, laid over music, mastered, with chapters and transcripts.

`load_script` reads a script, and `render_episode` renders it. Both are imported when they are first used. Type checkers
read `__init__.pyi`: importing `typing` here would take longer than all that is done before interrupts are caught.
"""

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


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module 'audiobrief' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULES[name]), name)
