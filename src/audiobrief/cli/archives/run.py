"""A run of `archive`: find scripts, render those that have changed, publish them, and say what was done."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.archive.delivery.edition_sites import EditionSites
from audiobrief.archive.ledger import Ledger
from audiobrief.archive.orders import Task, shown_script
from audiobrief.archive.planning import Planned, check_owners, other_owners, plan_run
from audiobrief.archive.shard import Shard, of_shard
from audiobrief.archive.tasks import Found, find_tasks
from audiobrief.archive.totals import Totals
from audiobrief.cli.archives.progress import run_progress
from audiobrief.cli.archives.report_name import check_report_is_no_source
from audiobrief.cli.archives.summary import say_totals, summary_content
from audiobrief.cli.help import counted
from audiobrief.cli.messages import Failures, echo, echo_json, say_error
from audiobrief.cli.place import host_key_decision
from audiobrief.cli.shared_cache import check_store
from audiobrief.errors import AudiobriefError
from audiobrief.storage.place_address import PlaceAddress

if TYPE_CHECKING:
    from audiobrief.archive.delivery.webhook import Webhook
    from audiobrief.archive.driver import Workers
    from audiobrief.cache.shared.address import SharedAddress
    from audiobrief.publish.site.site import Site

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveOptions:
    """The options of the command line."""

    folder: Path
    jobs: int
    cluster: str | None
    shard: Shard
    store: SharedAddress | None
    draft: bool
    place: PlaceAddress | None
    report: Path | None
    watch: bool
    webhook: str | None
    as_json: bool
    quiet: bool


@dataclass
class ArchiveRun:
    """An archive whose ledger is open; its workers are started when there is work, and end with `stack`."""

    sources: Sequence[str]
    options: ArchiveOptions
    ledger: Ledger
    stack: ExitStack
    _edition_sites: EditionSites = field(default_factory=EditionSites, init=False)
    _workers: Workers | None = field(default=None, init=False)
    _webhook: Webhook | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Start the thread of the webhook, if there is one."""
        if self.options.webhook is not None:
            from audiobrief.archive.delivery.webhook import Webhook

            self._webhook = self.stack.enter_context(closing(Webhook(self.options.webhook, say_error)))

    def work(self, *, retry: bool = False, again: bool = False) -> int:
        """Render and publish what has to be, and return the exit status.

        Args:
            retry: whether scripts that failed are tried again.
            again: whether this is another round of a watch: then only what it does is said.

        Raises:
            UsageError: a source is missing, or two scripts, also of an earlier run, would write the same files.
            OutputError: the ledger or the report cannot be written.
        """
        options = self.options
        found = find_tasks(self.sources, options.folder, with_articles=options.draft)
        if options.report is not None:
            check_report_is_no_source(options.report, found.tasks)
        if not again:
            _say_passed_over(found, quiet=options.quiet)
        if options.place is not None:
            from audiobrief.archive.delivery.publication import check_slugs

            check_slugs(found.tasks)
        tasks = of_shard(found.tasks, options.shard)
        planned = plan_run(tasks, self.ledger, options.folder, retry=retry)
        totals = Totals(len(planned.to_do))
        if planned.to_do:
            others = other_owners(found.tasks, self.ledger, options.folder)
            check_owners(planned.to_do, others, options.folder)
            self._render(planned.to_do, totals, [*(task.stem for task in found.tasks), *others])
        status, reasons = self._publish(tasks, options.place, totals) if options.place is not None else (0, {})
        if options.report is not None:
            self._write_report(tasks, options.report)
        for row in () if again else planned.failed:
            say_error(f"{row.error} (failed before; --retry tries it again)")
        is_news = not again or totals.finished or totals.published or totals.unpublished
        if options.watch:
            is_all = totals.published or not again
            concerned = reasons.keys() | {task.script for task in planned.to_do}
            self._write_notes([task for task in tasks if is_all or task.script in concerned], reasons)
        if is_news:
            self._announce(tasks, totals, planned)
        return max((status, *(row.exit_status for row in (*totals.failed, *planned.failed))))

    def _announce(self, tasks: Sequence[Task], totals: Totals, planned: Planned) -> None:
        options = self.options
        if options.as_json or self._webhook is not None:
            shown = {task.script: shown_script(task.shown, task.article) for task in tasks}
            content = summary_content(totals, planned, options.folder, shown)
            if options.as_json:
                echo_json(content)
            if self._webhook is not None:
                self._webhook.send(content)
        if not options.quiet:
            say_totals(totals, planned, options.folder)

    def _render(self, tasks: Sequence[Task], totals: Totals, stems: Sequence[str]) -> None:
        from audiobrief.archive.driver import run_tasks  # with all that renders

        if self._workers is None:
            if self.options.store is not None:
                check_store(self.options.store)
            self._workers = replace(self._open_workers(), shared=self.options.store)
        with run_progress(totals, quiet=self.options.quiet) as reporter:
            run_tasks(tasks, self._workers, self.ledger, self.options.folder, reporter, totals, stems)

    def _open_workers(self) -> Workers:
        """Return the workers of this machine, or those of a cluster."""
        if self.options.cluster is not None:
            from audiobrief.archive.workers.cluster import cluster_workers

            return self.stack.enter_context(cluster_workers(self.options.cluster, self.options.folder))
        from audiobrief.archive.driver import local_workers

        return self.stack.enter_context(local_workers(self.options.jobs, self.options.folder))

    def _publish(
        self, tasks: Sequence[Task], place: PlaceAddress, totals: Totals
    ) -> tuple[int, Mapping[str, Sequence[str]]]:
        """Publish what the place does not have yet.

        Returns:
            The exit status, and why episodes could not be published, by their scripts.
        """
        from audiobrief.archive.delivery.publication import PublishedArchive, publish_tasks
        from audiobrief.publish.site.opening import open_site

        failures = Failures()

        def failed(episode: Path | str, error: AudiobriefError) -> None:
            failures(episode, error)
            totals.unpublished.append(str(error))

        def site(address: PlaceAddress) -> AbstractContextManager[Site]:
            return open_site(address, trust_key=host_key_decision(accept=False))

        archive = PublishedArchive(self.ledger, self.options.folder, self._edition_sites)
        published = publish_tasks(tasks, archive, place, site, failed)
        totals.published, totals.held = published.count, published.held
        return failures.status, published.reasons

    def _write_notes(self, tasks: Sequence[Task], reasons: Mapping[str, Sequence[str]]) -> None:
        from audiobrief.archive.delivery.notes import write_notes

        publishes = self.options.place is not None
        write_notes(tasks, self.ledger, self.options.folder, publishes=publishes, unpublished=reasons)

    def _write_report(self, tasks: Sequence[Task], path: Path) -> None:
        from audiobrief.archive.report.figures import figures
        from audiobrief.archive.report.page import write_report

        rows = (self.ledger.get(task.script) for task in tasks)
        write_report(figures(row for row in rows if row is not None), str(self.options.folder), path)


def _say_passed_over(found: Found, *, quiet: bool) -> None:
    for path in found.passed_over:
        _LOG.info("%s: passed over, since it has no segments", path)
    if found.passed_over and not quiet:
        count = counted(len(found.passed_over), "YAML file")
        echo(f"passed over: {count} without segments (-v lists them)", err=True)
