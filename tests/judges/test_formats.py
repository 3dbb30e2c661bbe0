"""All formats of one render are the same to other programs: as long, as loud, with the same chapters."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audiobrief.script.models.formats import AUDIO_FORMATS
from builders import ROOT, audiobrief, picture
from judges.readers import Mark, by_ebur128, by_ffprobe, by_mpv, by_mutagen, probe, ran

pytestmark = pytest.mark.judge

ODD = ("Drive C:\\", "a=b;c#d\\e, [CHAPTER]", "Київ 日本 \U0001f6a2", "x" * 300, "«quoted» <b> &amp;", "-i", "ü" * 300)
"""Titles that a format may take for something else, or cut."""
MOST_IN_NEROS_LIST = 255
DELAY = 0.026
"""Seconds of an encoder's delay, by which mpv's clock is late."""


def script(titles: list[str]) -> str:
    chapters = "".join(
        f"  - narration: Word {number}.\n    chapter: {json.dumps(title, ensure_ascii=False)}\n"
        for number, title in enumerate(titles)
    )
    return (
        "version: 1\ntitle: Three hundred\nsummary: It is about chapters.\nnumber: 3\n"
        'voices: {low: {engine: tone, name: "220"}}\npauses: {segment: 100ms}\n'
        f"segments:\n{chapters}"
    )


SPOKEN = """\
version: 1
title: The bridge
language: en-GB
cover: cover.jpg
show: show.yaml
sounds: {music: {file: theme.wav, gain: -6 dB}}
segments:
  - narration: |
      The bridge over the river is open again. It had been closed for a week, because the ice had moved a pillar.
    chapter: The bridge
    bed: music
  - narration: |
      Engineers looked at every stone of it. What they found was better than what they had feared!
    chapter: The stones
"""


def rendered(folder: Path, text: str) -> dict[str, Any]:
    (folder / "pyproject.toml").touch()
    (folder / "episode.yaml").write_text(text, encoding="utf-8")
    (folder / "show.yaml").write_text("title: A show\nauthor: Somebody\n", encoding="utf-8")
    for name in ("theme.wav", "cover.jpg"):
        shutil.copy(ROOT / "audio_assets" / name, folder)
    run = audiobrief("render", "episode.yaml", "--format", ",".join(AUDIO_FORMATS), "--json", cwd=folder)
    assert run.status == 0, run.err
    return run.manifest


@pytest.fixture(scope="module")
def chaptered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The folder and the manifest of an episode of 300 chapters."""
    folder = tmp_path_factory.mktemp("chapters")
    titles = [*ODD, *(f"Chapter {number} " + "т" * number for number in range(len(ODD), 300))]
    return folder / "out", rendered(folder, script(titles))


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The folder and the manifest of speech over music, and of speech alone."""
    folder = tmp_path_factory.mktemp("spoken")
    return folder / "out", rendered(folder, SPOKEN)


def by_comments(path: Path) -> list[Mark]:
    """Read the comments of an Opus or a FLAC file with mutagen."""
    import mutagen

    file = mutagen.File(path)
    assert file is not None
    marks = []
    for number in range(1000):
        if (key := f"CHAPTER{number:03}") not in file:
            break
        hours, minutes, seconds = file[key][0].split(":")
        marks.append(Mark(file[f"{key}NAME"][0], 3600 * int(hours) + 60 * int(minutes) + float(seconds)))
    return marks


def by_wave(path: Path) -> list[Mark]:
    """Read the ID3 tag of a WAV file with mutagen."""
    from mutagen.wave import WAVE

    frames = sorted(WAVE(path).tags.getall("CHAP"), key=lambda frame: int(frame.start_time))
    return [Mark(str(frame.sub_frames["TIT2"].text[0]), frame.start_time / 1000) for frame in frames]


def by_nero(path: Path) -> list[Mark]:
    """Read Nero's list of an M4A file with mutagen."""
    from mutagen.mp4 import MP4

    return [Mark(chapter.title, chapter.start) for chapter in MP4(path).chapters]


BY_MUTAGEN: dict[str, Callable[[Path], list[Mark]]] = {
    "mp3": by_mutagen, "m4a": by_nero, "m4b": by_nero, "opus": by_comments, "flac": by_comments, "wav": by_wave,
}  # fmt: skip


