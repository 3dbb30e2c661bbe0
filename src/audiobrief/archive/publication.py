"""Publish the episodes of an archive: those that a site does not have yet as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from audiobrief.archive.ledger import Ledger, Row
from audiobrief.archive.orders import Task
from audiobrief.errors import AudiobriefError, UsageError
from audiobrief.findings import Level
from audiobrief.publish.preflight.preflight import preflight
from audiobrief.publish.publishing import publish
from audiobrief.publish.rendered import FailureHandler, read_rendered_episodes
from audiobrief.publish.site.site import Site

_BATCH = 100
"""Episodes that are published together: the feed is written once for them."""
_IN_SITE = {"published", "changed", "unchanged"}


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


def publish_tasks(
    tasks: Iterable[Task],
    ledger: Ledger,
    folder: Path,
    place: str,
    open_site: AbstractContextManager[Site],
    failed: FailureHandler,
) -> Published:
    """Publish the finished episodes of tasks that the place does not have yet, and note it in the ledger.

    Args:
        tasks: the scripts.
        ledger: the ledger.
        folder: the archive's folder.
        place: the name of the place.
        open_site: opens the site; not called if there is nothing to publish.
        failed: called for each episode that cannot be published; a later run tries it again.

    Raises:
        PublishError: the site is damaged, or its channel cannot be built.
        PlaceError: the place cannot be reached; what was published before stands in the ledger.
    """
    rows = [
        row
        for task in tasks
        if (row := ledger.get(task.script)) is not None and row.state == "done" and row.published != place
    ]
    if not rows:
        return Published(0, 0)
    count = held = 0
    with open_site as site:
        for at in range(0, len(rows), _BATCH):
            outcomes = _publish(rows[at : at + _BATCH], site, folder, failed)
            for row in rows[at : at + _BATCH]:
                what = outcomes.get(Path(row.stem).name)
                held += what == "held"
                if what in _IN_SITE:
                    ledger.put(replace(row, published=place))
                    count += 1
    return Published(count, held)


def _publish(rows: Sequence[Row], site: Site, folder: Path, failed: FailureHandler) -> dict[str, str]:
    """Publish a batch; return what was done with each episode by its slug, none for those that failed."""
    episodes = read_rendered_episodes([folder / row.results[0].path for row in rows], failed)
    report = preflight(episodes, site=site)
    for each in report.episodes:
        errors = [str(finding) for finding in (*report.show, *each.findings) if finding.level is Level.ERROR]
        if errors:
            more = f", and {len(errors) - 1} more" if errors[1:] else ""
            failed(each.episode.path, AudiobriefError(f"{errors[0]}{more}"))
    return {outcome.slug: outcome.what for outcome in publish(report.publishable_episodes, site, failed).outcomes}
