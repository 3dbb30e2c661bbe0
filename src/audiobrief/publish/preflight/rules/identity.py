"""Identity: an episode and a podcast that were published keep their ids, and an episode keeps its time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from audiobrief.episode.manifest import Manifest
from audiobrief.episode.web_addresses import web_address
from audiobrief.findings import Finding
from audiobrief.publish.addresses import FEED, site_address
from audiobrief.publish.models import Channel
from audiobrief.publish.preflight.requirements import DIRECTORIES, Spec, error, quoted, warning
from audiobrief.publish.preflight.site_facts import PublishedEpisode
from audiobrief.publish.site.item import is_another

_SMALL = timedelta(days=1)
"""How far a correction may move an episode."""


def episode_identity_rules(manifest: Manifest, published: PublishedEpisode, *, correcting: bool) -> Iterator[Finding]:
    """Check that an episode does not change its identity, or take that of another one.

    Args:
        manifest: the episode to publish.
        published: the episode as the site has it.
        correcting: whether it is published as a correction.
    """
    record = published.record
    yield from _guid_rules(published)
    other = published.numbers.get((manifest.season, manifest.number)) if manifest.number is not None else None
    if other is not None and other != manifest.slug:
        season = f" of season {manifest.season}" if manifest.season is not None else ""
        what = f"'{other}' is number {manifest.number}{season}, too"
        yield warning("number", what, "give each a number of its own", Spec.APPLE)
    if record is None or record.item is None:
        if correcting:
            what = f"'{manifest.slug}' has not been published, so there is nothing to correct"
            yield error("slug", what, "leave --correct out")
        return
    if not correcting and is_another(manifest, record):
        what = f"another episode is out as '{manifest.slug}': {quoted(record.item.title)}"
        advice = "give this one a slug: of its own; if it is the same episode, say what was put right with --correct"
        yield error("slug", what, advice, *DIRECTORIES)
        return
    if not correcting and record.files.get(record.item.enclosure.path) != manifest.audio_file.sha256:
        what = "another audio file is out under this id, and listeners are not told what changed"
        yield warning("files", what, "say it with --correct if something was put right")
    yield from _date_rules(record.item.published, manifest.publication_time, correcting=correcting)


def _guid_rules(published: PublishedEpisode) -> Iterator[Finding]:
    known = published.record.guid if published.record is not None else None
    if published.feed_guid is None or published.feed_guid == known:
        return
    what = f"the guid is '{published.feed_guid}' in the feed, and '{known}' in what the site remembers"
    advice = "bring back the feed as it was; a guid never changes"
    if known is None:
        what = f"the feed has this episode with the guid '{published.feed_guid}', which the site does not remember"
        advice = "bring back the folder state of the site, or choose another slug:; apps would show it twice"
    yield error("slug", what, advice, *DIRECTORIES)


def _date_rules(before: datetime, after: datetime | None, *, correcting: bool) -> Iterator[Finding]:
    if after is None or after == before:
        return
    what = f"the episode is out since {_time(before)}, and this dates it {_time(after)}"
    advice = "leave date: and publish_at: as they were"
    if not correcting:
        yield error("date", what, f"{advice}, or say why with --correct", Spec.APPLE, Spec.PSP1)
    elif abs(after - before) > _SMALL:
        yield warning("date", what, advice, Spec.APPLE)


def podcast_identity_rules(before: Channel | None, feed_guid: str | None, address: str | None) -> Iterator[Finding]:
    """Check that a podcast keeps its id and its address.

    Args:
        before: the channel as the site has it.
        feed_guid: the podcast:guid of the site's feed.
        address: the site's address, as the house file has it now.
    """
    if before is None:
        return
    if feed_guid is not None and feed_guid != before.guid:
        what = f"the feed's podcast:guid is '{feed_guid}', and '{before.guid}' in what the site remembers"
        yield error("", what, "bring back the feed as it was; a guid never changes", Spec.PODCASTING)
    if address and web_address(f"{address.rstrip('/')}/") != before.address:
        advice = "let the old address of the feed lead to the new one (301) for as long as anybody asks there"
        yield warning("address", f"the site was at {before.address}", advice, Spec.APPLE, Spec.SPOTIFY)


def moved_feed_rules(new_feed_url: str | None, address: str | None) -> Iterator[Finding]:
    """Check that a feed that another tool began does not send apps away.

    Args:
        new_feed_url: the address to which the feed tells apps that it has moved.
        address: the site's address.
    """
    site = web_address(f"{(address or '').rstrip('/')}/")
    if new_feed_url is not None and site is not None and new_feed_url != site_address(site, FEED):
        what = f"the feed tells apps that it has moved to {quoted(new_feed_url)}"
        yield warning("address", what, "delete itunes:new-feed-url in feed.xml, unless it is right", Spec.APPLE)


def _time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
