"""How long drafting and checking an article takes beside the start of the program.

    python benchmarks/draft_and_check.py ARTICLE [--rounds N]

In each round the program says its help, drafts the article, checks the draft for the first time, checks it again,
checks it with a sentence changed, and checks it with an empty cache, as on a new machine; one after the other. Printed
are the medians of the seconds, and of their ratios to the help of the same round.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STEPS = (
    "start (--help)",
    "draft",
    "check, a new draft",
    "check, the same again",
    "check, a sentence changed",
    "check, no cache",
)
_FIRST_TEXT = re.compile(r"(narration: [|>].*\n(?:\s*#.*\n)*\s+)")


def run(folder: Path, *arguments: str) -> float:
    """Return the seconds of a command."""
    began = time.perf_counter()
    subprocess.run(
        [Path(sys.executable).with_name("audiobrief"), *arguments],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "AUDIOBRIEF_CACHE": str(folder / "cache")},
    )
    return time.perf_counter() - began


def one_round(folder: Path, article: Path, number: int) -> list[float]:
    """Return the seconds of each step."""
    script = folder / f"draft-{number}.yaml"  # of a new name, so that nothing is remembered of it
    seconds = [run(folder, "--help"), run(folder, "draft", str(article), "-o", script.name)]
    seconds += [run(folder, "check", script.name), run(folder, "check", script.name)]
    text, changed = _FIRST_TEXT.subn(rf"\g<1>The number is {number}. ", script.read_text(encoding="utf-8"), count=1)
    if not changed:
        sys.exit(f"the draft of {article} has no narration to change")
    script.write_text(text, encoding="utf-8")
    seconds.append(run(folder, "check", script.name))
    shutil.rmtree(folder / "cache")
    return [*seconds, run(folder, "check", script.name)]


def main() -> None:
    """Measure in turn, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("article", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one_round(folder, arguments.article.resolve(), 0)  # what Python compiles, it compiles once
        rounds = [one_round(folder, arguments.article.resolve(), at) for at in range(1, arguments.rounds + 1)]
    for step, seconds in zip(STEPS, zip(*rounds, strict=True), strict=True):
        ratio = statistics.median(each / start for each, (start, *_) in zip(seconds, rounds, strict=True))
        print(f"{step:27} {statistics.median(seconds):8.3f} s {ratio:8.2f}")


if __name__ == "__main__":
    main()
