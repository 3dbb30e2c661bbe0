"""Publish and unpublish episodes: files first, then records, then lists and feed, and then delete what is obsolete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from audiobrief.errors import PlaceError, PublishError
from audiobrief.publish.addresses import page_path, site_address
from audiobrief.publish.models import Channel, Item
from audiobrief.publish.pages.pages import episode_page, show_pages
from audiobrief.publish.pages.templating import page_files
from audiobrief.publish.pictures import pictures_in
from audiobrief.publish.rendered import FailureHandler, RenderedEpisode
from audiobrief.publish.site import records
from audiobrief.publish.site.channel import ChannelSource, build_channel
from audiobrief.publish.site.item import PreparedEpisode, prepare_episode
from audiobrief.publish.site.place import Upload
from audiobrief.publish.site.records import Event
from audiobrief.publish.site.site import Site
from audiobrief.publish.text import find_forbidden_character
from audiobrief.script.suggestions import closest


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of publishing or unpublishing an episode."""

    slug: str
    title: str
    what: str
    """published, changed, corrected, unchanged, held or unpublished."""
    guid: str | None = None
    published: datetime | None = None
    """The time at which it was or will be published."""
    page: str | None = None
    """The address of its page."""
    enclosure: str | None = None
    """The address of its audio file."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that was done, or in a dry run would be."""

    outcomes: tuple[Outcome, ...]
    written: tuple[str, ...]
    """Paths in the site."""
    removed: tuple[str, ...]
    """Paths in the site."""


def publish(
    episodes: Sequence[RenderedEpisode],
    site: Site,
    failed: FailureHandler,
    *,
    show: ChannelSource | None = None,
    correction: str | None = None,
    templates: Path | None = None,
    now: datetime | None = None,
) -> Report:
    """Publish rendered episodes in a site; call `failed` for those that could not be published, the others still are.

    The channel has the values of `show`, else those of the newest episode. `correction` says what was corrected in an
    episode since it was published, and `templates` is the folder of the newsroom's own page templates.

    Raises:
        PublishError: the channel cannot be built, or a file of the site's records is damaged.
        PlaceError: the place cannot be reached or written.
    """
    now = now or records.now()
    outcomes, due = [], []
    for episode in episodes:
        try:
            episode.check()
        except PublishError as error:
            failed(episode.path, error)
            continue
        not_before = episode.manifest.not_before
        if not_before is not None and not_before > now:
            outcomes.append(Outcome(episode.manifest.slug, episode.manifest.title, "held", published=not_before))
        else:
            due.append(episode)
    if not due and show is None:
        return Report(tuple(outcomes), (), ())
    site.check_feed()
    channel = _channel(site, show, due, now)
    slugs = []
    for episode in due:
        try:
            prepared = _put_episode(site, channel, episode, correction, templates, now)
        except PlaceError:
            raise  # the others would fail in the same way
        except PublishError as error:
            failed(episode.path, error)
            continue
        item = prepared.item
        slugs.append(item.slug)
        page = site_address(channel.address, page_path(item.slug).removesuffix("index.html"))
        enclosure = site_address(channel.address, item.enclosure.path)
        outcomes.append(Outcome(item.slug, item.title, prepared.what, item.guid, item.published, page, enclosure))
    if slugs or show is not None:
        site.update_lists_and_feed(channel, partial(_lists, templates))
        site.delete_obsolete_files(slugs)
        site.ledger.finish()
    return Report(tuple(outcomes), tuple(site.ledger.written), tuple(site.ledger.removed))


def unpublish(
    slugs: Sequence[str],
    site: Site,
    failed: FailureHandler,
    *,
    templates: Path | None = None,
    now: datetime | None = None,
) -> Report:
    """Take episodes out of a site; their ids are kept for the case that they are published again.

    `failed` is called for those that the site does not have; `templates` as in `publish`.

    Raises:
        PublishError: nothing was published there, or a file of the site's records is damaged.
        PlaceError: the place cannot be reached or written.
    """
    now = now or records.now()
    name = site.place.name
    channel = site.channel
    if channel is None:
        raise PublishError(f"{name}: nothing was published there (name the place that was given to publish)")
    site.check_feed()
    outcomes = []
    for slug in slugs:
        record = site.record(slug)
        if record is None:
            nearest = closest(slug, site.slugs()) if site.slugs() else "none was published there"
            failed(slug, PublishError(f"{name}: there is no episode '{slug}' ({nearest})"))
            continue
        if record.item is not None:
            gone = tuple(sorted({*record.gone, *record.files}))
            log = (*record.log, Event(now, "unpublished"))
            site.write_record(replace(record, item=None, files={}, gone=gone, log=log))
        title = record.item.title if record.item else slug
        outcomes.append(Outcome(slug, title, "unpublished", record.guid))
    if outcomes:
        site.update_lists_and_feed(channel, partial(_lists, templates))
        site.delete_obsolete_files([outcome.slug for outcome in outcomes])
        for outcome in outcomes:
            site.ledger.remove(page_path(outcome.slug))
        site.ledger.finish()
    return Report(tuple(outcomes), tuple(site.ledger.written), tuple(site.ledger.removed))


def _channel(site: Site, show: ChannelSource | None, due: Sequence[RenderedEpisode], now: datetime) -> Channel:
    """Return the channel: that of --show, else that of the newest of all episodes; write its cover."""
    previous = site.channel
    if show is None:
        newest_first = sorted(due, key=lambda episode: episode.sort_key(now), reverse=True)
        newest = newest_first[0]
        slugs = {episode.manifest.slug for episode in due}
        later = site.newest_key(slugs) if previous is not None else None
        if previous is not None and later is not None and later > newest.sort_key(now):
            return previous
        manifest = newest.manifest
        picture = _show_picture(newest_first if previous is None else newest_first[:1])
        show = ChannelSource(str(newest.manifest_path), manifest.show, manifest.language, picture)
    channel, cover = build_channel(show, previous, site.feed)
    if cover is not None:
        site.ledger.put(cover)
    return channel


def _show_picture(episodes: Sequence[RenderedEpisode]) -> bytes | None:
    """Return the show's picture from the first episode that has it; episodes with covers of their own do not."""
    with_it = (episode for episode in episodes if episode.manifest.cover == "show")
    return next((pictures_in(episode.audio_path).cover for episode in with_it), None)


def _put_episode(
    site: Site,
    channel: Channel,
    episode: RenderedEpisode,
    correction: str | None,
    templates: Path | None,
    now: datetime,
) -> PreparedEpisode:
    """Write an episode's files into the site, then its page, and then its record."""
    previous = site.record(episode.manifest.slug)
    if correction is not None:
        if (character := find_forbidden_character(correction)) is not None:
            raise PublishError(f"the correction holds the control character U+{ord(character):04X} (delete it)")
        correction = " ".join(correction.split())
    prepared = prepare_episode(channel, episode, previous, correction, now)
    page = episode_page(channel, prepared.item, templates)
    for upload in prepared.uploads:
        site.ledger.put(upload)
    site.ledger.put(Upload(page_path(prepared.item.slug), page.encode()))
    if prepared.what != "unchanged":
        site.write_record(prepared.record)
    return prepared


def _lists(templates: Path | None, channel: Channel, items: Sequence[Item]) -> Mapping[str, bytes]:
    pages = {path: text.encode() for path, text in show_pages(channel, items, templates).items()}
    return {**page_files(templates), **pages}
