"""Write the channel and the items of a feed as XML elements, and the notes of episodes in them.

The vocabularies are RSS 2.0, Apple's, the podcast namespace (with the rules of PSP-1) and Podlove Simple Chapters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape, unescape
from itertools import accumulate
from uuid import UUID, uuid5

from lxml import etree

from audiobrief.episode.manifest import ManifestPerson
from audiobrief.episode.web_addresses import web_address
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
    _add(element, "description", channel_description(channel.description))
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
        if (url := web_address(funding.url)) is not None:
            _add(element, "podcast:funding", funding.text, url=url)
    _add_persons(element, channel.persons)
    _add(element, "podcast:txt", "true", purpose="ai-content")
    return element


def channel_description(text: str) -> str:
    """Return the description of a podcast, which readers take for HTML; plain words are the same in both."""
    return escape(text, quote=False) if "<" in text or unescape(text) != text else text


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
    _add(element, "pubDate", _pub_date(item.published))
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


def _pub_date(moment: datetime) -> str:
    """Return a time as RFC 2822 has it, in its zone."""
    offset = moment.utcoffset() or timedelta()
    if not offset or offset % timedelta(minutes=1):  # zones have whole minutes there
        return format_datetime(moment.astimezone(UTC), usegmt=True)
    return format_datetime(moment)


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
        picture, link = web_address(person.image), web_address(person.link)
        _add(parent, "podcast:person", person.name, role=person.role, img=picture, href=link)


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
        _add(chapters, "psc:chapter", start=start, title=chapter.title, href=web_address(chapter.url), image=image)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _description(item: Item) -> str:
    """Return the description of an episode: summary, chapters with timestamps, source, corrections, disclosure.

    It is HTML, as readers take it. Where it is too long, it loses its last chapters; where that is not enough, its end
    is cut off.
    """
    chapters = [f"{_timestamp(chapter.start)} {chapter.title}" for chapter in _listed_chapters(item)]
    address = web_address(item.source_url)
    source = ", ".join(text for text in (item.source_title, item.source_publisher, address) if text)
    corrections = [_correction_line(correction) for correction in item.corrections]
    rest = [f"Source: {source}" if source else "", *corrections, item.disclosure]
    while True:
        paragraphs = [text for text in (item.summary, "\n".join(chapters), *rest) if text]
        html = "\n".join(map(_paragraph, paragraphs))
        if len(html.encode()) <= _LONGEST_DESCRIPTION:
            return html
        if not chapters:
            return "\n".join(_cut_paragraphs(paragraphs))
        chapters = chapters[: max(0, len(chapters) - max(1, len(chapters) // 20))]


def _cut_paragraphs(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts as paragraphs of HTML until the longest description is full; the last one is cut."""
    room = _LONGEST_DESCRIPTION
    for text in texts:
        paragraph = _paragraph(text)
        if len(paragraph.encode()) > room:
            room -= len(_paragraph(_ELLIPSIS).encode())
            sizes = accumulate(len(_html(character).encode()) for character in text)
            if end := sum(size <= room for size in sizes):
                yield _paragraph(text[:end] + _ELLIPSIS)
            return
        yield paragraph
        room -= len(f"{paragraph}\n".encode())


def _notes(item: Item) -> str:
    """Return the full notes of an episode, in the plain HTML that apps support."""
    parts = [_paragraph(item.summary)] if item.summary else []
    parts += [f"<p><strong>{_html(_correction_line(correction))}</strong></p>" for correction in item.corrections]
    lines = [f"<li>{_timestamp(chapter.start)} {_link(chapter)}</li>" for chapter in _listed_chapters(item)]
    parts += [f"<ul>{''.join(lines)}</ul>"] if lines else []
    source = _html(", ".join(text for text in (item.source_title, item.source_publisher) if text))
    if address := web_address(item.source_url):
        source = f'<a href="{escape(address)}">{source or escape(address)}</a>'
    if source:
        parts.append(f"<p>Source: {source}</p>")
    if item.disclosure:
        parts.append(_paragraph(item.disclosure))
    return "\n".join(parts)


def _paragraph(text: str) -> str:
    return f"<p>{_html(text)}</p>"


def _html(text: str) -> str:
    """Return a text as HTML, with its line breaks; quotes stay, since some apps do not know their entities."""
    return escape(text, quote=False).replace("\n", "<br>\n")


def _listed_chapters(item: Item) -> tuple[ItemChapter, ...]:
    """Return the chapters; one chapter alone is not listed."""
    return item.chapters if len(item.chapters) > 1 else ()


def _timestamp(seconds: float) -> str:
    """Return a chapter's start as apps recognise it: `00:00`, `12:34`, `1:02:45`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"


def _link(chapter: ItemChapter) -> str:
    text = _html(chapter.title)
    address = web_address(chapter.url)
    return f'<a href="{escape(address)}">{text}</a>' if address else text


def _correction_line(correction: Correction) -> str:
    return f"Correction, {correction.made.date().isoformat()}: {correction.text}"
