"""Parse an existing feed without holding it in memory: find its items, and the rest of the document around them.

expat reports where items start and end. The bytes of items that do not change are copied, and never built into trees.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from lxml import etree

from audiobrief.errors import FeedError
from audiobrief.publish.feed.namespaces import NAMESPACES, canonical_namespace, canonical_tag, qualified
from audiobrief.storage import files

_ADVICE = "fix it, or move it away to start a new feed"
_ITEM_DEPTH = 3
_DATES = ("pubDate", "http://purl.org/dc/elements/1.1/ date")
"""The elements that date an item, as expat names them; the first that can be read counts."""
_READ_CHILDREN = ("guid", *_DATES)
_DEEPEST = 200
"""Elements inside each other."""
_MOST_ITEMS = 100_000
_MOST_ATTRIBUTES = 1_000
"""Of an element."""
_MOST_ELEMENTS = 50_000
"""In an item, and outside of all items."""
_LARGEST_PART = 10_000_000
"""Bytes of an item, and of all that stands outside of items: these are parsed into trees."""
_PIECE = 1 << 20
_LONGEST_END_TAG = 4096
"""Bytes, with spaces before the `>`."""
_LONGEST_TAG = 1 << 16
"""Bytes of a start tag that has to be rewritten."""
_START_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_ANCIENT = re.compile(r"(?<![+\-\d:.])0\d{3}(?!\d)")
"""A year before 1000."""
_SPACE_BEFORE_ZONE = re.compile(r" +(?=[+-]\d|Z$)")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An item of an existing feed."""

    start: int
    """The offset in bytes of the item, or of a comment right before it."""
    end: int
    """The offset of the byte after it."""
    guid: str
    """Empty if it has none."""
    published: datetime | None
    """Its pubDate; None if it has none that can be read."""
    digest: str
    """Of its bytes."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """An existing feed."""

    path: Path
    """The file."""
    items: tuple[FeedItem, ...]
    """In the order of the feed."""
    frame: bytes
    """The feed without its items: a well-formed document."""

    def channel_element(self, name: str) -> etree._Element | None:
        """Return the first element of the channel of a name, such as `podcast:guid`; None if it has none."""
        return _root(self.frame).find(f"channel/{qualified(name)}")

    def channel_text(self, name: str) -> str | None:
        """Return the text of the first element of the channel of a name; None if it has none."""
        element = self.channel_element(name)
        return None if element is None else (element.text or "").strip() or None


@lru_cache(maxsize=1)
def _root(frame: bytes) -> etree._Element:
    """Parse the part of a feed outside of its items once; nobody changes the tree."""
    return parse_tree(frame, "feed.xml")


@dataclass(frozen=True, slots=True)
class _ItemTags:
    """Where an item starts and its end tag starts, in bytes, and the texts of its guid and its dates."""

    start: int
    end_tag: int
    guid: str
    dates: tuple[str, ...]


class _UnusableError(Exception):
    """A feed cannot be continued; the caller adds its name."""


class _ItemLocator:
    """Finds the items of a feed with expat."""

    def __init__(self, stream: BinaryIO) -> None:
        self.items: list[_ItemTags] = []
        self.odd_tags: list[int] = []
        """Where the start tags start that declare a namespace in another spelling than its specification's."""
        self._stream = stream
        self._depth = 0
        self._start = 0
        self._in_channel = False
        self._channels = 0
        self._in_item = False
        self._size_of_items = 0
        """Bytes of the items that have ended."""
        self._elements = {True: 0, False: 0}
        """The number of elements in the current item, and outside of all items."""
        self._comment: int | None = None
        self._texts: dict[str, list[str]] = {}
        self._text: list[str] | None = None
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start_element
        parser.StartNamespaceDeclHandler = self._namespace
        parser.EndElementHandler = self._end_element
        parser.CommentHandler = self._comment_found
        parser.StartDoctypeDeclHandler = self._doctype
        parser.XmlDeclHandler = self._declaration
        self._parser = parser

    def parse(self) -> None:
        self._stream.seek(0)
        size = 0
        while piece := self._stream.read(_PIECE):
            self._parser.Parse(piece)
            size += len(piece)
            self._check_sizes(size)
        self._parser.Parse(b"", True)
        self._check_sizes(size)
        if self._channels != 1:
            raise _UnusableError(f"it has {self._channels} channels" if self._channels else "it has no channel")

    def _namespace(self, _prefix: str | None, uri: str | None) -> None:
        offset = self._parser.CurrentByteIndex
        if uri and canonical_namespace(uri) != uri and self.odd_tags[-1:] != [offset]:
            self.odd_tags.append(offset)

    def _check_sizes(self, position: int) -> None:
        """Check that what will be parsed into trees is not too large, as far as the feed was read."""
        if position - (self._start if self._in_item else self._size_of_items) > _LARGEST_PART:
            raise _UnusableError(f"it has more than {_LARGEST_PART:,} bytes in an item, or outside of items")
        if max(self._elements.values()) > _MOST_ELEMENTS:
            raise _UnusableError(f"it has more than {_MOST_ELEMENTS:,} elements in an item, or outside of items")
        if len(self.items) > _MOST_ITEMS:
            raise _UnusableError(f"it has more than {_MOST_ITEMS:,} items")

    def _start_element(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1 and name != "rss":
            raise _UnusableError(f"its root is <{name:.100}>, not <rss>")
        if self._depth > _DEEPEST:
            raise _UnusableError(f"it has more than {_DEEPEST} elements inside each other")
        if len(attributes) > _MOST_ATTRIBUTES:
            raise _UnusableError(f"it has an element of more than {_MOST_ATTRIBUTES:,} attributes")
        if self._depth == _ITEM_DEPTH - 1:
            self._in_channel = name == "channel"
            self._channels += self._in_channel
        if self._depth == _ITEM_DEPTH:
            if name == "item" and self._in_channel:
                self._in_item, self._elements[True] = True, 0
                offset = self._parser.CurrentByteIndex
                self._start = offset if self._comment is None else self._comment
                self._texts = {}
            self._comment = None
        elif self._depth == _ITEM_DEPTH + 1 and self._in_item and name in _READ_CHILDREN:
            self._text = self._texts.setdefault(name, [])
            self._parser.CharacterDataHandler = self._text.append
        self._elements[self._in_item] += 1

    def _end_element(self, _name: str) -> None:
        if self._text is not None and self._depth == _ITEM_DEPTH + 1:
            self._text = None
            self._parser.CharacterDataHandler = None
        if self._depth == _ITEM_DEPTH and self._in_item:
            self._in_item = False
            self._size_of_items += self._parser.CurrentByteIndex - self._start
            guid, *dates = ("".join(self._texts.get(child, ())).strip() for child in _READ_CHILDREN)
            self.items.append(_ItemTags(self._start, self._parser.CurrentByteIndex, guid, tuple(dates)))
        self._depth -= 1

    def _comment_found(self, _text: str) -> None:
        # A comment between two items belongs to the second one; a comment before all items belongs to the channel.
        if self._depth == _ITEM_DEPTH - 1 and self.items and self._comment is None:
            self._comment = self._parser.CurrentByteIndex

    def _doctype(self, *_: object) -> None:
        raise _UnusableError("it has a DOCTYPE, which feeds do not need")

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "UTF-8").upper() not in {"UTF-8", "UTF8", "US-ASCII"}:
            raise _UnusableError(f"it is written in {encoding}, not in UTF-8")


