"""`audiobrief archive`: render many scripts, each once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from audiobrief.archive.delivery.webhook import parse_webhook
from audiobrief.cli.archives.shard import ShardType
from audiobrief.cli.help import examples
from audiobrief.cli.messages import say_error, set_up_messages
from audiobrief.cli.options import verbosity_options
from audiobrief.cli.paths import LocalPath
from audiobrief.cli.place import parse_place_option
from audiobrief.cli.shared_cache import store_option
from audiobrief.errors import AudiobriefError, UsageError
from audiobrief.storage.place_address import FolderAddress, PlaceAddress

if TYPE_CHECKING:
    from audiobrief.archive.shard import Shard
    from audiobrief.cache.shared.address import SharedAddress
    from audiobrief.cli.archives.run import ArchiveRun


@click.command(
    "archive",
    epilog=examples(
        "  audiobrief archive scripts --to out",
        "  audiobrief archive 'scripts/2026/*/*.yaml' --to out --jobs 8",
        "  find scripts -name '*.yaml' -mtime -7 | audiobrief archive - --to out",
        "  audiobrief archive scripts --to out --shard 2/3",
        "  audiobrief archive scripts --to out --store s3://bucket/clips",
        "  audiobrief archive scripts --to out --retry",
        "  audiobrief archive articles --draft --to out --publish site",
        "  audiobrief archive articles --draft --to out --publish site --watch",
    ),
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--to",
    "folder",
    required=True,
    type=LocalPath(file_okay=False),
    metavar="FOLDER",
    help="The archive: where episodes are written, and the ledger of what is done.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Worker processes, each with one script at a time. [default: the machine's cores]",
)
@click.option(
    "--cluster",
    metavar="ADDRESS|FILE",
    help="Render with the workers of a Dask cluster: the address of its scheduler, such as tcp://host:8786, or the "
    "file that it has written.",
)
@click.option(
    "--shard",
    type=ShardType(),
    default="1/1",
    metavar="I/N",
    help="Only part I of N of the scripts: N machines that know nothing of each other share the work.",
)
@store_option
@click.option(
    "--draft",
    is_flag=True,
    help="Also take articles (texts, pages, PDF and others, as for draft): a script that does not exist yet is drafted "
    "beside its article.",
)
@click.option(
    "--publish",
    "place",
    callback=parse_place_option,
    metavar="PLACE",
    help="Publish what the site does not have yet, when all is rendered: a folder, or an address such as "
    "s3://bucket/podcast or sftp://host/folder.",
)
@click.option(
    "--report",
    type=LocalPath(dir_okay=False),
    metavar="FILE.html",
    help="Write a page at the end: failures by cause, the slowest, lengths and loudness, names guessed most often.",
)
@click.option(
    "--watch",
    is_flag=True,
    help="Go on until you press Ctrl-C: work again whenever something changes in the folders of the sources.",
)
@click.option(
    "--webhook",
    metavar="URL",
    help="Send what was done to this address, as --json prints it, at the end and after each round of --watch that did "
    "something.",
)
@click.option("--retry", is_flag=True, help="Also try those again that failed and have not changed since.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done on standard output, as one JSON object.")
@verbosity_options
def command(
    sources: tuple[str, ...],
    folder: Path,
    jobs: int | None,
    cluster: str | None,
    shard: Shard,
    store: SharedAddress | None,
    draft: bool,
    place: PlaceAddress | None,
    report: Path | None,
    watch: bool,
    webhook: str | None,
    retry: bool,
    as_json: bool,
    quiet: bool,
    verbose: int,
) -> int:
    """Check and render many scripts, and continue where an earlier run ended, however it ended.

    A SOURCE is a script, a folder, a pattern in quotes, or - for a list of them on standard input, one on each line.
    A script is made again only if it, a file that it names or one of its results has changed. If one fails, the others
    are made; the status is 1 or 2 as long as one of them has failed.
    """
    from audiobrief.archive.ledger import open_ledger
    from audiobrief.cli.archives.report_name import check_report_name
    from audiobrief.cli.archives.run import ArchiveOptions, ArchiveRun

    set_up_messages(quiet, verbose)
    if cluster is not None and jobs is not None:
        raise click.UsageError("--jobs is the number of workers of this machine, and --cluster has its own; give one")
    if watch and "-" in sources:
        raise click.UsageError("--watch needs folders or files, and - is a list on standard input")
    site = place.path if isinstance(place, FolderAddress) else None
    if site is not None and site.exists() and not site.is_dir():
        raise UsageError(f"{site} is no folder (choose another place with --publish)")
    if report is not None:
        check_report_name(report, folder, site)
    if webhook is not None:
        webhook = parse_webhook(webhook)
    jobs = jobs or os.cpu_count() or 1
    options = ArchiveOptions(
        folder=folder,
        jobs=jobs,
        cluster=cluster,
        shard=shard,
        store=store,
        draft=draft,
        place=place,
        report=report,
        watch=watch,
        webhook=webhook,
        as_json=as_json,
        quiet=quiet,
    )
    with open_ledger(folder, shard) as ledger, ExitStack() as stack:
        run = ArchiveRun(list(_listed(sources)), options, ledger, stack)
        if watch:
            _watch(run, retry=retry)
        return run.work(retry=retry)


def _watch(run: ArchiveRun, *, retry: bool) -> NoReturn:
    """Work now and after every change, until the program is interrupted; an error of one round is said.

    Raises:
        UsageError: watchfiles is not installed, or a source is missing from the start.
        AudiobriefError: the first round fails for a reason that no change in the folders mends.
    """
    try:
        from audiobrief.archive.watching import SourceWatch

        changes = SourceWatch(run.sources, run.options.folder)
    except ImportError as error:
        raise UsageError("--watch needs watchfiles, which is missing (pip install 'audiobrief[watch]')") from error
    except FileNotFoundError as error:
        raise UsageError(f"{error} (--watch needs folders or files that exist)") from error
    try:
        run.work(retry=retry)
    except UsageError as error:  # such as two scripts of one name, which the next change may mend
        say_error(str(error))
    while True:
        changes.wait()
        try:
            run.work(again=True)
        except AudiobriefError as error:
            say_error(str(error))


def _listed(sources: tuple[str, ...]) -> Iterator[str]:
    """Yield the sources, with those of standard input in place of -."""
    for source in sources:
        if source == "-":
            lines = (line.removeprefix("\ufeff").strip() for line in sys.stdin)  # a byte order mark is no name
            yield from (line for line in lines if line)
        else:
            yield source
