"""Progress bars, one for each stage, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from audiobrief.errors import escape_unprintable

_LABELS = {
    "speaking": "Speaking",
    "encoding": "Mastering",
    "fetching": "Fetching",
    "listening": "Listening",
    "hearing again": "Hearing again",
}


@contextmanager
def stage_progress(title: str, *, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Return a function that reports the progress of a stage; without a terminal it shows nothing."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:<13}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    console.print(escape_unprintable(title), style="bold", highlight=False, markup=False)
    with Progress(*columns, console=console, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(_LABELS[stage], total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show
