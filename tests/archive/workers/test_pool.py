"""Worker processes: what ends or hangs one of them costs one task."""

from __future__ import annotations

import operator
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from audiobrief.archive.workers.pool import WorkerEndedError, WorkerError, WorkerPool


@contextmanager
def pool(workers: int = 1, seconds: float = 60) -> Iterator[WorkerPool]:
    opened = WorkerPool(workers, seconds)
    try:
        yield opened
    finally:
        opened.shutdown()


def workers_of_this_process() -> list[psutil.Process]:
    command = "audiobrief.archive.workers.process"
    return [child for child in psutil.Process().children() if command in child.cmdline()]


def test_a_worker_is_used_again() -> None:
    with pool() as opened:
        assert [opened.submit(operator.neg, number).result() for number in (1, 2)] == [-1, -2]
        assert len(workers_of_this_process()) == 1
    assert workers_of_this_process() == []


def test_a_task_that_ends_its_worker_fails_alone() -> None:
    with pool() as opened:
        futures = [opened.submit(os._exit, 3), opened.submit(operator.neg, 1)]
        with pytest.raises(WorkerEndedError, match=r"^its worker process ended: "):
            futures[0].result()
        assert futures[1].result() == -1


def test_a_task_that_raises_ends_its_worker() -> None:
    with pool() as opened, pytest.raises(WorkerEndedError, match="TypeError"):
        opened.submit(operator.neg, "text").result()


@pytest.mark.slow
def test_a_task_that_hangs_is_ended() -> None:
    with pool(seconds=2) as opened:
        futures = [opened.submit(time.sleep, 60), opened.submit(operator.neg, 1)]
        with pytest.raises(WorkerError, match=r"^it took longer than 2 s"):
            futures[0].result()
        assert futures[1].result() == -1


def test_a_worker_that_is_busy_ends_with_the_program_that_started_it() -> None:
    code = (
        "import time; from audiobrief.archive.workers.pool import WorkerPool; pool = WorkerPool(1, 60); "
        "pool.submit(time.sleep, 0).result(); pool.submit(time.sleep, 60); print('ready', flush=True); time.sleep(60)"
    )
    driver = psutil.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert driver.stdout.readline() == "ready\n"
    (worker,) = driver.children()
    driver.kill()
    driver.wait()
    driver.stdout.close()
    worker.wait(timeout=20)
