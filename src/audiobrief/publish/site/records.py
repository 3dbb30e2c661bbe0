"""What a site remembers of its episodes: a small file for each, which is replaced by one with a higher number.

A site's list of episodes is the list of these files' names, so that it can be had from any place that lists names, and
nobody has to write a list that others write, too. They hold nothing that was not published.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from audiobrief.errors import PublishError
from audiobrief.publish.models import Channel, Item

__all__ = [
    "CHANNEL",
    "INDEX",
    "ITEMS",
    "Event",
    "Index",
    "Record",
    "Row",
    "listed",
    "newest",
    "now",
    "read_channel",
    "read_index",
    "read_record",
    "record_path",
    "text_of",
]

ITEMS = "state/items/"
CHANNEL = "state/channel.json"
INDEX = "state/index.json"
_NAME = re.compile(r"(?P<slug>.+)\.(?P<revision>\d{4,})\.json")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an episode."""

    at: datetime
    what: str
    """published, changed, corrected or unpublished."""
    text: str | None = None
    """What was corrected."""
    enclosure: str | None = None
    """The media file from then on."""


@dataclass(frozen=True, slots=True)
class Record:
    """An episode as a site remembers it."""

    guid: str
    """Never changes, not even if the episode is taken down and comes back."""
    slug: str
    day: str | None
    """The date in its script, which tells episodes of one name apart."""
    item: Item | None
    """What is published, without the sentences; None once it is taken down."""
    files: Mapping[str, str]
    """The sha256 of each of its files, by path."""
    gone: tuple[str, ...] = ()
    """Files that it had before; none of their names is given again."""
    log: tuple[Event, ...] = ()
    """All that happened, in order."""


@dataclass(frozen=True, slots=True)
class Row:
    """What lists need of an episode."""

    revision: int
    digest: str
    """Of its item in the feed."""
    guid: str
    item: Item | None
    """Without chapters and files; None once it is taken down."""


@dataclass(frozen=True, slots=True)
class Index:
    """A copy of all records' main points, so that not each has to be read; without it, all are read."""

    channel: str = ""
    """What of the channel stood in all items."""
    rows: Mapping[str, Row] = field(default_factory=dict)
    """By slug."""


_RECORD, _ROW, _INDEX, _CHANNEL = TypeAdapter(Record), TypeAdapter(Row), TypeAdapter(Index), TypeAdapter(Channel)


def record_path(slug: str, revision: int) -> str:
    """Return the place of a record."""
    return f"{ITEMS}{slug}.{revision:04d}.json"


def newest(names: Iterable[str]) -> dict[str, int]:
    """Return the newest revision of each episode, by slug.

    Args:
        names: the names of the files in the folder of records.
    """
    revisions: dict[str, int] = {}
    for name in names:
        if match := _NAME.fullmatch(name):
            slug, revision = match["slug"], int(match["revision"])
            revisions[slug] = max(revision, revisions.get(slug, 0))
    return revisions


def text_of(value: Record | Channel | Index) -> bytes:
    """Write one of the files."""
    if isinstance(value, Index):
        # A line for each episode: the file is large, and made for programs.
        rows = (f"{json.dumps(slug)}: {_ROW.dump_json(row).decode()}" for slug, row in sorted(value.rows.items()))
        return (
            f'{{"channel": {json.dumps(value.channel)}, "rows": {{\n'.encode() + ",\n".join(rows).encode() + b"\n}}\n"
        )
    adapter: TypeAdapter[Any] = _RECORD if isinstance(value, Record) else _CHANNEL
    content = adapter.dump_python(value, mode="json")
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_record(content: bytes, name: str) -> Record:
    """Read a record.

    Raises:
        PublishError: it is damaged.
    """
    try:
        return _RECORD.validate_json(content)
    except ValidationError as error:
        raise PublishError(f"{name}: what the site remembers is damaged (bring back the file, or delete it)") from error


def read_channel(content: bytes | None, name: str) -> Channel | None:
    """Read what the site remembers of the podcast.

    Raises:
        PublishError: it is damaged.
    """
    try:
        return None if content is None else _CHANNEL.validate_json(content)
    except ValidationError as error:
        raise PublishError(f"{name}: what the site remembers is damaged (bring back the file, or delete it)") from error


def read_index(content: bytes | None) -> Index:
    """Read the index; one that is damaged counts as missing, since it can be made anew."""
    try:
        return Index() if content is None else _INDEX.validate_json(content)
    except ValidationError:
        return Index()


def listed(item: Item) -> Item:
    """Return what lists need of an item."""
    return replace(item, sentences=(), chapters=(), transcripts=(), chapters_file=None, corrections=())


def now() -> datetime:
    """Return the time in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
