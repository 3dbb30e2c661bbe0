"""Hostile states, manifests, indexes, records and feeds: nothing outside the place changes, and each takes little."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobrief.cli.main import audiobrief
from audiobrief.errors import AudiobriefError
from publish.hostile import CASES, Place
from publish.sets import rendered_set

COMMANDS = ("preflight", "publish", "unpublish")
HEAVY = {"tag: many frames", "tag: compressed text", "m4a: many outer atoms"}
"""Cases that take seconds."""
EVERYDAY = [name for name in [name for name in CASES if "endless" not in name][::4] if name not in HEAVY]
"""A part of the cases; the slow test has all of them."""
MOST_SECONDS, MOST_MEGABYTES = 5, 300


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Publish an episode, and put files beside the site that nobody may touch."""
    place = Place(tmp_path_factory.mktemp("hostile"))
    rendered_set(place.audio.parent)
    CliRunner().invoke(audiobrief, ["publish", str(place.audio), "--to", str(place.site)], catch_exceptions=False)
    for path in ("victim", "outside/victim"):
        (place.root / path).parent.mkdir(exist_ok=True)
        (place.root / path).write_text("keep this")
    return place


@pytest.fixture
def place(published: Place, tmp_path: Path) -> Iterator[Place]:
    copy = Place(tmp_path / "place")
    shutil.copytree(published.root, copy.root)
    yield copy
    shutil.rmtree(copy.root)


def arguments(command: str, place: Place) -> list[str]:
    subject = "episode" if command == "unpublish" else str(place.audio.with_name("episode.episode.json"))
    return [command, subject, "--to", str(place.site), "-q"]


def outside(place: Place) -> dict[str, str]:
    """Return what stands beside the site: the names of all files, and the content of those that nobody may touch."""
    content = {name: (place.root / name).read_text() for name in ("victim", "outside/victim")}
    names = {str(path): "" for path in place.root.rglob("*") if not path.is_relative_to(place.site)}
    return {**names, **content, "folder above": str(sorted(place.root.parent.iterdir()))}


@pytest.mark.parametrize("case", EVERYDAY)
def test_each_ends_in_lines_and_changes_nothing_outside(case: str, place: Place) -> None:
    CASES[case](place)
    before = outside(place)
    for command in COMMANDS:
        run = CliRunner().invoke(audiobrief, arguments(command, place), standalone_mode=False)
        if run.exception is not None:
            assert isinstance(run.exception, AudiobriefError), f"{command}: {run.exception!r}"
            assert str(run.exception).endswith(")")
            assert "\n" not in str(run.exception)
            assert str(run.exception).isprintable()
    assert outside(place) == before


@dataclass(frozen=True, slots=True)
class Measure:
    status: int
    output: str
    seconds: float
    """Of the processor: what others do on the machine does not count."""
    megabytes: float


# The highest resident size of a process is that of its own program; its parent counts the memory before `exec`, too.
PROGRAM = """\
import json, os, re, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
from audiobrief.cli.main import run
for arguments in json.loads(sys.argv[1]):
    if child := os.fork():
        os.waitpid(child, 0)
        continue
    start = time.process_time()
    status = run(arguments)
    with open("/proc/self/status") as file:
        peak = re.search("VmHWM:\\\\s+([0-9]+)", file.read())[1]
    print("took", status, time.process_time() - start, peak, "end", flush=True)
    os._exit(0)
"""


def measure(commands: list[list[str]]) -> list[Measure]:
    """Run command lines one after another, each in a copy of a program that has just started; return what each took."""
    program = [sys.executable, "-c", PROGRAM, json.dumps(commands)]
    output = subprocess.run(
        program, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=180, check=False, text=True
    ).stdout
    measures = []
    for part in output.split("end\n")[: len(commands)]:
        messages, _, took = part.rpartition("took ")
        status, seconds, peak = took.split()
        measures.append(Measure(int(status), messages, float(seconds), int(peak) / 1024))
    return measures


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_each_takes_at_most_5_seconds_and_300_megabytes(case: str, place: Place) -> None:
    CASES[case](place)
    before = outside(place)
    runs = measure([arguments(command, place) for command in COMMANDS])
    assert len(runs) == len(COMMANDS)
    for command, run in zip(COMMANDS, runs, strict=True):
        took = f"{run.seconds:.1f} s\t{run.megabytes:.0f} MB"
        sys.stdout.write(f"FIGURE\t{case}\t{command}\t{run.status}\t{took}\t{run.output!r}\n")
        assert run.status in {0, 1}, run.output
        assert "fault" not in run.output
        assert run.seconds <= MOST_SECONDS
        assert run.megabytes <= MOST_MEGABYTES
    assert outside(place) == before
