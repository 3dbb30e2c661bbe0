"""One render in several formats, and its stems: one mix, one set of files, the same bytes each time."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import mutagen.mp4
import numpy as np
import pytest
import soundfile
from mutagen.flac import FLAC
from mutagen.oggopus import OggOpus

from audiobrief.errors import OutputError
from audiobrief.script.models.formats import AUDIO_FORMATS
from audiobrief.storage.files import file_digest
from builders import audiobrief, picture, sine, tone_script, write_wave

ALL = ",".join(AUDIO_FORMATS)
OTHERS = [name for name in AUDIO_FORMATS if name != "mp3"]
SEGMENTS = """\
  - intro: Hello there.
    chapter: "Drive C:\\\\ = 日本"
    url: https://example.org/a
    image: x.png
    bed: theme
  - clip: {file: mayor.wav, to: 0:03, speaker: Ada Byrne, text: We start today.}
    chapter: The mayor
  - narration: And then we go on for a while, since it takes a year or more.
"""
EXTRA = "sounds: {theme: theme.wav}\nroom_tone: -66 dB\nsummary: It is.\nnumber: 7\ncover: x.png\n"


def project(folder: Path, extra: str = EXTRA) -> Path:
    write_wave(folder / "mayor.wav", sine(4, 300, -30))
    write_wave(folder / "theme.wav", sine(3, 2000, -20, channels=2) * np.array([1, 0.5], dtype=np.float32))
    (folder / "x.png").write_bytes(picture("PNG"))
    return tone_script(folder, SEGMENTS, extra)


def manifest(script: Path, *options: str) -> dict[str, Any]:
    run = audiobrief("render", script, "--json", *options, cwd=script.parent)
    assert run.status == 0, run.err
    return run.manifest


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script of an episode that was rendered in all formats, with stems."""
    script = project(tmp_path_factory.mktemp("formats"))
    manifest(script, "--format", ALL, "--stems")
    return script


def read(script: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((script.parent / "out" / "episode.episode.json").read_text("utf-8"))
    return content


def digests(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): file_digest(path) for path in folder.rglob("*") if path.is_file()}


def test_the_manifest_names_each_file(script: Path) -> None:
    made, out = read(script), script.parent / "out"
    assert [(file["role"], file["name"]) for file in made["files"]][:6] == [
        ("audio", "episode.mp3"),
        *(("alternate", f"episode.{name}") for name in OTHERS),
    ]
    for file in made["files"]:
        assert file_digest(out / file["name"]) == file["sha256"]
    assert [(each["name"], each["audio"]["format"]) for each in made["alternates"]] == [
        (f"episode.{name}", name) for name in OTHERS
    ]


def test_all_are_as_long_and_as_loud(script: Path) -> None:
    made = read(script)
    for other in made["alternates"]:
        assert other["duration"] == pytest.approx(made["duration"], abs=0.06)
        assert other["loudness"]["integrated_lufs"] == pytest.approx(made["loudness"]["integrated_lufs"], abs=0.2)
        assert other["loudness"]["true_peak_dbtp"] <= -1


def test_lossless_formats_have_the_same_samples(script: Path) -> None:
    out = script.parent / "out"
    wave, _ = soundfile.read(out / "episode.wav", dtype="int16")
    flac, _ = soundfile.read(out / "episode.flac", dtype="int16")
    assert np.array_equal(wave, flac)
    assert len(wave) == read(script)["alternates"][-1]["audio"]["samples"]


def test_an_m4b_is_an_audiobook(script: Path) -> None:
    out = script.parent / "out"
    assert [(out / f"episode.{name}").read_bytes()[8:12] for name in ("m4a", "m4b")] == [b"M4A ", b"M4B "]
    book = mutagen.mp4.MP4(out / "episode.m4b")
    assert book.tags["stik"] == [2]
    assert [chapter.title for chapter in book.chapters] == ["Drive C:\\ = 日本", "The mayor"]


