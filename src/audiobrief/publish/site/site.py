"""A site's memory and its feed: what is remembered of each episode is read, and the feed and lists follow from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from audiobrief.errors import PlaceError
from audiobrief.publish.addresses import FEED
from audiobrief.publish.feed.elements import inherited_values
from audiobrief.publish.feed.parser import ParsedFeed, parse_feed
from audiobrief.publish.feed.writer import ChangedItem, FeedChanges, SortKey, write_feed
from audiobrief.publish.models import Channel, Item
from audiobrief.publish.site import records
from audiobrief.publish.site.place import Ledger, Upload
from audiobrief.publish.site.records import Index, Record, Row
from audiobrief.storage import files

__all__ = ["Lists", "Site", "key_of"]

_MOST_ROUNDS = 30


class Lists(Protocol):
    """What makes the pages that list episodes."""

    def __call__(self, channel: Channel, items: Sequence[Item], /) -> Mapping[str, bytes]:
        """Return the pages by path, and the files that all pages use."""
        ...


def key_of(item: Item) -> SortKey:
    """Return what orders an episode among others."""
    return item.published, item.number or 0, item.slug


@dataclass(frozen=True, slots=True)
class _Memory:
    """What a site remembers, at one moment."""

    revisions: Mapping[str, int]
    """The newest one of each episode, by slug."""
    rows: dict[str, Row]
    """What is known of each, by slug."""
    stale: frozenset[str]
    """Slugs whose items in the feed may not be what is remembered."""


class Site:
    """A site that is being published to."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.place = ledger.place
        self._index: tuple[bytes | None, Index] = (None, Index())
        self._mine: dict[str, tuple[int, Record]] = {}
        self._revisions = records.newest(self.place.names(records.ITEMS))

    def record(self, slug: str) -> Record | None:
        """Return what the site remembers of an episode."""
        revision = self._revisions.get(slug)
        return None if revision is None else self._read(slug, revision)

    def slugs(self) -> Collection[str]:
        """Return the names of all episodes, those that were taken down too."""
        return self._revisions.keys()

    def channel(self) -> Channel | None:
        """Return the podcast as the site remembers it."""
        return records.read_channel(self.place.read(records.CHANNEL), f"{self.place.name}/{records.CHANNEL}")

    def newest_key(self, but: Collection[str]) -> SortKey | None:
        """Return the place of the newest episode that is out, leaving some aside."""
        memory = self._remember(self._revisions)
        return max(
            (key_of(row.item) for slug, row in memory.rows.items() if row.item and slug not in but), default=None
        )

    def remember(self, record: Record) -> None:
        """Write what the site is to remember of an episode."""
        revision = self._revisions.get(record.slug, 0) + 1
        self._revisions[record.slug] = revision
        if self.ledger.dry_run:
            self._mine[record.slug] = revision, record
        self.ledger.put(Upload(records.record_path(record.slug, revision), records.text_of(record)))

    def feed(self) -> ParsedFeed | None:
        """Parse the existing feed; return None if there is none."""
        copy = self.place.work / "standing.xml"
        return parse_feed(copy, f"{self.place.name}/{FEED}") if self.place.fetch(FEED, copy) else None

    def bring_up_to_date(self, channel: Channel, lists: Lists) -> None:
        """Make lists and feed follow from what is remembered, the feed last.

        At a place without locks, somebody else may have written a feed in the meantime. So it is done again until
        there is nothing to do: whoever writes last has seen what all others remembered before they wrote.

        Raises:
            PlaceError: others keep writing.
        """
        for _ in range(_MOST_ROUNDS):
            if not self._round(channel, lists) or self.place.has_exclusive_lock or self.ledger.dry_run:
                return
        raise PlaceError(f"{self.place.name}: others keep publishing there (publish again when they are done)")

    def tidy(self, slugs: Collection[str]) -> None:
        """Delete what some episodes do not need any more: files of before, and what was remembered before."""
        for slug in slugs:
            record = self.record(slug)
            for path in record.gone if record else ():
                self.ledger.remove(path)
        for name in sorted(self.place.names(records.ITEMS)):
            for slug, revision in records.newest([name]).items():
                if slug in slugs and revision < self._revisions.get(slug, 0):
                    self.ledger.remove(records.ITEMS + name)

    def _read(self, slug: str, revision: int) -> Record | None:
        if (mine := self._mine.get(slug)) and mine[0] == revision:
            return mine[1]
        path = records.record_path(slug, revision)
        content = self.place.read(path)
        return None if content is None else records.read_record(content, f"{self.place.name}/{path}")

    def _read_index(self) -> Index:
        content = self.place.read(records.INDEX)
        if content != self._index[0]:
            self._index = content, records.read_index(content)
        return self._index[1]

    def _remember(self, revisions: Mapping[str, int]) -> _Memory:
        known = self._read_index().rows
        rows: dict[str, Row] = {}
        stale = set()
        for slug, revision in sorted(revisions.items()):
            row = known.get(slug)
            if row is None or row.revision != revision:
                record = self._read(slug, revision)
                if record is None:
                    continue  # somebody else has just replaced it; the next round sees what by
                row = Row(revision, "", record.guid, records.listed(record.item) if record.item else None)
                stale.add(slug)
            rows[slug] = row
        return _Memory(revisions, rows, frozenset(stale))

    def _round(self, channel: Channel, lists: Lists) -> bool:
        """Write lists and feed once; tell whether the feed changed."""
        if not self.ledger.dry_run:
            self._revisions = records.newest(self.place.names(records.ITEMS))
        before = self._read_index()
        memory = self._remember(self._revisions)
        old = self.feed()
        all_of_them = before.channel != inherited_values(channel)
        there = {item.guid: item.digest for item in (old.items if old else ())}
        out = {row.guid: (slug, row, row.item) for slug, row in memory.rows.items() if row.item is not None}
        changed = {
            guid: ChangedItem(key_of(item), self._loader(slug, row.revision))
            for guid, (slug, row, item) in out.items()
            if all_of_them or slug in memory.stale or there.get(guid) != row.digest
        }
        removed = {row.guid for row in memory.rows.values() if row.item is None}
        keys = {guid: key_of(item) for guid, (_, _, item) in out.items()}
        made = self.place.work / "feed.xml"
        with files.synced_file(made) as target:
            digests = write_feed(target, old, channel, FeedChanges(changed, removed, keys))
        rows = {slug: replace(row, digest=digests.get(row.guid, "")) for slug, row in memory.rows.items()}
        self._write_lists(channel, [item for _, _, item in out.values()], lists)
        self.ledger.put(Upload(records.CHANNEL, records.text_of(channel)))
        self.ledger.put(Upload(records.INDEX, records.text_of(Index(inherited_values(channel), rows))))
        if old is not None and files.file_digest(old.path) == files.file_digest(made):
            return False
        self.ledger.put(Upload(FEED, made))
        return True

    def _loader(self, slug: str, revision: int) -> Callable[[], Item]:
        def load() -> Item:
            record = self._read(slug, revision)
            if record is None or record.item is None:
                raise PlaceError(f"{self.place.name}: '{slug}' was just changed by somebody else (publish again)")
            return record.item

        return load

    def _write_lists(self, channel: Channel, items: Sequence[Item], lists: Lists) -> None:
        pages = lists(channel, items)
        for path, content in pages.items():
            self.ledger.put(Upload(path, content))
        number = 2
        while f"page/{number}/index.html" in pages:
            number += 1
        while self.place.has(f"page/{number}/index.html"):
            self.ledger.remove(f"page/{number}/index.html")
            number += 1
