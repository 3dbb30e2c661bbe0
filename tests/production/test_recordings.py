"""Recorded clips in an episode: heard, levelled, ducked under, and in every text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audiobrief.audio import encode
from audiobrief.audio.decode import decode_sound
from audiobrief.production.casting import cast_plan
from audiobrief.production.forecast import forecast
from audiobrief.script.loader import load_script
from audiobrief.script.models.script import Output
from builders import audiobrief, sine, tone_script, write_wave

CLIPS = """\
  - intro: Hello there.
  - clip: {file: mayor.wav, from: 0:01, to: 0:04, speaker: Ada Byrne, text: "We start today. It takes a year."}
    chapter: The mayor
  - narration:
      - low: And then?
      - clip: {file: mayor.wav, from: 0:05, speaker: Ben Cole, text: Nobody knows.}
"""


def project(folder: Path, segments: str = CLIPS, extra: str = "", frequency: float = 300) -> Path:
    write_wave(folder / "mayor.wav", sine(7, frequency, -30))
    write_wave(folder / "theme.wav", sine(3, 2000, -20))
    return tone_script(folder, segments, extra)


def manifest(script: Path, *options: str) -> dict[str, Any]:
    run = audiobrief("render", script, "--json", *options, cwd=script.parent)
    assert run.status == 0, run.err
    return run.manifest


def sound(script: Path) -> Any:
    audio = script.parent / "out" / "episode.mp3"
    return np.concatenate(list(encode.decode(audio, Output())))[:, 0]


def power(samples: Any, frequency: float) -> float:
    """Return the level of a frequency, in dB."""
    wave = np.exp(-2j * np.pi * frequency * np.arange(len(samples)) / 44_100) * np.hanning(len(samples))
    return float(20 * np.log10(abs(np.dot(samples, wave)) / len(samples) + 1e-9))


@pytest.fixture(scope="module")
def episode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script of a rendered episode with two clips."""
    script = project(tmp_path_factory.mktemp("clips"))
    manifest(script)
    return script


