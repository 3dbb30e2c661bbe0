"""How long a render takes beside the shell way and the common script, on the same text in turn.

    python benchmarks/against_the_shell.py [--minutes 5 30 120] [--pairs N] [--channels 1|2] [--voice espeak|hibari]

The shell way is `espeak-ng` (or `hibari`) to a WAV file, then `lame -b 128` at 44.1 kHz. The common script is pyttsx3
to a file for each paragraph, joined by pydub's `+=` and exported. audiobrief renders from an empty store, after one
sentence was changed, and after nothing was. All make 128 kbit/s at 44.1 kHz, with two channels unless told otherwise;
the time in which the shell way's WAV file gets its second channel is not counted. Ratios are those of the seconds for
each second of the programme that came out, since pauses differ. Printed are medians, and the most memory of the whole
process tree. espeak-ng and lame must be on the PATH (Debian's packages), and hibari for its voice (the extra
`natural`).
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
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
from mutagen.mp3 import MP3

WORDS = (
    "the bridge over river is open again and town people say that engineers found stone pillar holding better than "
    "they had feared when ice moved last winter while trains cars boats wait for thaw which comes every spring"
)
CHARACTERS_A_MINUTE = 920
CHANNELS = {1: "mono", 2: "stereo"}
ENGINES = {"espeak": "pyttsx3", "hibari": "hibari"}
COMMON = """
import sys, time
import espeakng_loader, ctypes, os
ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
import imageio_ffmpeg, pyttsx3
from pydub import AudioSegment
AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
engine = pyttsx3.init("espeak")
finished = []
engine.connect("finished-utterance", lambda name, completed: finished.append(name))
whole = AudioSegment.empty()
for number, paragraph in enumerate(open(sys.argv[1]).read().split("\\n\\n")):
    engine.save_to_file(paragraph, f"{sys.argv[2]}.{number}.wav")
    engine.runAndWait()
    while not finished:  # it may return before the file is there
        time.sleep(0.01)
    finished.clear()
    whole += AudioSegment.from_wav(f"{sys.argv[2]}.{number}.wav")
whole.set_frame_rate(44100).set_channels(int(sys.argv[3])).export(sys.argv[2], format="mp3", bitrate="128k")
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a way of making a programme took."""

    seconds: float
    """In all."""
    relative: float
    """Seconds for each second of the programme."""
    megabytes: float
    """The most of the whole process tree."""


def text(minutes: float) -> list[str]:
    """Return paragraphs of about so many minutes of speech, the same ones every time."""
    chance = random.Random(3)
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < minutes * CHARACTERS_A_MINUTE:
        sentences = (
            " ".join(chance.choices(WORDS.split(), k=chance.randint(8, 20))).capitalize() + "." for _ in range(5)
        )
        paragraphs.append(" ".join(sentences))
    return paragraphs


def script(paragraphs: list[str], channels: int, engine: str) -> str:
    """Return a script with a chapter for every six paragraphs."""
    parts = []
    for number in range(0, len(paragraphs), 6):
        said = "\n\n".join(f"      {paragraph}" for paragraph in paragraphs[number : number + 6])
        parts.append(f"  - narration: |\n{said}\n    chapter: Part {number // 6 + 1}\n")
    head = f"version: 1\ntitle: Long\nlanguage: en-GB\noutput: {{channels: {CHANNELS[channels]}, bitrate: 128k}}\n"
    return f"{head}voices:\n  one: {{engine: {engine}}}\nsegments:\n{''.join(parts)}"


def run(command: Sequence[str | Path]) -> tuple[float, int]:
    """Run a program; give its seconds, and the most bytes of its process tree."""
    most, began = 0, time.perf_counter()
    with psutil.Popen([str(part) for part in command], stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, _memory(process))
            time.sleep(0.02)
    if process.returncode:
        sys.exit(f"{command[0]} failed")
    return time.perf_counter() - began, most


def cost(made: Path, *runs: tuple[float, int]) -> Cost:
    """Return what runs took together for what they made."""
    seconds = sum(each for each, _ in runs)
    return Cost(seconds, seconds / MP3(made).info.length, max(most for _, most in runs) / 1e6)


def widen(path: Path) -> None:
    """Return a WAV file of one channel a second one."""
    with wave.open(str(path), "rb") as file:
        rate, sound = file.getframerate(), np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(sound, 2).tobytes())


def _memory(process: psutil.Process) -> int:
    total = 0
    for each in (process, *process.children(recursive=True)):
        try:
            total += each.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def ways(paragraphs: list[str], folder: Path, channels: int, voice: str) -> dict[str, Callable[[], Cost]]:
    """Return the ways of making a programme of paragraphs."""
    said, episode, text = folder / "said.txt", folder / "episode.yaml", "\n\n".join(paragraphs)
    said.write_text(text, encoding="utf-8")
    changes = iter(range(1_000_000))

    def write(changed: bool) -> None:
        middle = len(paragraphs) // 2
        words = f"The number is {next(changes)}. " if changed else ""
        edited = [*paragraphs[:middle], words + paragraphs[middle], *paragraphs[middle + 1 :]]
        episode.write_text(script(edited, channels, ENGINES[voice]), encoding="utf-8")

    def shell() -> Cost:
        sound, made = folder / "shell.wav", folder / "shell.mp3"
        speak: dict[str, list[str | Path]] = {
            "espeak": ["espeak-ng", "-v", "en-gb", "-f", said, "-w", sound],
            "hibari": ["hibari", "-o", sound, text],
        }
        spoken = run(speak[voice])
        if channels == 2:
            widen(sound)
        return cost(made, spoken, run(["lame", "--quiet", "-b", "128", "--resample", "44.1", sound, made]))

    def common() -> Cost:
        made = folder / "common.mp3"
        return cost(made, run([sys.executable, "-c", COMMON, said, made, str(channels)]))

    def render() -> Cost:
        made = folder / "own.mp3"
        return cost(made, run([sys.executable, "-m", "audiobrief", "render", episode, "-q", "-o", made]))

    def cold() -> Cost:
        shutil.rmtree(os.environ["AUDIOBRIEF_CACHE"], ignore_errors=True)
        write(changed=False)
        return render()

    def edited() -> Cost:
        write(changed=True)
        return render()

    chosen = {"shell way": shell, "common script": common} if voice == "espeak" else {"shell way": shell}
    return {**chosen, "cold": cold, "one sentence changed": edited, "nothing changed": render}


def main() -> None:
    """Measure in turn, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, nargs="+", default=[5, 30, 120])
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--channels", type=int, choices=(1, 2), default=2)
    parser.add_argument("--voice", choices=tuple(ENGINES), default="espeak")
    arguments = parser.parse_args()
    print(f"{'minutes':>7}  {'way':<22}{'ratio':>8}{'seconds':>9}{'MB':>8}")
    for minutes in arguments.minutes:
        with tempfile.TemporaryDirectory() as name:
            os.environ["AUDIOBRIEF_CACHE"] = str(Path(name) / "cache")
            made = ways(text(minutes), Path(name), arguments.channels, arguments.voice)
            rounds = [{way: measure() for way, measure in made.items()} for _ in range(arguments.pairs)]
            for way in made:
                ratio = statistics.median(each[way].relative / each["shell way"].relative for each in rounds)
                seconds = statistics.median(each[way].seconds for each in rounds)
                most = max(each[way].megabytes for each in rounds)
                print(f"{minutes:7g}  {way:<22}{ratio:8.3f}{seconds:9.2f}{most:8.0f}", flush=True)


if __name__ == "__main__":
    main()
