"""A podcast as it is published: the channel, its items, and where their files stand in the site.

All addresses of files are relative to the site's own address (`Channel.address`), with `/` between their parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from audiobrief.episode.manifest import (
    ManifestFunding,
    ManifestOwner,
    ManifestPerson,
    ManifestSentence,
    ManifestSoundbite,
)


@dataclass(frozen=True, slots=True)
class Channel:
    """The podcast, as its house file describes it."""

    title: str
    address: str
    """The site's https address, ending in `/`; the feed is `feed.xml` in it."""
    description: str
    language: str
    """BCP 47."""
    author: str
    owner: ManifestOwner | None
    category: tuple[str, ...]
    """Apple's category, and its subcategory if there is one."""
    explicit: bool
    link: str
    """The show's web page; the site's own if the house file names none."""
    cover: str | None
    """Relative; its name changes with its content."""
    copyright: str | None = None
    funding: tuple[ManifestFunding, ...] = ()
    persons: tuple[ManifestPerson, ...] = ()
    guid: str = ""
    """podcast:guid, a UUIDv5 of the feed's first address."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A media file."""

    path: str
    """Relative."""
    bytes: int
    type: str
    """Media type, such as audio/mpeg."""


@dataclass(frozen=True, slots=True)
class ItemChapter:
    """A chapter."""

    start: float
    """Seconds."""
    end: float
    """Seconds."""
    title: str
    url: str | None = None
    image: str | None = None
    """Relative."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction to an episode that was published."""

    made: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An episode."""

    guid: str
    """It never changes."""
    slug: str
    """Of the page, `episodes/SLUG/`."""
    title: str
    published: datetime
    """With its time zone."""
    summary: str
    language: str
    duration: float
    """Seconds."""
    enclosure: Enclosure
    disclosure: str
    """The sentence that says that the voices are synthetic."""
    number: int | None = None
    season: int | None = None
    cover: str | None = None
    """Relative; None for the channel's."""
    transcripts: tuple[Enclosure, ...] = ()
    """VTT and SRT files."""
    chapters_file: Enclosure | None = None
    chapters: tuple[ItemChapter, ...] = ()
    sentences: tuple[ManifestSentence, ...] = ()
    persons: tuple[ManifestPerson, ...] = ()
    source_title: str | None = None
    source_publisher: str | None = None
    source_url: str | None = None
    soundbite: ManifestSoundbite | None = None
    corrections: tuple[Correction, ...] = ()
    explicit: bool | None = None
    """None where it is as the channel says."""
