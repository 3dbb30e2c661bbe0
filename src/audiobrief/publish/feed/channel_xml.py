"""A podcast as the channel of the feed (RSS 2.0, Apple's and the podcast namespace, PSP-1)."""

from __future__ import annotations

from lxml import etree

from audiobrief.publish.feed.item_xml import add, add_persons
from audiobrief.publish.models import Channel
from audiobrief.publish.names import FEED, NAMESPACES, site_address

__all__ = ["channel_element"]


def channel_element(channel: Channel) -> etree._Element:
    """Make a podcast's channel, without its items."""
    element = etree.Element("channel", nsmap=NAMESPACES)
    add(element, "title", channel.title)
    add(element, "description", channel.description)
    add(element, "link", channel.link)
    add(element, "language", channel.language)
    if channel.copyright:
        add(element, "copyright", channel.copyright)
    add(element, "generator", "audiobrief")
    feed = site_address(channel.address, FEED)
    add(element, "atom:link", rel="self", type="application/rss+xml", href=feed)
    add(element, "itunes:author", channel.author)
    if channel.owner is not None:
        owner = add(element, "itunes:owner")
        add(owner, "itunes:name", channel.owner.name)
        add(owner, "itunes:email", channel.owner.email)
    if channel.category:
        category = add(element, "itunes:category", text=channel.category[0])
        for below in channel.category[1:]:
            add(category, "itunes:category", text=below)
    add(element, "itunes:explicit", "true" if channel.explicit else "false")
    if channel.cover is not None:
        cover = site_address(channel.address, channel.cover)
        add(element, "itunes:image", href=cover)
        image = add(element, "image")
        add(image, "url", cover)
        add(image, "title", channel.title)
        add(image, "link", channel.link)
    add(element, "itunes:type", "episodic")
    add(element, "podcast:guid", channel.guid)
    add(element, "podcast:locked", "yes", owner=channel.owner.email if channel.owner else None)
    add(element, "podcast:medium", "podcast")
    for way in channel.funding:
        add(element, "podcast:funding", way.text, url=way.url)
    add_persons(element, channel.persons)
    add(element, "podcast:txt", "true", purpose="ai-content")
    return element
