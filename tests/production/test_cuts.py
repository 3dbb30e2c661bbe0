"""No click is heard where anything is cut: voices, recordings, stings, beds, and the chunks of an episode."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import numpy as np
import pytest

from audiobrief.audio.encode import decode
from audiobrief.production.session import Settings
from builders import ROOT, audiobrief
from clicks import find_clicks, places_of
from programmes import Made, render

EPISODE = """
version: 1
title: Every kind of cut
language: en-GB
voices: {one: {engine: ENGINE}, two: {engine: pyttsx3, name: gmw/en-gb-x-rp, speed: 1.05}}
voice: one
sounds: {theme: audio_assets/theme.wav, sting: audio_assets/sting.wav, bed: audio_assets/bed.wav}
segments:
  - intro: Good evening. This is the news from the harbour.
    bed: theme
  - transition: "First: the bridge."
    sound: sting
  - narration:
      - one: The bridge is open again. The ice had moved a pillar.
      - clip: {file: clip.wav, from: 0:00.7, to: 0:02.2, speaker: Ada, text: what they had feared}
      - two: Engineers looked at every stone of it. Nobody was hurt.
    bed: bed
  - narration:
      - two: The mayor said “it is a great day”, and left. Would she come back? She would.
      - clip: {file: clip.wav, from: 0:00.31, to: 0:01.43, speaker: Ada, text: They found}
      - one: That is all. [700ms] Or nearly all.
  - transition:
    sound: sting
  - clip: {file: clip.wav, from: 0:00.9, to: 0:02, speaker: Ada, text: was better}
    bed: bed
  - outro: Thanks for listening. Good night.
    bed: theme
"""


def clicks_in(made: Made) -> list[str]:
    """Return where clicks are in an episode, before and after it is encoded."""
    places = {chunk.start: f"a chunk at {chunk.start / made.timeline.sample_rate:.3f} s" for chunk in made.chunks}
    places = dict(sorted((places | places_of(made.timeline)).items()))
    rate = made.timeline.sample_rate
    return [
        f"{what}: {places[at]}"
        for what, sound in (
            ("mix", (made.sound() / 32768).astype(np.float32)),
            ("file", np.concatenate(list(decode(made.episode.audio, made.output)))),
        )
        for at in find_clicks(sound, rate, places)
    ]


@pytest.mark.parametrize(
    "engine",
    [
        "pyttsx3",
        pytest.param(
            "hibari",
            marks=pytest.mark.skipif(importlib.util.find_spec("hibari") is None, reason="hibari is not installed"),
        ),
    ],
)
@pytest.mark.slow
def test_of_every_kind_there_is_none(engine: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "audio_assets", tmp_path / "audio_assets", ignore=shutil.ignore_patterns("*.py", "__*"))
    words = "What they found was better than what they had feared, and that is something."
    assert audiobrief("say", words, "-o", "clip.wav", cwd=tmp_path).status == 0
    script = tmp_path / "episode.yaml"
    script.write_text(EPISODE.replace("ENGINE", engine), encoding="utf-8")
    made = render(script, tmp_path / "episode.mp3", Settings(store=tmp_path / "clips"))
    assert clicks_in(made) == []


@pytest.mark.slow
def test_of_the_sample_there_is_none(tmp_path: Path) -> None:
    for name in ("scripts", "audio_assets"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.py", "__*"))
    script = tmp_path / "scripts" / "belarus-briefing.yaml"
    assert clicks_in(render(script, tmp_path / "episode.mp3", Settings(store=tmp_path / "clips"))) == []