def read_manifest(script: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((script.parent / "out" / "episode.episode.json").read_text("utf-8"))
    return content


def test_words_and_speakers_are_in_every_text(episode: Path) -> None:
    made = read_manifest(episode)
    spoken = [(each["speaker"], each["text"], each.get("recorded", False)) for each in made["sentences"]]
    assert spoken == [
        ("low", "Hello there.", False),
        ("Ada Byrne", "We start today.", True),
        ("Ada Byrne", "It takes a year.", True),
        ("low", "And then?", False),
        ("Ben Cole", "Nobody knows.", True),
    ]
    out = episode.parent / "out"
    assert "<v Ada Byrne>It takes a year.</v>" in (out / "episode.vtt").read_text("utf-8")
    assert "Ben Cole: Nobody knows." in (out / "episode.srt").read_text("utf-8")


def test_the_manifest_tells_recordings_from_voices(episode: Path) -> None:
    made = read_manifest(episode)
    assert [voice["speaker"] for voice in made["voices"]] == ["low"]
    assert made["disclosure"] == "Spoken by synthetic voices (tone). Recorded, not synthetic: Ada Byrne, Ben Cole."
    assert [chapter["title"] for chapter in made["chapters"]] == ["An episode", "The mayor"]
    recorded = [(each["speaker"], each["file"], round(each["end"] - each["start"], 1)) for each in made["recordings"]]
    assert recorded == [("Ada Byrne", "mayor.wav", 3.0), ("Ben Cole", "mayor.wav", 2.0)]
    assert made["chapters"][1]["start"] == made["recordings"][0]["start"] == made["sentences"][1]["start"]


def test_a_clip_is_heard_where_the_manifest_says(episode: Path) -> None:
    heard = sound(episode)
    first, last = (round(read_manifest(episode)["recordings"][0][key] * 44_100) for key in ("start", "end"))
    assert power(heard[first:last], 300) - power(heard[first:last], 500) > 40
    assert power(heard[last + 2000 : last + 12_000], 300) < -60


def test_the_same_bytes_without_a_cache(episode: Path) -> None:
    before = read_manifest(episode)["files"]
    assert manifest(episode, "--no-cache")["files"] == before


def test_words_are_no_part_of_the_sound(episode: Path) -> None:
    before = manifest(episode)
    project(episode.parent, CLIPS.replace("It takes a year", "It lasts a year"))
    after = manifest(episode)
    project(episode.parent)
    assert after["sentences"][2]["text"] == "It lasts a year."
    assert [each["clips"] for each in after["sentences"]] == [each["clips"] for each in before["sentences"]]


def test_another_recording_changes_only_what_is_heard_of_it(episode: Path) -> None:
    before = manifest(episode)
    project(episode.parent, frequency=350)
    after = manifest(episode)
    project(episode.parent)
    pairs = zip(before["sentences"], after["sentences"], strict=True)
    changed = [one["text"] for one, other in pairs if one["sound"] != other["sound"]]
    assert changed == ["We start today.", "It takes a year.", "Nobody knows."]
    assert before["recordings"][0]["sha256"] != after["recordings"][0]["sha256"]


def test_check_forecasts_the_length(episode: Path) -> None:
    run = audiobrief("check", episode, "--format", "json", cwd=episode.parent)
    content = json.loads(run.out)["scripts"][0]
    assert {each["voice"]: each["seconds"] for each in content["voices"]}["Ada Byrne"] == 3.0
    assert content["seconds"] == pytest.approx(read_manifest(episode)["duration"], abs=0.5)
    assert [finding["check"] for finding in content["findings"]] == ["unused-voice"]


def test_read_shows_the_words_under_the_speaker(episode: Path) -> None:
    lines = audiobrief("read", episode, cwd=episode.parent).out.splitlines()
    assert lines[2:6] == [
        "Ada Byrne (recording)",
        "   8  We start today. It takes a year.",
        "low (tone, 220)",
        "  11  And then?",
    ]


def test_a_bed_is_ducked_under_a_clip(tmp_path: Path) -> None:
    segments = '  - clip: {file: mayor.wav, to: 0:03, speaker: Ada, text: "We start."}\n    bed: theme\n'
    script = project(tmp_path, segments, "sounds: {theme: {file: theme.wav, duck: -20 dB, lead_in: 2s}}\n")
    made, heard = manifest(script), sound(script)
    start = round(made["recordings"][0]["start"] * 44_100)
    alone, under = heard[22_050 : 22_050 + 44_100], heard[start + 44_100 : start + 2 * 44_100]
    assert power(alone, 2000) - power(under, 2000) == pytest.approx(20, abs=1)


@pytest.mark.slow
def test_a_target_leaves_clips_as_they_are(tmp_path: Path) -> None:
    segments = CLIPS + "".join(f"  - narration: {'some words here ' * 9}.\n" for _ in range(6))
    length = manifest(project(tmp_path, segments))["duration"]
    made = manifest(project(tmp_path, segments, f"target: {length * 0.95:.1f}s\n"))
    assert made["target"]["pace"] > 1
    assert round(made["recordings"][0]["end"] - made["recordings"][0]["start"], 1) == 3.0


def test_against_compares_the_words(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("The mayor spoke.\n\nWe start today, she said. It takes two years.\n")
    segments = '  - clip: {file: mayor.wav, speaker: Ada, text: "It takes 40 years."}\n'
    run = audiobrief("check", project(tmp_path, segments), "--against", "article.txt", cwd=tmp_path)
    assert ":7:59: warning: the article does not have the number" in run.out
    assert "does not have the number '40'" in run.out


def test_every_recording_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    segments = (
        "  - clip: {file: mayor.wav, from: 0:09, speaker: Ada, text: Words.}\n"
        "  - clip: {file: episode.yaml, speaker: Ada, text: Words.}\n"
    )
    script = project(tmp_path, segments)
    for command in ("check", "render"):
        run = audiobrief(command, script, cwd=tmp_path)
        first, second = (line.split("episode.yaml:", 1)[1] for line in run.err.splitlines())
        assert run.status == 2
        assert first == "7:18: file: 'mayor.wav' ends before 0:09.0 (correct from:)"
        assert second.startswith("8:18: file: 'episode.yaml' is not a sound file, or it is broken (name a WAV, ")


def test_a_transcript_gives_words_and_times(tmp_path: Path) -> None:
    (tmp_path / "mayor.vtt").write_text(
        "WEBVTT\n\n00:00.100 --> 00:00.900\nNot heard.\n\n00:01.200 --> 00:02.000\n<v Ada>We start.\n\n"
        "00:02.500 --> 00:03.500\nThen it ends.\n",
        encoding="utf-8",
    )
    segments = "  - clip: {file: mayor.wav, from: 0:01, to: 0:04, speaker: Ada Byrne, transcript: mayor.vtt}\n"
    made = manifest(project(tmp_path, segments))
    timed = [(each["text"], round(each["start"], 1), round(each["end"], 1)) for each in made["sentences"]]
    assert timed == [("We start.", 0.2, 1.0), ("Then it ends.", 1.5, 2.5)]
    (tmp_path / "mayor.vtt").write_text("WEBVTT\n\n00:01.200 --> 00:03.500\nCorrected.\n", encoding="utf-8")
    assert [each["text"] for each in manifest(tmp_path / "episode.yaml")["sentences"]] == ["Corrected."]


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the recordings that are decoded."""
    names: list[str] = []

    def decode(path: Path, *arguments: Any) -> Any:
        names.append(path.name)
        return decode_sound(path, *arguments)

    monkeypatch.setattr("audiobrief.audio.recordings.decode_sound", decode)
    return names


def test_a_forecast_decodes_each_recording_once(decoded: list[str], tmp_path: Path) -> None:
    forecast(load_script(project(tmp_path)))
    assert decoded == ["mayor.wav"] * 2, "two parts of it"


def test_a_forecast_names_a_recording_that_is_damaged_meanwhile(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = load_script(project(tmp_path))

    def cast(*arguments: Any) -> Any:
        (tmp_path / "mayor.wav").write_bytes(b"no sound")
        return cast_plan(*arguments)

    monkeypatch.setattr("audiobrief.production.forecast.cast_plan", cast)
    assert forecast(script).timeline.length > 5 * 44_100


@pytest.mark.parametrize("options", [(), ("--no-cache",)])
def test_a_render_decodes_each_recording_once(options: tuple[str, ...], decoded: list[str], tmp_path: Path) -> None:
    script = project(tmp_path)
    manifest(script, *options)
    assert decoded == ["mayor.wav"] * 2
