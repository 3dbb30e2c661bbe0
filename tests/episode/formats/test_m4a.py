"""The metadata from which an M4A file gets its tags and chapters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import mutagen.mp4
import numpy as np
import pytest

from audiobrief.audio.encode import M4aParts, encode_m4a, write_samples
from audiobrief.audio.loudness import LoudnessMeter
from audiobrief.episode.details import Details
from audiobrief.episode.formats.m4a import (
    chapter_metadata,
    read_chapters,
    shorten_nero_titles,
    sound_seconds,
    tag_arguments,
)
from audiobrief.errors import OutputError
from audiobrief.script.models.script import Output
from audiobrief.script.models.segment import Source
from audiobrief.script.models.show import Show
from audiobrief.timeline.timeline import Chapter
from builders import ROOT, sine
from episode.details_builder import RATE, chapters, episode, timed
from programmes import measure

M4A = Output(format=("m4a",), bitrate=128_000, channels=2, sample_rate=RATE)


def test_tags_are_arguments_in_which_nothing_is_escaped() -> None:
    details = episode(timed(chapters("A")), date=date(2023, 2, 17), title="Drive C:\\", summary="a=b; c")
    assert tag_arguments(details) == (
        *("-metadata", "title=Drive C:\\"),
        *("-metadata", "artist=The Author"),
        *("-metadata", "album=The Show"),
        *("-metadata", "date=2023-02-17"),
        *("-metadata", "track=7"),
        *("-metadata", "disc=2"),
        *("-metadata", "genre=Podcast"),
        *("-metadata", "copyright=© 2023 The Author"),
        *("-metadata", "description=a=b; c"),
        *("-metadata", "comment=a=b; c Spoken by synthetic voices (tone)."),
    )


def test_chapters_are_written_as_ffmpeg_reads_them() -> None:
    assert chapter_metadata(episode(timed(chapters("A", "a=b;c#d\\e\nf")))) == (
        ";FFMETADATA1\n"
        "[CHAPTER]\nTIMEBASE=1/44100\nSTART=0\nEND=441000\ntitle=A\n"
        "[CHAPTER]\nTIMEBASE=1/44100\nSTART=441000\nEND=882000\ntitle=a\\=b\\;c\\#d\\\\e\\\nf\n"
    )


def test_what_is_not_known_is_left_out() -> None:
    bare = episode(timed(chapters("A")), show=Show(), source=Source(), number=None, season=None, summary=None)
    assert tag_arguments(bare)[1::2] == (
        "title=An episode",
        "genre=Podcast",
        "comment=Spoken by synthetic voices (tone).",
    )


def encoded(folder: Path, details: Details, cover: Path | None = None) -> Path:
    """Write an M4A file as `render` does."""
    seconds = details.timeline.length / RATE
    sound = np.round(sine(seconds, 440, -12, channels=2) * 32767).astype(np.int16)
    write_samples(iter([sound[:10_000], sound[10_000:]]), folder / "x.pcm")
    (folder / "x.txt").write_text(chapter_metadata(details), encoding="utf-8")
    parts = M4aParts(folder / "x.pcm", folder / "x.txt", cover, tag_arguments(details))
    encode_m4a(M4A, parts, folder / "x.m4a")
    shorten_nero_titles(folder / "x.m4a")
    return folder / "x.m4a"


TITLES = ("Headlines", "What; if = it # has \\ signs?", "Київ")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    details = episode(timed(chapters(*TITLES, seconds=2)))
    return encoded(tmp_path_factory.mktemp("m4a"), details, ROOT / "audio_assets" / "cover.jpg")


class TestFile:
    def test_has_the_chapters_at_their_times(self, path: Path) -> None:
        file = mutagen.mp4.MP4(path)
        assert [chapter.title for chapter in file.chapters] == list(TITLES)
        assert [chapter.start for chapter in file.chapters] == pytest.approx([0, 2, 4], abs=0.03)

    def test_has_the_tags_and_the_cover(self, path: Path) -> None:
        tags = mutagen.mp4.MP4(path).tags
        assert tags["\xa9nam"] == ["An episode"]
        assert tags["\xa9alb"] == ["The Show"]
        assert tags["trkn"] == [(7, 0)]
        assert bytes(tags["covr"][0]) == (ROOT / "audio_assets" / "cover.jpg").read_bytes()

    def test_is_as_long_and_as_loud_as_what_went_in(self, path: Path) -> None:
        loudness, samples = measure(path, M4A)
        meter = LoudnessMeter(RATE)
        meter.add(sine(6, 440, -12, channels=2))
        assert samples == 6 * RATE == round(sound_seconds(path) * RATE)
        assert loudness.integrated_lufs == pytest.approx(meter.result().integrated_lufs, abs=0.3)

    def test_is_measured_while_it_is_encoded(self, tmp_path: Path) -> None:
        write_samples(iter([np.round(sine(6, 440, -12, channels=2) * 32767).astype(np.int16)]), tmp_path / "x.pcm")
        (tmp_path / "x.txt").write_text(";FFMETADATA1\n")
        cover = ROOT / "audio_assets" / "cover.jpg"
        measured = encode_m4a(M4A, M4aParts(tmp_path / "x.pcm", tmp_path / "x.txt", cover, ()), tmp_path / "x.m4a")
        decoded, _ = measure(tmp_path / "x.m4a", M4A)
        assert measured.integrated_lufs == pytest.approx(decoded.integrated_lufs, abs=0.02)
        assert measured.true_peak_dbtp == pytest.approx(decoded.true_peak_dbtp, abs=0.05)

    def test_of_samples_that_are_not_there_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "x.txt").write_text(";FFMETADATA1\n")
        parts = M4aParts(tmp_path / "no.pcm", tmp_path / "x.txt", None, ())
        with pytest.raises(OutputError, match=r"^the sound could not be encoded in .*: .*\(free some space"):
            encode_m4a(M4A, parts, tmp_path / "x.m4a")


SHIPS = "\U0001f6a2" * 64 + "1"
ODD = (
    *("Drive C:\\", SHIPS, "x" * 300, "ü" * 127 + "x", "ü" * 128, 'a=b;c#d\\e, [CHAPTER], ;x, "q"', "-i", "Two\nlines"),
    *("\\", "title=x", "日本" * 100),
)


class TestOddTitles:
    @pytest.fixture(scope="class", name="path")
    @classmethod
    def odd_path(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        details = episode(timed(chapters(*ODD, seconds=1)), title="Drive C:\\", summary="It ends in \\")
        return encoded(tmp_path_factory.mktemp("odd"), details)

    def test_are_whole(self, path: Path) -> None:
        assert [chapter.title for chapter in read_chapters(path)] == list(ODD)
        assert [chapter.start for chapter in read_chapters(path)] == pytest.approx(range(len(ODD)), abs=0.001)

    def test_are_shortened_between_characters_in_neros_list(self, path: Path) -> None:
        titles = [chapter.title for chapter in mutagen.mp4.MP4(path).chapters]
        shown = [title.rstrip() for title in titles]
        assert shown[0] == ODD[0]
        assert shown[1] == "\U0001f6a2" * 63 + "…"
        assert shown[2] == "x" * 255
        assert shown[3] == ODD[3]
        assert shown[4] == "ü" * 126 + "…"
        assert shown[10] == ("日本" * 100)[:85]
        assert max(len(title.encode()) for title in titles) == 255

    def test_leave_the_tags_as_they_are(self, path: Path) -> None:
        tags = mutagen.mp4.MP4(path).tags
        assert tags["\xa9nam"] == ["Drive C:\\"]
        assert tags["\xa9ART"] == ["The Author"]
        assert tags["desc"] == ["It ends in \\"]
        assert tags["\xa9cmt"] == ["It ends in \\ Spoken by synthetic voices (tone)."]


@pytest.mark.parametrize("count", [1, 255, 256, 301])
def test_any_number_of_chapters_is_read_back(tmp_path: Path, count: int) -> None:
    parts = tuple(Chapter(at * 4410, (at + 1) * 4410, f"Chapter {at}") for at in range(count))
    path = encoded(tmp_path, episode(timed(parts)))
    assert [chapter.title for chapter in read_chapters(path)] == [part.title for part in parts]
    assert [chapter.start for chapter in read_chapters(path)] == pytest.approx(
        [at / 10 for at in range(count)], abs=0.001
    )
    assert len(mutagen.mp4.MP4(path).chapters) == min(count, 255)
