"""How the memory of `audiobrief watch` grows with the number of saves.

    python benchmarks/memory_of_watch.py [--saves N] [--seconds S]

A programme with the voice `tone` is watched. At each save another sentence of it is a new one. Printed is the
memory of the program's process (resident, without pages of files) after some saves, and the ratio of the last to that
after 50.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

PARAGRAPHS = 40
COMPARED = 50
"""Saves after which the memory is compared with that at the end."""
SHOWN = 25
"""Saves between two lines of the table."""


class Watching:
    """A watch that runs, and the renders that it has reported."""

    def __init__(self, folder: Path) -> None:
        """Start it; `folder` has the script."""
        environment = {**os.environ, "AUDIOBRIEF_CACHE": str(folder / "cache"), "NO_COLOR": "1"}
        command = [sys.executable, "-m", "audiobrief", "watch", "episode.yaml"]
        self.process = psutil.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)
        self.renders = 0
        self.other_lines: list[str] = []
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        for line in self.process.stderr:
            if line.startswith("out/episode.mp3: "):
                self.renders += 1
            else:
                self.other_lines.append(line)

    def megabytes(self) -> tuple[float, float]:
        """Return the memory of the process, and of it and its child processes."""
        family = [self.process, *self.process.children(recursive=True)]
        sizes = [_private(member) for member in family]
        return sizes[0], sum(sizes)


def _private(process: psutil.Process) -> float:
    """Return the resident memory of a process, without pages of files, in MB."""
    memory = process.memory_info()
    return (memory.rss - getattr(memory, "shared", 0)) / 1e6


def write_script(folder: Path, saves: int) -> None:
    """Write the script as it is after so many saves."""
    numbers = [saves - (saves - at) % PARAGRAPHS for at in range(PARAGRAPHS)]
    segments = "".join(
        f"  - narration: Paragraph {at} has the number {max(0, number)}. It says what every other paragraph says.\n"
        for at, number in enumerate(numbers)
    )
    head = 'version: 1\ntitle: Watched\nvoices: {v: {engine: tone, name: "220"}}\n'
    path = folder / "episode.new"
    path.write_text(f"{head}segments:\n{segments}", encoding="utf-8")
    path.replace(folder / "episode.yaml")


def main() -> None:
    """Save in equal intervals, and print the memory."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--saves", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=600, help="Seconds for all saves.")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_script(folder, 0)
        watching = Watching(folder)
        try:
            measured = measure(watching, folder, arguments.saves, arguments.seconds)
        finally:
            watching.process.terminate()
            watching.process.wait()
    print(f"renders  {watching.renders:8d}")
    print(f"lines of other kinds {len(watching.other_lines)}: {''.join(watching.other_lines[:3])}", end="")
    if arguments.saves > COMPARED:
        print(f"ratio of {arguments.saves} saves to {COMPARED}: {measured[-1] / measured[COMPARED]:.3f}")


def measure(watching: Watching, folder: Path, saves: int, seconds: float) -> list[float]:
    """Return the MB of the process before the first save, and after each."""
    while not watching.renders:
        time.sleep(0.1)
    measured = [watching.megabytes()[0]]
    began = time.monotonic()
    print("   saves        MB  with child processes")
    for save in range(1, saves + 1):
        write_script(folder, save)
        time.sleep(max(0.0, began + save * seconds / saves - time.monotonic()))
        own, all_together = watching.megabytes()
        measured.append(own)
        if save % SHOWN == 0:
            print(f"{save:8d} {own:9.1f} {all_together:9.1f}", flush=True)
    return measured


if __name__ == "__main__":
    main()
