"""Read from a site what preflight's rules look at; nothing is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from audiobrief.episode.manifest import ManifestShow
from audiobrief.errors import FeedError
from audiobrief.publish.feed.kept import kept_groups, unset_groups
from audiobrief.publish.feed.parser import ParsedFeed, read_range
from audiobrief.publish.models import Channel
from audiobrief.publish.site.records import Record
from audiobrief.publish.site.site import Site

_PAGE = re.compile(rb"<link>[^<]*/episodes/([^/<]+)/\s*</link>")


@dataclass(frozen=True, slots=True)
class PublishedEpisode:
    """An episode as the site has it; all is empty for one that was never published."""

    record: Record | None = None
    feed_guid: str | None = None
    """The id of the item in the feed that links to its page."""
    numbers: Mapping[tuple[int | None, int], str] = field(default_factory=dict)
    """The slugs of all other episodes, by season and number."""


@dataclass
class SiteFacts:
    """The facts of a site; all are empty without one."""

    site: Site | None
    numbers: dict[tuple[int | None, int], str] = field(default_factory=dict)
    """The slugs of the episodes that are checked together, by season and number."""

    def episode(self, slug: str) -> PublishedEpisode:
        """Return an episode as the site has it."""
        others = {key: other for key, other in {**self.numbers, **self._published_numbers}.items() if other != slug}
        record = self.site.record(slug) if self.site is not None else None
        return PublishedEpisode(record, self._guids.get(slug), others)

    @property
    def channel(self) -> Channel | None:
        """The channel as the site has it."""
        return self.site.channel if self.site is not None else None

    @cached_property
    def has_cover(self) -> bool:
        """True if the channel has a cover, of the site or of another tool that began the feed."""
        if self.channel is not None and self.channel.cover is not None:
            return True
        return self._feed is not None and self._feed.channel_element("itunes:image") is not None

    def kept_groups(self, show: ManifestShow) -> frozenset[str]:
        """Return the groups of the channel's elements that the feed has and keeps, since the house file sets none."""
        feed = self._feed
        if feed is None:
            return frozenset()
        kept = kept_groups(unset_groups(show, None), self.channel, feed)
        return frozenset(group for group in kept if feed.channel_element(group) is not None)

    @cached_property
    def new_feed_url(self) -> str | None:
        """The address to which the feed tells apps that it has moved."""
        return self._feed.channel_text("itunes:new-feed-url") if self._feed is not None else None

    @cached_property
    def feed_guid(self) -> str | None:
        """The podcast:guid of the feed."""
        return self._feed.channel_text("podcast:guid") if self._feed is not None else None

    @cached_property
    def feed_error(self) -> FeedError | None:
        """The reason why the feed cannot be continued; None if it can, or there is none."""
        try:
            if self.site is not None:
                self.site.check_feed()
        except FeedError as error:
            return error
        return None

    @cached_property
    def _feed(self) -> ParsedFeed | None:
        return self.site.feed if self.site is not None and self.feed_error is None else None

    @cached_property
    def _guids(self) -> Mapping[str, str]:
        """The ids of the feed's items by the slugs of their pages."""
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
    def _published_numbers(self) -> Mapping[tuple[int | None, int], str]:
        return self.site.numbers() if self.site is not None else {}
