"""How long a render takes beside the shell way and the common script, on the same text in turn.

    python benchmarks/against_the_shell.py [--minutes 5 30 120] [--pairs N]

The shell way is `espeak-ng` to a WAV file, then `lame -b 128` at 44.1 kHz. The common script is pyttsx3 to a file for
each paragraph, joined by pydub's `+=` and exported. audiobrief renders from an empty store, after one sentence was
changed, and after nothing was. All make one channel at 44.1 kHz and 128 kbit/s; seconds are divided by those of the
programme that came out, since pauses differ. Printed are medians of ratios to the shell way, and the most memory of
the whole process tree. espeak-ng and lame must be on the PATH (Debian's packages).
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from mutagen.mp3 import MP3

WORDS = (
    "the bridge over river is open again and town people say that engineers found stone pillar holding better than "
    "they had feared when ice moved last winter while trains cars boats wait for thaw which comes every spring"
)
CHARACTERS_A_MINUTE = 920
COMMON = """
import sys
import espeakng_loader, ctypes, os
ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
import imageio_ffmpeg, pyttsx3
from pydub import AudioSegment
AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
engine = pyttsx3.init("espeak")
whole = AudioSegment.empty()
for number, paragraph in enumerate(open(sys.argv[1]).read().split("\\n\\n")):
    engine.save_to_file(paragraph, f"{sys.argv[2]}.{number}.wav")
    engine.runAndWait()
    whole += AudioSegment.from_wav(f"{sys.argv[2]}.{number}.wav")
whole.set_frame_rate(44100).export(sys.argv[2], format="mp3", bitrate="128k")
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a way of making a programme took."""

    seconds: float
    """For each second of the programme."""
    megabytes: float
    """The most of the whole process tree."""


def text(minutes: float) -> list[str]:
    """Give paragraphs of about so many minutes of speech, the same ones every time."""
    chance = random.Random(3)
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < minutes * CHARACTERS_A_MINUTE:
        sentences = (
            " ".join(chance.choices(WORDS.split(), k=chance.randint(8, 20))).capitalize() + "." for _ in range(5)
        )
        paragraphs.append(" ".join(sentences))
    return paragraphs


def script(paragraphs: list[str]) -> str:
    """Give a script with a chapter for every six paragraphs."""
    parts = []
    for number in range(0, len(paragraphs), 6):
        said = "\n\n".join(f"      {paragraph}" for paragraph in paragraphs[number : number + 6])
        parts.append(f"  - narration: |\n{said}\n    chapter: Part {number // 6 + 1}\n")
    head = "version: 1\ntitle: Long\nlanguage: en-GB\noutput: {channels: mono, bitrate: 128k}\n"
    return f"{head}voices:\n  one: {{engine: pyttsx3}}\nsegments:\n{''.join(parts)}"


def cost(made: Path, *commands: Sequence[str | Path]) -> Cost:
    """Run programs, one after the other, and give what they took for what they made."""
    most, began = 0, time.perf_counter()
    for command in commands:
        with psutil.Popen([str(part) for part in command], stdout=subprocess.DEVNULL) as process:
            while process.poll() is None:
                most = max(most, _memory(process))
                time.sleep(0.02)
        if process.returncode:
            sys.exit(f"{command[0]} failed")
    seconds = time.perf_counter() - began
    return Cost(seconds / MP3(made).info.length, most / 1e6)


def _memory(process: psutil.Process) -> int:
    total = 0
    for each in (process, *process.children(recursive=True)):
        try:
            total += each.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def ways(paragraphs: list[str], folder: Path) -> dict[str, Callable[[], Cost]]:
    """Give the ways of making a programme of paragraphs."""
    said, episode = folder / "said.txt", folder / "episode.yaml"
    said.write_text("\n\n".join(paragraphs), encoding="utf-8")
    changes = iter(range(1_000_000))

    def write(changed: bool) -> None:
        middle = len(paragraphs) // 2
        words = f"The number is {next(changes)}. " if changed else ""
        edited = [*paragraphs[:middle], words + paragraphs[middle], *paragraphs[middle + 1 :]]
        episode.write_text(script(edited), encoding="utf-8")

    def shell() -> Cost:
        wave, made = folder / "shell.wav", folder / "shell.mp3"
        speak: list[str | Path] = ["espeak-ng", "-v", "en-gb", "-f", said, "-w", wave]
        return cost(made, speak, ["lame", "--quiet", "-b", "128", "--resample", "44.1", wave, made])

    def common() -> Cost:
        made = folder / "common.mp3"
        return cost(made, [sys.executable, "-c", COMMON, said, made])

    def render() -> Cost:
        return cost(
            folder / "own.mp3", [sys.executable, "-m", "audiobrief", "render", episode, "-q", "-o", folder / "own.mp3"]
        )

    def cold() -> Cost:
        shutil.rmtree(os.environ["AUDIOBRIEF_CACHE"], ignore_errors=True)
        write(changed=False)
        return render()

    def edited() -> Cost:
        write(changed=True)
        return render()

    return {
        "shell way": shell,
        "common script": common,
        "cold": cold,
        "one sentence changed": edited,
        "nothing changed": render,
    }


def main() -> None:
    """Measure in turn, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, nargs="+", default=[5, 30, 120])
    parser.add_argument("--pairs", type=int, default=5)
    arguments = parser.parse_args()
    print(f"{'minutes':>7}  {'way':<22}{'ratio':>8}{'MB':>8}")
    for minutes in arguments.minutes:
        with tempfile.TemporaryDirectory() as name:
            os.environ["AUDIOBRIEF_CACHE"] = str(Path(name) / "cache")
            made = ways(text(minutes), Path(name))
            rounds = [{way: measure() for way, measure in made.items()} for _ in range(arguments.pairs)]
            for way in made:
                ratio = statistics.median(each[way].seconds / each["shell way"].seconds for each in rounds)
                most = max(each[way].megabytes for each in rounds)
                print(f"{minutes:7g}  {way:<22}{ratio:8.3f}{most:8.0f}", flush=True)


if __name__ == "__main__":
    main()
