"""Measure the editor in Chromium: from a key to the screen, from a click to the sound, and the server's memory.

    python benchmarks/editor.py [--sentences 400] [--engines hibari pyttsx3]

It needs Chromium and the packages of tests/judges (see CONTRIBUTING.md).
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

ACTS = Path(__file__).parents[1] / "tests" / "judges" / "edit.mjs"
SENTENCES = (
    "The harbour of the town was opened again on the 3rd of May.",
    "Three ships had waited outside for two days, and their crews were glad to see the pilot.",
    "The mayor said that 40% of the work was done.",
    "Nobody knows yet how much the new wall will cost.",
)


def write_script(folder: Path, sentences: int, voice: str) -> Path:
    """Write a script of segments of eight sentences."""
    segments = []
    for start in range(0, sentences, 8):
        text = " ".join(f"Number {start + at}: {SENTENCES[at % 4]}" for at in range(8))
        segments.append(f"  - narration: |\n      {text}\n    chapter: Part {start // 8 + 1}\n")
    path = folder / "scripts" / "long.yaml"
    path.parent.mkdir(parents=True)
    head = f"version: 1\ntitle: Long\nlanguage: en-GB\nvoices:\n  presenter: {voice}\nsegments:\n"
    path.write_text(head + "".join(segments), encoding="utf-8")
    return path


@contextmanager
def editing(script: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Start the editor, and yield its address and its process."""
    command = [sys.executable, "-m", "audiobrief", "edit", str(script), "--no-browser", "-q"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), psutil.Process(process.pid)
        finally:
            process.send_signal(signal.SIGINT)


def act(address: str, name: str) -> dict[str, Any]:
    """Do something in the browser, and return what was seen."""
    command = ["node", str(ACTS), address, name, "1280", "light"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    seen: dict[str, Any] = json.loads(done.stdout)
    if "failed" in seen:
        raise SystemExit(f"{name}: {seen['failed']}")
    return seen


def main() -> None:
    """Measure, and print one line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=400)
    parser.add_argument("--engines", nargs="*", default=["hibari", "pyttsx3"])
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        script = write_script(Path(folder) / "speed", options.sentences, "{engine: tone}")
        with editing(script) as (address, process):
            act(address, "speed")  # the first reading of a script takes longer; it is cached then
            seen = act(address, "speed")
            memory = process.memory_info().rss / 1e6
        times = sorted(seen["times"])
        print(f"{seen['sentences']} sentences: first segments after {seen['first']:.0f} ms")
        print(f"from a key to the screen: median {statistics.median(times):.0f} ms, longest {times[-1]:.0f} ms")
        print(f"memory of the server without voices: {memory:.0f} MB")
        for engine in options.engines:
            script = write_script(Path(folder) / engine, 40, f"{{engine: {engine}}}")
            with editing(script) as (address, _):
                times = act(address, "hear")["times"][1:]
            print(
                f"{engine}: from the click after an edit to the sound: median {statistics.median(times):.0f} ms of 10"
            )


if __name__ == "__main__":
    main()
