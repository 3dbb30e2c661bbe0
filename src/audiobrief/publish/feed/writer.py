"""Write the feed as a stream, from the existing feed and the episodes that changed.

The channel is small, and is built as a tree each time, like the items that changed. The bytes of all other items are
copied, so that a feed of ten thousand episodes takes little time and memory.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from lxml import etree

from audiobrief.publish.addresses import FEED
from audiobrief.publish.feed.elements import channel_element, item_element
from audiobrief.publish.feed.kept import kept_groups
from audiobrief.publish.feed.merging import CHANNEL_GROUPS, ITEM_GROUPS, indent, merge_categories, merge_children
from audiobrief.publish.feed.namespaces import NAMESPACES
from audiobrief.publish.feed.parser import FeedItem, ParsedFeed, item_digest, parse_tree, read_range
from audiobrief.publish.models import Channel, Item

_PLACEHOLDER = "audiobrief-items"
"""The processing instruction that marks the place of the items while the channel is written."""
_INDENT = b"\n    "
_EMPTY_FEED = b'<rss version="2.0"><channel/></rss>'

SortKey = tuple[datetime, int, str]
"""Orders episodes: when they were published, their numbers, their slugs."""


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """An item to write."""

    sort_key: SortKey
    load: Callable[[], Item]
    """Returns the item; called when it is written, so that only one is in memory."""


@dataclass(frozen=True, slots=True)
class FeedChanges:
    """The difference between the existing feed and the one to write."""

    changed: Mapping[str, ChangedItem]
    """The items that are new or have changed, by guid."""
    removed: Collection[str]
    """The guids of the items to remove."""
    sort_keys: Mapping[str, SortKey]
    """Of all the site's episodes, by guid; items that other programs wrote are sorted by their dates."""
    previous: Channel | None = None
    """The channel that was written last; None where another program began the feed."""


def write_feed(target: BinaryIO, old: ParsedFeed | None, channel: Channel, changes: FeedChanges) -> dict[str, str]:
    """Write a feed.

    Args:
        target: the file to write to.
        old: the existing feed; None if there is none.
        channel: the podcast.
        changes: the items to write and to remove.

    Returns:
        The digest of each item, by guid.

    Raises:
        PublishError: the existing feed cannot be used.
    """
    root = _parse_root(old.frame if old else _EMPTY_FEED)
    channel_tag = root.find("channel")
    assert channel_tag is not None
    namespaces = dict(channel_tag.nsmap)
    head, tail = _write_frame(root, channel, changes.previous, kept_groups(channel.unset, changes.previous, old))
    digests: dict[str, str] = {}
    target.write(head)
    stream = old.path.open("rb") if old else None
    try:
        for old_item, guid in _ordered_items(old.items if old else (), changes):
            content = read_range(stream, old_item.start, old_item.end) if old_item and stream else None
            if guid in changes.changed:
                content = _write_item(namespaces, channel, changes.changed[guid].load(), content)
            assert content is not None
            target.write(_INDENT + content)
            if guid:
                digests[guid] = item_digest(content)
    finally:
        if stream is not None:
            stream.close()
    target.write(b"\n  " + tail)
    return digests


def _ordered_items(old: Collection[FeedItem], changes: FeedChanges) -> Iterator[tuple[FeedItem | None, str]]:
    """Yield the items of the new feed in their order, each with its guid, and with the old item if there is one.

    Items keep their order in the old feed, unless their date changed. The others are inserted before the first item
    that is older, or that has no date that can be read and no item with one below it.
    """
    changed = changes.changed
    kept = [item for item in old if item.guid not in changes.removed]
    in_place = [item for item in kept if item.guid not in changed or item.published == changed[item.guid].sort_key[0]]
    in_place_guids = {item.guid for item in in_place}
    moved = {item.guid: item for item in kept if item.guid not in in_place_guids}
    inserted = [guid for guid in changed if guid not in in_place_guids]
    inserted.sort(key=lambda guid: changed[guid].sort_key, reverse=True)
    position = 0
    for item, sort_key in zip(in_place, _item_keys(in_place, changes.sort_keys), strict=True):
        while position < len(inserted) and (sort_key is None or changed[inserted[position]].sort_key > sort_key):
            yield moved.get(inserted[position]), inserted[position]
            position += 1
        yield item, item.guid
    for guid in inserted[position:]:
        yield moved.get(guid), guid


