"""A script becomes the files of an episode."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from audiobrief.audio import encode
from audiobrief.errors import EngineError, MasteringError, OutputError, ScriptError, UsageError
from audiobrief.mp3 import lame
from audiobrief.production.render import render_episode
from audiobrief.production.session import Settings
from audiobrief.script.loader import load_script
from audiobrief.script.models.script import Output
from audiobrief.storage import files
from audiobrief.timeline.timeline import FRAME
from audiobrief.voices.engines.tone import tone_length
from builders import TONE_VOICES, audiobrief, sine, tone_script, write_script, write_wave
from programmes import measure

SUFFIXES = (".mp3", ".vtt", ".srt", ".transcript.json", ".chapters.json", ".episode.json")
TWO_CHAPTERS = """\
  - intro: Hello there.
    chapter: One
  - narration: {text}
    chapter: Two
"""


def rendered(script: Path, name: str = "out/episode.mp3", settings: Settings | None = None) -> Path:
    return render_episode(load_script(script), script.parent / name, settings).audio


def contents(audio: Path) -> dict[str, bytes]:
    return {suffix: audio.with_name(audio.stem + suffix).read_bytes() for suffix in SUFFIXES}


def test_a_set_is_whole_when_its_hashes_hold(tmp_path: Path) -> None:
    audio = rendered(tone_script(tmp_path, TWO_CHAPTERS.format(text="World.")))
    manifest = json.loads(audio.with_suffix(".episode.json").read_text())
    assert [record["role"] for record in manifest["files"]] == ["audio", "vtt", "srt", "transcript", "chapters"]
    for record in manifest["files"]:
        path = audio.parent / record["name"]
        assert (record["bytes"], record["sha256"]) == (path.stat().st_size, files.file_digest(path))
    assert sorted(path.name for path in audio.parent.iterdir()) == sorted(f"episode{suffix}" for suffix in SUFFIXES)


def test_positions_are_exact_in_every_file(tmp_path: Path) -> None:
    audio = rendered(tone_script(tmp_path, TWO_CHAPTERS.format(text="World."), "pauses: {segment: 1s}\n"))
    hello, world = tone_length("Hello there."), tone_length("World.")
    start = round((hello + 44_100) / FRAME) * FRAME
    manifest = json.loads(audio.with_suffix(".episode.json").read_text())
    assert manifest["audio"]["samples"] == start + world + 13_230
    assert [chapter["start"] for chapter in manifest["chapters"]] == [0.0, round(start / 44_100, 3)]
    chapters = json.loads(audio.with_suffix(".chapters.json").read_text())["chapters"]
    assert [chapter["startTime"] for chapter in chapters] == [0.0, round(start / 44_100, 3)]
    # A cue is shown for a second; that of the last word up to the end of the episode.
    assert "00:00:00.000 --> 00:00:01.000" in audio.with_suffix(".vtt").read_text()
    assert "00:00:01.384 --> 00:00:02.384" in audio.with_suffix(".vtt").read_text()


def test_each_word_is_where_it_is_said(tmp_path: Path) -> None:
    audio = rendered(tone_script(tmp_path, TWO_CHAPTERS.format(text="Mr Hill left."), "pauses: {segment: 1s}\n"))
    start = round((tone_length("Hello there.") + 44_100) / FRAME) * FRAME

    def second(character: int) -> float:
        return round((start + tone_length("x" * character)) / 44_100, 3)

    words = [("Mr", second(0), second(6)), ("Hill", second(7), second(11)), ("left.", second(12), second(17))]
    manifest = json.loads(audio.with_suffix(".episode.json").read_text())
    assert [(word["text"], word["start"], word["end"]) for word in manifest["sentences"][1]["words"]] == words
    transcript = json.loads(audio.with_suffix(".transcript.json").read_text())
    assert transcript["version"] == "1.0.0"
    segments = [(each["body"], each["startTime"], each["endTime"]) for each in transcript["segments"]]
    assert segments[:2] == [("Hello", 0.0, 0.3), ("there.", 0.36, 0.72)]
    assert segments[2:] == words


def test_the_decoded_sound_is_where_the_timeline_says(tmp_path: Path) -> None:
    audio = rendered(tone_script(tmp_path, TWO_CHAPTERS.format(text="World."), "pauses: {segment: 1s}\n"))
    sound = np.abs(np.concatenate(list(encode.decode(audio, Output())))[:, 0])
    hello = tone_length("Hello there.")
    assert sound[:hello].max() > 0.1
    # An encoder smears over a few milliseconds.
    assert sound[hello + 2000 : hello + 44_100 - 2000].max() < 0.001
    assert sound[hello + 44_100 : hello + 44_100 + tone_length("World.")].max() > 0.1


def test_the_same_script_gives_the_same_bytes_whatever_the_settings(tmp_path: Path) -> None:
    script = tone_script(tmp_path, TWO_CHAPTERS.format(text="World. Again. And again."))
    store = tmp_path / "store"
    first = contents(rendered(script, "a/episode.mp3", Settings(jobs=1)))
    assert contents(rendered(script, "b/episode.mp3", Settings(jobs=4, store=store))) == first
    assert contents(rendered(script, "c/episode.mp3", Settings(jobs=2, store=store))) == first


@pytest.mark.slow
def test_a_real_voice_gives_the_same_bytes_cold_and_warm_under_load(tmp_path: Path) -> None:
    script = write_script(
        tmp_path, "segments:\n  - narration: The first sentence. Then a second one, by the way. A third.\n"
    )
    first = contents(rendered(script, "a/episode.mp3", Settings(jobs=1)))
    load = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4)]
    try:
        assert contents(rendered(script, "b/episode.mp3", Settings(jobs=3, store=tmp_path / "store"))) == first
        assert contents(rendered(script, "c/episode.mp3", Settings(jobs=3, store=tmp_path / "store"))) == first
    finally:
        for process in load:
            process.kill()
            process.wait()


@pytest.mark.parametrize("name", ["episode.m4a", "episode", "mp3"])
def test_a_name_that_does_not_fit_the_format_is_refused(name: str, tmp_path: Path) -> None:
    script = load_script(tone_script(tmp_path, TWO_CHAPTERS.format(text="World.")))
    with pytest.raises(UsageError, match=rf"'.*{name}' does not end in \.mp3, the script's format \(.*\)$"):
        render_episode(script, tmp_path / "out" / name)
    assert not (tmp_path / "out").exists()


LINKED = "  - intro: Hello.\n    url: https://example.org/\n  - narration: World.\n    chapter: Two\n    image: x.png\n"


@pytest.mark.parametrize(
    ("formats", "segments", "lost"),
    [
        (("m4a",), LINKED, ""),
        (("m4b",), LINKED, ""),
        (("opus",), LINKED, "OPUS files carry the chapters' titles and times, but not their pictures"),
        (("opus", "flac"), LINKED, "OPUS and FLAC files carry the chapters' titles and times, but not their pictures"),
        (("m4a",), TWO_CHAPTERS.format(text="World."), ""),
        (("mp3", "opus"), LINKED, ""),
        (("wav",), LINKED, ""),
    ],
)
def test_what_no_format_can_carry_is_said_once(
    formats: tuple[str, ...], segments: str, lost: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "x.png")
    script = tone_script(tmp_path, segments, f"output: {{format: [{', '.join(formats)}]}}\n")
    rendered(script, f"episode.{formats[0]}")
    warning = f"{script}: {lost} (render it as MP3 for those)"
    assert [record.getMessage() for record in caplog.records] == ([warning] if lost else [])


def test_the_voices_are_levelled_to_each_other(tmp_path: Path) -> None:
    voices = (
        'voices:\n  soft: {engine: tone, name: "500", gain: 0 dB}\n  loud: {engine: tone, name: "501", gain: 6 dB}\n'
    )
    segments = f"  - narration: {'a' * 50}\n  - narration: {'a' * 50}\n    voice: loud\n"
    body = f"{voices}pauses: {{segment: 1s}}\nsegments:\n{segments}"
    sound = np.concatenate(list(encode.decode(rendered(write_script(tmp_path, body)), Output())))[:, 0]
    half = tone_length("a" * 45)
    soft, loud = sound[5000:half], sound[half + 44_100 + 20_000 :][: half - 30_000]
    difference = 20 * np.log10(np.sqrt((loud**2).mean()) / np.sqrt((soft**2).mean()))
    assert difference == pytest.approx(6.0, abs=0.2)


@pytest.mark.parametrize(("channels", "count"), [("stereo", 2), ("mono", 1)])
@pytest.mark.parametrize("gain", ["-40 dB", "20 dB"])
def test_loudness_is_met_however_loud_the_voice(channels: str, count: int, gain: str, tmp_path: Path) -> None:
    voices = f'voices:\n  v: {{engine: tone, name: "600", gain: {gain}}}\n'
    body = f"{voices}output: {{channels: {channels}}}\nsegments:\n  - narration: {'One two three. ' * 8}\n"
    episode = render_episode(load_script(write_script(tmp_path, body)), tmp_path / "e.mp3")
    measured, _ = measure(episode.audio, Output(channels=count))
    assert measured.integrated_lufs == pytest.approx(-16.0, abs=0.3)
    assert measured.true_peak_dbtp <= -1.0
    assert episode.manifest.content()["loudness"]["integrated_lufs"] == round(measured.integrated_lufs, 2)
    assert episode.manifest.content()["loudness"]["convention"] == ("stereo" if count == 2 else "dual mono")


def test_what_cannot_be_that_loud_is_refused_and_the_old_files_stay(tmp_path: Path) -> None:
    script = tone_script(tmp_path, "  - narration: A tone.\n", "mastering: {loudness: -9 LUFS, peak: -9 dBTP}\n")
    (tmp_path / "e.mp3").write_bytes(b"old")
    with pytest.raises(MasteringError, match=r"cannot be brought to -9 LUFS under -9 dBTP: it measures .* \(.*\)$"):
        render_episode(load_script(script), tmp_path / "e.mp3")
    assert (tmp_path / "e.mp3").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_voice_that_is_not_installed_is_named_with_its_place(tmp_path: Path) -> None:
    script = write_script(
        tmp_path, "voices:\n  v: {engine: pyttsx3, name: gmw/en-gb-x-rpp}\nsegments:\n  - narration: Hi.\n"
    )
    with pytest.raises(ScriptError, match=r"episode\.yaml:4:24: pyttsx3 has no voice 'gmw/en-gb-x-rpp' \(did you mean"):
        rendered(script)


def test_a_damaged_clip_in_the_store_is_spoken_anew(tmp_path: Path) -> None:
    script = tone_script(tmp_path, TWO_CHAPTERS.format(text="World."))
    settings = Settings(store=tmp_path / "store")
    first = contents(rendered(script, "a/episode.mp3", settings))
    for clip in (tmp_path / "store").rglob("*.clip"):
        clip.write_bytes(clip.read_bytes()[:-100])
    shutil.rmtree(tmp_path / "chunks")
    assert contents(rendered(script, "b/episode.mp3", settings)) == first


@pytest.mark.parametrize("damage", ["truncated", "emptied", "flipped", "deleted", "swapped"])
@pytest.mark.slow
def test_whatever_happens_to_an_entry_of_the_store_the_episode_is_the_same(damage: str, tmp_path: Path) -> None:
    script = tone_script(tmp_path, TWO_CHAPTERS.format(text="World. And again, so to speak."))
    settings = Settings(store=tmp_path / "store")
    first = contents(rendered(script, "a/episode.mp3", settings))
    entries = sorted(path for path in (tmp_path / "store").rglob("*") if path.is_file())
    assert [path.suffix for path in entries] == [".clip"] * 3
    entries += (tmp_path / "measures").iterdir()
    for number, entry in enumerate(entries):
        whole = entry.read_bytes()
        middle = len(whole) // 2
        other = next(path for path in entries if path != entry)
        entry.write_bytes(
            {
                "truncated": whole[:middle],
                "emptied": b"",
                "flipped": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
                "deleted": b"",
                "swapped": other.read_bytes(),
            }[damage]
        )
        if damage == "deleted":
            entry.unlink()
        # Where its chunks are kept, a clip is not read at all.
        shutil.rmtree(tmp_path / "chunks")
        assert contents(rendered(script, f"{number}/episode.mp3", settings)) == first
        assert entry.read_bytes() == whole


def test_m4a_has_its_chapters_and_its_length(tmp_path: Path) -> None:
    script = tone_script(tmp_path, TWO_CHAPTERS.format(text="World."), "output: {format: m4a}\n")
    episode = render_episode(load_script(script), tmp_path / "e.m4a")
    assert episode.manifest.audio.format == "m4a"
    _, samples = measure(episode.audio, Output(format=("m4a",)))
    assert samples == episode.manifest.audio.samples


def test_a_short_encoding_is_not_taken_for_a_whole_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encode_with_lame = lame.encode

    def cut(*about: Any) -> bytes:
        content = encode_with_lame(*about)
        return content[: len(content) * 2 // 3]

    monkeypatch.setattr(lame, "encode", cut)
    with pytest.raises(OutputError):
        rendered(tone_script(tmp_path, TWO_CHAPTERS.format(text="World. " * 20)))
    assert list((tmp_path / "out").iterdir()) == []


def test_an_engine_that_fails_is_said_with_the_scripts_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise EngineError("the voice is gone (wait)")

    monkeypatch.setattr("audiobrief.voices.engines.tone.ToneEngine.synthesize", fail)
    with pytest.raises(EngineError, match=r"episode\.yaml:7:5: the voice is gone \(wait\)$"):
        rendered(tone_script(tmp_path, "  - narration: Hi.\n"))


def test_a_sound_alone_is_an_episode(tmp_path: Path) -> None:
    write_wave(tmp_path / "sting.wav", sine(2.0))
    script = tone_script(tmp_path, "  - transition:\n    sound: sting\n", "sounds: {sting: sting.wav}\n")
    episode = render_episode(load_script(script), tmp_path / "e.mp3")
    assert episode.manifest.duration == pytest.approx(2.3, abs=0.001)
    assert episode.manifest.voices == ()


def test_progress_names_the_stages_in_order(tmp_path: Path) -> None:
    seen: list[str] = []
    script = load_script(tone_script(tmp_path, TWO_CHAPTERS.format(text="World.")))
    render_episode(script, tmp_path / "e.mp3", progress=lambda stage, _done, _total: seen.append(stage))
    assert list(dict.fromkeys(seen)) == ["speaking", "encoding"]


@pytest.mark.slow
def test_eight_renders_at_once_are_all_right_and_speak_each_sentence_once(tmp_path: Path) -> None:
    script = write_script(tmp_path, f"{TONE_VOICES}segments:\n  - narration: One. Two. Three. Four. Five.\n")
    command = [sys.executable, "-m", "audiobrief", "render", str(script), "-o", "out/e.mp3", "-vv"]
    env = {**os.environ, "AUDIOBRIEF_CACHE": str(tmp_path / "cache")}
    running = [subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.PIPE, text=True) for _ in range(8)]
    said = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0] * 8
    assert sum(text.count("speaking: speaking “") for text in said) == 5  # each sentence by one of them
    manifest = json.loads((tmp_path / "out/e.episode.json").read_text())
    assert all(record["sha256"] == files.file_digest(tmp_path / "out" / record["name"]) for record in manifest["files"])
    assert len(list((tmp_path / "out").iterdir())) == len(SUFFIXES)


def test_nothing_is_asked_of_a_network(tmp_path: Path) -> None:
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let a test take the network away")
    script = write_script(tmp_path, "segments:\n  - narration: Hello.\n")
    first = contents(rendered(script, "a/episode.mp3"))
    render = [sys.executable, "-m", "audiobrief", "render", str(script), "-o", "b/episode.mp3", "--no-cache"]
    subprocess.run(["unshare", "-rn", *render], cwd=tmp_path, check=True, capture_output=True)
    assert contents(tmp_path / "b/episode.mp3") == first


def test_the_command_line_gives_the_same_as_the_library(tmp_path: Path) -> None:
    script = tone_script(tmp_path, TWO_CHAPTERS.format(text="World."))
    run = audiobrief("render", script.name, "--json", cwd=tmp_path)
    assert (run.status, run.manifest["title"]) == (0, "An episode")
    assert contents(tmp_path / "out/episode.mp3") == contents(rendered(script, "b/episode.mp3"))
