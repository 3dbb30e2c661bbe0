"""Publish the episodes of an archive and their editions: those that a site does not have yet as they are now."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from audiobrief.archive.ledger import Ledger, Row
from audiobrief.archive.orders import Task
from audiobrief.errors import AudiobriefError, OutputError, PlaceError, PublishError, UsageError
from audiobrief.findings import Level
from audiobrief.publish.preflight.preflight import preflight
from audiobrief.publish.publishing import publish
from audiobrief.publish.rendered import FailureHandler, read_rendered_episodes
from audiobrief.publish.site.site import Site
from audiobrief.script.loader import read_script
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
class Published:
    """The number of episodes that were published."""

    count: int
    """Episodes that the site has now, and did not have as they are."""
    held: int
    """Episodes whose time has not come; a later run publishes them."""


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
    ledger: Ledger,
    folder: Path,
    place: PlaceAddress,
    open_site: OpenSite,
    failed: FailureHandler,
) -> Published:
    """Publish the finished episodes of tasks, and their editions in the sites that their files name for these.

    What a place has is noted in the ledger. A server that cannot be reached is tried again for more than a minute; the
    other places get what they lack in any case.

    Args:
        tasks: the scripts.
        ledger: the ledger.
        folder: the archive's folder.
        place: the place of the episodes.
        open_site: opens a site; not called if there is nothing to publish in it.
        failed: called for each episode that cannot be published, and for each place; a later run tries them again.
    """
    due: dict[str, tuple[PlaceAddress, list[_Due]]] = {}
    for row in (ledger.get(task.script) for task in tasks):
        if row is None or row.state != "done":
            continue
        slug = Path(row.stem).name
        places = [(place, _Due(row.script, slug, folder / f"{row.stem}.episode.json", place.name))]
        places += _editions(row, folder, failed)
        for address, each in places:
            if each.note not in row.published.split("\n"):
                due.setdefault(address.name, (address, []))[1].append(each)
    count = held = 0
    for address, episodes in due.values():
        published = _publish_patiently(address, episodes, ledger, open_site, failed)
        count, held = count + published.count, held + published.held
    return Published(count, held)


def _editions(row: Row, folder: Path, failed: FailureHandler) -> Iterator[tuple[PlaceAddress, _Due]]:
    """Yield the editions of an episode that have sites of their own, with these."""
    if sum(each.path.endswith(".episode.json") for each in row.results) <= 1:
        return
    try:
        editions = read_script(Path(row.script)).script.editions
        places = [(each.name, each.site) for each in editions if each.site is not None]
    except (AudiobriefError, OSError) as error:
        failed(row.script, AudiobriefError(f"{row.script}: its editions are not published: {error}"))
        return
    for name, place in places:
        stem = f"{row.stem}-{name}"
        yield place, _Due(row.script, Path(stem).name, folder / f"{stem}.episode.json", f"{name}: {place.name}")


def _publish_patiently(
    address: PlaceAddress,
    episodes: Sequence[_Due],
    ledger: Ledger,
    open_site: OpenSite,
    failed: FailureHandler,
) -> Published:
    """Publish episodes in one place; what was published before it became unreachable is not published again."""
    waits = iter(() if isinstance(address, FolderAddress) else PATIENCE)
    left, total = list(episodes), Published(0, 0)
    while True:
        try:
            with open_site(address) as site:
                while left:
                    published = _publish(left[:_BATCH], site, ledger, failed)
                    total = Published(total.count + published.count, total.held + published.held)
                    del left[:_BATCH]
        except PlaceError as error:
            if (seconds := next(waits, None)) is None:
                failed(address.name, error)
                return total
            _LOG.warning("%s: tried again in %g s: %s", address.name, seconds, error)
            time.sleep(seconds)
        except (PublishError, OutputError) as error:
            failed(address.name, error)
            return total
        else:
            return total


def _publish(episodes: Sequence[_Due], site: Site, ledger: Ledger, failed: FailureHandler) -> Published:
    """Publish a batch, and note it in the ledger."""
    report = preflight(read_rendered_episodes([each.manifest for each in episodes], failed), site=site)
    for found in report.episodes:
        errors = [str(finding) for finding in (*report.show, *found.findings) if finding.level is Level.ERROR]
        if errors:
            more = f", and {len(errors) - 1} more" if errors[1:] else ""
            failed(found.episode.path, AudiobriefError(f"{errors[0]}{more}"))
    published = publish(report.publishable_episodes, site, failed)
    outcomes = {outcome.slug: outcome.what for outcome in published.outcomes}
    count = held = 0
    for each in episodes:
        what = outcomes.get(each.slug)
        held += what == "held"
        row = ledger.get(each.script)
        if what in _IN_SITE and row is not None:
            places = dict.fromkeys([*filter(None, row.published.split("\n")), each.note])
            ledger.put(replace(row, published="\n".join(places)))
            count += 1
    return Published(count, held)
