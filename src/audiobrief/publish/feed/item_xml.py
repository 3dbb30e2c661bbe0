"""An episode as an item of the feed (RSS 2.0, Apple's and the podcast namespace, Podlove Simple Chapters)."""

from __future__ import annotations

from lxml import etree

from audiobrief.publish.feed.notes import description, notes
from audiobrief.publish.models import Channel, Enclosure, Item, Person
from audiobrief.publish.names import NAMESPACES, page_path, qualified, site_address
from audiobrief.publish.text import feed_date
from audiobrief.units import seconds_to_timecode

__all__ = ["add", "add_persons", "channel_part", "item_element"]


def add(parent: etree._Element, name: str, content: str | None = None, /, **attributes: str | None) -> etree._Element:
    """Add a child; attributes that are None are left out."""
    child = etree.SubElement(parent, qualified(name))
    child.text = content
    for key, value in attributes.items():
        if value is not None:
            child.set(key, value)
    return child


def add_persons(parent: etree._Element, persons: tuple[Person, ...]) -> None:
    """Add those who take part."""
    for person in persons:
        add(parent, "podcast:person", person.name, role=person.role, img=person.image, href=person.link)


def channel_part(channel: Channel) -> str:
    """Return what of the channel stands in its items: if it changes, so do they."""
    return " ".join((channel.address, _truth(channel.explicit), channel.cover or "-"))


def item_element(channel: Channel, item: Item) -> etree._Element:
    """Make an episode's item."""

    def whole(path: str) -> str:
        return site_address(channel.address, path)

    element = etree.Element("item", nsmap=NAMESPACES)
    add(element, "title", item.title)
    add(element, "itunes:title", item.title)
    add(element, "description", description(item))
    add(element, "content:encoded", notes(item))
    add(element, "link", whole(page_path(item.slug).removesuffix("index.html")))
    add(element, "guid", item.guid, isPermaLink="false")
    add(element, "pubDate", feed_date(item.published))
    sound = item.enclosure
    add(element, "enclosure", url=whole(sound.path), length=str(sound.bytes), type=sound.type)
    add(element, "itunes:duration", str(max(1, round(item.duration))))
    if item.season is not None:
        add(element, "itunes:season", str(item.season))
    if item.number is not None:
        add(element, "itunes:episode", str(item.number))
    add(element, "itunes:episodeType", "full")
    add(element, "itunes:explicit", _truth(channel.explicit if item.explicit is None else item.explicit))
    cover = item.cover or channel.cover
    if cover is not None:
        add(element, "itunes:image", href=whole(cover))
    for transcript in item.transcripts:
        _add_file(element, "podcast:transcript", whole(transcript.path), transcript, language=item.language)
    if item.chapters_file is not None:
        _add_file(element, "podcast:chapters", whole(item.chapters_file.path), item.chapters_file)
    _add_chapters(element, channel, item)
    add_persons(element, item.persons)
    if item.soundbite is not None:
        bite = item.soundbite
        text = bite.title[:128]
        add(element, "podcast:soundbite", text, startTime=f"{bite.start:.3f}", duration=f"{bite.duration:.3f}")
    add(element, "podcast:txt", "true", purpose="ai-content")
    return element


def _add_file(parent: etree._Element, name: str, address: str, file: Enclosure, language: str | None = None) -> None:
    add(parent, name, url=address, type=file.type, language=language)


def _add_chapters(parent: etree._Element, channel: Channel, item: Item) -> None:
    if not item.chapters:
        return
    chapters = add(parent, "psc:chapters", version="1.2")
    for mark in item.chapters:
        image = site_address(channel.address, mark.image) if mark.image else None
        add(
            chapters, "psc:chapter", start=seconds_to_timecode(mark.start), title=mark.title, href=mark.url, image=image
        )


def _truth(value: bool) -> str:
    return "true" if value else "false"
