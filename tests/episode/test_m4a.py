"""The metadata from which an M4A file gets its tags and chapters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import mutagen.mp4
import numpy as np
import pytest

from audiobrief.audio.encode import encode_m4a, measure, write_samples
from audiobrief.audio.loudness import LoudnessMeter
from audiobrief.episode.m4a import ffmetadata
from audiobrief.errors import OutputError
from audiobrief.script.models.script import Output
from audiobrief.script.models.segment import Source
from audiobrief.script.models.show import Show
from builders import ROOT, sine
from episode.details_builder import RATE, chapters, episode, timed

M4A = Output(format="m4a", bitrate=128_000, channels=2, sample_rate=RATE)


def test_tags_and_chapters_are_written_as_ffmpeg_reads_them() -> None:
    details = episode(timed(chapters("A", "B")), date=date(2023, 2, 17), summary="What it is about.")
    assert ffmetadata(details) == (
        ";FFMETADATA1\n"
        "title=An episode\n"
        "artist=The Author\n"
        "album=The Show\n"
        "date=2023-02-17\n"
        "track=7\n"
        "disc=2\n"
        "genre=Podcast\n"
        "copyright=© 2023 The Author\n"
        "description=What it is about.\n"
        "comment=What it is about. Spoken by synthetic voices (tone).\n"
        "[CHAPTER]\nTIMEBASE=1/44100\nSTART=0\nEND=441000\ntitle=A\n"
        "[CHAPTER]\nTIMEBASE=1/44100\nSTART=441000\nEND=882000\ntitle=B\n"
    )


def test_signs_of_its_own_are_escaped() -> None:
    text = ffmetadata(episode(timed(chapters("a=b;c#d\\e\nf"))))
    assert "title=a\\=b\\;c\\#d\\\\e\\\nf\n" in text


def test_what_is_not_known_is_left_out() -> None:
    bare = episode(timed(chapters("A")), show=Show(), source=Source(), number=None, season=None, summary=None)
    assert ffmetadata(bare).splitlines()[:4] == [
        ";FFMETADATA1",
        "title=An episode",
        "genre=Podcast",
        "comment=Spoken by synthetic voices (tone).",
    ]


TITLES = ("Headlines", "What; if = it # has \\ signs?", "Київ")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("m4a")
    details = episode(timed(chapters(*TITLES, seconds=2)))
    sound = np.round(sine(6, 440, -12, channels=2) * 32767).astype(np.int16)
    write_samples(iter([sound[:100_000], sound[100_000:]]), folder / "x.pcm")
    (folder / "x.txt").write_text(ffmetadata(details), encoding="utf-8")
    encode_m4a(M4A, folder / "x.pcm", folder / "x.txt", ROOT / "audio_assets" / "cover.jpg", folder / "x.m4a")
    return folder / "x.m4a"


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
        assert abs(samples - 6 * RATE) <= 1024
        assert loudness.integrated_lufs == pytest.approx(meter.result().integrated_lufs, abs=0.3)

    def test_of_samples_that_are_not_there_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "x.txt").write_text(";FFMETADATA1\n")
        with pytest.raises(OutputError, match=r"^the sound could not be encoded in .*: .*\(free some space"):
            encode_m4a(M4A, tmp_path / "no.pcm", tmp_path / "x.txt", None, tmp_path / "x.m4a")
