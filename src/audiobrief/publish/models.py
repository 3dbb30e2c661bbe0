"""A podcast as it is published: the channel, its items, and where their files stand in the site.

All addresses of files are relative to the site's own address (`Channel.address`), with `/` between their parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

from audiobrief.episode.manifest import (
    ManifestFunding,
    ManifestOwner,
    ManifestPerson,
    ManifestSentence,
    ManifestSoundbite,
)
from audiobrief.episode.web_addresses import web_address
from audiobrief.publish.addresses import ARTWORK, MEDIA
from audiobrief.storage.confined_values import Count, Moment, Number, RelativePath, Seconds, Slug


def _site_path(path: str) -> str:
    if not path.startswith((MEDIA, ARTWORK)):
        raise ValueError(f"{path!r:.100} is no media file or picture of a site")
    return path


def _web_address(address: str) -> str:
    uri = web_address(address)
    if uri is None or not address.endswith("/"):
        raise ValueError(f"{address!r:.100} is no address of a site")
    return uri


SitePath = Annotated[RelativePath, AfterValidator(_site_path)]
"""The path of a media file or a picture in a site."""
WebAddress = Annotated[str, AfterValidator(_web_address)]


@dataclass(frozen=True, slots=True)
class Channel:
    """The podcast, as its house file describes it."""

    title: str
    address: WebAddress
    """The site's https address, ending in `/`; the feed is `feed.xml` in it."""
    description: str
    language: str
    """BCP 47."""
    author: str
    owner: ManifestOwner | None
    category: tuple[str, ...]
    """Apple's category, and its subcategory if there is one; empty if the house file names none."""
    explicit: bool
    link: str
    """The show's web page; the site's own if the house file names none."""
    cover: SitePath | None
    """Its name changes with its content."""
    copyright: str | None = None
    funding: tuple[ManifestFunding, ...] = ()
    persons: tuple[ManifestPerson, ...] = ()
    type: str = "episodic"
    """episodic or serial."""
    locked: bool = True
    """True if other hosts may not take over the feed."""
    guid: str = ""
    """podcast:guid, a UUIDv5 of the feed's first address."""
    unset: tuple[str, ...] = ()
    """The groups of the feed's elements, by name, that the house file does not set."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A media file."""

    path: SitePath
    bytes: Count
    type: str
    """Media type, such as audio/mpeg."""


@dataclass(frozen=True, slots=True)
class ItemChapter:
    """A chapter."""

    start: Seconds
    end: Seconds
    title: str
    url: str | None = None
    image: SitePath | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction to an episode that was published."""

    made: Moment
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An episode."""

    guid: str
    """It never changes."""
    slug: Slug
    """Of the page, `episodes/SLUG/`."""
    title: str
    published: Moment
    summary: str
    language: str
    duration: Seconds
    enclosure: Enclosure
    disclosure: str
    """The sentence that says that the voices are synthetic."""
    number: Number | None = None
    season: Number | None = None
    cover: SitePath | None = None
    """None for the channel's."""
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
