"""Tags, chapters and covers of Opus and FLAC files."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mutagen.flac import FLAC, Picture
from mutagen.oggopus import OggOpus

from audiobrief.audio.encode import encode_flac, encode_opus, write_samples
from audiobrief.episode.formats import vorbis
from audiobrief.episode.formats.vorbis import Tags, write_flac_tags, write_opus_tags
from audiobrief.errors import OutputError
from audiobrief.script.models.script import Output
from audiobrief.script.models.sound import Picture as ScriptPicture
from audiobrief.timeline.timeline import Chapter
from builders import ROOT, sine
from episode.details_builder import chapters, episode, timed
from programmes import measure

COVER = ROOT / "audio_assets" / "cover.jpg"


def opus(folder: Path, tags: Tags) -> OggOpus:
    encode_opus(Output(), samples(folder), folder / "x.opus")
    write_opus_tags(folder / "x.opus", tags)
    return OggOpus(folder / "x.opus")


def flac(folder: Path, tags: Tags) -> FLAC:
    encode_flac(Output(), samples(folder), folder / "x.flac")
    write_flac_tags(folder / "x.flac", tags)
    return FLAC(folder / "x.flac")


def samples(folder: Path) -> Path:
    write_samples(iter([np.round(sine(1, 440, -12, channels=2) * 32767).astype(np.int16)]), folder / "x.pcm")
    return folder / "x.pcm"


FORMATS = pytest.mark.parametrize("written", [opus, flac])
Written = Callable[[Path, Tags], Any]


def test_comments_name_everything() -> None:
    details = episode(timed(chapters("A", "a=b\\;c\nd", url="https://example.org/ü")), date=date(2023, 2, 17))
    assert Tags.of(details).comments == (
        ("TITLE", "An episode"),
        ("ARTIST", "The Author"),
        ("ALBUM", "The Show"),
        ("DATE", "2023-02-17"),
        ("TRACKNUMBER", "7"),
        ("DISCNUMBER", "2"),
        ("GENRE", "Podcast"),
        ("LANGUAGE", "en-GB"),
        ("COPYRIGHT", "© 2023 The Author"),
        ("DESCRIPTION", "What it is about."),
        ("COMMENT", "What it is about. Spoken by synthetic voices (tone)."),
        ("AI-CONTENT", "Spoken by synthetic voices (tone)."),
        ("SOURCE", "https://example.org/article"),
        ("WEBSITE", "https://example.org/show"),
        ("ENCODER", "audiobrief"),
        ("CHAPTER000", "00:00:00.000"),
        ("CHAPTER000NAME", "A"),
        ("CHAPTER000URL", "https://example.org/%C3%BC"),
        ("CHAPTER001", "00:00:10.000"),
        ("CHAPTER001NAME", "a=b\\;c\nd"),
        ("CHAPTER001URL", "https://example.org/%C3%BC"),
    )


@FORMATS
def test_any_number_of_titles_of_any_length(written: Written, tmp_path: Path) -> None:
    titles = [f"{at} " + "日本\U0001f6a2=" * (at % 100) for at in range(300)]
    parts = tuple(Chapter(at * 441, (at + 1) * 441, title) for at, title in enumerate(titles))
    tags = written(tmp_path, Tags.of(episode(timed(parts)))).tags
    assert [tags[f"CHAPTER{at:03}NAME"] for at in range(300)] == [[title] for title in titles]
    assert tags["CHAPTER299"] == ["00:00:02.990"]


@FORMATS
def test_the_cover(written: Written, tmp_path: Path) -> None:
    details = episode(timed(chapters("A")), cover=ScriptPicture(COVER))
    file = written(tmp_path, Tags.of(details))
    if isinstance(file, FLAC):
        (picture,) = file.pictures
    else:
        picture = Picture(base64.b64decode(file.tags["METADATA_BLOCK_PICTURE"][0]))
    assert (picture.type, picture.mime, picture.data) == (3, "image/jpeg", COVER.read_bytes())
    assert (picture.width, picture.height, picture.depth) == (3000, 3000, 24)


@FORMATS
def test_the_encoders_own_comments_are_replaced(written: Written, tmp_path: Path) -> None:
    tags = written(tmp_path, Tags((("TITLE", "T"),), None)).tags
    assert list(tags) == [("TITLE", "T")]


def test_a_cover_that_a_block_cannot_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vorbis, "LARGEST_PICTURE", 1000)
    with pytest.raises(OutputError, match=r"^'cover\.jpg' has \d MB, and Opus and FLAC files hold 16 \(use a smaller"):
        Tags.of(episode(timed(chapters("A")), cover=ScriptPicture(COVER)))


def test_more_than_a_thousand_chapters_are_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    parts = tuple(Chapter(at * 441, (at + 1) * 441, f"Part {at}") for at in range(1003))
    names = [name for name, _ in Tags.of(episode(timed(parts))).comments if name.startswith("CHAPTER")]
    assert names[-1] == "CHAPTER999NAME"
    assert [record.getMessage() for record in caplog.records] == [
        "of 1003 chapters, an Opus or FLAC file holds the first 1000"
    ]


def test_opus_is_measured_while_it_is_encoded(tmp_path: Path) -> None:
    measured = encode_opus(Output(), samples(tmp_path), tmp_path / "x.opus")
    decoded, length = measure(tmp_path / "x.opus", Output())
    assert measured.integrated_lufs == pytest.approx(decoded.integrated_lufs, abs=0.02)
    assert measured.true_peak_dbtp == pytest.approx(decoded.true_peak_dbtp, abs=0.1)
    assert write_opus_tags(tmp_path / "x.opus", Tags((), None)) == pytest.approx(length / 44_100, abs=0.0001)


def test_opus_has_no_more_than_256_kbit_for_each_channel(tmp_path: Path) -> None:
    write_samples(iter([np.round(sine(1) * 32767).astype(np.int16)]), tmp_path / "x.pcm")
    encode_opus(Output(bitrate=320_000, channels=1), tmp_path / "x.pcm", tmp_path / "x.opus")
    assert OggOpus(tmp_path / "x.opus").info.length == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize("write", [write_opus_tags, write_flac_tags])
def test_what_mutagen_cannot_write_is_an_error_of_one_line(
    write: Callable[[Path, Tags], float], tmp_path: Path
) -> None:
    (tmp_path / "x").write_bytes(b"no sound")
    with pytest.raises(OutputError, match=r"^the sound could not be encoded in .*\(free some space there"):
        write(tmp_path / "x", Tags((), None))
