"""How long an edit takes in a long programme beside a short one, start-up included.

    python benchmarks/edit_by_length.py [--minutes 10 120] [--rounds N]

One sentence is put into a paragraph of a programme that was rendered before, and the programme is rendered again:
in each round at another place, the same one of both programmes, one after the other. Printed are the medians of the
seconds, and of the ratios of the rounds.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from against_the_shell import script, text

PLACES = 7


class Programme:
    """A script of so many minutes, in a folder with a store of its own."""

    def __init__(self, minutes: float, folder: Path) -> None:
        """Render it for the first time."""
        self._paragraphs = text(minutes)
        self._folder = folder
        folder.mkdir()
        self._render(self._paragraphs)

    def edit(self, place: float, number: int) -> float:
        """Return the seconds of rendering it with one sentence more.

        Args:
            place: where, as a part of its length.
            number: what tells the sentence from all others.
        """
        self._render(self._paragraphs)
        edited = list(self._paragraphs)
        at = int(place * len(edited))
        edited[at] = f"The number is {number}. {edited[at]}"
        return self._render(edited)

    def _render(self, paragraphs: list[str]) -> float:
        path = self._folder / "episode.yaml"
        path.write_text(script(paragraphs, 2, "pyttsx3"), encoding="utf-8")
        command = [sys.executable, "-m", "audiobrief", "render", path, "-q", "-o", path.with_suffix(".mp3")]
        began = time.perf_counter()
        subprocess.run(
            [str(part) for part in command],
            check=True,
            env={**os.environ, "AUDIOBRIEF_CACHE": str(self._folder / "cache")},
        )
        return time.perf_counter() - began


def main() -> None:
    """Measure in turn, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, nargs=2, default=[10, 120], metavar=("SHORT", "LONG"))
    parser.add_argument("--rounds", type=int, default=3 * PLACES)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        programmes = [Programme(minutes, Path(name) / f"{minutes:g}") for minutes in arguments.minutes]
        rounds = [
            [programme.edit((number % PLACES + 0.5) / PLACES, number) for programme in programmes]
            for number in range(arguments.rounds)
        ]
    for minutes, seconds in zip(arguments.minutes, zip(*rounds, strict=True), strict=True):
        print(f"{minutes:7g} minutes {statistics.median(seconds):8.3f} s")
    print(f"        ratio   {statistics.median(long / short for short, long in rounds):8.3f}")


if __name__ == "__main__":
    main()