def _item_keys(items: Sequence[FeedItem], known: Mapping[str, SortKey]) -> list[SortKey | None]:
    """Return the sort key of each item; one without a date has that of the next one below it, None if all have none."""
    keys: list[SortKey | None] = []
    below: SortKey | None = None
    for item in reversed(items):
        below = known.get(item.guid) or ((item.published, 0, "") if item.published else below)
        keys.append(below)
    return keys[::-1]


def check_item(feed: ParsedFeed, item: FeedItem) -> None:
    """Check that an item of an existing feed can be written again.

    Raises:
        PublishError: it cannot be parsed into a tree.
    """
    channel = _parse_root(feed.frame).find("channel")
    assert channel is not None
    with feed.path.open("rb") as stream:
        _parse_item(channel.nsmap, read_range(stream, item.start, item.end))


def _parse_item(nsmap: Mapping[str | None, str], content: bytes) -> etree._Element:
    """Parse an item, and the comment before it, into a tree below an element that declares the feed's namespaces."""
    start_tag = etree.tostring(etree.Element("rss", nsmap=_prefixed(nsmap)))[: -len(b"/>")] + b">"
    return parse_tree(start_tag + content + b"</rss>", FEED)


def _parse_root(frame: bytes) -> etree._Element:
    """Parse the frame of a feed, and declare the namespaces that audiobrief uses in its root."""
    old = parse_tree(frame, FEED)
    if set(NAMESPACES) <= set(old.nsmap):
        return old
    root = etree.Element("rss", nsmap=_prefixed(old.nsmap) | NAMESPACES)
    for name, value in old.attrib.items():
        root.set(name, value)
    for sibling in reversed(list(old.itersiblings(preceding=True))):
        root.addprevious(sibling)
    for sibling in reversed(list(old.itersiblings())):
        root.addnext(sibling)
    root.extend(list(old))
    return root


def _prefixed(nsmap: Mapping[str | None, str]) -> dict[str, str]:
    """Return the namespaces without the default one."""
    return {prefix: namespace for prefix, namespace in nsmap.items() if prefix}


def _write_frame(
    root: etree._Element, channel: Channel, previous: Channel | None, kept: Collection[str]
) -> tuple[bytes, bytes]:
    """Return the parts of the feed before and after its items; `kept` are the groups that stay as they are."""
    element = root.find("channel")
    assert element is not None
    new = channel_element(channel)
    merge_categories(element, new, previous.category if previous else ())
    merge_children(element, new, CHANNEL_GROUPS, kept)
    placeholder = etree.ProcessingInstruction(_PLACEHOLDER)
    element.append(placeholder)
    indent(element, 1)
    root.text = "\n  "
    for child in root:
        child.tail = "\n  " if child.getnext() is not None else "\n"
    document = etree.tostring(root.getroottree(), encoding="UTF-8")
    head, _, tail = document.rpartition(etree.tostring(placeholder, with_tail=False))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + head.rstrip(), tail.lstrip() + b"\n"


def _write_item(nsmap: Mapping[str | None, str], channel: Channel, item: Item, old: bytes | None) -> bytes:
    """Return the bytes of an item, merged into those of the old one and of the comment before it."""
    wrapper = etree.Element("rss", nsmap=_prefixed(nsmap))
    new = item_element(channel, item)
    if old is None:
        wrapper.append(new)
    else:
        wrapper = _parse_item(nsmap, old)
        element = wrapper.find("item")
        assert element is not None
        merge_children(element, new, ITEM_GROUPS)
    # The root of the feed declares the namespaces; lxml would declare them in each item as well.
    declarations = [f' xmlns:{prefix}="{_escape(uri)}"'.encode() for prefix, uri in _prefixed(nsmap).items()]
    parts = []
    for child in wrapper:
        indent(child, 2)
        start_tag, bracket, rest = etree.tostring(child, encoding="UTF-8", with_tail=False).partition(b">")
        for declaration in declarations:
            start_tag = start_tag.replace(declaration, b"")
        parts.append(start_tag + bracket + rest)
    return _INDENT.join(parts)


def _escape(uri: str) -> str:
    """Escape an attribute's value as lxml does."""
    return uri.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
