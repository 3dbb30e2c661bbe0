"""Print the findings of preflight; `publish` goes on with the episodes that have no errors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from audiobrief.cli.failures import Failures
    from audiobrief.findings import Finding
    from audiobrief.publish.rendered import RenderedEpisode
    from audiobrief.publish.site.channel import ChannelSource
    from audiobrief.publish.site.site import Site


def print_findings(findings: Iterable[Finding], *, quiet: bool, err: bool = False) -> None:
    """Print findings, one on each line; if quiet, only errors."""
    from audiobrief.findings import Level

    for finding in findings:
        if finding.level is Level.ERROR or not quiet:
            click.secho(str(finding), fg="red" if finding.level is Level.ERROR else "yellow", err=err)


def fit_to_publish(
    episodes: Sequence[RenderedEpisode],
    site: Site,
    failures: Failures,
    *,
    show: ChannelSource | None,
    correcting: bool,
    quiet: bool,
) -> tuple[tuple[RenderedEpisode, ...], ChannelSource | None]:
    """Print the findings of episodes; return the episodes without errors, and the podcast if it has none.

    Raises:
        PublishError: a file of the site's records is damaged.
        PlaceError: the place cannot be reached.
    """
    from audiobrief.publish.preflight.preflight import preflight

    report = preflight(episodes, site=site, show=show, correcting=correcting)
    print_findings(report.findings, quiet=quiet, err=True)
    if not report.is_publishable:
        failures.status = max(failures.status, 1)
    return report.publishable_episodes, show if report.is_show_publishable else None
