"""Every program that reads chapters reads the same ones."""

from __future__ import annotations

from itertools import pairwise

import pytest

from judges.episodes import CHAPTERED, M4A, Episodes
from judges.readers import CHAPTER_READERS, by_ffprobe, by_music_metadata, by_music_metadata_frames, probe, ran

pytestmark = pytest.mark.judge

TOLERANCE = 0.030
"""Seconds."""
BEYOND_A_TABLE = {"256 chapters": 254, "300 chapters": 254}
"""Episodes of more chapters than a table of contents has entries, and how many of them the top one names itself."""

# music-metadata 11.16.1 fills format.chapters with those that the first top-level CTOC names itself, and looks no
# deeper (lib/id3v2/ID3v2Parser.js, mapId3v2Chapters). A CTOC has one byte for its number of entries, and Apple's
# player needs a top-level one: no file can have more than 255 chapters in that list. The frames and the nested tables
# it reads all right: "music-metadata, frames" and "music-metadata, contents".


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        (name, reader)
        for name in CHAPTERED
        for reader in CHAPTER_READERS
        if (reader, name in BEYOND_A_TABLE) != ("music-metadata", True)
    ],
)
def test_readers_agree_with_the_manifest_and_the_sidecar(episodes: Episodes, name: str, reader: str) -> None:
    episode = episodes.get(name)
    read = CHAPTER_READERS[reader](episode.audio)
    stated, sidecar = episode.manifest["chapters"], episode.chapters_file["chapters"]
    assert [mark.title for mark in read] == [chapter["title"] for chapter in stated]
    assert [mark.title for mark in read] == [chapter["title"] for chapter in sidecar]
    assert [mark.start for mark in read] == pytest.approx([chapter["start"] for chapter in stated], abs=TOLERANCE)
    assert [mark.start for mark in read] == pytest.approx([chapter["startTime"] for chapter in sidecar], abs=TOLERANCE)
    for mark, chapter in zip(read, stated, strict=True):
        assert mark.end is None or mark.end == pytest.approx(chapter["end"], abs=TOLERANCE)


@pytest.mark.parametrize(("name", "count"), BEYOND_A_TABLE.items())
def test_the_list_of_music_metadata_has_the_chapters_that_the_top_table_names(
    episodes: Episodes, name: str, count: int
) -> None:
    # If this fails because there are more, a newer version follows nested tables, and the exception above can go.
    episode = episodes.get(name)
    assert by_music_metadata(episode.audio) == by_music_metadata_frames(episode.audio)[:count]
    assert len(episode.manifest["chapters"]) > count


@pytest.mark.parametrize("name", [*CHAPTERED, *M4A])
def test_chapters_follow_each_other_from_the_first_sound_to_the_last(episodes: Episodes, name: str) -> None:
    episode = episodes.get(name)
    read = by_ffprobe(episode.audio)
    assert read[0].start == pytest.approx(0, abs=0.001)
    assert all(mark.end == pytest.approx(following.start, abs=0.002) for mark, following in pairwise(read))
    assert read[-1].end == pytest.approx(episode.manifest["duration"], abs=TOLERANCE)


@pytest.mark.parametrize("name", M4A)
def test_the_chapters_of_an_m4a_file_are_the_same(episodes: Episodes, name: str) -> None:
    episode = episodes.get(name)
    stated = episode.manifest["chapters"]
    for reader in ("ffprobe", "ffmetadata"):
        read = CHAPTER_READERS[reader](episode.audio)
        assert [mark.title for mark in read] == [chapter["title"] for chapter in stated]
        assert [mark.start for mark in read] == pytest.approx([chapter["start"] for chapter in stated], abs=TOLERANCE)
        assert [mark.end for mark in read] == pytest.approx([chapter["end"] for chapter in stated], abs=TOLERANCE)
    assert [mark.title for mark in read] == [chapter["title"] for chapter in episode.chapters_file["chapters"]]


def test_a_chapter_has_its_link_and_its_picture(episodes: Episodes) -> None:
    from mutagen.id3 import ID3

    episode = episodes.get("pictures and links")
    picture = (episodes.folder / "picture.png").read_bytes()
    frames = ID3(episode.audio).getall("CHAP")
    links = [[sub.url for name, sub in frame.sub_frames.items() if name.startswith("WXXX")] for frame in frames]
    assert links == [[chapter["url"]] if chapter["url"] else [] for chapter in episode.manifest["chapters"]]
    pictures = [[sub.data for name, sub in frame.sub_frames.items() if name.startswith("APIC")] for frame in frames]
    assert pictures == [[], [picture], [], []]
    # A chapter's picture is taken neither for the cover nor for a stream of its own.
    streams = probe(episode.audio, "-show_streams")["streams"]
    assert [stream["codec_type"] for stream in streams] == ["audio", "video"]


@pytest.mark.parametrize("name", CHAPTERED)
def test_nobody_complains_of_the_tag(episodes: Episodes, caplog: pytest.LogCaptureFixture, name: str) -> None:
    path = episodes.get(name).audio
    CHAPTER_READERS["eyeD3"](path)
    assert caplog.records == []
    assert not ran("ffprobe", "-v", "warning", path).stderr
