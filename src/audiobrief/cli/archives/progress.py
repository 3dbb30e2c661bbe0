"""The progress of a run of `archive`: a bar for the whole on a terminal, lines for each script with -v."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from audiobrief.cli.messages import say_error
from audiobrief.units import seconds_to_clock

if TYPE_CHECKING:
    from audiobrief.archive.ledger import Row
    from audiobrief.archive.orders import Outcome, Task
    from audiobrief.archive.totals import Reporter, Totals

_LOG = logging.getLogger("audiobrief.archive")


@contextmanager
def run_progress(totals: Totals, *, quiet: bool) -> Iterator[Reporter]:
    """Return what reports how a run goes on; errors and messages stand above the bar."""
    if quiet or not totals.total or sys.stderr is None or not sys.stderr.isatty():
        yield _Lines(totals)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task(describe(totals), total=totals.total)
        yield _Lines(totals, lambda: bars.update(bar, completed=totals.finished, description=describe(totals)))


def describe(totals: Totals) -> str:
    """Return how far a run is, on one line."""
    parts = [f"{totals.done} of {totals.total} done"]
    if totals.failed:
        parts.append(f"{len(totals.failed)} failed")
    if totals.sound:
        parts.append(f"{totals.sound / 3600:.1f} h of sound, {totals.sound / totals.seconds:.0f}x")
    if totals.seconds_left is not None:
        parts.append(f"{seconds_to_clock(totals.seconds_left)} left")
    return ", ".join(parts)


class _Lines:
    """Prints errors, and logs what is done by whom."""

    def __init__(self, totals: Totals, update: Callable[[], object] = lambda: None) -> None:
        self._totals = totals
        self._update = update

    def outcome(self, task: Task, row: Row, outcome: Outcome | None) -> None:
        """Report a script that was done or failed."""
        for warning in outcome["warnings"] if outcome else ():
            _LOG.info("%s", warning)
        if row.state == "failed":
            say_error(row.error)
        else:
            length = seconds_to_clock(row.sound)
            _LOG.info("%s: %s: %s in %.2f s", row.worker, task.shown, length, row.seconds)
        self._update()

    def ended(self, task: Task, why: str) -> None:
        """Report a worker that ended; the script is tried again."""
        _LOG.warning("%s: %s; it is tried again", task.shown, why)

    def unwritten(self, why: str) -> None:
        """Report that the ledger cannot be written."""
        say_error(f"the ledger cannot be written: {why} (free some space; it is written as soon as that is possible)")