@pytest.mark.parametrize("kind", [OggOpus, FLAC])
def test_opus_and_flac_have_chapters_with_links(kind: Any, script: Path) -> None:
    tags = kind(script.parent / "out" / f"episode.{'opus' if kind is OggOpus else 'flac'}").tags
    names = [chapter["title"] for chapter in read(script)["chapters"]]
    assert [tags[f"CHAPTER{at:03}NAME"] for at in range(2)] == [[name] for name in names]
    assert tags["CHAPTER000URL"] == ["https://example.org/a"]


@pytest.mark.parametrize("name", ["mp3", "m4a"])
def test_a_format_alone_has_the_same_bytes(name: str, script: Path, tmp_path: Path) -> None:
    alone = project(tmp_path)
    shutil.copy(script.parent / "x.png", tmp_path)
    manifest(alone, "--format", name)
    audio = f"episode.{name}"
    assert (alone.parent / "out" / audio).read_bytes() == (script.parent / "out" / audio).read_bytes()
    assert "alternates" not in read(alone)


def test_the_same_bytes_twice(script: Path) -> None:
    out = script.parent / "out"
    before = digests(out)
    manifest(script, "--format", ALL, "--stems", "--no-cache")
    assert digests(out) == before


def test_a_stem_that_is_no_more_is_deleted(tmp_path: Path) -> None:
    script = project(tmp_path)
    stems = tmp_path / "out" / "episode.stems"
    manifest(script, "--stems")
    (stems / "notes.txt").write_text("mine")
    script.write_text(
        script.read_text("utf-8").replace("    bed: theme\n", "").replace("room_tone: -66 dB\n", ""), "utf-8"
    )
    manifest(script, "--stems")
    assert {path.name for path in stems.iterdir()} == {
        "voices.wav", "clips.wav", "chapters.txt", "sentences.txt", "notes.txt",
    }  # fmt: skip


def test_stems_of_an_earlier_render_are_told(tmp_path: Path) -> None:
    script = project(tmp_path)
    manifest(script, "--stems")
    script.write_text(script.read_text("utf-8").replace("Hello there", "Hello again"), "utf-8")
    run = audiobrief("render", script, cwd=tmp_path)
    assert "episode.stems is of an earlier render (add --stems, or delete it)" in run.err
    assert (tmp_path / "out" / "episode.stems" / "voices.wav").exists()


def test_the_sum_of_the_stems_is_the_mix(script: Path) -> None:
    stems = script.parent / "out" / "episode.stems"
    sounds = {path.stem: soundfile.read(path, dtype="float32")[0] for path in sorted(stems.glob("*.wav"))}
    assert list(sounds) == ["clips", "music", "room-tone", "voices"]
    total = sum(np.rint(sound.astype(np.float64) * (1 << 23)).astype(np.int64) for sound in sounds.values())
    # The mix of this episode is amplified by one gain, and limited nowhere.
    wave, _ = soundfile.read(script.parent / "out" / "episode.wav", dtype="int16")
    mix = total / (1 << 23)
    gain = float((wave * mix).sum() / 32768 / (mix * mix).sum())
    quiet = np.abs(mix * gain) < 0.7
    assert np.abs(mix * gain * 32768 - wave)[quiet].max() < 2
    made = read(script)
    first, last = (round(made["recordings"][0][key] * 44_100) for key in ("start", "end"))
    assert np.abs(sounds["voices"][first:last]).max() == 0
    assert np.abs(sounds["clips"][first:last]).max() > 0.05


def test_labels_are_those_of_audacity(script: Path) -> None:
    stems = script.parent / "out" / "episode.stems"
    rows = [line.split("\t") for line in (stems / "chapters.txt").read_text("utf-8").splitlines()]
    chapters = read(script)["chapters"]
    assert [row[2] for row in rows] == [chapter["title"] for chapter in chapters]
    assert [float(row[0]) for row in rows] == pytest.approx([chapter["start"] for chapter in chapters], abs=0.001)
    assert len((stems / "sentences.txt").read_text("utf-8").splitlines()) == len(read(script)["sentences"])


