"""A feed that stands there, taken apart without holding it: where its items lie, and all that is around them.

Episodes that do not change are never parsed into trees: their bytes are copied. expat says where they start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from audiobrief.errors import PublishError

__all__ = ["Found", "Scanned", "digest", "read_bytes", "scan"]

_ITEM_DEPTH = 3
_KNOWN = ("guid", "pubDate")
_LONGEST_END = 4096


@dataclass(frozen=True, slots=True)
class Found:
    """An item of the feed."""

    start: int
    """Where it starts, with a comment right before it."""
    end: int
    """The byte after it."""
    guid: str
    """Its id; empty if it has none."""
    published: datetime | None
    """When it came out, if it says so."""
    digest: str
    """Of its bytes."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A feed."""

    path: Path
    """The file."""
    items: tuple[Found, ...]
    """In their order."""
    frame: bytes
    """All but the items: a whole document of its own."""


class _Reader:
    """Hears of elements as expat finds them."""

    def __init__(self, stream: BinaryIO) -> None:
        self.spans: list[tuple[int, int, str, str]] = []
        self._stream = stream
        self._depth = 0
        self._start = 0
        self._comment: int | None = None
        self._texts: dict[str, list[str]] = {}
        self._text: list[str] | None = None
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._finish
        parser.CommentHandler = self._remark
        parser.StartDoctypeDeclHandler = self._doctype
        parser.XmlDeclHandler = self._declaration
        self._parser = parser

    def read(self) -> None:
        self._stream.seek(0)
        self._parser.ParseFile(self._stream)

    def _begin(self, name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1 and name != "rss":
            raise PublishError(f"its root is <{name}>, not <rss>")
        if self._depth == _ITEM_DEPTH:
            if name == "item":
                at = self._parser.CurrentByteIndex
                self._start = at if self._comment is None else self._comment
                self._texts = {}
            self._comment = None
        elif self._depth == _ITEM_DEPTH + 1 and name in _KNOWN:
            self._text = self._texts.setdefault(name, [])
            self._parser.CharacterDataHandler = self._text.append

    def _finish(self, name: str) -> None:
        if self._text is not None and self._depth == _ITEM_DEPTH + 1:
            self._text = None
            self._parser.CharacterDataHandler = None
        if self._depth == _ITEM_DEPTH and name == "item":
            end = self._parser.CurrentByteIndex
            guid, date = ("".join(self._texts.get(each, ())).strip() for each in _KNOWN)
            self.spans.append((self._start, end, guid, date))
        self._depth -= 1

    def _remark(self, _text: str) -> None:
        # A comment between items belongs to the one after it; one before the first is the channel's.
        if self._depth == _ITEM_DEPTH - 1 and self.spans and self._comment is None:
            self._comment = self._parser.CurrentByteIndex

    def _doctype(self, *_: object) -> None:
        raise PublishError("it has a DOCTYPE, which feeds do not need")

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "UTF-8").upper() not in {"UTF-8", "UTF8", "US-ASCII"}:
            raise PublishError(f"it is written in {encoding}, not in UTF-8")


def scan(path: Path, name: str) -> Scanned:
    """Take a feed apart.

    Args:
        path: a copy of it.
        name: its name in messages.

    Raises:
        PublishError: it is no feed that can be gone on with.
    """
    with path.open("rb") as stream:
        reader = _Reader(stream)
        try:
            reader.read()
        except expat.ExpatError as error:
            raise PublishError(f"{name}: line {error.lineno}: this is not well-formed XML ({_ADVICE})") from error
        except PublishError as error:
            raise PublishError(f"{name}: {error} ({_ADVICE})") from error
        items = tuple(_found(stream, *span) for span in reader.spans)
        return Scanned(path, items, b"".join(_around(stream, items, path.stat().st_size)))


_ADVICE = "mend it, or move it away to have a new one made"


def _found(stream: BinaryIO, start: int, end_tag: int, guid: str, date: str) -> Found:
    stream.seek(end_tag)
    rest = stream.read(_LONGEST_END)
    # An element without content ends where it is said to; another one with its end tag.
    end = end_tag + (rest.index(b">") + 1 if rest.startswith(b"</item") else 0)
    return Found(start, end, guid, _moment(date), digest(read_bytes(stream, start, end)))


def digest(content: bytes) -> str:
    """Return what tells an item's bytes apart from others."""
    return hashlib.sha256(content).hexdigest()[:16]


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_bytes(stream: BinaryIO, start: int, end: int) -> bytes:
    """Return a stretch of a file."""
    stream.seek(start)
    return stream.read(end - start)


def _around(stream: BinaryIO, items: tuple[Found, ...], size: int) -> Iterator[bytes]:
    at = 0
    for item in items:
        yield read_bytes(stream, at, item.start)
        at = item.end
    yield read_bytes(stream, at, size)
