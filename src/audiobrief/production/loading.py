"""The script that was read, or everything that is wrong with it in one error."""

from __future__ import annotations

from pathlib import Path

from audiobrief.errors import ScriptError
from audiobrief.production.sounds import sound_and_voice_problems
from audiobrief.script.loader import Loaded
from audiobrief.script.models.script import Script


def valid_script(loaded: Loaded, sound_cache: Path | None = None) -> Script:
    """Return a script that was read; if it has mistakes, check its sounds and voices as well, to report all at once.

    Args:
        loaded: what was read.
        sound_cache: the folder that caches the lengths of sounds; None for no cache.

    Raises:
        ScriptError: with every problem.
    """
    if loaded.problems:
        raise ScriptError([*loaded.problems, *sound_and_voice_problems(loaded.script, sound_cache)])
    return loaded.script
