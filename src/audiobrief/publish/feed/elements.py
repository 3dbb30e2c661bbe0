"""Write the channel and the items of a feed as XML elements, and the notes of episodes in them.

The vocabularies are RSS 2.0, Apple's, the podcast namespace (with the rules of PSP-1) and Podlove Simple Chapters.
"""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import format_datetime
from html import escape
from uuid import UUID, uuid5

from lxml import etree

from audiobrief.episode.manifest import ManifestPerson
from audiobrief.publish.addresses import FEED, page_path, site_address
from audiobrief.publish.feed.namespaces import NAMESPACES, qualified
from audiobrief.publish.models import Channel, Correction, Enclosure, Item, ItemChapter
from audiobrief.units import seconds_to_timecode

_PODCAST_GUIDS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The UUID namespace of podcast ids (podcast namespace, guid)."""
_LONGEST_SOUNDBITE_TITLE = 128
"""Characters (podcast namespace, soundbite)."""
_LONGEST_DESCRIPTION = 4000
"""Bytes (Apple)."""
_ELLIPSIS = "…"


def channel_guid(feed_address: str) -> str:
    """Return the podcast:guid for a feed: a UUID of its address without the scheme and trailing slashes."""
    return str(uuid5(_PODCAST_GUIDS, re.sub("^[a-z]+://", "", feed_address).rstrip("/")))


def channel_element(channel: Channel) -> etree._Element:
    """Return the `channel` element of a podcast, without its items."""
    element = etree.Element("channel", nsmap=NAMESPACES)
    _add(element, "title", channel.title)
    _add(element, "description", channel.description)
    _add(element, "link", channel.link)
    _add(element, "language", channel.language)
    if channel.copyright:
        _add(element, "copyright", channel.copyright)
    _add(element, "generator", "audiobrief")
    feed = site_address(channel.address, FEED)
    _add(element, "atom:link", rel="self", type="application/rss+xml", href=feed)
    _add(element, "itunes:author", channel.author)
    if channel.owner is not None:
        owner = _add(element, "itunes:owner")
        _add(owner, "itunes:name", channel.owner.name)
        _add(owner, "itunes:email", channel.owner.email)
    if channel.category:
        category = _add(element, "itunes:category", text=channel.category[0])
        for subcategory in channel.category[1:]:
            _add(category, "itunes:category", text=subcategory)
    _add(element, "itunes:explicit", _boolean(channel.explicit))
    if channel.cover is not None:
        cover = site_address(channel.address, channel.cover)
        _add(element, "itunes:image", href=cover)
        image = _add(element, "image")
        _add(image, "url", cover)
        _add(image, "title", channel.title)
        _add(image, "link", channel.link)
    _add(element, "itunes:type", channel.type)
    _add(element, "podcast:guid", channel.guid)
    _add(
        element,
        "podcast:locked",
        "yes" if channel.locked else "no",
        owner=channel.owner.email if channel.owner else None,
    )
    _add(element, "podcast:medium", "podcast")
    for funding in channel.funding:
        _add(element, "podcast:funding", funding.text, url=funding.url)
    _add_persons(element, channel.persons)
    _add(element, "podcast:txt", "true", purpose="ai-content")
    return element


def inherited_values(channel: Channel) -> str:
    """Return the channel's values that items contain, too; when they change, all items are written again."""
    return " ".join((channel.address, _boolean(channel.explicit), channel.cover or "-"))


def item_element(channel: Channel, item: Item) -> etree._Element:
    """Return the `item` element of an episode."""

    def address(path: str) -> str:
        return site_address(channel.address, path)

    element = etree.Element("item", nsmap=NAMESPACES)
    _add(element, "title", item.title)
    _add(element, "itunes:title", item.title)
    _add(element, "description", _description(item))
    _add(element, "content:encoded", _notes(item))
    _add(element, "link", address(page_path(item.slug).removesuffix("index.html")))
    _add(element, "guid", item.guid, isPermaLink="false")
    _add(element, "pubDate", format_datetime(item.published.astimezone(UTC), usegmt=True))
    audio = item.enclosure
    _add(element, "enclosure", url=address(audio.path), length=str(audio.bytes), type=audio.type)
    _add(element, "itunes:duration", str(max(1, round(item.duration))))
    if item.season is not None:
        _add(element, "itunes:season", str(item.season))
    if item.number is not None:
        _add(element, "itunes:episode", str(item.number))
    _add(element, "itunes:episodeType", "full")
    _add(element, "itunes:explicit", _boolean(channel.explicit if item.explicit is None else item.explicit))
    cover = item.cover or channel.cover
    if cover is not None:
        _add(element, "itunes:image", href=address(cover))
    for transcript in item.transcripts:
        _add_file(element, "podcast:transcript", channel, transcript, language=item.language)
    if item.chapters_file is not None:
        _add_file(element, "podcast:chapters", channel, item.chapters_file)
    _add_chapters(element, channel, item)
    _add_persons(element, item.persons)
    if item.soundbite is not None:
        bite = item.soundbite
        title = bite.title[:_LONGEST_SOUNDBITE_TITLE]
        _add(element, "podcast:soundbite", title, startTime=f"{bite.start:.3f}", duration=f"{bite.duration:.3f}")
    _add(element, "podcast:txt", "true", purpose="ai-content")
    return element


