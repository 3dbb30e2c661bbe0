"""How long it takes to hear a script's clips, as `render --proof` does, for each second of new speech.

Speaks the script, loads the recogniser, and then hears every clip once, without a cache. Prints the seconds of speech,
and for each of them the seconds on the clock and of processor time.

    python benchmarks/proof.py [SCRIPT] [--jobs N]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from audiobrief.production.casting import cast_plan
from audiobrief.review.proof.clips.clip_proof import ClipProof
from audiobrief.review.proof.recogniser import open_recogniser
from audiobrief.review.proof.verdicts import VerdictStore
from audiobrief.script.loader import load_script
from audiobrief.voices.clip_store import ClipStore
from audiobrief.voices.registry import open_engines
from audiobrief.voices.speaking import ClipSource


def main() -> None:
    """Hear the clips of a script, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("script", nargs="?", type=Path, default=Path("scripts/belarus-briefing.yaml"))
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_engines(Path(folder)) as engines:
        script, plan = cast_plan(load_script(asked.script), engines)
        clips = ClipSource(engines, ClipStore(Path(folder) / "clips"), script.output.sample_rate)
        utterances = tuple(dict.fromkeys(plan.spoken_utterances()))
        length = sum(len(clips.clip(utterance).samples) for utterance in utterances) / script.output.sample_rate
        recogniser = open_recogniser(asked.jobs)
        proof = ClipProof(lambda: recogniser, VerdictStore("benchmark", None))
        clock, work = time.perf_counter(), time.process_time()
        proof(script, plan, clips)
        clock, work = time.perf_counter() - clock, time.process_time() - work
    print(f"{len(utterances)} clips, {length:.0f} s; for each second of speech, with {asked.jobs} threads:")
    print(f"  on the clock    {clock / length:.2f} s")
    print(f"  processor time  {work / length:.2f} s")


if __name__ == "__main__":
    main()
