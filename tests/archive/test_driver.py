"""The run: each script once, failures alone, and workers that end."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from audiobrief.archive.driver import MOST_DEATHS, Workers, run_tasks
from audiobrief.archive.file_records import FileRecord
from audiobrief.archive.ledger import Ledger, Row, open_ledger
from audiobrief.archive.orders import Order, Outcome, Task
from audiobrief.archive.shard import Shard
from audiobrief.archive.totals import Totals
from audiobrief.archive.workers.pool import WorkerEndedError, WorkerError
from audiobrief.cache.shared.address import SharedAddress
from audiobrief.errors import MachineError, OutputError


class Scripted(Executor):
    """Answers each order at once, from the outcomes of its script."""

    def __init__(self, **outcomes: list[str | Exception]) -> None:
        self.outcomes = outcomes
        self.orders: list[Order] = []

    def submit(self, _fn: Callable[..., Any], /, *args: Any, **_kwargs: Any) -> Future[Any]:
        (order,) = args
        self.orders.append(order)
        future: Future[Any] = Future()
        answer = self.outcomes[order["stem"]].pop(0)
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(outcome(order, answer))
        return future


def outcome(order: Order, error: str) -> Outcome:
    return Outcome(
        state="failed" if error else "done",
        worker="host:1",
        seconds=0.5,
        inputs=[(order["script"], "aa", (1, 2, 3, 4))],
        results=[] if error else [(f"{order['stem']}.mp3", "bb", (1, 2, 3, 4))],
        error=error,
        exit_status=2 if error else 0,
        sound=0.0 if error else 60.0,
        lufs=-16.0,
        peak=-1.0,
        warnings=[],
        guesses=["Kyiv"],
    )


class Heard:
    """What was reported."""

    def __init__(self) -> None:
        self.rows: list[str] = []
        self.ends: list[str] = []
        self.troubles: list[str] = []

    def outcome(self, task: Task, row: Row, _outcome: Outcome | None) -> None:
        self.rows.append(f"{task.stem} {row.state} {row.tries}")

    def ended(self, task: Task, why: str) -> None:
        self.ends.append(f"{task.stem}: {why}")

    def unwritten(self, why: str) -> None:
        self.troubles.append(why)


def task(name: str) -> Task:
    return Task(f"/scripts/{name}.yaml", f"{name}.yaml", name)


def run(folder: Path, executor: Scripted, ledger: Ledger, *names: str) -> tuple[Totals, Heard]:
    totals, heard = Totals(len(names)), Heard()
    run_tasks([task(name) for name in names], Workers(executor, lambda: 2), ledger, folder, heard, totals)
    return totals, heard


def test_what_was_done_stands_in_the_ledger(tmp_path: Path) -> None:
    with open_ledger(tmp_path, Shard()) as ledger:
        began = time.time()
        totals, heard = run(tmp_path, Scripted(a=[""], b=["b.yaml:1:1: wrong (mend it)"]), ledger, "a", "b")
        done, failed = ledger.rows()
    assert (done.script, done.state, done.tries, done.seconds) == ("/scripts/a.yaml", "done", 1, 0.5)
    assert done.results == (FileRecord("a.mp3", "bb", (1, 2, 3, 4)),)
    assert began <= done.finished <= time.time()
    assert (failed.state, failed.error, failed.exit_status) == ("failed", "b.yaml:1:1: wrong (mend it)", 2)
    assert sorted(heard.rows) == ["a done 1", "b failed 1"]
    assert (totals.done, totals.sound, totals.made, totals.failed) == (1, 60.0, ["a.mp3"], [failed])


def test_workers_are_told_of_the_shared_store(tmp_path: Path) -> None:
    executor = Scripted(a=[""])
    workers = Workers(executor, lambda: 1, shared=SharedAddress("s3://bucket/clips", 5_000))
    with open_ledger(tmp_path, Shard()) as ledger:
        run_tasks([task("a")], workers, ledger, tmp_path, Heard(), Totals(1))
    (order,) = executor.orders
    assert (order["store"], order["store_bytes"]) == ("s3://bucket/clips", 5_000)


def test_a_script_whose_worker_ended_is_tried_again(tmp_path: Path) -> None:
    with open_ledger(tmp_path, Shard()) as ledger:
        executor = Scripted(a=[WorkerEndedError("killed"), ""], b=[""])
        totals, heard = run(tmp_path, executor, ledger, "a", "b")
    assert sorted(heard.rows) == ["a done 2", "b done 1"]
    assert heard.ends == ["a: killed"]
    assert totals.done == 2


def test_a_script_that_ends_every_worker_fails(tmp_path: Path) -> None:
    with open_ledger(tmp_path, Shard()) as ledger:
        executor = Scripted(a=[WorkerEndedError("killed")] * (MOST_DEATHS + 1))
        totals, heard = run(tmp_path, executor, ledger, "a")
        row = ledger.get("/scripts/a.yaml")
    assert row is not None
    assert (row.state, row.tries, row.error) == ("failed", MOST_DEATHS + 1, "a.yaml: killed")
    assert len(heard.ends) == MOST_DEATHS
    assert len(totals.failed) == 1


def test_a_script_that_hangs_its_worker_is_not_tried_again(tmp_path: Path) -> None:
    with open_ledger(tmp_path, Shard()) as ledger:
        totals, heard = run(tmp_path, Scripted(a=[WorkerError("too long")], b=[""]), ledger, "a", "b")
    assert sorted(heard.rows) == ["a failed 1", "b done 1"]
    assert totals.failed[0].error == "a.yaml: too long"


def test_lost_workers_end_the_run(tmp_path: Path) -> None:
    class Lost(Scripted):
        def submit(self, _fn: Callable[..., Any], /, *_args: Any, **_kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.cancel()
            future.set_running_or_notify_cancel()
            return future

    with open_ledger(tmp_path, Shard()) as ledger, pytest.raises(MachineError, match="workers are lost"):
        run(tmp_path, Lost(), ledger, "a")


def test_a_full_disk_is_said_once_and_at_the_end(tmp_path: Path) -> None:
    names = [f"s{number}" + "x" * 4000 for number in range(9)]
    with open_ledger(tmp_path, Shard()) as ledger:
        ledger._database.execute("PRAGMA max_page_count = 4")
        heard = Heard()
        executor = Scripted()
        executor.outcomes = {name: [""] for name in names}
        with pytest.raises(OutputError, match=r"ledger\.1-of-1\.sqlite cannot be written: .*full"):
            run_tasks(map(task, names), Workers(executor, lambda: 2), ledger, tmp_path, heard, Totals(9))
        assert len(executor.orders) == 9
