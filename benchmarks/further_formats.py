"""What a further format of an episode costs beside its encoder alone.

    python benchmarks/further_formats.py [SCRIPT] [--rounds N] [--formats FORMAT...]

In turn: the script is rendered as MP3; as MP3 and the further format; and the further format is encoded alone, by the
same encoder from the finished samples, and then decoded and measured as `render` does. Clips come from the cache, and
chunks are encoded each time. Printed are medians of the seconds of processor time, of all processes together, and of
two ratios: what the further format adds to its encoder alone, and to encoder and measuring.
"""

from __future__ import annotations

import argparse
import os
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
ENCODE = """
import sys
import wave
from pathlib import Path
from audiobrief.audio import encode
from audiobrief.script.models.script import Output
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
MEASURE = """
import sys
from pathlib import Path
from audiobrief.audio import encode
from audiobrief.script.models.script import Output
encode.measure(Path(sys.argv[1]), Output())
"""
START = "import audiobrief.audio.encode, audiobrief.script.models.script"
"""What the two programs above import, whose time is taken off."""


def processor_seconds(*command: str | Path, cache: Path) -> float:
    """Run a program, and return the seconds of processor time of it and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "AUDIOBRIEF_CACHE": str(cache)}
    subprocess.run([str(part) for part in command], check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


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

    def render(self, formats: str) -> float:
        """Return the seconds of rendering in some formats."""
        for name in (CHUNKS.name, RUNS.name):
            shutil.rmtree(self.cache / name, ignore_errors=True)
        target = self.folder / "e.mp3"
        command = (sys.executable, "-m", "audiobrief", "render", self.script, "-q", "--format", formats, "-o", target)
        return processor_seconds(*command, cache=self.cache)

    def alone(self, name: str) -> tuple[float, float]:
        """Return the seconds of encoding, and of measuring."""
        path = self.folder / f"alone.{name}"
        start = processor_seconds(sys.executable, "-c", START, cache=self.cache)
        encoding = processor_seconds(sys.executable, "-c", ENCODE, self.sound, path, cache=self.cache)
        measuring = processor_seconds(sys.executable, "-c", MEASURE, path, cache=self.cache)
        return encoding - start, measuring - start


def main() -> None:
    """Measure in turn, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr] # it has one
    parser.add_argument("script", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--formats", nargs="+", default=["m4a", "opus", "flac", "wav"])
    arguments = parser.parse_args()
    print(f"{'':<8}{'adds':>10}{'encoder':>10}{'measuring':>10}{'/ encoder':>12}{'/ both':>10}")
    with tempfile.TemporaryDirectory() as name:
        rounds = Rounds(arguments.script, Path(name))
        for form in arguments.formats:
            rows = []
            for _ in range(arguments.rounds):
                added = -rounds.render("mp3") + rounds.render(f"mp3,{form}")
                encoding, measuring = rounds.alone(form)
                rows.append((added, encoding, measuring, added / encoding, added / (encoding + measuring)))
            medians = [statistics.median(column) for column in zip(*rows, strict=True)]
            print("{:<8}{:>8.2f} s{:>8.2f} s{:>8.2f} s{:>12.2f}{:>10.2f}".format(form, *medians))


if __name__ == "__main__":
    main()
