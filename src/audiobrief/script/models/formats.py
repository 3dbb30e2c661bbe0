"""The audio formats that a script may ask for.

This module imports nothing heavy, since `render --help` lists the formats.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class AudioFormat(NamedTuple):
    """The properties of an audio format that rendering and publishing need."""

    media_type: str
    has_chapter_links: bool = False
    """True if its chapters can have links."""
    has_chapter_pictures: bool = False
    """True if its chapters can have pictures."""
    is_for_feeds: bool = False
    """True if podcast directories and apps take it as the enclosure of a feed (Apple, Spotify, PSP-1)."""
    is_lossless: bool = False
    """True if no bit rate can be chosen."""


AUDIO_FORMATS = {
    "mp3": AudioFormat("audio/mpeg", has_chapter_links=True, has_chapter_pictures=True, is_for_feeds=True),
    "m4a": AudioFormat("audio/mp4", has_chapter_links=True, has_chapter_pictures=True, is_for_feeds=True),
    "m4b": AudioFormat("audio/mp4", has_chapter_links=True, has_chapter_pictures=True),
    "opus": AudioFormat("audio/ogg", has_chapter_links=True),
    "flac": AudioFormat("audio/flac", has_chapter_links=True, is_lossless=True),
    "wav": AudioFormat("audio/wav", has_chapter_links=True, has_chapter_pictures=True, is_lossless=True),
}
"""By the format's name, which is the file's ending, too; `episode.formats.encoders` has an encoder for each."""
FEED_FORMATS = tuple(name for name, audio in AUDIO_FORMATS.items() if audio.is_for_feeds)
"""The formats that `publish` takes."""


def main_first(formats: Iterable[str]) -> tuple[str, ...]:
    """Return formats with the main one first, by which an episode is published: the first that feeds take, if any."""
    return tuple(sorted(formats, key=lambda name: name not in FEED_FORMATS))
