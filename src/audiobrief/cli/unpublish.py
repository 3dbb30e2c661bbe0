"""`audiobrief unpublish`: remove episodes from a podcast's site."""

from __future__ import annotations

from pathlib import Path

import click

from audiobrief.cli.help import examples
from audiobrief.cli.messages import Failures, set_up_messages
from audiobrief.cli.options import change_options, verbosity_options
from audiobrief.cli.paths import local_path
from audiobrief.cli.place import host_key_decision, place_options
from audiobrief.cli.publish import print_report
from audiobrief.script.models.formats import AUDIO_FORMATS
from audiobrief.storage.place_address import PlaceAddress


@click.command(
    "unpublish",
    epilog=examples(
        "  audiobrief unpublish belarus-briefing --to site",
        "  audiobrief unpublish belarus-briefing --to s3://bucket/podcast --dry-run",
    ),
)
@click.argument("episodes", nargs=-1, required=True, metavar="EPISODE...")
@place_options("The site that was given to publish.")
@change_options
@verbosity_options
def command(
    episodes: tuple[str, ...],
    place: PlaceAddress,
    templates: Path | None,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    verbose: int,
    accept_key: bool,
) -> int:
    """Remove episodes from a podcast's feed, and then delete their files and pages.

    An EPISODE is its slug, the audio file that `render` wrote, or its manifest. An episode that is published again
    keeps its id.
    """
    from audiobrief.publish.publishing import unpublish
    from audiobrief.publish.site.opening import open_site

    set_up_messages(quiet, verbose)
    slugs = [_slug(episode) for episode in episodes]
    failures = Failures()
    with open_site(place, dry_run=dry_run, trust_key=host_key_decision(accept=accept_key)) as site:
        report = unpublish(slugs, site, failures, templates=templates)
    print_report(report, place.name, dry_run=dry_run, as_json=as_json, quiet=quiet)
    return failures.status


def _slug(episode: str) -> str:
    """Return an episode's slug: what its manifest says, if a file of it is named."""
    if not episode.endswith((*(f".{name}" for name in AUDIO_FORMATS), ".episode.json")):
        return episode
    from audiobrief.episode.manifest import read_manifest

    return read_manifest(local_path(episode)).slug
