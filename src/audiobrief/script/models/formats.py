"""The audio formats that a script may ask for, and their media types.

This module imports nothing, since `render --help` lists the formats.
"""

from __future__ import annotations

AUDIO_FORMATS = {"mp3": "audio/mpeg", "m4a": "audio/mp4"}
"""Media types by the format's name, which is the file's ending, too."""