def parse_feed(path: Path, name: str) -> ParsedFeed:
    """Parse an existing feed, which messages call `name`.

    Namespaces in another spelling than their specification's are read as those that they stand for, and a copy in the
    usual spelling is written beside the file.

    Raises:
        FeedError: it is not an RSS feed in UTF-8 that can be continued.
    """
    with path.open("rb") as stream:
        locator = _ItemLocator(stream)
        try:
            locator.parse()
            if locator.odd_tags:
                return parse_feed(_canonical_copy(stream, locator.odd_tags, path), name)
            items = tuple(_feed_item(stream, tags) for tags in locator.items)
        except expat.ExpatError as error:
            raise FeedError(name, f"line {error.lineno}: this is not well-formed XML", _ADVICE) from error
        except _UnusableError as error:
            raise FeedError(name, str(error), _ADVICE) from error
        feed = ParsedFeed(path, items, b"".join(_around(stream, items, path.stat().st_size)))
    _check_prefixes(feed, name)
    return feed


def _canonical_copy(stream: BinaryIO, odd_tags: list[int], path: Path) -> Path:
    """Write a copy of a feed whose namespaces have the usual spelling, and return its path."""
    copy = path.with_name(f"{path.stem}.canonical{path.suffix}")
    with files.synced_file(copy) as target:
        stream.seek(0)
        for start in odd_tags:
            target.write(stream.read(start - stream.tell()))
            content = stream.read(_LONGEST_TAG)
            tag = _START_TAG.match(content)
            if tag is None:
                raise _UnusableError(f"it has a tag of more than {_LONGEST_TAG:,} bytes")
            target.write(canonical_tag(tag[0]))
            stream.seek(start + tag.end())
        shutil.copyfileobj(stream, target)
    return copy


