"""Nothing is wrong with the files, and they last as long as they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from judges.episodes import M4A, MP3, Episodes
from judges.readers import probe, ran

pytestmark = pytest.mark.judge

TOLERANCE = 0.060
"""Seconds."""


def decoded_frames(path: Path, channels: int) -> int:
    """Return the samples of a channel that ffmpeg decodes, at its strictest and without a word."""
    done = ran(
        "ffmpeg", "-v", "error", "-xerror", "-err_detect", "explode", "-i", path,
        "-map", "0:a:0", "-f", "s16le", "-c:a", "pcm_s16le", "-",
    )  # fmt: skip
    assert not done.stderr, done.stderr.decode()
    return len(done.stdout) // (2 * channels)


@pytest.mark.parametrize("name", MP3)
def test_mp3val_finds_nothing(episodes: Episodes, name: str) -> None:
    path = episodes.get(name).audio
    done = ran("mp3val", path)
    said = [line for line in done.stdout.decode().splitlines() if line]
    first, found, last = said
    assert first.startswith("Analyzing file")
    assert found.startswith(f'INFO: "{path}": ')
    assert found.endswith("MPEG frames (MPEG 1 Layer III), +ID3v2, CBR")
    assert last == "Done!"
    assert not done.stderr


@pytest.mark.parametrize("name", [*MP3, *M4A])
def test_the_whole_file_decodes_strictly(episodes: Episodes, name: str) -> None:
    # All streams: the cover is decoded as well.
    done = ran(
        "ffmpeg", "-v", "error", "-xerror", "-err_detect", "explode", "-i", episodes.get(name).audio,
        "-map", "0", "-f", "null", "-",
    )  # fmt: skip
    assert not done.stdout
    assert not done.stderr, done.stderr.decode()


@pytest.mark.parametrize("name", [*MP3, *M4A])
def test_it_lasts_as_long_as_it_says(episodes: Episodes, name: str) -> None:
    episode = episodes.get(name)
    audio = episode.manifest["audio"]
    decoded = decoded_frames(episode.audio, audio["channels"]) / audio["sample_rate"]
    declared = float(probe(episode.audio, "-show_format")["format"]["duration"])
    assert declared == pytest.approx(decoded, abs=TOLERANCE)
    assert episode.manifest["duration"] == pytest.approx(decoded, abs=TOLERANCE)
    assert audio["samples"] / audio["sample_rate"] == pytest.approx(decoded, abs=TOLERANCE)


@pytest.mark.parametrize("name", MP3)
def test_the_bit_rate_is_constant(episodes: Episodes, name: str) -> None:
    episode = episodes.get(name)
    audio = episode.manifest["audio"]
    asked = probe(episode.audio, "-select_streams", "a:0", "-show_streams", "-show_packets")
    (stream,) = asked["streams"]
    assert int(stream["bit_rate"]) == audio["bitrate"]
    assert int(stream["sample_rate"]) == audio["sample_rate"]
    assert stream["channels"] == audio["channels"]
    # A frame of 1152 samples has so many bytes, or one more where this is no whole number (ISO 11172-3, 2.4.3.1).
    size = 144 * audio["bitrate"] // audio["sample_rate"]
    assert {int(packet["size"]) for packet in asked["packets"]} <= {size, size + 1}


@pytest.mark.parametrize("name", ["sample", "pictures and links", "sample, m4a", "pictures and links, m4a"])
def test_the_cover_is_attached(episodes: Episodes, tmp_path: Path, name: str) -> None:
    path, picture = episodes.get(name).audio, tmp_path / "cover"
    streams = probe(path, "-select_streams", "v", "-show_streams")["streams"]
    assert {stream["disposition"]["attached_pic"] for stream in streams} == {1}
    # The pictures of an M4A's chapters are a stream, too.
    (cover,) = (stream["index"] for stream in streams if not stream["disposition"]["timed_thumbnails"])
    ran("ffmpeg", "-v", "error", "-i", path, "-map", f"0:{cover}", "-c", "copy", "-f", "image2pipe", picture)
    source = episodes.folder / ("audio_assets/cover.jpg" if "sample" in name else "picture.png")
    assert picture.read_bytes() == source.read_bytes()


@pytest.mark.parametrize("name", ["sample", "sample, m4a"])
def test_the_tags_say_what_the_manifest_says(episodes: Episodes, name: str) -> None:
    episode = episodes.get(name)
    told = episode.manifest
    tags = probe(episode.audio, "-show_format")["format"]["tags"]
    assert tags["title"] == told["title"]
    assert tags["album"] == told["show"]["title"]
    assert tags["artist"] == told["show"]["author"]
    assert tags["date"] == told["date"]
    assert tags["track"] == str(told["number"])
    assert tags["genre"] == "Podcast"
    assert tags["comment"] == f"{told['summary']} {told['disclosure']}"


@pytest.mark.parametrize("name", M4A)
def test_an_m4a_file_starts_at_once(episodes: Episodes, name: str) -> None:
    """Its index stands before its sound, so that a player need not fetch all of it first."""
    content = episodes.get(name).audio.read_bytes()
    assert content[4:8] == b"ftyp"
    assert 0 < content.index(b"moov") < content.index(b"mdat")
