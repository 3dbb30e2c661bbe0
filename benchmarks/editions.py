"""What three editions of an episode cost beside the episode itself.

    python benchmarks/editions.py [SCRIPT] [--rounds N]

In turn: the script is rendered alone, and with three editions: a short one of 1:24, one of -23 LUFS as WAV for radio,
and one without beds; and with each of them. The short one needs other pauses, and no other pace of the voices. Cold
renders begin with an empty cache; warm ones have the clips, and encode every chunk. Printed are medians of the seconds
of processor time, of all processes together, and of the ratios.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from audiobrief.cache.kinds import CHUNKS, RUNS

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "scripts" / "belarus-briefing.yaml"
EDITIONS = {
    "short": "{target: 1:24}",
    "radio": "{loudness: -23 LUFS, format: wav}",
    "quiet": "{beds: false}",
}
KEPT = 1
"""The number of the transition and of the narration that the short edition has, too."""


def script_with(script: Path, editions: str) -> str:
    """Return a script's text with editions, its transitions and narrations optional but for the first of each."""
    text = script.read_text(encoding="utf-8")
    pieces = re.split(r"(?m)^  - (?=[a-z]+:)", text.replace("segments:\n", f"{editions}segments:\n", 1))
    seen = {"transition": 0, "narration": 0}
    for number, piece in enumerate(pieces):
        kind = piece.partition(":")[0]
        if kind in seen:
            seen[kind] += 1
            if seen[kind] != KEPT:
                pieces[number] = f"optional: true\n    {piece}"
    return "  - ".join(pieces)


def processor_seconds(script: Path, cache: Path) -> float:
    """Render a script, and return the seconds of processor time of the program and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = (sys.executable, "-m", "audiobrief", "render", script, "-q", "-o", cache.parent / "out" / "e.mp3")
    environment = {**os.environ, "AUDIOBRIEF_CACHE": str(cache), "PYTHONPYCACHEPREFIX": str(cache.parent / "pycache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([str(part) for part in command], check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Measure in turn, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr] # it has one
    parser.add_argument("script", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        project, cache = Path(name) / "project", Path(name) / "cache"
        for folder in ("scripts", "audio_assets"):
            shutil.copytree(ROOT / folder, project / folder)
        sets = {"alone": (), **{edition: (edition,) for edition in EDITIONS}, "all three": tuple(EDITIONS)}
        scripts = {}
        for label, chosen in sets.items():
            lines = "".join(f"  {edition}: {EDITIONS[edition]}\n" for edition in chosen)
            scripts[label] = project / "scripts" / f"{label}.yaml"
            scripts[label].write_text(script_with(arguments.script, f"editions:\n{lines}" if lines else ""), "utf-8")
        processor_seconds(scripts["all three"], cache)  # Python compiles its modules, and clips are spoken
        for state, dropped in (("warm", [cache / CHUNKS.name, cache / RUNS.name]), ("cold", [cache])):
            seconds: dict[str, list[float]] = {label: [] for label in scripts}
            for _ in range(arguments.rounds):
                for label, script in scripts.items():
                    for folder in dropped:
                        shutil.rmtree(folder, ignore_errors=True)
                    seconds[label].append(processor_seconds(script, cache))
            for label, each in seconds.items():
                ratios = [one / alone for one, alone in zip(each, seconds["alone"], strict=True)]
                print(f"{state}  {label:<10}{statistics.median(each):>7.2f} s{statistics.median(ratios):>7.2f}")


if __name__ == "__main__":
    main()