def _check_prefixes(feed: ParsedFeed, name: str) -> None:
    declared = parse_tree(feed.frame, name).nsmap
    for prefix, namespace in NAMESPACES.items():
        if declared.get(prefix, namespace) != namespace:
            what = f"the prefix '{prefix}' stands for '{declared[prefix]:.200}', not for '{namespace}'"
            raise FeedError(name, what, _ADVICE)


def _feed_item(stream: BinaryIO, tags: _ItemTags) -> FeedItem:
    stream.seek(tags.end_tag)
    rest = stream.read(_LONGEST_END_TAG)
    # For an empty element (<item/>), expat reports the byte after it as the place of the end tag.
    length = rest.find(b">") + 1 if rest.startswith(b"</item") else 0
    if rest.startswith(b"</item") and not length:
        raise _UnusableError("it has an end tag with too many spaces")
    end = tags.end_tag + length
    digest = item_digest(read_range(stream, tags.start, end))
    return FeedItem(tags.start, end, tags.guid, _parse_date(tags.dates), digest)


def item_digest(content: bytes) -> str:
    """Return the digest by which a change of an item's bytes is noticed."""
    return hashlib.sha256(content).hexdigest()[:16]


def _parse_date(texts: Iterable[str]) -> datetime | None:
    """Return the first date that can be read: as RSS has it (RFC 822), or as some programs write it (ISO 8601)."""
    for text in texts:
        if _ANCIENT.search(text):
            continue  # the standard library takes the year 0001 for 2001
        for read in (parsedate_to_datetime, datetime.fromisoformat):
            try:
                moment = read(_SPACE_BEFORE_ZONE.sub("", text) if read == datetime.fromisoformat else text)
                return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
            except (ValueError, OverflowError):
                continue
    return None


def parse_tree(content: bytes, name: str) -> etree._Element:
    """Parse a part of a feed, which messages call `name`, into a tree.

    Raises:
        FeedError: libxml2, which has limits of its own, does not take it.
    """
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False))
    except etree.XMLSyntaxError as error:
        raise FeedError(name, f"this is not well-formed XML: {error.msg}", _ADVICE) from error


def read_range(stream: BinaryIO, start: int, end: int) -> bytes:
    """Return the bytes of a file between two offsets."""
    stream.seek(start)
    return stream.read(end - start)


def _around(stream: BinaryIO, items: tuple[FeedItem, ...], size: int) -> Iterator[bytes]:
    """Yield the parts of a feed before, between and after its items."""
    position = 0
    for item in items:
        yield read_range(stream, position, item.start)
        position = item.end
    yield read_range(stream, position, size)
