"""Links and pictures of an M4A's chapters, read back atom by atom."""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from pathlib import Path

import mutagen.mp4
import numpy as np
import pytest
from PIL import Image

from audiobrief.episode.formats.atoms import Atom, skip_to
from audiobrief.episode.formats.m4a import read_chapters
from audiobrief.episode.formats.m4a_tracks import ChapterPictures, add_to_chapters
from audiobrief.episode.pictures import framed_jpeg
from audiobrief.errors import OutputError
from audiobrief.timeline.timeline import Chapter
from builders import ROOT
from episode.details_builder import RATE, chapters, episode, timed
from episode.formats.test_m4a import M4A, encoded
from programmes import measure

SIDE = 64
LINK = "https://example.org/ü"
COVER = ROOT / "audio_assets" / "cover.jpg"


def linked(*titles: str) -> tuple[Chapter, ...]:
    """Make chapters of one second, the first of which has a link."""
    first, *others = chapters(*titles, seconds=1)
    return (replace(first, url=LINK), *others)


def written(folder: Path, parts: tuple[Chapter, ...], pictures: ChapterPictures | None = None) -> Path:
    path = encoded(folder, episode(timed(parts)), COVER)
    add_to_chapters(path, parts, pictures, RATE)
    return path


def track(path: Path, handler: bytes) -> Atom:
    with path.open("rb") as file:
        _, size = skip_to(file, b"moov")
        moov = Atom.read(b"moov", file.read(size))
    (found,) = (
        atom for atom in moov.inner if atom.name == b"trak" and atom.find(b"mdia", b"hdlr").content[8:12] == handler
    )
    return found


def samples(path: Path, handler: bytes) -> list[bytes]:
    """Return the samples of a track whose chunks are samples."""
    tables = track(path, handler).find(b"mdia", b"minf", b"stbl")
    content, sizes = path.read_bytes(), tables.find(b"stsz").content
    count = struct.unpack_from(">I", sizes, 8)[0]
    places = struct.unpack(f">{count}I", tables.find(b"stco").content[8:])
    return [content[at : at + size] for at, size in zip(places, struct.unpack(f">{count}I", sizes[12:]), strict=True)]


def test_a_title_has_its_link(tmp_path: Path) -> None:
    first, second = samples(written(tmp_path, linked("Київ", "B")), b"text")
    encd = b"\0\0\0\x0cencd\0\0\1\0"
    address = b"https://example.org/%C3%BC"
    assert first[: 2 + 8] == b"\0\x08" + "Київ".encode()
    assert (
        first[10:]
        == encd + b"\0\0\0" + bytes([14 + len(address)]) + b"href\0\0\0\4" + bytes([len(address)]) + address + b"\0"
    )
    assert second == b"\0\1B" + encd


@pytest.mark.parametrize("url", ["https://example.org/" + "x" * 236, "mailto:a@example.org", None])
def test_a_link_that_does_not_fit_is_left_out(url: str | None, tmp_path: Path) -> None:
    (title,) = samples(written(tmp_path, (Chapter(0, RATE, "A", url=url),)), b"text")
    assert b"href" not in title


def test_the_sound_and_the_chapters_are_as_before(tmp_path: Path) -> None:
    parts = linked("A", "x" * 300, "A")
    (tmp_path / "plain").mkdir()
    plain = encoded(tmp_path / "plain", episode(timed(parts)), COVER)
    path = written(tmp_path, parts, ChapterPictures([framed_jpeg(COVER, SIDE)] * 3, SIDE))
    assert measure(path, M4A) == measure(plain, M4A)
    assert read_chapters(path) == read_chapters(plain)
    file, before = mutagen.mp4.MP4(path), mutagen.mp4.MP4(plain)
    assert (file.tags, file.info.length) == (before.tags, before.info.length)
    assert [chapter.title for chapter in file.chapters] == [chapter.title for chapter in before.chapters]


def test_each_chapter_has_its_picture(tmp_path: Path) -> None:
    jpegs = [framed_jpeg(COVER, SIDE), framed_jpeg(None, SIDE), framed_jpeg(COVER, SIDE)]
    path = written(tmp_path, linked("A", "B", "C"), ChapterPictures(jpegs, SIDE))
    assert samples(path, b"vide") == jpegs
    assert path.read_bytes().count(jpegs[0]) == 1
    number = struct.unpack_from(">I", track(path, b"vide").find(b"tkhd").content, 12)[0]
    titles = struct.unpack_from(">I", track(path, b"text").find(b"tkhd").content, 12)[0]
    assert struct.unpack(">II", track(path, b"soun").find(b"tref", b"chap").content) == (titles, number)
    durations = track(path, b"vide").find(b"mdia", b"minf", b"stbl", b"stts").content[8:]
    assert struct.unpack(">6I", durations) == (1, RATE, 1, RATE, 1, RATE)


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    parts, pictures = linked("A", "B"), ChapterPictures([framed_jpeg(COVER, SIDE)] * 2, SIDE)
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        made.append(written(tmp_path / name, parts, pictures).read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize("size", [(30, 10), (10, 30), (90, 90)])
def test_pictures_stand_in_the_middle_of_a_square(size: tuple[int, int], tmp_path: Path) -> None:
    Image.new("RGB", size, (250, 0, 0)).save(tmp_path / "x.png")
    with Image.open(io.BytesIO(framed_jpeg(tmp_path / "x.png", SIDE))) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (SIDE, SIDE), "RGB")
        red = np.asarray(image)[:, :, 0].astype(int)
    assert red[SIDE // 2, SIDE // 2] > 200
    assert (red[0, 0] > 200) == (size == (90, 90))


def test_what_is_no_m4a_is_an_error_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "x.m4a").write_bytes(b"\0\0\0\x09ftypX")
    with pytest.raises(OutputError, match=r"^the sound could not be encoded in .*\(free some space there"):
        add_to_chapters(tmp_path / "x.m4a", linked("A"), None, RATE)
