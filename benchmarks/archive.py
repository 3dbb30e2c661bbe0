"""How `audiobrief archive` compares with two `render` processes, and what its driver costs.

    python benchmarks/archive.py throughput [--engine tone|pyttsx3] [--scripts N] [--batch N] [--no-cluster]
    python benchmarks/archive.py small [--scripts N] [--folder FOLDER]

`throughput`: scripts of one to four minutes, each text in one script only, are rendered in batches: by two `render`
processes with half of the batch each, by `archive` with two worker processes, and by a Dask cluster of two workers, in
turn, with an empty cache each. Printed are the seconds of each way over all batches, those of the two processes divided
by them (above 1: faster), and the memory of a worker process in the last quarter of its scripts divided by that in the
first, over one run of `archive` on all scripts.

`small`: many scripts of one sentence with the voice `tone`. Printed are the seconds, the driver's largest memory
without its workers, the share of the time that it spent on the ledger, and the seconds of a second run, which finds
everything done.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import psutil

TEXT = (
    "the council said on Monday that the bridge over the river would stay closed until the end of the month because "
    "engineers had found cracks in two of its pillars while traffic was being led through the old town where shops "
    "complain of noise and buses arrive late every morning"
)
WORDS_A_MINUTE = {"pyttsx3": 165, "tone": 160}
"""About; a script's length only has to be the same for each way."""
VOICES = {"pyttsx3": "gmw/en-gb-x-rp", "tone": "220"}


