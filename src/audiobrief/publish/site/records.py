"""The records of a site, and the one reader and writer of their files.

Each episode has a record, a small file that is replaced by one with a higher revision number. The list of a site's
episodes is the list of the names of these files: any kind of place can list names, and no program has to write a list
that others write, too. Records hold nothing that was not published. The channel has a file of its own, and the index
repeats the main values of all records.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter

from audiobrief.errors import PublishError
from audiobrief.publish.models import Channel, Item, SitePath
from audiobrief.publish.text import find_forbidden_character, nested_texts
from audiobrief.storage.confined_values import SLUG, Count, Moment, Sha256, Slug, check_json_bounds

ITEMS = "state/items/"
CHANNEL = "state/channel.json"
INDEX = "state/index.json"
_NAME = re.compile(rf"(?P<slug>{SLUG.pattern})\.(?P<revision>\d{{4,12}})\.json", re.ASCII)


@dataclass(frozen=True, slots=True)
class Event:
    """A change to an episode in a site."""

    at: Moment
    what: str
    """published, changed, corrected or unpublished."""
    text: str | None = None
    """The text of a correction."""
    enclosure: SitePath | None = None
    """The media file from then on."""


@dataclass(frozen=True, slots=True)
class Record:
    """A site's record of an episode."""

    guid: str
    """It never changes, not even if the episode is unpublished and published again."""
    slug: Slug
    day: str | None
    """The date in its script, which tells episodes of one name apart."""
    item: Item | None
    """The item in the feed, without the sentences; None once it is unpublished."""
    files: Mapping[SitePath, Sha256]
    """The sha256 of each of its files, by path."""
    gone: tuple[SitePath, ...] = ()
    """Paths of files that it had before; none of them is used again."""
    log: tuple[Event, ...] = ()
    """All changes, in order."""


@dataclass(frozen=True, slots=True)
class Row:
    """An episode in the index."""

    revision: Count
    digest: str
    """Of its item in the feed."""
    guid: str
    item: Item | None
    """Without chapters and files; None once it is unpublished."""


@dataclass(frozen=True, slots=True)
class Index:
    """The main values of all records, so that not each has to be read; without it, all are."""

    channel: str = ""
    """The part of the channel that is repeated in all items."""
    rows: Mapping[Slug, Row] = field(default_factory=dict)
    """By slug."""


_Value = TypeVar("_Value")
_ADAPTERS: dict[type, TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in (Record, Row, Index, Channel)}


def record_path(slug: str, revision: int) -> str:
    """Return the path of a record."""
    return f"{ITEMS}{slug}.{revision:04d}.json"


def newest_revisions(names: Iterable[str]) -> dict[str, int]:
    """Return the newest revision of each episode, by slug, from the names of the files in the folder of records."""
    revisions: dict[str, int] = {}
    for name in names:
        if match := _NAME.fullmatch(name):
            slug, revision = match["slug"], int(match["revision"])
            revisions[slug] = max(revision, revisions.get(slug, 0))
    return revisions


def record_bytes(value: Record | Channel | Index) -> bytes:
    """Return the content of one of the files."""
    if isinstance(value, Index):
        # A line for each episode: the file is large, and made for programs.
        row_json = _ADAPTERS[Row].dump_json
        rows = (f"{json.dumps(slug)}: {row_json(row).decode()}" for slug, row in sorted(value.rows.items()))
        start = f'{{"channel": {json.dumps(value.channel)}, "rows": {{\n'
        return (start + ",\n".join(rows) + "\n}}\n").encode()
    content = _ADAPTERS[type(value)].dump_python(value, mode="json")
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_as(kind: type[_Value], content: bytes, name: str) -> _Value:
    """Read one of the files.

    Raises:
        PublishError: it is damaged.
    """
    try:
        check_json_bounds(content)
        value: _Value = _ADAPTERS[kind].validate_json(content)
        _check_characters(content, value)
    except ValueError as error:
        raise PublishError(f"{name}: this record of the site is damaged (bring back the file, or delete it)") from error
    return value


def _check_characters(content: bytes, value: object) -> None:
    """Check that no text has a character that cannot stand in a feed.

    Only a file in which such a character stands, or is escaped, is searched value by value.
    """
    if b"\\u" in content or find_forbidden_character(content.decode()) is not None:
        for key, text in nested_texts(_ADAPTERS[type(value)].dump_python(value, mode="json")):
            if find_forbidden_character(text) is not None:
                raise ValueError(f"{key}: it holds a control character")


def read_record(content: bytes, name: str, slug: str) -> Record:
    """Read the record of an episode.

    Raises:
        PublishError: it is damaged, or it is the record of another episode.
    """
    record = read_as(Record, content, name)
    if record.slug != slug or (record.item is not None and record.item.slug != slug):
        raise PublishError(f"{name}: this is the record of '{record.slug}' (bring back the file, or delete it)")
    return record


def read_index(content: bytes | None) -> Index:
    """Read the index; return an empty one if it is missing or damaged, since it can be built from the records."""
    try:
        return Index() if content is None else read_as(Index, content, INDEX)
    except PublishError:
        return Index()


def list_item(item: Item) -> Item:
    """Return an item with the values that lists of episodes need."""
    return replace(item, sentences=(), chapters=(), transcripts=(), chapters_file=None, corrections=())


def now() -> datetime:
    """Return the time in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
