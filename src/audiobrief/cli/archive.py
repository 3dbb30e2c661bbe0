"""`audiobrief archive`: render many scripts, each once."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.cli.archives.progress import run_progress
from audiobrief.cli.archives.shard import ShardType
from audiobrief.cli.archives.summary import say_totals, summary_content
from audiobrief.cli.help import counted, examples
from audiobrief.cli.messages import Failures, echo, echo_json, say_error, set_up_messages
from audiobrief.cli.options import verbosity_options
from audiobrief.cli.paths import LocalPath
from audiobrief.cli.place import host_key_decision, parse_place_option
from audiobrief.errors import AudiobriefError, OutputError, PublishError
from audiobrief.publish.site.place_address import PlaceAddress

if TYPE_CHECKING:
    from audiobrief.archive.driver import Workers
    from audiobrief.archive.ledger import Ledger
    from audiobrief.archive.orders import Task
    from audiobrief.archive.shard import Shard
    from audiobrief.archive.tasks import Found
    from audiobrief.archive.totals import Totals

_LOG = logging.getLogger(__name__)


@click.command(
    "archive",
    epilog=examples(
        "  audiobrief archive scripts --to out",
        "  audiobrief archive 'scripts/2026/*/*.yaml' --to out --jobs 8",
        "  find scripts -name '*.yaml' -mtime -7 | audiobrief archive - --to out",
        "  audiobrief archive scripts --to out --shard 2/3",
        "  audiobrief archive scripts --to out --retry",
        "  audiobrief archive articles --draft --to out --publish site",
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
@click.option("--retry", is_flag=True, help="Also try those again that failed and have not changed since.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done on standard output, as one JSON object.")
@verbosity_options
def command(
    sources: tuple[str, ...],
    folder: Path,
    jobs: int | None,
    cluster: str | None,
    shard: Shard,
    draft: bool,
    place: PlaceAddress | None,
    report: Path | None,
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
    from audiobrief.archive.planning import plan_run
    from audiobrief.archive.shard import of_shard
    from audiobrief.archive.tasks import find_tasks
    from audiobrief.archive.totals import Totals

    set_up_messages(quiet, verbose)
    if cluster is not None and jobs is not None:
        raise click.UsageError("--jobs is the number of workers of this machine, and --cluster has its own; give one")
    found = find_tasks(_listed(sources), folder, with_articles=draft)
    _say_passed_over(found, quiet=quiet)
    if place is not None:
        from audiobrief.archive.publication import check_slugs

        check_slugs(found.tasks)
    tasks = of_shard(found.tasks, shard)
    with open_ledger(folder, shard) as ledger:
        planned = plan_run(tasks, ledger, folder, retry=retry)
        totals = Totals(len(planned.to_do))
        if planned.to_do:
            from audiobrief.archive.driver import run_tasks  # with all that renders

            with _workers(jobs, cluster, folder) as workers, run_progress(totals, quiet=quiet) as reporter:
                stems = [task.stem for task in found.tasks]
                run_tasks(planned.to_do, workers, ledger, folder, reporter, totals, stems)
        status = _publish(tasks, ledger, folder, place, totals) if place is not None else 0
        if report is not None:
            from audiobrief.archive.report.figures import figures
            from audiobrief.archive.report.page import write_report

            rows = (ledger.get(task.script) for task in tasks)
            write_report(figures(row for row in rows if row is not None), str(folder), report)
    for row in planned.failed:
        say_error(f"{row.error} (failed before; --retry tries it again)")
    if as_json:
        echo_json(summary_content(totals, planned, folder))
    if not quiet:
        say_totals(totals, planned, folder)
    failed = [*totals.failed, *planned.failed]
    return max((status, *(row.exit_status for row in failed)))


def _publish(tasks: tuple[Task, ...], ledger: Ledger, folder: Path, place: PlaceAddress, totals: Totals) -> int:
    """Publish what the place does not have yet, and return the exit status."""
    from audiobrief.archive.publication import publish_tasks
    from audiobrief.publish.site.opening import open_site

    failures = Failures()

    def failed(episode: Path | str, error: AudiobriefError) -> None:
        failures(episode, error)
        totals.unpublished.append(str(error))

    try:
        site = open_site(place, trust_key=host_key_decision(accept=False))
        published = publish_tasks(tasks, ledger, folder, place.name, site, failed)
    except (PublishError, OutputError) as error:
        failed(place.name, error)
        return failures.status
    totals.published, totals.held = published.count, published.held
    return failures.status


@contextmanager
def _workers(jobs: int | None, cluster: str | None, folder: Path) -> Iterator[Workers]:
    """Yield the workers of this machine, or those of a cluster."""
    if cluster is not None:
        from audiobrief.archive.workers.cluster import cluster_workers

        with cluster_workers(cluster, folder) as workers:
            yield workers
        return
    from audiobrief.archive.driver import local_workers

    with local_workers(jobs or os.cpu_count() or 1, folder) as workers:
        yield workers


def _listed(sources: tuple[str, ...]) -> Iterator[str]:
    """Yield the sources, with those of standard input in place of -."""
    for source in sources:
        if source == "-":
            yield from (line for line in map(str.strip, sys.stdin) if line)
        else:
            yield source


def _say_passed_over(found: Found, *, quiet: bool) -> None:
    for path in found.passed_over:
        _LOG.info("%s: passed over, since it has no segments", path)
    if found.passed_over and not quiet:
        count = counted(len(found.passed_over), "YAML file")
        echo(f"passed over: {count} without segments (-v lists them)", err=True)
