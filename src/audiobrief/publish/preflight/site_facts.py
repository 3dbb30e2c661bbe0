"""What stands at a place, for preflight: read, and nothing written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from audiobrief.publish.feed.parser import ParsedFeed, read_range
from audiobrief.publish.models import Channel
from audiobrief.publish.preflight.facts import Standing
from audiobrief.publish.site import records
from audiobrief.publish.site.place import Ledger, Place
from audiobrief.publish.site.site import Site

__all__ = ["Memory"]

_PAGE = re.compile(rb"<link>[^<]*/episodes/([^/<]+)/\s*</link>")


@dataclass
class Memory:
    """A site, or none."""

    place: Place | None
    given: dict[tuple[int | None, int], str] = field(default_factory=dict)
    """The slugs of episodes that go out together, by season and number."""

    def standing(self, slug: str) -> Standing:
        """Return what stands there of an episode."""
        others = {key: other for key, other in {**self.given, **self._numbers}.items() if other != slug}
        record = self._site.record(slug) if self._site is not None else None
        return Standing(record, self._guids.get(slug), others)

    @cached_property
    def channel(self) -> Channel | None:
        """The podcast as it is remembered."""
        return self._site.channel() if self._site is not None else None

    @cached_property
    def feed_guid(self) -> str | None:
        """The podcast:guid of the feed."""
        return self._feed.podcast_guid() if self._feed is not None else None

    @cached_property
    def _site(self) -> Site | None:
        return Site(Ledger(self.place, dry_run=True)) if self.place is not None else None

    @cached_property
    def _feed(self) -> ParsedFeed | None:
        return self._site.feed() if self._site is not None else None

    @cached_property
    def _guids(self) -> Mapping[str, str]:
        """Return the ids of the feed's items by the slugs of their pages."""
        if self._feed is None:
            return {}
        guids = {}
        with self._feed.path.open("rb") as stream:
            for item in self._feed.items:
                page = _PAGE.search(read_range(stream, item.start, item.end))
                if page is not None:
                    guids[page[1].decode("utf-8", "replace")] = item.guid
        return guids

    @cached_property
    def _numbers(self) -> Mapping[tuple[int | None, int], str]:
        if self.place is None:
            return {}
        rows = records.read_index(self.place.read(records.INDEX)).rows
        return {
            (row.item.season, row.item.number): slug
            for slug, row in rows.items()
            if row.item is not None and row.item.number is not None
        }
