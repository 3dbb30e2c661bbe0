"""The audio formats that a script may ask for.

This module imports nothing heavy, since `render --help` lists the formats.
"""

from __future__ import annotations

from typing import NamedTuple


class AudioFormat(NamedTuple):
    """The properties of an audio format that rendering and publishing need."""

    media_type: str
    has_chapter_links: bool
    """True if its chapters can have links and pictures."""


AUDIO_FORMATS = {"mp3": AudioFormat("audio/mpeg", True), "m4a": AudioFormat("audio/mp4", False)}
"""By the format's name, which is the file's ending, too."""
