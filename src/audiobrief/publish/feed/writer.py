"""The feed: written anew as a stream, from what stands there and from what changed.

The channel is small, and goes through a tree each time. Of the items, only those that changed do; of all others the
bytes are copied, so that a feed of ten thousand episodes takes little time and hardly any memory.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from lxml import etree

from audiobrief.errors import PublishError
from audiobrief.publish.feed.channel_xml import channel_element
from audiobrief.publish.feed.item_xml import item_element
from audiobrief.publish.feed.merging import CHANNEL_GROUPS, ITEM_GROUPS, lay_out, merged
from audiobrief.publish.feed.scanning import Found, Scanned, digest, read_bytes
from audiobrief.publish.models import Channel, Item
from audiobrief.publish.names import FEED, NAMESPACES

__all__ = ["Entry", "Key", "write_feed"]

_SLOT = "audiobrief-items"
_INDENT = b"\n    "
_EMPTY = b'<rss version="2.0"><channel/></rss>'

Key = tuple[datetime, int, str]
"""What orders episodes: when they came out, their number, their slug."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An episode that is written anew."""

    key: Key
    """Its place."""
    load: Callable[[], Item]
    """Gives it when it is needed, so that not all are held at once."""


def write_feed(
    target: BinaryIO,
    old: Scanned | None,
    channel: Channel,
    changed: Mapping[str, Entry],
    removed: Collection[str],
    keys: Mapping[str, Key],
) -> dict[str, str]:
    """Write a feed.

    Args:
        target: where to.
        old: the feed that stands there.
        channel: the podcast.
        changed: episodes that are new or other than before, by their ids.
        removed: ids of episodes that are taken out.
        keys: the places of all episodes, by their ids; items that others wrote are placed by their dates.

    Returns:
        The digest of each item, by its id.

    Raises:
        PublishError: what stands there cannot be gone on with.
    """
    root = _root(old.frame if old else _EMPTY)
    head, tail = _frame(root, channel)
    kept = [found for found in (old.items if old else ()) if found.guid not in removed]
    digests: dict[str, str] = {}
    target.write(head)
    stream = old.path.open("rb") if old else None
    try:
        for found, guid in _sequence(kept, changed, keys):
            content = read_bytes(stream, found.start, found.end) if found and stream else None
            if guid in changed:
                content = _item_bytes(root.nsmap, channel, changed[guid].load(), content)
            assert content is not None
            target.write(_INDENT + content)
            if guid:
                digests[guid] = digest(content)
    finally:
        if stream is not None:
            stream.close()
    target.write(b"\n  " + tail)
    return digests


def _sequence(
    kept: list[Found], changed: Mapping[str, Entry], keys: Mapping[str, Key]
) -> Iterator[tuple[Found | None, str]]:
    """Give the items in their new order: those that stand there as they stand, new ones before the first older one."""
    staying = [found for found in kept if found.guid not in changed or found.published == changed[found.guid].key[0]]
    there = {found.guid for found in staying}
    moving = {found.guid: found for found in kept if found.guid not in there}
    coming = sorted((guid for guid in changed if guid not in there), key=lambda guid: changed[guid].key, reverse=True)
    at = 0
    for found in staying:
        key = keys.get(found.guid) or (found.published and (found.published, 0, ""))
        while key and at < len(coming) and changed[coming[at]].key > key:
            yield moving.get(coming[at]), coming[at]
            at += 1
        yield found, found.guid
    for guid in coming[at:]:
        yield moving.get(guid), guid


def _root(frame: bytes) -> etree._Element:
    """Return the root of the feed's frame, with the namespaces of this program."""
    old = etree.fromstring(frame, _parser())
    for prefix, namespace in NAMESPACES.items():
        if old.nsmap.get(prefix, namespace) != namespace:
            raise PublishError(
                f"{FEED}: the prefix '{prefix}' stands for '{old.nsmap[prefix]}', not for '{namespace}' "
                "(correct it, or move the feed away to have a new one made)"
            )
    if old.find("channel") is None:
        raise PublishError(f"{FEED}: it has no channel (mend it, or move it away to have a new one made)")
    if set(NAMESPACES) <= set(old.nsmap):
        return old
    root = etree.Element("rss", nsmap=_prefixes(old.nsmap) | NAMESPACES)
    for name, value in old.attrib.items():
        root.set(name, value)
    for before in reversed(list(old.itersiblings(preceding=True))):
        root.addprevious(before)
    for after in reversed(list(old.itersiblings())):
        root.addnext(after)
    root.extend(list(old))
    return root


def _prefixes(nsmap: Mapping[str | None, str]) -> dict[str, str]:
    return {prefix: namespace for prefix, namespace in nsmap.items() if prefix}


def _frame(root: etree._Element, channel: Channel) -> tuple[bytes, bytes]:
    """Return what comes before the items, and what comes after them."""
    element = root.find("channel")
    assert element is not None
    merged(element, channel_element(channel), CHANNEL_GROUPS)
    slot = etree.ProcessingInstruction(_SLOT)
    element.append(slot)
    lay_out(element, 1)
    _lay_out_root(root)
    tree = etree.tostring(root.getroottree(), encoding="UTF-8")
    head, _, tail = tree.rpartition(etree.tostring(slot, with_tail=False))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + head.rstrip(), tail.lstrip() + b"\n"


def _lay_out_root(root: etree._Element) -> None:
    """Return the channel a line of its own."""
    root.text = "\n  "
    for child in root:
        child.tail = "\n  " if child.getnext() is not None else "\n"


def _item_bytes(nsmap: Mapping[str | None, str], channel: Channel, item: Item, old: bytes | None) -> bytes:
    """Return an item as it is written, with what others wrote into it and before it."""
    wrapper = etree.Element("rss", nsmap=_prefixes(nsmap))
    new = item_element(channel, item)
    if old is None:
        wrapper.append(new)
    else:
        start = etree.tostring(wrapper)[: -len(b"/>")] + b">"
        wrapper = etree.fromstring(start + old + b"</rss>", _parser())
        element = wrapper.find("item")
        assert element is not None
        merged(element, new, ITEM_GROUPS)
    declared = [f' xmlns:{prefix}="{_attribute(uri)}"'.encode() for prefix, uri in _prefixes(nsmap).items()]
    parts = []
    for child in wrapper:
        lay_out(child, 2)
        content = etree.tostring(child, encoding="UTF-8", with_tail=False)
        tag, sign, rest = content.partition(b">")
        for declaration in declared:
            tag = tag.replace(declaration, b"")
        parts.append(tag + sign + rest)
    return _INDENT.join(parts)


def _attribute(uri: str) -> str:
    return uri.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False, huge_tree=True)