def _add(parent: etree._Element, name: str, content: str | None = None, /, **attributes: str | None) -> etree._Element:
    """Add a child element; attributes that are None are left out."""
    child = etree.SubElement(parent, qualified(name))
    child.text = content
    for key, value in attributes.items():
        if value is not None:
            child.set(key, value)
    return child


def _add_persons(parent: etree._Element, persons: tuple[ManifestPerson, ...]) -> None:
    for person in persons:
        _add(parent, "podcast:person", person.name, role=person.role, img=person.image, href=person.link)


def _add_file(
    parent: etree._Element, name: str, channel: Channel, file: Enclosure, language: str | None = None
) -> None:
    _add(parent, name, url=site_address(channel.address, file.path), type=file.type, language=language)


def _add_chapters(parent: etree._Element, channel: Channel, item: Item) -> None:
    if not item.chapters:
        return
    chapters = _add(parent, "psc:chapters", version="1.2")
    for chapter in item.chapters:
        start = seconds_to_timecode(chapter.start)
        image = site_address(channel.address, chapter.image) if chapter.image else None
        _add(chapters, "psc:chapter", start=start, title=chapter.title, href=chapter.url, image=image)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _description(item: Item) -> str:
    """Return the plain description of an episode: summary, chapters with timestamps, source, corrections, disclosure.

    Where it is too long, it loses its last chapters; where that is not enough, its end is cut off.
    """
    chapters = [f"{_timestamp(chapter.start)} {chapter.title}" for chapter in _listed_chapters(item)]
    source = ", ".join(text for text in (item.source_title, item.source_publisher, item.source_url) if text)
    corrections = [_correction_line(correction) for correction in item.corrections]
    rest = [f"Source: {source}" if source else "", *corrections, item.disclosure]
    while True:
        text = "\n\n".join(part for part in (item.summary, "\n".join(chapters), *rest) if part)
        if len(text.encode()) <= _LONGEST_DESCRIPTION:
            return text
        if not chapters:
            room = _LONGEST_DESCRIPTION - len(_ELLIPSIS.encode())
            return text.encode()[:room].decode(errors="ignore") + _ELLIPSIS
        chapters = chapters[: max(0, len(chapters) - max(1, len(chapters) // 20))]


def _notes(item: Item) -> str:
    """Return the full notes of an episode, in the plain HTML that apps support."""
    parts = [f"<p>{escape(item.summary)}</p>"] if item.summary else []
    parts += [f"<p><strong>{escape(_correction_line(correction))}</strong></p>" for correction in item.corrections]
    lines = [f"<li>{_timestamp(chapter.start)} {_link(chapter)}</li>" for chapter in _listed_chapters(item)]
    parts += [f"<ul>{''.join(lines)}</ul>"] if lines else []
    source = escape(", ".join(text for text in (item.source_title, item.source_publisher) if text))
    if item.source_url:
        source = f'<a href="{escape(item.source_url)}">{source or escape(item.source_url)}</a>'
    if source:
        parts.append(f"<p>Source: {source}</p>")
    if item.disclosure:
        parts.append(f"<p>{escape(item.disclosure)}</p>")
    return "\n".join(parts)


def _listed_chapters(item: Item) -> tuple[ItemChapter, ...]:
    """Return the chapters; one chapter alone is not listed."""
    return item.chapters if len(item.chapters) > 1 else ()


def _timestamp(seconds: float) -> str:
    """Return a chapter's start as apps recognise it: `00:00`, `12:34`, `1:02:45`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"


def _link(chapter: ItemChapter) -> str:
    text = escape(chapter.title)
    return f'<a href="{escape(chapter.url)}">{text}</a>' if chapter.url else text


def _correction_line(correction: Correction) -> str:
    return f"Correction, {correction.made.date().isoformat()}: {correction.text}"
