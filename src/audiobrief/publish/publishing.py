"""Episodes go out and are taken down: files first, then what is remembered, then lists and feed, then what is old."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from audiobrief.errors import AudiobriefError, PublishError
from audiobrief.publish.addresses import page_path, site_address
from audiobrief.publish.models import Channel, Item
from audiobrief.publish.pages.pages import episode_page, show_pages
from audiobrief.publish.pages.templating import page_files
from audiobrief.publish.pictures import pictures_in
from audiobrief.publish.rendered import Rendered, read_rendered
from audiobrief.publish.site import records
from audiobrief.publish.site.channel import ChannelSource, channel_of
from audiobrief.publish.site.item import PreparedEpisode, prepare_episode
from audiobrief.publish.site.place import Ledger, Place, Upload
from audiobrief.publish.site.records import Event
from audiobrief.publish.site.site import Site
from audiobrief.publish.text import strip_text

__all__ = ["Outcome", "Report", "publish", "unpublish"]

Failure = Callable[[Path | str, AudiobriefError], None]
"""Told of an episode that could not be published."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an episode."""

    slug: str
    title: str
    what: str
    """published, changed, corrected, unchanged, held or unpublished."""
    guid: str | None = None
    published: datetime | None = None
    """When it came out, or will."""
    page: str | None = None
    """Its page's whole address."""
    enclosure: str | None = None
    """Its audio file's whole address."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was done, or in a dry run would be."""

    outcomes: tuple[Outcome, ...]
    written: tuple[str, ...]
    """Paths in the site."""
    removed: tuple[str, ...]
    """Paths in the site."""


def publish(
    episodes: Sequence[Path],
    place: Place,
    failed: Failure,
    *,
    show: ChannelSource | None = None,
    correction: str | None = None,
    templates: Path | None = None,
    dry_run: bool = False,
    now: datetime | None = None,
) -> Report:
    """Put rendered episodes into a site.

    Args:
        episodes: audio files or manifests.
        place: the site.
        failed: told of those that could not be published; the others still are.
        show: what the channel is made of; without it, the newest episode says it.
        correction: what was put right in them since they came out.
        templates: the folder of the newsroom's own page templates.
        dry_run: whether nothing is written.
        now: the time.

    Raises:
        PublishError: the channel cannot be made, or what the site holds cannot be used.
        PlaceError: the place cannot be reached or written.
    """
    now = now or records.now()
    ledger = Ledger(place, dry_run=dry_run)
    site = Site(ledger)
    outcomes, due = [], []
    newest: Rendered | None = None
    for path in episodes:
        try:
            rendered = read_rendered(path)
        except AudiobriefError as error:
            failed(path, error)
            continue
        if rendered.not_before is not None and rendered.not_before > now:
            outcomes.append(Outcome(rendered.said.slug, rendered.said.title, "held", published=rendered.not_before))
            continue
        due.append((path, rendered.said.slug))
        newest = rendered if newest is None or _key(rendered, now) >= _key(newest, now) else newest
    if not due and show is None:
        return Report(tuple(outcomes), (), ())
    channel = _channel(site, show, newest, {slug for _, slug in due}, now)
    gone_out = []
    for path, _ in due:
        try:
            made = _put_episode(site, channel, path, correction, templates, now)
        except PublishError as error:
            failed(path, error)
            continue
        gone_out.append(made.item.slug)
        outcomes.append(_outcome(channel, made.item, made.what))
    if gone_out or show is not None:
        site.bring_up_to_date(channel, partial(_lists, templates))
        site.tidy(gone_out)
    return Report(tuple(outcomes), tuple(ledger.written), tuple(ledger.removed))


