"""The values that preflight's rules look at, as they are read from files and from the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from audiobrief.publish.site.records import Record


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """The properties of a picture file."""

    bytes: int
    format: str = "JPEG"
    """Pillow's name of it."""
    colours: str = "RGB"
    """Pillow's name of the mode, such as CMYK."""
    alpha: bool = False
    """True if parts of it are transparent."""
    width: int = 0
    """Pixels."""
    height: int = 0
    """Pixels."""
    readable: bool = True


@dataclass(frozen=True, slots=True)
class TagChapter:
    """A chapter in an audio file's tag."""

    start: float
    """Seconds."""
    end: float | None
    """Seconds; None in an M4A file, which does not say it."""
    title: str


@dataclass(frozen=True, slots=True)
class AudioFacts:
    """The properties of an audio file, and its tag."""

    format: str
    """mp3 or m4a."""
    bitrate: int
    """Bits a second."""
    constant: bool
    """True if the bit rate is constant; an M4A's never is, and need not be."""
    sample_rate: int
    """Hz."""
    length: float
    """Seconds."""
    title: str
    """In its tag."""
    chapters: tuple[TagChapter, ...] = ()
    """In the file's order."""
    frames: tuple[str, ...] = ()
    """The frames of an MP3's tag, by their kinds, in the file's order."""
    tables: int = 1
    """Tables of contents of the top level, in an MP3."""
    unlisted: int = 0
    """Chapters to which no table of contents leads, in an MP3."""
    cover: PictureFacts | None = None
    pictures: tuple[PictureFacts | None, ...] = ()
    """Of the chapters."""


@dataclass(frozen=True, slots=True)
class PublishedEpisode:
    """An episode as the site has it; all is empty for one that was never published."""

    record: Record | None = None
    feed_guid: str | None = None
    """The id of the item in the feed that links to its page."""
    numbers: Mapping[tuple[int | None, int], str] = field(default_factory=dict)
    """The slugs of all other episodes, by season and number."""