@pytest.mark.parametrize("reader", [by_ffprobe, by_mpv])
@pytest.mark.parametrize("name", AUDIO_FORMATS)
def test_chapters_are_the_same(
    name: str, reader: Callable[[Path], list[Mark]], chaptered: tuple[Path, dict[str, Any]]
) -> None:
    out, manifest = chaptered
    read, stated = reader(out / f"episode.{name}"), manifest["chapters"]
    assert [mark.title for mark in read] == [chapter["title"] for chapter in stated]
    late = DELAY if name == "mp3" else 0.002
    assert [mark.start for mark in read] == pytest.approx([chapter["start"] for chapter in stated], abs=late)


@pytest.mark.parametrize("name", AUDIO_FORMATS)
def test_chapters_are_the_same_to_mutagen(name: str, chaptered: tuple[Path, dict[str, Any]]) -> None:
    out, manifest = chaptered
    read, stated = BY_MUTAGEN[name](out / f"episode.{name}"), manifest["chapters"]
    if BY_MUTAGEN[name] is by_nero:
        # Nero's list has 255 chapters with titles of 255 bytes; mutagen does not read the track of chapters.
        stated = stated[:MOST_IN_NEROS_LIST]
        for mark, chapter in zip(read, stated, strict=True):
            assert chapter["title"].startswith(mark.title.rstrip().removesuffix("…"))
    else:
        assert [mark.title for mark in read] == [chapter["title"] for chapter in stated]
    assert [mark.start for mark in read] == pytest.approx([chapter["start"] for chapter in stated], abs=0.002)


@pytest.mark.parametrize("episode", ["chaptered", "spoken"])
def test_durations_are_within_60_ms(episode: str, request: pytest.FixtureRequest) -> None:
    out, manifest = request.getfixturevalue(episode)
    durations = {
        name: float(probe(out / f"episode.{name}", "-show_format")["format"]["duration"]) for name in AUDIO_FORMATS
    }
    assert max(durations.values()) - min(durations.values()) <= 0.06, durations
    assert durations["wav"] == pytest.approx(manifest["duration"], abs=0.001)


def test_loudness_is_within_two_tenths(spoken: tuple[Path, dict[str, Any]]) -> None:
    out, manifest = spoken
    readings = {name: by_ebur128(out / f"episode.{name}") for name in AUDIO_FORMATS}
    values = [reading.lufs for reading in readings.values()]
    assert max(values) - min(values) <= 0.2 + 1e-9, readings
    assert max(reading.peak for reading in readings.values()) <= -1, readings
    stated = {"mp3": manifest, **{each["audio"]["format"]: each for each in manifest["alternates"]}}
    for name, reading in readings.items():
        assert stated[name]["loudness"]["integrated_lufs"] == pytest.approx(reading.lufs, abs=0.15)


@pytest.mark.parametrize("name", AUDIO_FORMATS)
def test_tags_and_the_cover_are_read(name: str, spoken: tuple[Path, dict[str, Any]]) -> None:
    content = probe(spoken[0] / f"episode.{name}", "-show_format", "-show_streams")
    tags = content["format"].get("tags") or content["streams"][0]["tags"]
    if name == "opus":
        tags = content["streams"][0]["tags"]
    tags = {key.lower(): value for key, value in tags.items()}
    wanted = {"title": "The bridge", "artist": "Somebody", "album": "A show", "genre": "Podcast"}
    assert {key: tags[key] for key in wanted} == wanted
    assert re.match("Spoken by synthetic voices", tags["comment"])
    pictures = [stream for stream in content["streams"] if stream["disposition"]["attached_pic"]]
    assert [picture["codec_name"] for picture in pictures] == ["mjpeg"]


def test_players_show_the_pictures_and_titles_of_an_m4a(tmp_path: Path) -> None:
    (tmp_path / "red.png").write_bytes(picture("PNG"))
    linked = SPOKEN.replace("    bed: music\n", "    bed: music\n    image: red.png\n    url: https://example.org/\n")
    rendered(tmp_path, linked)
    for name in ("m4a", "m4b"):
        path = tmp_path / "out" / f"episode.{name}"
        streams = probe(path, "-show_streams")["streams"]
        pictures = [each for each in streams if each["disposition"].get("timed_thumbnails")]
        assert [(each["codec_name"], each["nb_frames"]) for each in pictures] == [("mjpeg", "2")]
        assert [mark.title for mark in by_mpv(path)] == [mark.title for mark in by_ffprobe(path)] != []
        ran("ffmpeg", "-v", "error", "-xerror", "-i", path, "-map", "0:a", "-f", "null", "-")


def test_players_take_an_m4b_for_an_audiobook(spoken: tuple[Path, dict[str, Any]]) -> None:
    tags = probe(spoken[0] / "episode.m4b", "-show_format")["format"]["tags"]
    assert (tags["major_brand"], tags["media_type"]) == ("M4B ", "2")