def unpublish(
    slugs: Sequence[str],
    place: Place,
    failed: Failure,
    *,
    templates: Path | None = None,
    dry_run: bool = False,
    now: datetime | None = None,
) -> Report:
    """Take episodes out of a site; their ids are kept, should they come back.

    Args:
        slugs: their names.
        place: the site.
        failed: told of those that are not there.
        templates: the folder of the newsroom's own page templates.
        dry_run: whether nothing is written.
        now: the time.

    Raises:
        PublishError: nothing was published there, or what the site holds cannot be used.
        PlaceError: the place cannot be reached or written.
    """
    now = now or records.now()
    ledger = Ledger(place, dry_run=dry_run)
    site = Site(ledger)
    channel = site.channel()
    if channel is None:
        raise PublishError(f"{place.name}: nothing was published there (name the place that was given to publish)")
    outcomes = []
    for slug in slugs:
        record = site.record(slug)
        if record is None:
            failed(slug, PublishError(f"{place.name}: there is no episode '{slug}' ({_nearest(slug, site)})"))
            continue
        if record.item is not None:
            gone = tuple(sorted({*record.gone, *record.files}))
            log = (*record.log, Event(now, "unpublished"))
            site.remember(replace(record, item=None, files={}, gone=gone, log=log))
        title = record.item.title if record.item else slug
        outcomes.append(Outcome(slug, title, "unpublished", record.guid))
    if outcomes:
        site.bring_up_to_date(channel, partial(_lists, templates))
        site.tidy([outcome.slug for outcome in outcomes])
        for outcome in outcomes:
            ledger.remove(page_path(outcome.slug))
    return Report(tuple(outcomes), tuple(ledger.written), tuple(ledger.removed))


def _nearest(slug: str, site: Site) -> str:
    from audiobrief.script.suggestions import closest

    return closest(slug, site.slugs()) if site.slugs() else "none was published there"


def _key(rendered: Rendered, now: datetime) -> tuple[datetime, int, str]:
    return rendered.dated or now, rendered.said.number or 0, rendered.said.slug


def _channel(
    site: Site, show: ChannelSource | None, newest: Rendered | None, slugs: set[str], now: datetime
) -> Channel:
    """Decide what the channel is: what --show says, else what the newest episode of all says."""
    previous = site.channel()
    if show is None:
        assert newest is not None
        later = site.newest_key(slugs) if previous is not None else None
        if previous is not None and later is not None and later > _key(newest, now):
            return previous
        show = _said_by(newest)
    channel, cover = channel_of(show, previous, None if previous else _guid_of_feed(site))
    if cover is not None:
        site.ledger.put(cover)
    return channel


def _said_by(rendered: Rendered) -> ChannelSource:
    said = rendered.said
    audio = rendered.path(rendered.audio)
    cover = pictures_in(audio).cover if said.cover == "show" else None
    return ChannelSource(str(rendered.place), said.show, said.language, cover)


def _guid_of_feed(site: Site) -> str | None:
    """Return the id of a feed that somebody else began."""
    feed = site.feed()
    return feed.podcast_guid() if feed is not None else None


def _put_episode(
    site: Site, channel: Channel, path: Path, correction: str | None, templates: Path | None, now: datetime
) -> PreparedEpisode:
    """Put an episode's files into the site, its page, and then what is remembered of it."""
    rendered = read_rendered(path)
    previous = site.record(rendered.said.slug)
    text = " ".join(strip_text(correction, "the correction").split()) if correction is not None else None
    ready = prepare_episode(channel, rendered, pictures_in(rendered.path(rendered.audio)), previous, text, now)
    # All is known here, and nothing of it is written yet: what speaks against the episode is asked in this place.
    for upload in ready.uploads:
        site.ledger.put(upload)
    site.ledger.put(Upload(page_path(ready.item.slug), episode_page(channel, ready.item, templates).encode()))
    if ready.what != "unchanged":
        site.remember(ready.record)
    return ready


def _lists(templates: Path | None, channel: Channel, items: Sequence[Item]) -> Mapping[str, bytes]:
    pages = {path: text.encode() for path, text in show_pages(channel, items, templates).items()}
    return {**page_files(templates), **pages}


def _outcome(channel: Channel, item: Item, what: str) -> Outcome:
    return Outcome(
        item.slug,
        item.title,
        what,
        item.guid,
        item.published,
        site_address(channel.address, page_path(item.slug).removesuffix("index.html")),
        site_address(channel.address, item.enclosure.path),
    )
