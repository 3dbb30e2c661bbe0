"""What a further format of an episode costs beside its encoder alone.

    python benchmarks/further_formats.py [SCRIPT] [--rounds N] [--formats FORMAT...]

In turn: the script is rendered as MP3; as MP3 and the further format; and the further format is encoded alone, by the
same encoder from the finished samples. Clips come from the cache, and chunks are encoded each time. Printed are medians
of the seconds that the further format adds, of those of its encoder alone, and of their ratio: first on the clock, then
of the processor, of all processes together. On the clock, nothing else may run beside.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audiobrief.cache.kinds import CHUNKS, RUNS

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "scripts" / "belarus-briefing.yaml"
ENCODE = """
import sys
import wave
from pathlib import Path
from audiobrief.audio import encode
from audiobrief.script.models.script import Output
encode._encode_and_measure = lambda arguments, path, *_: encode.run_encoder(arguments, path, timeout=3600)
sound, path = map(Path, sys.argv[1:3])
if path.suffix == ".wav":
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 44100, 0, "NONE", ""))
        file.writeframes(sound.read_bytes())
else:
    empty = sound.with_suffix(".txt")
    empty.write_text(";FFMETADATA1\\n")
    parts = encode.M4aParts(sound, empty, None, ())
    {
        ".m4a": lambda: encode.encode_m4a(Output(), parts, path),
        ".m4b": lambda: encode.encode_m4a(Output(), parts, path),
        ".opus": lambda: encode.encode_opus(Output(), sound, path),
        ".flac": lambda: encode.encode_flac(Output(), sound, path),
    }[path.suffix]()
"""
START = "import audiobrief.audio.encode, audiobrief.script.models.script"
"""What the program above imports, whose time is taken off."""


Seconds = npt.NDArray[np.float64]
"""On the clock, and of the processor."""


def run_seconds(*command: str | Path, cache: Path) -> Seconds:
    """Run a program, and return the seconds that it takes, and those of the processor with its children's."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {**os.environ, "AUDIOBRIEF_CACHE": str(cache)}
    subprocess.run([str(part) for part in command], check=True, capture_output=True, env=environment)
    end, after = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    return np.array((end - start, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime))


class Rounds:
    """Renders of one script, with its clips in a cache of their own."""

    def __init__(self, script: Path, folder: Path) -> None:
        """Speak the script, and write its finished samples."""
        self.script, self.folder, self.cache = script, folder, folder / "cache"
        self.render("mp3,wav")
        self.sound = folder / "sound.pcm"
        wave = (folder / "e.wav").read_bytes()
        at = wave.index(b"data") + 8
        self.sound.write_bytes(wave[at : at + int.from_bytes(wave[at - 4 : at], "little")])

    def render(self, formats: str) -> Seconds:
        """Return the seconds of rendering in some formats."""
        for name in (CHUNKS.name, RUNS.name):
            shutil.rmtree(self.cache / name, ignore_errors=True)
        target = self.folder / "e.mp3"
        command = (sys.executable, "-m", "audiobrief", "render", self.script, "-q", "--format", formats, "-o", target)
        return run_seconds(*command, cache=self.cache)

    def alone(self, name: str) -> Seconds:
        """Return the seconds of encoding."""
        start = run_seconds(sys.executable, "-c", START, cache=self.cache)
        path = self.folder / f"alone.{name}"
        return run_seconds(sys.executable, "-c", ENCODE, self.sound, path, cache=self.cache) - start


def main() -> None:
    """Measure in turn, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr] # it has one
    parser.add_argument("script", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--formats", nargs="+", default=["m4a", "opus", "flac", "wav"])
    arguments = parser.parse_args()
    print(f"{'':<8}{'':<10}{'adds':>10}{'encoder':>10}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as name:
        rounds = Rounds(arguments.script, Path(name))
        for form in arguments.formats:
            rows = []
            for _ in range(arguments.rounds):
                added = -rounds.render("mp3") + rounds.render(f"mp3,{form}")
                encoding = rounds.alone(form)
                rows.append((added, encoding, added / encoding))
            for kind, medians in zip(("clock", "processor"), np.median(rows, axis=0).T, strict=True):
                print("{:<8}{:<10}{:>8.2f} s{:>8.2f} s{:>8.2f}".format(form, kind, *medians), flush=True)


if __name__ == "__main__":
    main()
