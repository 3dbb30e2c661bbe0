"""A podcast as it is published: the channel, its items, and where their files stand in the site.

All addresses of files are relative to the site's own address (`Channel.address`), with `/` between their parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is asked about the feed."""

    name: str
    """A person or a desk."""
    email: str
    """Where directories write to."""


@dataclass(frozen=True, slots=True)
class Funding:
    """Where listeners can pay."""

    url: str
    text: str
    """The text of the link."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes part."""

    name: str
    role: str = "host"
    """From the podcast taxonomy, in small letters."""
    link: str | None = None
    """A page about the person."""
    image: str | None = None
    """The https address of a picture."""


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
    owner: Owner | None
    category: tuple[str, ...]
    """Apple's category, and its subcategory if there is one."""
    explicit: bool
    link: str
    """The show's web page; the site's own if the house file names none."""
    cover: str | None
    """Relative; its name changes with its content."""
    copyright: str | None = None
    funding: tuple[Funding, ...] = ()
    persons: tuple[Person, ...] = ()
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
class Sentence:
    """A sentence of the transcript."""

    start: float
    """Seconds."""
    end: float
    """Seconds."""
    text: str
    speaker: str
    """As the transcript names it."""
    new_paragraph: bool = False
    """True if a paragraph starts with it."""


@dataclass(frozen=True, slots=True)
class Soundbite:
    """A stretch that stands for the whole."""

    start: float
    duration: float
    title: str


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
    sentences: tuple[Sentence, ...] = ()
    persons: tuple[Person, ...] = ()
    source_title: str | None = None
    source_publisher: str | None = None
    source_url: str | None = None
    soundbite: Soundbite | None = None
    corrections: tuple[Correction, ...] = ()
    explicit: bool | None = None
    """None where it is as the channel says."""