def write_scripts(folder: Path, count: int, engine: str, first: int = 0) -> list[Path]:
    """Write scripts of one to four minutes."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(first, first + count):
        chance = random.Random(number)
        left = round(WORDS_A_MINUTE[engine] * chance.uniform(1, 4))
        lines = [f'version: 1\ntitle: Script {number}\nvoices: {{v: {{engine: {engine}, name: "{VOICES[engine]}"}}}}\n']
        lines.append("segments:\n")
        while left > 0:
            sentences = []
            for _ in range(4):
                words = chance.sample(TEXT.split(), chance.randrange(9, 20))
                sentences.append(" ".join(words).capitalize() + ".")
                left -= len(words)
            lines.append(f"  - narration: {' '.join(sentences)}\n")
        paths.append(folder / f"s{number:05d}.yaml")
        paths[-1].write_text("".join(lines), encoding="utf-8")
    return paths


def environment(cache: Path) -> dict[str, str]:
    """Return the environment of a program with a cache of its own."""
    # Dask would interrupt its workers a hundred times a second to see what they do.
    dask = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
    return {**os.environ, **dask, "AUDIOBRIEF_CACHE": str(cache), "NO_COLOR": "1"}


def by_render(scripts: list[Path], folder: Path) -> None:
    """Render with two processes, half of the scripts each."""
    programs = []
    for number in (0, 1):
        place = folder / str(number)
        place.mkdir(parents=True)
        command = [sys.executable, "-m", "audiobrief", "render", "-q", *map(str, scripts[number::2])]
        programs.append(subprocess.Popen(command, cwd=place, env=environment(folder / "cache")))
    assert [program.wait() for program in programs] == [0, 0]


def by_archive(scripts: list[Path], folder: Path, *options: str) -> None:
    """Render with `archive`."""
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "audiobrief", "archive", "-q", *map(str, scripts), "--to", str(folder / "out")]
    subprocess.run([*command, *(options or ("--jobs", "2"))], check=True, env=environment(folder / "cache"))


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Yield the file of the scheduler of a cluster of two workers."""
    folder.mkdir(parents=True)
    file = folder / "scheduler.json"
    options = {"cwd": folder, "env": environment(folder / "cache"), "stderr": subprocess.DEVNULL}
    programs = [
        subprocess.Popen([sys.executable, "-m", f"distributed.cli.{program}", *arguments, "--no-dashboard"], **options)
        for program, arguments in (
            ("dask_scheduler", ["--port", "0", "--scheduler-file", str(file)]),
            *[("dask_worker", ["--scheduler-file", str(file), "--nthreads", "1", "--no-nanny"])] * 2,
        )
    ]
    try:
        from distributed import Client

        while not file.exists():
            time.sleep(0.1)
        with Client(scheduler_file=str(file), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield str(file)
    finally:
        for program in reversed(programs):
            program.kill()
            program.wait()


def throughput(arguments: argparse.Namespace) -> None:
    """Compare the ways, in turn."""
    ways = ["render", "archive"] + ([] if arguments.no_cluster else ["cluster"])
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for batch in range(arguments.scripts // arguments.batch):
            scripts = write_scripts(root / "scripts", arguments.batch, arguments.engine, batch * arguments.batch)
            for way in ways[batch % len(ways) :] + ways[: batch % len(ways)]:
                seconds[way].append(timed(way, scripts, root / f"{way}{batch}"))
                print(f"batch {batch} {way:8} {seconds[way][-1]:8.1f} s", flush=True)
        for way in ways:
            ratios = [ours / theirs for ours, theirs in zip(seconds["render"], seconds[way], strict=True)]
            print(f"{way:8} {sum(seconds[way]):8.1f} s {sum(seconds['render']) / sum(seconds[way]):6.3f}", *ratios)
        if not arguments.no_memory:
            memory(root)


def timed(way: str, scripts: list[Path], folder: Path) -> float:
    """Return the seconds that a way takes; workers of a cluster have been started before, but have loaded nothing."""
    with cluster(folder.with_suffix(".dask")) if way == "cluster" else nullcontext() as file:
        began = time.perf_counter()
        if way == "render":
            by_render(scripts, folder)
        else:
            by_archive(scripts, folder, *(("--cluster", file) if file else ()))
        return time.perf_counter() - began


def memory(root: Path) -> None:
    """Print how the memory of workers grows over one run on all scripts."""
    scripts = sorted((root / "scripts").iterdir())
    command = [sys.executable, "-m", "audiobrief", "archive", "-q", *map(str, scripts), "--to", str(root / "memory")]
    driver = psutil.Popen([*command, "--jobs", "2"], env=environment(root / "cache"))
    sizes: dict[int, list[float]] = {}
    while driver.poll() is None:
        with suppress(psutil.NoSuchProcess):
            for child in driver.children():
                info = child.memory_info()
                sizes.setdefault(child.pid, []).append((info.rss - info.shared) / 1e6)
        time.sleep(0.25)
    for pid, sampled in sizes.items():
        settled = sampled[len(sampled) // 20 :]  # without the time in which it starts
        quarter = len(settled) // 4
        first, last = statistics.mean(settled[:quarter]), statistics.mean(settled[-quarter:])
        print(f"worker {pid}: {first:.0f} MB, {last:.0f} MB: {last / first:.3f}, largest {max(sampled):.0f} MB")


DRIVER = """
import sys, time
from audiobrief.archive import ledger
spent = 0.0
def counted(name, original):
    def call(*arguments):
        global spent
        began = time.perf_counter()
        try:
            return original(*arguments)
        finally:
            spent += time.perf_counter() - began
    return call
for name in ("get", "put"):
    setattr(ledger.Ledger, name, counted(name, getattr(ledger.Ledger, name)))
from audiobrief.cli.main import run
began = time.perf_counter()
status = run(sys.argv[1:])
print(f"LEDGER {spent:.3f} {time.perf_counter() - began:.3f}", file=sys.stderr)
sys.exit(status)
"""


def small(arguments: argparse.Namespace) -> None:
    """Measure the driver on many small scripts."""
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        root = Path(name)
        (root / "scripts").mkdir()
        for number in range(arguments.scripts):
            (root / "scripts" / f"s{number:05d}.yaml").write_text(
                f'version: 1\ntitle: Script {number}\nvoices: {{v: {{engine: tone, name: "220"}}}}\n'
                f"segments:\n  - narration: This is script number {number}.\n",
                encoding="utf-8",
            )
        time.sleep(1)
        for title in ("first", "second"):
            command = [sys.executable, "-c", DRIVER, "archive", "scripts", "--to", "out", "--jobs", "2"]
            driver = psutil.Popen(command, cwd=root, env=environment(root / "cache"), stderr=subprocess.PIPE, text=True)
            largest = [0.0]
            threading.Thread(target=watch_memory, args=(driver, largest), daemon=True).start()
            began = time.perf_counter()
            _, errors = driver.communicate()
            seconds = time.perf_counter() - began
            ledger, whole = map(float, errors.splitlines()[-1].split()[1:])
            print(
                f"{title}: {seconds:.1f} s, driver {largest[0]:.0f} MB, ledger {ledger:.2f} s of {whole:.1f} s "
                f"({ledger / whole:.2%}); {errors.splitlines()[-2]}",
                flush=True,
            )


def watch_memory(process: psutil.Popen, largest: list[float]) -> None:
    """Note the largest memory of a process."""
    with suppress(psutil.NoSuchProcess):
        while process.is_running():
            largest[0] = max(largest[0], process.memory_info().rss / 1e6)
            time.sleep(0.1)


def main() -> None:
    """Run a measurement."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(required=True)
    ways = commands.add_parser("throughput")
    ways.add_argument("--engine", choices=sorted(VOICES), default="tone")
    ways.add_argument("--scripts", type=int, default=400)
    ways.add_argument("--batch", type=int, default=40)
    ways.add_argument("--no-cluster", action="store_true")
    ways.add_argument("--no-memory", action="store_true")
    ways.set_defaults(run=throughput)
    many = commands.add_parser("small")
    many.add_argument("--scripts", type=int, default=10_000)
    many.add_argument("--folder", type=Path)
    many.set_defaults(run=small)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
