"""Machines that share a store and nothing else, with a voice that counts what it says, and takes time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from builders import tone_script

_COUNTING_VOICE = """
import os, time
from audiobrief.voices.engines.tone import ToneEngine

speak = ToneEngine.synthesize

def synthesize(self, utterance):
    log = os.open({log!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(log, (utterance.text + "\\n").encode())
    os.close(log)
    time.sleep({seconds})
    while os.path.exists({held!r}) and len(open({log!r}).readlines()) > {most}:
        time.sleep(0.05)
    return speak(self, utterance)

ToneEngine.synthesize = synthesize
"""
"""A module that Python imports when it starts: tones count the sentences that they say, and take their time.

As long as there is a file, no sentence after a number of them is finished.
"""
HELD_AFTER = 4
"""This number of sentences."""


class Machines:
    """Several machines that render parts of the same scripts."""

    def __init__(self, folder: Path, store: str, *, seconds: float = 0.2) -> None:
        self.folder = folder
        self.store = store
        self.log = folder / "spoken"
        self.path = folder / "voice"
        self.path.mkdir()
        self.held = folder / "held"
        voice = _COUNTING_VOICE.format(log=str(self.log), seconds=seconds, held=str(self.held), most=HELD_AFTER)
        (self.path / "sitecustomize.py").write_text(voice)

    def write_scripts(self, count: int) -> int:
        """Write scripts with the same intro and outro, and return the number of different sentences."""
        for number in range(count):
            segments = (
                '  - intro: "Good morning. This is the briefing of the day. Here is the news."\n'
                f'  - narration: "This is what happened at place {"abcdefghijklmnopqrstuvwxyz"[number % 26] * 3}'
                f' {number // 26 + 1}. It was closed."\n'
                '  - outro: "The voices that you heard are synthetic. Thank you for listening."\n'
            )
            tone_script(self.folder / "scripts", segments, name=f"s{number}.yaml")
        return count + 6

    def start(self, number: int, count: int, *options: str) -> subprocess.Popen[str]:
        """Start the part of one machine."""
        environment = {
            **os.environ,
            "AUDIOBRIEF_CACHE": str(self.folder / f"cache{number}"),
            "NO_COLOR": "1",
            "PYTHONPATH": os.pathsep.join([str(self.path), os.environ.get("PYTHONPATH", "")]),
        }
        arguments = ["scripts", "--to", "out", "--shard", f"{number}/{count}", "--jobs", "1", "--store", self.store]
        return subprocess.Popen(
            [sys.executable, "-m", "audiobrief", "archive", *arguments, *options],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def render(self, count: int, *options: str) -> list[str]:
        """Run all parts at the same time, and return the messages of each."""
        running = [self.start(number, count, *options) for number in range(1, count + 1)]
        messages = [each.communicate(timeout=600)[1] for each in running]
        assert [each.returncode for each in running] == [0] * count, messages
        return messages

    def spoken(self) -> Counter[str]:
        """Return how often each sentence was spoken."""
        lines = self.log.read_text("utf-8").splitlines() if self.log.exists() else []
        return Counter(lines)

    def forget(self) -> None:
        """Delete all results and all that the machines have cached, and count anew."""
        shutil.rmtree(self.folder / "out")
        for cache in self.folder.glob("cache*"):
            shutil.rmtree(cache)
        self.log.unlink(missing_ok=True)
