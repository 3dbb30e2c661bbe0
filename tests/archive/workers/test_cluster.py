"""A Dask cluster of this machine: the bytes of `render`, and nothing lost when something is killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from builders import audiobrief, tone_script

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow
BYTES = 40
"""Scripts whose bytes are compared."""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "AUDIOBRIEF_CACHE": str(tmp_path / ".cache"), "NO_COLOR": "1"}


class Cluster:
    """A scheduler and two workers, each a program of its own."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment
        self.file = folder / "scheduler.json"
        self.scheduler = self._start("dask_scheduler", "--port", "0", "--scheduler-file", str(self.file))
        self.workers = [self.start_worker() for _ in range(2)]

    def _start(self, program: str, *arguments: str) -> psutil.Popen:
        command = [sys.executable, "-m", f"distributed.cli.{program}", *arguments, "--no-dashboard"]
        return psutil.Popen(command, cwd=self.folder, env=self.environment, stderr=subprocess.DEVNULL)

    def start_worker(self) -> psutil.Popen:
        return self._start("dask_worker", "--scheduler-file", str(self.file), "--nthreads", "1", "--no-nanny")

    def end(self) -> None:
        for program in (*self.workers, self.scheduler):
            with suppress(psutil.NoSuchProcess):  # a test has killed it
                program.kill()
            program.wait()


@pytest.fixture
def cluster(tmp_path: Path, environment: dict[str, str]) -> Iterator[Cluster]:
    started = Cluster(tmp_path, environment)
    try:
        from distributed import Client

        wait_until(started.file.exists)
        with Client(scheduler_file=str(started.file), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield started
    finally:
        started.end()


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def scripts(folder: Path, count: int) -> None:
    for number in range(count):
        text = f"This is script {number}. It has two sentences, of which this is one."
        tone_script(folder / "scripts", f'  - intro: "{text}"\n', name=f"s{number}.yaml")


def start(folder: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "audiobrief", "archive", "scripts", "--to", "out", "--json", "-v"]
    return subprocess.Popen(
        [*command, "--cluster", "scheduler.json"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def made(folder: Path) -> int:
    return len(list((folder / "out").glob("*.mp3")))


def test_the_bytes_are_those_of_render(tmp_path: Path, environment: dict[str, str], cluster: Cluster) -> None:
    """Through the cluster, through worker processes of this machine, and in two shards."""
    assert cluster.file.exists()
    scripts(tmp_path, BYTES)
    run = start(tmp_path, environment)
    out, err = run.communicate(timeout=600)
    assert run.returncode == 0, err
    assert len(json.loads(out)["made"]) == BYTES
    for options in (["--to", "pool"], ["--to", "shards", "--shard", "1/2"], ["--to", "shards", "--shard", "2/2"]):
        assert audiobrief("archive", "scripts", *options, cwd=tmp_path).status == 0
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "scripts").symlink_to(tmp_path / "scripts")
    names = [f"scripts/s{number}.yaml" for number in range(BYTES)]
    assert audiobrief("render", *names, cwd=tmp_path / "other").status == 0
    rendered = files(tmp_path / "other" / "out")
    assert len(rendered) == 6 * BYTES
    assert [name for name in ("out", "pool", "shards") if files(tmp_path / name) != rendered] == []


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path, environment: dict[str, str], cluster: Cluster) -> None:
    scripts(tmp_path, 20)
    run = start(tmp_path, environment)
    wait_until(lambda: made(tmp_path) >= 3)
    cluster.workers[0].kill()
    out, err = run.communicate(timeout=120)
    assert run.returncode == 0, err
    assert len(json.loads(out)["made"]) == 20


def test_without_its_scheduler_a_run_ends_in_one_line(
    tmp_path: Path, environment: dict[str, str], cluster: Cluster
) -> None:
    scripts(tmp_path, 20)
    run = start(tmp_path, environment)
    wait_until(lambda: made(tmp_path) >= 3)
    cluster.scheduler.kill()
    _out, err = run.communicate(timeout=120)
    assert run.returncode == 1
    assert err.splitlines()[-1] == "the workers are lost (start the cluster, and run archive again)"
    assert "Traceback" not in err, err
    assert audiobrief("archive", "scripts", "--to", "out", cwd=tmp_path).status == 0
    assert made(tmp_path) == 20


def test_a_cluster_without_workers_is_one_line(tmp_path: Path, environment: dict[str, str], cluster: Cluster) -> None:
    scripts(tmp_path, 1)
    for worker in cluster.workers:
        worker.kill()
        worker.wait()
    time.sleep(1)
    run = start(tmp_path, environment)
    _out, err = run.communicate(timeout=120)
    assert run.returncode == 1
    assert err == ("the cluster scheduler.json has no workers (start some, with dask worker ADDRESS --nthreads 1)\n")
