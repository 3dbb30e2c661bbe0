"""`audiobrief publish`: put rendered episodes into a podcast's site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.cli.help import counted, examples
from audiobrief.cli.messages import Failures, echo, echo_json, set_up_messages
from audiobrief.cli.options import change_options, house_option, verbosity_options
from audiobrief.cli.paths import LocalPath
from audiobrief.cli.place import host_key_decision, place_options
from audiobrief.findings import Finding, Level
from audiobrief.storage.place_address import PlaceAddress

if TYPE_CHECKING:
    from audiobrief.publish.publishing import Outcome, Report
    from audiobrief.publish.rendered import RenderedEpisode
    from audiobrief.publish.site.channel import ChannelSource
    from audiobrief.publish.site.site import Site
    from audiobrief.script.loader import House


@click.command(
    "publish",
    epilog=examples(
        "  audiobrief publish out/belarus-briefing.mp3 --to site",
        "  audiobrief publish out/*.mp3 --to s3://bucket/podcast",
        "  audiobrief publish out/belarus-briefing.mp3 --to site --dry-run",
        '  audiobrief publish out/belarus-briefing.mp3 --to site --correct "The talks were on Friday."',
        "  audiobrief publish out/today.mp3 out/today-radio.mp3 --show scripts/show.yaml --to site",
        "  audiobrief publish --show scripts/show.yaml --to site",
    ),
)
@click.argument("episodes", nargs=-1, type=LocalPath(), metavar="EPISODE...")
@place_options(
    "The site: a folder, or an address such as s3://bucket/podcast or sftp://host/folder. Editions for which the house "
    "file of --show names a site go there.",
    required=False,
)
@house_option
@click.option(
    "--correct",
    "correction",
    metavar="TEXT",
    help="What was corrected in the episode since it was published; its notes show it.",
)
@change_options
@verbosity_options
def command(
    episodes: tuple[Path, ...],
    place: PlaceAddress | None,
    show: Path | None,
    correction: str | None,
    templates: Path | None,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    verbose: int,
    accept_key: bool,
) -> int:
    """Put rendered episodes into a podcast's site: media, transcripts, chapters, pages and, last of all, the feed.

    An EPISODE is an audio file that `render` wrote, or its manifest. Publishing the same again changes nothing.
    An episode for which `preflight` finds an error is not published; the others are.
    """
    from audiobrief.publish.publishing import publish
    from audiobrief.publish.rendered import read_rendered_episodes
    from audiobrief.publish.site.opening import open_site
    from audiobrief.script.loader import load_house

    set_up_messages(quiet, verbose)
    if not episodes and show is None:
        raise click.UsageError("there is nothing to publish; name an audio file that render wrote, or --show FILE")
    if place is None and (not episodes or show is None):
        raise click.UsageError("Missing option '--to'.")
    check_correction(episodes, correction)
    house = load_house(show) if show is not None else None
    source = _channel_source(show, house) if show is not None and house is not None else None
    failures = Failures()
    rendered = read_rendered_episodes(episodes, failures)
    correcting = correction is not None
    for each in _divide(rendered, place, house.edition_sites if house is not None else {}):
        channel = source if each.has_show else None
        with open_site(each.place, dry_run=dry_run, trust_key=host_key_decision(accept=accept_key)) as site:
            fit, channel = _publishable(each.episodes, site, failures, show=channel, correcting=correcting, quiet=quiet)
            report = publish(fit, site, failures, show=channel, correction=correction, templates=templates)
        print_report(report, each.place.name, dry_run=dry_run, as_json=as_json, quiet=quiet)
    return failures.status


@dataclass
class _ForSite:
    """The episodes for one site."""

    place: PlaceAddress
    episodes: list[RenderedEpisode]
    has_show: bool
    """True if the house file of --show is that of the site."""


def _divide(
    episodes: Sequence[RenderedEpisode], place: PlaceAddress | None, sites: Mapping[str, PlaceAddress]
) -> list[_ForSite]:
    """Divide episodes by their sites: that of --to, and those that the house file names for its editions.

    Args:
        episodes: the episodes.
        place: the site of --to.
        sites: the sites of editions, by their names, as the house file has them.

    Raises:
        click.UsageError: a site is not named.
    """
    divided = {place.name: _ForSite(place, [], has_show=True)} if place is not None else {}
    for episode in episodes:
        site = sites.get(episode.manifest.edition or "", place)
        if site is None:
            raise click.UsageError(f"there is no site for {episode.path}; name it with --to")
        divided.setdefault(site.name, _ForSite(site, [], has_show=False)).episodes.append(episode)
    return [each for each in divided.values() if each.episodes or not episodes]


def check_correction(episodes: Sequence[Path], correction: str | None) -> None:
    """Check that a correction is a text, and for one episode."""
    if correction is not None and (len(episodes) != 1 or not correction.strip()):
        raise click.UsageError("--correct says what was corrected in one episode; name just one, and write a text")


def house_source(path: Path) -> ChannelSource:
    """Return what a podcast is made of, as its house file has it."""
    from audiobrief.script.loader import load_house

    return _channel_source(path, load_house(path))


def _channel_source(path: Path, house: House) -> ChannelSource:
    from audiobrief.episode.manifest import ManifestShow
    from audiobrief.publish.pictures import read_picture
    from audiobrief.publish.site.channel import ChannelSource

    cover = read_picture(house.cover) if house.cover else None
    return ChannelSource(str(path), ManifestShow.model_validate(house.show), house.language or "en", cover)


def print_findings(findings: Iterable[Finding], *, quiet: bool, err: bool = False) -> None:
    """Print findings, one on each line; if quiet, only errors."""
    for finding in findings:
        if finding.level is Level.ERROR or not quiet:
            echo(str(finding), fg="red" if finding.level is Level.ERROR else "yellow", err=err)


def _publishable(
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


def print_report(report: Report, place: str, *, dry_run: bool, as_json: bool, quiet: bool) -> None:
    """Print what was done, or what would be done in a dry run."""
    if as_json:
        echo_json(_plain(report, place))
    elif dry_run:
        for path in report.written:
            echo(f"write {path}")
        for path in report.removed:
            echo(f"remove {path}")
    if not quiet:
        for outcome in report.outcomes:
            echo(f"{place}: {_line(outcome)}", fg="green", err=True)
        would = "would be " if dry_run else ""
        echo(
            f"{place}: {counted(len(report.written), 'file')} {would}written, {len(report.removed)} {would}removed",
            err=True,
        )


def _line(outcome: Outcome) -> str:
    if outcome.what == "held" and outcome.published is not None:
        when = outcome.published.isoformat().replace("+00:00", "Z")
        return f"{outcome.slug}: held, not before {when} (publish it again then)"
    return f"{outcome.slug}: {outcome.what}" + (f", {outcome.page}" if outcome.page else "")


def _plain(report: Report, place: str) -> dict[str, object]:
    from dataclasses import asdict

    episodes = [
        asdict(outcome) | {"published": outcome.published.isoformat() if outcome.published else None}
        for outcome in report.outcomes
    ]
    return {"site": place, "episodes": episodes, "written": list(report.written), "removed": list(report.removed)}
