"""The run of an archive: orders go to workers, and what comes of them goes into the ledger."""

from __future__ import annotations

import os
import time
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from audiobrief.archive.file_records import FileRecord, joint_digest, record_input
from audiobrief.archive.ledger import Ledger, Row
from audiobrief.archive.orders import Order, Outcome, Task
from audiobrief.archive.tasks import with_tries
from audiobrief.archive.totals import Reporter, Totals
from audiobrief.archive.workers.pool import WorkerEndedError, WorkerPool
from audiobrief.archive.workers.rendering import render_order
from audiobrief.cache.shared.address import SharedAddress
from audiobrief.errors import MachineError, OutputError
from audiobrief.script.models.formats import AUDIO_FORMATS
from audiobrief.storage.work_folder import work_folder

MOST_DEATHS = 3
"""Workers that may end while they work on one script; the next one that does is the script's failure."""
_SECONDS = 3600.0
"""Time for one script, after which its worker counts as hung; AUDIOBRIEF_TASK_SECONDS sets another number."""
_AUDIO = frozenset(f".{name}" for name in AUDIO_FORMATS)
_UNWRITTEN_POLL = 1.0


@dataclass(frozen=True, slots=True)
class Workers:
    """Where the work is done."""

    executor: Executor
    """Calls functions in workers."""
    capacity: Callable[[], int]
    """Returns how many orders may be under way at once."""
    scratch: str = ""
    """A folder for workers' temporary files; empty for one of their own."""
    shared: SharedAddress | None = None
    """The store of clips and chunks that all workers share; None for that of each worker's environment."""
    describe: Callable[[BaseException], str] = str
    """Returns the line for an error of the executor."""


@contextmanager
def local_workers(jobs: int, folder: Path) -> Iterator[Workers]:
    """Yield worker processes of this machine, whose temporary files lie in the archive's folder.

    Raises:
        OutputError: the folder cannot be written.
    """
    limit = os.environ.get("AUDIOBRIEF_TASK_SECONDS", "")
    with work_folder(folder, "--to") as scratch:
        pool = WorkerPool(jobs, float(limit) if limit.isdecimal() else _SECONDS)
        try:
            yield Workers(pool, lambda: jobs, str(scratch.absolute()))
        finally:
            pool.shutdown(cancel_futures=True)


def run_tasks(
    tasks: Iterable[Task],
    workers: Workers,
    ledger: Ledger,
    folder: Path,
    reporter: Reporter,
    totals: Totals,
    stems: Iterable[str] = (),
) -> None:
    """Render scripts, and write what comes of them into the ledger as it comes.

    Args:
        tasks: the scripts.
        workers: who renders.
        ledger: the ledger.
        folder: the archive's folder.
        reporter: is told how the run goes on.
        totals: are brought up to date.
        stems: those of other episodes of the archive, also of earlier runs, whose files no edition may replace.

    Raises:
        OutputError: at the end, the ledger could not be written.
        MachineError: the workers of a cluster are lost.
    """
    run = _Run(workers, ledger, folder.absolute(), reporter, totals, stems)
    run.work(tasks)


