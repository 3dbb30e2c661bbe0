"""An episode with recorded clips, from its script to the site: heard, read, compared, disclosed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from audiobrief.audio.loudness import integrated_loudness, window_energies
from builders import audiobrief, sine
from publish.sets import HOUSE, cover

CLIPS = {
    "mayor": ("Ada Byrne", "We will rebuild the bridge, and we start on Monday.", -35.0),
    "driver": ("Ben Cole", "I have crossed that river every morning for thirty years.", -20.0),
    "engineer": ("Carla Diaz", "The ice has moved two of the pillars.", -9.0),
}
"""The speaker, the words and the loudness in LUFS of each recording."""
SCRIPT = """\
version: 1
show: show.yaml
title: The bridge
date: 2024-05-01
language: en-GB
summary: The bridge is to be rebuilt.
voices: {presenter: {engine: hibari, name: heart}}
segments:
  - intro: The bridge over the river is closed.
    chapter: The bridge
  - clip: {file: mayor.wav, speaker: Ada Byrne, text: "We will rebuild the bridge, and we start on Monday."}
  - narration:
      - presenter: Many people depend on it.
      - clip: {file: driver.wav, speaker: Ben Cole, transcript: driver.vtt}
      - presenter: The engineers have found the reason.
      - clip: {file: engineer.wav, speaker: Carla Diaz, text: "The ice has moved two of the pillars."}
    chapter: Why it is closed
  - outro: Three people were recorded. All other voices are synthetic.
    chapter: Credits
"""


def record(folder: Path, name: str) -> None:
    """Write a recording: another voice, at its loudness, with the hum of the mains."""
    _, words, lufs = CLIPS[name]
    path = folder / f"{name}.wav"
    run = audiobrief("say", words, "--engine", "piper", "--voice", "joe", "-o", path, cwd=folder)
    assert run.status == 0, run.err
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    gain = 10 ** ((lufs - integrated_loudness([window_energies(sound, sound[:0], rate)])) / 20)
    hum = sine(len(sound) / rate, 50, lufs - 10, rate)[: len(sound)]
    soundfile.write(path, sound * gain + hum, rate, subtype="FLOAT")


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a rendered episode of three clips."""
    pytest.importorskip("hibari")
    pytest.importorskip("piper")
    folder = tmp_path_factory.mktemp("recorded")
    for name in CLIPS:
        record(folder, name)
    (folder / "driver.vtt").write_text(f"WEBVTT\n\n00:00.100 --> 00:03.000\n{CLIPS['driver'][1]}\n", encoding="utf-8")
    (folder / "show.yaml").write_text(HOUSE, encoding="utf-8")
    (folder / "cover.png").write_bytes(cover())
    (folder / "bridge.yaml").write_text(SCRIPT, encoding="utf-8")
    run = audiobrief("render", "bridge.yaml", "-q", cwd=folder)
    assert (run.status, run.err) == (0, "")
    return folder


def manifest(project: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((project / "out" / "bridge.episode.json").read_text("utf-8"))
    return content


def loudness(sound: npt.NDArray[np.float32], rate: int, places: Iterable[dict[str, Any]]) -> float:
    """Return the loudness of stretches of an episode, one after another, in LUFS."""
    parts = [sound[round(place["start"] * rate) : round(place["end"] * rate)] for place in places]
    return integrated_loudness([window_energies(part, part[:0], rate) for part in parts])


def test_clips_are_as_loud_as_the_voice(project: Path) -> None:
    made = manifest(project)
    assert made["loudness"]["integrated_lufs"] == pytest.approx(-16, abs=0.5)
    assert made["loudness"]["true_peak_dbtp"] <= -1
    sound, rate = soundfile.read(project / "out" / "bridge.mp3", dtype="float32", always_2d=True)
    voice = loudness(sound, rate, [each for each in made["sentences"] if not each.get("recorded")])
    clips = [loudness(sound, rate, [each]) for each in made["recordings"]]
    assert clips == pytest.approx([voice] * 3, abs=0.5)


def test_check_and_against_find_nothing_wrong(project: Path) -> None:
    spoken = " ".join(sentence["text"] for sentence in manifest(project)["sentences"])
    (project / "article.txt").write_text(f"The bridge\n\n{spoken}\n", encoding="utf-8")
    run = audiobrief("check", "bridge.yaml", "--against", "article.txt", cwd=project)
    assert run.status == 0
    assert "warning" not in run.out
    (project / "article.txt").write_text(f"The bridge\n\n{spoken.replace('thirty', 'forty')}\n", encoding="utf-8")
    run = audiobrief("check", "bridge.yaml", "--against", "article.txt", cwd=project)
    assert "does not have the number 'thirty'" in run.out


def test_proof_hears_the_voices_and_leaves_clips_out(project: Path) -> None:
    pytest.importorskip("faster_whisper")
    run = audiobrief("proof", "out/bridge.mp3", cwd=project)
    assert (run.status, run.out) == (0, "")


def test_preflight_and_publish_take_it(project: Path) -> None:
    run = audiobrief("preflight", "out/bridge.mp3", cwd=project)
    assert (run.status, run.out) == (0, "")
    run = audiobrief("publish", "out/bridge.mp3", "--to", "site", "-q", cwd=project)
    assert (run.status, run.err) == (0, "")
    page = (project / "site" / "episodes" / "bridge" / "index.html").read_text("utf-8")
    feed = (project / "site" / "feed.xml").read_text("utf-8")
    transcript = " ".join((project / "out" / "bridge.vtt").read_text("utf-8").split())
    for speaker, words, _ in CLIPS.values():
        assert f'{speaker} <span class="recorded">(recorded)</span>' in page
        assert words in re.sub(r"\s+", " ", page)
        assert f"<v {speaker}>{words}</v>" in transcript
        assert speaker in feed
    assert "Recorded, not synthetic: Ada Byrne, Ben Cole, Carla Diaz." in feed


def test_preflight_warns_where_nobody_hears_who_was_recorded(project: Path) -> None:
    script = SCRIPT.replace("Three people were recorded. All other voices are", "The voices that you heard are")
    (project / "silent.yaml").write_text(script, encoding="utf-8")
    assert audiobrief("render", "silent.yaml", "-q", cwd=project).status == 0
    run = audiobrief("preflight", "out/silent.mp3", cwd=project)
    assert "the episode never says that Ada Byrne, Ben Cole and Carla Diaz were recorded" in run.out
