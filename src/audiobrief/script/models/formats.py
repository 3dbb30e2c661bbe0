"""The audio formats that a script may ask for, and their media types.

This module imports nothing, since `render --help` lists the formats.
"""

from __future__ import annotations

AUDIO_FORMATS = {"mp3": "audio/mpeg", "m4a": "audio/mp4"}
"""Media types by the format's name, which is the file's ending, too."""


def audio_format(name: str) -> str:
    """Return the format of an audio file by the ending of its name; mp3 if it has none of those."""
    ending = name.lower().rpartition(".")[2]
    return ending if ending in AUDIO_FORMATS else "mp3"