class _Run:
    def __init__(
        self,
        workers: Workers,
        ledger: Ledger,
        folder: Path,
        reporter: Reporter,
        totals: Totals,
        stems: Iterable[str],
    ) -> None:
        self._workers = workers
        self._stems = sorted(stem.casefold() for stem in stems)
        self._ledger = ledger
        self._folder = folder
        self._reporter = reporter
        self._totals = totals
        self._waiting: deque[Task] = deque()
        self._under_way: dict[Future[Outcome], Task] = {}
        self._deaths: dict[str, int] = {}
        self._is_unwritten = False

    def work(self, tasks: Iterable[Task]) -> None:
        self._waiting.extend(tasks)
        self._submit()
        while self._under_way:
            finished, _ = wait(self._under_way, timeout=_UNWRITTEN_POLL, return_when=FIRST_COMPLETED)
            for future in finished:
                self._take(future, self._under_way.pop(future))
            self._submit()
        if (why := self._ledger.flush()) is not None:
            raise OutputError(f"{self._ledger.path} cannot be written: {why} (free some space, and run archive again)")

    def _submit(self) -> None:
        shared = self._workers.shared
        while self._waiting and len(self._under_way) < max(1, self._workers.capacity()):
            task = self._waiting.popleft()
            order = Order(
                script=task.script,
                shown=task.shown,
                article=task.article,
                folder=str(self._folder),
                stem=task.stem,
                taken=self._stems_from(f"{task.stem}-".casefold()),
                scratch=self._workers.scratch,
                store=shared.place if shared else "",
                store_bytes=shared.most_bytes if shared else 0,
            )
            self._under_way[self._workers.executor.submit(render_order, order)] = task

    def _stems_from(self, beginning: str) -> list[str]:
        """Return the stems that begin with a text."""
        at = first = bisect_left(self._stems, beginning)
        while at < len(self._stems) and self._stems[at].startswith(beginning):
            at += 1
        return self._stems[first:at]

    def _take(self, future: Future[Outcome], task: Task) -> None:
        task = with_tries(task, task.tries + 1)
        outcome: Outcome | None = None
        try:
            outcome = future.result()
            row = _row(task, outcome)
        except WorkerEndedError as error:
            self._deaths[task.script] = self._deaths.get(task.script, 0) + 1
            if self._deaths[task.script] <= MOST_DEATHS:
                self._waiting.append(task)
                self._reporter.ended(task, str(error))
                return
            row = _failed_row(task, str(error))
        except CancelledError as error:
            raise MachineError("the workers are lost (start the cluster, and run archive again)") from error
        except Exception as error:  # noqa: BLE001 - an executor raises what it wants; it is this script's failure
            row = _failed_row(task, self._workers.describe(error))
        if outcome is not None and outcome["state"] == "house" and Path(task.script).stem == "show":
            self._totals.passed_over.append(task.shown)
            return
        self._note(task, row, outcome)

    def _note(self, task: Task, row: Row, outcome: Outcome | None) -> None:
        why = self._ledger.put(row)
        if why is not None and not self._is_unwritten:
            self._is_unwritten = True
            self._reporter.unwritten(why)
        if row.state == "done":
            self._totals.done += 1
        else:
            self._totals.failed.append(row)
        if row.results:
            self._totals.episodes += 1
            self._totals.sound += row.sound
            self._totals.made += [each.path for each in row.results if Path(each.path).suffix in _AUDIO]
        self._totals.warnings += row.warnings
        self._reporter.outcome(task, row, outcome)


def _row(task: Task, outcome: Outcome) -> Row:
    inputs, results = (
        tuple(FileRecord(path, sha256, tuple(state) if state else None) for path, sha256, state in records)
        for records in (outcome["inputs"], outcome["results"])
    )
    return Row(
        script=task.script,
        state="done" if outcome["state"] == "done" else "failed",
        tries=task.tries,
        worker=outcome["worker"],
        finished=time.time(),
        seconds=outcome["seconds"],
        stem=task.stem,
        digest=joint_digest("", inputs),
        inputs=inputs,
        results=results,
        error=outcome["error"],
        exit_status=outcome["exit_status"],
        sound=outcome["sound"],
        lufs=outcome["lufs"],
        peak=outcome["peak"],
        warnings=len(outcome["warnings"]),
        guesses=tuple(outcome["guesses"]),
    )


def _failed_row(task: Task, error: str) -> Row:
    """Return the row of a script whose worker did not answer; of its files, only the script itself is known."""
    inputs = (record_input(Path(task.script), time.time_ns()),)
    return Row(
        script=task.script,
        state="failed",
        tries=task.tries,
        finished=time.time(),
        stem=task.stem,
        digest=joint_digest("", inputs),
        inputs=inputs,
        error=f"{task.shown}: {error}",
        exit_status=1,
    )
