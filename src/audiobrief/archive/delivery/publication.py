"""Publish the episodes of an archive and their editions: those that a site does not have yet as they are now."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from audiobrief.archive.delivery.edition_sites import EditionSites
from audiobrief.archive.ledger import Ledger, Row
from audiobrief.archive.orders import Task
from audiobrief.errors import AudiobriefError, OutputError, PlaceError, PublishError, UsageError
from audiobrief.findings import Level
from audiobrief.publish.preflight.preflight import preflight
from audiobrief.publish.publishing import publish
from audiobrief.publish.rendered import FailureHandler, read_rendered_episodes
from audiobrief.publish.site.site import Site
from audiobrief.storage.place_address import FolderAddress, PlaceAddress

_LOG = logging.getLogger(__name__)
_BATCH = 100
"""Episodes that are published together: the feed is written once for them."""
_IN_SITE = {"published", "changed", "unchanged"}
PATIENCE = (5.0, 20.0, 50.0)
"""Seconds to wait before a server that could not be reached is tried again; more than a minute together."""
OpenSite = Callable[[PlaceAddress], AbstractContextManager[Site]]
"""Opens the site at a place."""


@dataclass(frozen=True, slots=True)
class PublishedArchive:
    """An archive whose episodes are published."""

    ledger: Ledger
    folder: Path
    edition_sites: EditionSites


@dataclass(slots=True)
class Published:
    """The episodes that were published."""

    count: int = 0
    """Episodes that the site has now, and did not have as they are."""
    held: int = 0
    """Episodes whose time has not come; a later run publishes them."""
    reasons: dict[str, list[str]] = field(default_factory=dict)
    """Why episodes and editions could not be published, by the absolute paths of their scripts."""


def check_slugs(tasks: Iterable[Task]) -> None:
    """Check that no two episodes have the same name in the site.

    Raises:
        UsageError: two do.
    """
    owners: dict[str, Task] = {}
    for task in tasks:
        slug = Path(task.stem).name
        other = owners.setdefault(slug, task)
        if other is not task:
            raise UsageError(
                f"{other.shown} and {task.shown} would both be '{slug}' in the site (give each a slug: of its own)"
            )


@dataclass(frozen=True, slots=True)
class _Due:
    """An episode, or an edition of one, that a place does not have as it is."""

    script: str
    """The script's absolute path."""
    slug: str
    manifest: Path
    note: str
    """The ledger's note that it is published: the place, and for an edition its name in front."""


def publish_tasks(
    tasks: Iterable[Task],
    archive: PublishedArchive,
    place: PlaceAddress,
    open_site: OpenSite,
    failed: FailureHandler,
) -> Published:
    """Publish the finished episodes of tasks, and their editions in the sites that their files name for these.

    What a place has is noted in the ledger. A server that cannot be reached is tried again for more than a minute; the
    other places get what they lack in any case.

    Args:
        tasks: the scripts.
        archive: the archive.
        place: the place of the episodes.
        open_site: opens a site; not called if there is nothing to publish in it.
        failed: called for each episode that cannot be published, and for each place; a later run tries them again.
    """
    publication = _Publication(archive, open_site, failed)
    due: dict[str, tuple[PlaceAddress, list[_Due]]] = {}
    for row in (archive.ledger.get(task.script) for task in tasks):
        if row is None or row.state != "done":
            continue
        slug = Path(row.stem).name
        places = [(place, _Due(row.script, slug, archive.folder / f"{row.stem}.episode.json", place.name))]
        places += publication.editions(row)
        for address, each in places:
            if each.note not in row.published.split("\n"):
                due.setdefault(address.name, (address, []))[1].append(each)
    for address, episodes in due.values():
        publication.publish_patiently(address, episodes)
    return publication.published


class _Publication:
    def __init__(self, archive: PublishedArchive, open_site: OpenSite, failed: FailureHandler) -> None:
        self._archive = archive
        self._open_site = open_site
        self._failed = failed
        self.published = Published()

    def editions(self, row: Row) -> list[tuple[PlaceAddress, _Due]]:
        """Return the editions of an episode that have sites of their own, with these."""
        try:
            sites = self._archive.edition_sites.sites(row)
        except AudiobriefError as error:
            self._fail([row.script], row.script, error)
            return []
        due = []
        for name, place in sites.items():
            stem = f"{row.stem}-{name}"
            manifest = self._archive.folder / f"{stem}.episode.json"
            due.append((place, _Due(row.script, Path(stem).name, manifest, f"{name}: {place.name}")))
        return due

    def publish_patiently(self, address: PlaceAddress, episodes: Sequence[_Due]) -> None:
        """Publish episodes in one place; what was published before it became unreachable is not published again."""
        waits = iter(() if isinstance(address, FolderAddress) else PATIENCE)
        left = list(episodes)
        while True:
            try:
                with self._open_site(address) as site:
                    while left:
                        self._publish(left[:_BATCH], site)
                        del left[:_BATCH]
            except PlaceError as error:
                if (seconds := next(waits, None)) is None:
                    self._fail([each.script for each in left], address.name, error)
                    return
                _LOG.warning("%s: tried again in %g s: %s", address.name, seconds, error)
                time.sleep(seconds)
            except (PublishError, OutputError) as error:
                self._fail([each.script for each in left], address.name, error)
                return
            else:
                return

    def _publish(self, episodes: Sequence[_Due], site: Site) -> None:
        """Publish a batch, and note it in the ledger."""
        scripts = {each.manifest: each.script for each in episodes}

        def failed(path: Path | str, error: AudiobriefError) -> None:
            script = scripts.get(Path(path))
            self._fail([script] if script is not None else [], path, error)

        report = preflight(read_rendered_episodes(list(scripts), failed), site=site)
        for found in report.episodes:
            errors = [str(finding) for finding in (*report.show, *found.findings) if finding.level is Level.ERROR]
            if errors:
                more = f", and {len(errors) - 1} more" if errors[1:] else ""
                failed(found.episode.path, AudiobriefError(f"{errors[0]}{more}"))
        published = publish(report.publishable_episodes, site, failed)
        outcomes = {outcome.slug: outcome.what for outcome in published.outcomes}
        ledger = self._archive.ledger
        for each in episodes:
            what = outcomes.get(each.slug)
            self.published.held += what == "held"
            row = ledger.get(each.script)
            if what in _IN_SITE and row is not None:
                places = dict.fromkeys([*filter(None, row.published.split("\n")), each.note])
                ledger.put(replace(row, published="\n".join(places)))
                self.published.count += 1

    def _fail(self, scripts: Iterable[str], what: Path | str, error: AudiobriefError) -> None:
        """Report an error once, and remember it for each script that it concerns."""
        self._failed(what, error)
        for script in dict.fromkeys(scripts):
            self.published.reasons.setdefault(script, []).append(" ".join(str(error).split("\n")))
