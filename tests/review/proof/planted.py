"""The sample spoken by a natural voice, and the same with faults planted in it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from audiobrief.audio import encode
from audiobrief.production.render import render_episode
from audiobrief.production.session import Settings
from audiobrief.review.proof.sound import decode_speech, levels, quietest
from audiobrief.script.loader import load_script
from audiobrief.script.models.script import Output
from audiobrief.units import Samples
from builders import ROOT, SAMPLE
from single_pass import encode_mp3_clip

RATE = 44_100
BREATH = 0.1
"""Seconds of the pauses around a sentence that are cut, or heard twice, with it."""
SILENCE = 3.0

CUT = ("With the anniversary", "The price was high", "There is even talk", "He was quick to add", "Those who watch")
TWICE = ("So we ask", "For a time", "The friendship", "Nobody was hurt", "It is based on")
SILENT = ("Vladimir Putin", "In Minsk", "Money and weapons", "On Thursday", "The voices")
SWAPPED = {
    "from the north?": "from the south?",
    "that fell on Belarus": "that fell on Russia",
    "always leaned east": "always leaned west",
    "our Russian brothers": "our Polish brothers",
    "11th of January": "11th of June",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """An episode that was rendered, and where in it faults are planted."""

    audio: Path
    manifest: dict[str, Any]

    def sentence(self, beginning: str) -> dict[str, Any]:
        """Return the manifest's entry for a sentence."""
        (entry,) = (entry for entry in self.manifest["sentences"] if entry["text"].startswith(beginning))
        found: dict[str, Any] = entry
        return found

    def lines(self, beginnings: Iterable[str]) -> list[int]:
        """Return the script's lines of sentences."""
        return [self.sentence(beginning)["line"] for beginning in beginnings]

    def cut(self, folder: Path) -> Path:
        """Leave sentences out."""
        edits = [(*self._around(each), None) for each in CUT]
        return self._edited(folder, edits)

    def doubled(self, folder: Path) -> Path:
        """Let sentences be heard twice."""
        sound = self._sound()
        edits = []
        for start, end in (self._around(each) for each in TWICE):
            edits.append((end, end, sound[start:end]))
        return self._edited(folder, edits)

    def silenced(self, folder: Path) -> Path:
        """Put silences behind sentences and between the words of others."""
        measured = levels(decode_speech(self.audio))
        edits = []
        for number, sentence in enumerate(map(self.sentence, SILENT)):
            middle = (sentence["start"] + sentence["end"]) / 2
            place = quietest(measured, middle - 0.5, middle + 0.5) if number % 2 else sentence["end"] + BREATH
            edits.append((at(place), at(place), np.zeros((at(SILENCE), 2), np.float32)))
        return self._edited(folder, edits)

    def swapped(self, folder: Path) -> Path:
        """Render a script with other words, and give it the manifest of the sample."""
        text = SAMPLE.read_text(encoding="utf-8")
        for words, others in SWAPPED.items():
            joined = re.sub(r"\s+", " ", text)
            assert joined.count(words) == 1
            text = re.sub(re.escape(words).replace(r"\ ", r"\s+"), others, text)
        project = folder / "project"
        shutil.copytree(ROOT / "audio_assets", project / "audio_assets", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(SAMPLE.parent, project / "scripts")
        (project / "scripts" / SAMPLE.name).write_text(text, encoding="utf-8")
        audio = spoken(project / "scripts" / SAMPLE.name, folder / "x.mp3").audio
        return self._with_manifest(audio)

    def _around(self, beginning: str) -> tuple[int, int]:
        sentence = self.sentence(beginning)
        return at(sentence["start"] - BREATH), at(sentence["end"] + BREATH)

    def _sound(self) -> Any:
        return np.concatenate(list(encode.decode(self.audio, Output())))

    def _edited(self, folder: Path, edits: Iterable[tuple[int, int, Any]]) -> Path:
        sound = self._sound()
        for start, end, other in sorted(edits, key=lambda edit: -edit[0]):
            sound = np.concatenate([sound[:start], *([] if other is None else [other]), sound[end:]])
        samples: Samples = np.round(np.clip(sound, -1, 1) * 32767).astype(np.int16)
        encode_mp3_clip(samples, Output(), folder / "x.mp3")
        return self._with_manifest(folder / "x.mp3")

    def _with_manifest(self, audio: Path) -> Path:
        audio.with_name(f"{audio.stem}.episode.json").write_text(json.dumps(self.manifest), encoding="utf-8")
        return audio


def at(seconds: float) -> int:
    return round(seconds * RATE)


def spoken(script: Path, target: Path) -> Spoken:
    """Render a script in the voices that are installed."""
    episode = render_episode(load_script(script), target, Settings(jobs=1))
    return Spoken(episode.audio, episode.manifest.content())