def test_the_main_format_is_one_that_feeds_take(tmp_path: Path) -> None:
    script = project(tmp_path)
    made = manifest(script, "--format", "flac,m4a", "-o", "today.flac")
    assert [file["name"] for file in made["files"] if file["role"] in {"audio", "alternate"}] == [
        "today.m4a",
        "today.flac",
    ]
    assert manifest(script, "--format", "flac")["audio"]["format"] == "flac"


def test_nothing_is_replaced_where_one_format_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = project(tmp_path)
    manifest(script, "--format", "mp3,opus")
    before = digests(tmp_path / "out")
    text = script.read_text("utf-8").replace("Hello there", "Good evening")
    script.write_text(text, encoding="utf-8")

    def fail(*_arguments: object) -> None:
        raise OutputError("the disk is full (free some space)")

    monkeypatch.setattr("audiobrief.audio.encode.encode_opus", fail)
    assert audiobrief("render", script, "--format", "mp3,opus", "--stems", cwd=tmp_path).status == 1
    assert digests(tmp_path / "out") == before


def test_a_result_in_the_cache_is_of_all_files(tmp_path: Path) -> None:
    script = project(tmp_path)
    options = ("--format", "mp3,wav", "--stems")
    manifest(script, *options)
    first = audiobrief("render", script, *options, "-v", cwd=tmp_path)
    assert "nothing has changed" in first.err
    assert "out/episode.mp3, .wav: " in first.err
    (tmp_path / "out" / "episode.stems" / "voices.wav").unlink()
    assert "nothing has changed" not in audiobrief("render", script, *options, "-v", cwd=tmp_path).err
    assert (tmp_path / "out" / "episode.stems" / "voices.wav").exists()


@pytest.mark.parametrize(("preset", "lufs"), [("podcast", -16), ("mono", -16), ("ebu", -23), ("spotify", -14)])
@pytest.mark.slow
def test_presets_hold_in_all_formats(preset: str, lufs: float, tmp_path: Path) -> None:
    made = manifest(project(tmp_path, EXTRA + f"mastering: {preset}\n"), "--format", ALL)
    for each in (made, *made["alternates"]):
        assert each["loudness"]["integrated_lufs"] == pytest.approx(lufs, abs=0.5)
        assert each["loudness"]["true_peak_dbtp"] <= -1


def test_a_clip_of_changes_is_not_written_over_a_further_format(tmp_path: Path) -> None:
    script = project(tmp_path)
    run = audiobrief("render", script, "--format", "m4a,mp3", "--changed", "out/episode.mp3", cwd=tmp_path)
    assert (run.status, "the episode itself is written to out/episode.mp3" in run.err) == (2, True)


def test_a_script_may_list_formats(tmp_path: Path) -> None:
    script = project(
        tmp_path, EXTRA + "output: {format: [flac, mp3]}\neditions: {radio: {format: wav}, quiet: {beds: false}}\n"
    )
    run = audiobrief("render", script, cwd=tmp_path)
    assert run.status == 0, run.err
    made = sorted(path.name for path in (tmp_path / "out").iterdir() if path.suffix[1:] in AUDIO_FORMATS)
    assert made == ["episode-quiet.flac", "episode-quiet.mp3", "episode-radio.wav", "episode.flac", "episode.mp3"]
    assert [read(script)["audio"]["format"], read(script)["alternates"][0]["name"]] == ["mp3", "episode.flac"]


@pytest.mark.parametrize(
    ("options", "written"),
    [
        (("-o", "today.mp3"), {"today.mp3", "today.flac"}),
        (("-o", "today.flac"), {"today.mp3", "today.flac"}),
        (("-o", "today.m4a"), {"today.m4a"}),
        (("--format", "opus"), {"out/episode.opus"}),
    ],
)
def test_the_command_line_wins_over_the_script(options: tuple[str, ...], written: set[str], tmp_path: Path) -> None:
    script = project(tmp_path, EXTRA + "output: {format: [flac, mp3]}\n")
    before = set(tmp_path.iterdir())
    assert audiobrief("render", script, *options, cwd=tmp_path).status == 0
    made = set(tmp_path.rglob("*")) - before
    assert {str(path.relative_to(tmp_path)) for path in made if path.suffix[1:] in AUDIO_FORMATS} == written
