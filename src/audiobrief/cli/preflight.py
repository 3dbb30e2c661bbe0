"""`audiobrief preflight`: find what directories and apps would refuse, before episodes are published."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cli.help import counted, examples
from audiobrief.cli.messages import Failures, echo, echo_json, set_up_messages
from audiobrief.cli.options import house_option, verbosity_options
from audiobrief.cli.paths import LocalPath
from audiobrief.cli.place import host_key_decision, place_options
from audiobrief.cli.publish import check_correction, house_source, print_findings
from audiobrief.findings import Level, format_json
from audiobrief.storage.place_address import PlaceAddress

if TYPE_CHECKING:
    from audiobrief.publish.preflight.preflight import Report

_KEYS = ("level", "where", "what", "advice", "who")
"""Of a finding in JSON."""


@click.command(
    "preflight",
    epilog=examples(
        "  audiobrief preflight out/belarus-briefing.mp3",
        "  audiobrief preflight out/*.mp3 --to site",
        "  audiobrief preflight out/belarus-briefing.mp3 --show scripts/show.yaml --json",
    ),
)
@click.argument("episodes", nargs=-1, required=True, type=LocalPath(), metavar="EPISODE...")
@place_options(
    "The site for which the episodes are checked, as for publish; what it has already is checked, too.", required=False
)
@house_option
@click.option(
    "--correct",
    "correction",
    metavar="TEXT",
    help="What was corrected in the episode since it was published, as for publish.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings on standard output, as one JSON object.")
@verbosity_options
def command(
    episodes: tuple[Path, ...],
    place: PlaceAddress | None,
    show: Path | None,
    correction: str | None,
    as_json: bool,
    quiet: bool,
    verbose: int,
    accept_key: bool,
) -> int:
    """Say what Apple Podcasts, Spotify and others would refuse of rendered episodes; nothing is written.

    An EPISODE is an audio file that `render` wrote, or its manifest. The status is 1 if one cannot be published;
    `publish` then refuses it.
    """
    from audiobrief.publish.preflight.preflight import preflight
    from audiobrief.publish.rendered import read_rendered_episodes
    from audiobrief.publish.site.opening import open_site

    set_up_messages(quiet, verbose)
    check_correction(episodes, correction)
    source = house_source(show) if show is not None else None
    failures = Failures()
    rendered = read_rendered_episodes(episodes, failures)
    trust_key = host_key_decision(accept=accept_key)
    with open_site(place, dry_run=True, trust_key=trust_key) if place is not None else nullcontext() as site:
        report = preflight(rendered, site=site, show=source, correcting=correction is not None)
    _show(report, as_json=as_json, quiet=quiet)
    return max(failures.status, 0 if report.is_publishable else 1)


def _show(report: Report, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        echo_json(_content(report))
    else:
        print_findings(report.findings, quiet=quiet)
    if quiet:
        return
    for each in report.episodes:
        fit = each.is_publishable and report.is_show_publishable
        found = [finding.level for finding in (*report.show, *each.findings)]
        counts = ", ".join(counted(found.count(level), level.value) for level in Level if level in found)
        echo(
            f"{each.episode.path}: {'can' if fit else 'cannot'} go out" + (f", {counts}" if counts else ""),
            fg="green" if fit else "yellow",
            err=True,
        )


def _content(report: Report) -> dict[str, Any]:
    return {
        "fit": report.is_publishable,
        "show": [format_json(finding, _KEYS) for finding in report.show],
        "episodes": [
            {
                "episode": str(each.episode.path),
                "fit": each.is_publishable and report.is_show_publishable,
                "findings": [format_json(finding, _KEYS) for finding in each.findings],
            }
            for each in report.episodes
        ],
    }
