"""A podcast's site: its records are read and written, and its feed and lists are built from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from audiobrief.errors import PlaceError
from audiobrief.publish.addresses import FEED
from audiobrief.publish.feed.elements import inherited_values
from audiobrief.publish.feed.parser import ParsedFeed, parse_feed
from audiobrief.publish.feed.writer import ChangedItem, FeedChanges, SortKey, check_item, write_feed
from audiobrief.publish.models import Channel, Item
from audiobrief.publish.site import records
from audiobrief.publish.site.place import Ledger, Upload
from audiobrief.publish.site.records import Index, Record, Row
from audiobrief.storage import files

_MOST_ROUNDS = 30


ListBuilder = Callable[[Channel, Sequence[Item]], Mapping[str, bytes]]
"""Returns the pages that list episodes, and the files that all pages use, by path."""


def sort_key(item: Item) -> SortKey:
    """Return the key that orders the items of a feed."""
    return item.published, item.number or 0, item.slug


class Site:
    """A site; each of its records is read once, except where other programs may write at the same time."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.place = ledger.place
        self._index: Index | None = None
        self._records: dict[str, tuple[int, Record]] = {}
        self._revisions = records.newest_revisions(self.place.names(records.ITEMS))

    def record(self, slug: str) -> Record | None:
        """Return the record of an episode."""
        revision = self._revisions.get(slug)
        if revision is None or (record := self._read(slug, revision)) is None:
            return None
        self._records[slug] = revision, record
        return record

    def slugs(self) -> Collection[str]:
        """Return the slugs of all episodes, including those that were unpublished."""
        return self._revisions.keys()

    @cached_property
    def channel(self) -> Channel | None:
        """The channel as the site has it."""
        content = self.place.read(records.CHANNEL)
        return None if content is None else records.read_as(Channel, content, f"{self.place.name}/{records.CHANNEL}")

    def newest_key(self, but: Collection[str]) -> SortKey | None:
        """Return the sort key of the newest published episode, leaving out some."""
        rows, _ = self._current_rows()
        return max((sort_key(row.item) for slug, row in rows.items() if row.item and slug not in but), default=None)

    def numbers(self) -> dict[tuple[int | None, int], str]:
        """Return the slugs of published episodes by season and number, as the index has them."""
        return {
            (row.item.season, row.item.number): slug
            for slug, row in self._read_index().rows.items()
            if row.item is not None and row.item.number is not None
        }

    def write_record(self, record: Record) -> None:
        """Write a new revision of an episode's record."""
        revision = self._revisions.get(record.slug, 0) + 1
        self._revisions[record.slug] = revision
        self._records[record.slug] = revision, record
        self.ledger.put(Upload(records.record_path(record.slug, revision), records.record_bytes(record)))

    @cached_property
    def feed(self) -> ParsedFeed | None:
        """The feed as the site has it, copied to this machine; None if there is none."""
        copy = self.place.work / "standing.xml"
        return parse_feed(copy, f"{self.place.name}/{FEED}") if self.place.fetch(FEED, copy) else None

    def check_feed(self) -> None:
        """Check that the feed can be continued, before anything is written.

        Raises:
            PublishError: it cannot.
        """
        if self.feed is None:
            return
        digests = {row.guid: row.digest for row in self._current_rows()[0].values()}
        for item in self.feed.items:
            if digests.get(item.guid, item.digest) != item.digest:
                check_item(self.feed, item)

    def update_lists_and_feed(self, channel: Channel, lists: ListBuilder) -> None:
        """Write lists and feed from the records, the feed last.

        At a place without locks, another program may have written a feed in the meantime. So this is repeated until it
        changes nothing: the program that writes last has read the records that all others wrote before their feeds.

        Raises:
            PlaceError: other programs keep writing.
        """
        for _ in range(_MOST_ROUNDS):
            if not self._update_once(channel, lists) or self._is_exclusive:
                return
        raise PlaceError(f"{self.place.name}: others keep publishing there (publish again when they are done)")

    def delete_obsolete_files(self, slugs: Collection[str]) -> None:
        """Delete the files that some episodes had before, and the older revisions of their records."""
        for slug in slugs:
            record = self.record(slug)
            for path in record.gone if record else ():
                self.ledger.remove(path)
        for name in sorted(self.place.names(records.ITEMS)):
            for slug, revision in records.newest_revisions([name]).items():
                if slug in slugs and revision < self._revisions.get(slug, 0):
                    self.ledger.remove(records.ITEMS + name)

    @property
    def _is_exclusive(self) -> bool:
        """True if nothing that was read can change, or nothing that changes is to be written."""
        return self.place.has_exclusive_lock or self.ledger.dry_run

    def _read(self, slug: str, revision: int) -> Record | None:
        if (known := self._records.get(slug)) and known[0] == revision:
            return known[1]
        path = records.record_path(slug, revision)
        content = self.place.read(path)
        return None if content is None else records.read_record(content, f"{self.place.name}/{path}", slug)

    def _read_index(self) -> Index:
        if self._index is None:
            self._index = records.read_index(self.place.read(records.INDEX))
        return self._index

    def _current_rows(self) -> tuple[dict[str, Row], set[str]]:
        """Return all episodes by slug, and the slugs whose items in the feed may differ from their records."""
        known = self._read_index().rows
        rows: dict[str, Row] = {}
        stale = set()
        for slug, revision in sorted(self._revisions.items()):
            row = known.get(slug)
            if row is None or row.revision != revision:
                record = self._read(slug, revision)
                if record is None:
                    continue  # another program has just replaced it; the next round reads the new one
                row = Row(revision, "", record.guid, records.list_item(record.item) if record.item else None)
                stale.add(slug)
            rows[slug] = row
        return rows, stale

    def _update_once(self, channel: Channel, lists: ListBuilder) -> bool:
        """Write lists and feed once; return whether the feed changed."""
        if not self._is_exclusive:
            self._revisions = records.newest_revisions(self.place.names(records.ITEMS))
            self._records.clear()
            self._index = None
            self.__dict__.pop("feed", None)  # another program may have written it
        channel_changed = self._read_index().channel != inherited_values(channel)
        rows, stale = self._current_rows()
        old = self.feed
        digests = {item.guid: item.digest for item in (old.items if old else ())}
        published = {row.guid: (slug, row, row.item) for slug, row in rows.items() if row.item is not None}
        changed = {
            guid: ChangedItem(sort_key(item), self._loader(slug, row.revision))
            for guid, (slug, row, item) in published.items()
            if channel_changed or slug in stale or digests.get(guid) != row.digest
        }
        removed = {row.guid for row in rows.values() if row.item is None}
        keys = {guid: sort_key(item) for guid, (_, _, item) in published.items()}
        new = self.place.work / "feed.xml"
        with files.synced_file(new) as target:
            digests = write_feed(target, old, channel, FeedChanges(changed, removed, keys, self.channel))
        written = {slug: replace(row, digest=digests.get(row.guid, "")) for slug, row in rows.items()}
        self._write_lists(channel, [item for _, _, item in published.values()], lists)
        self._index = Index(inherited_values(channel), written)
        self.ledger.put(Upload(records.CHANNEL, records.record_bytes(channel)))
        self.ledger.put(Upload(records.INDEX, records.record_bytes(self._index)))
        if old is not None and files.file_digest(old.path) == files.file_digest(new):
            return False
        self.ledger.put(Upload(FEED, new))
        return True

    def _loader(self, slug: str, revision: int) -> Callable[[], Item]:
        def load() -> Item:
            record = self._read(slug, revision)
            if record is None or record.item is None:
                raise PlaceError(f"{self.place.name}: '{slug}' was just changed by somebody else (publish again)")
            return record.item

        return load

    def _write_lists(self, channel: Channel, items: Sequence[Item], lists: ListBuilder) -> None:
        pages = lists(channel, items)
        for path, content in pages.items():
            self.ledger.put(Upload(path, content))
        number = 2
        while f"page/{number}/index.html" in pages:
            number += 1
        while self.place.has(f"page/{number}/index.html"):
            self.ledger.remove(f"page/{number}/index.html")
            number += 1
