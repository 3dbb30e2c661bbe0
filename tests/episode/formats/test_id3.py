"""ID3 tags read back by hand, byte by byte, and by mutagen."""

from __future__ import annotations

import io
import itertools
import struct
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.id3 import ID3
from PIL import Image

from audiobrief.episode.details import Details
from audiobrief.episode.formats.id3 import MOST_CHILDREN, contents_tables, id3_tag
from audiobrief.script.models.segment import Source
from audiobrief.script.models.show import Show
from audiobrief.script.models.sound import Picture
from audiobrief.timeline.timeline import Chapter, SpokenSentence
from builders import ROOT
from episode.details_builder import RATE, chapters, episode, timed

COVER = Picture(ROOT / "audio_assets" / "cover.jpg")


@dataclass(frozen=True)
class Frame:
    """A frame as it lies in the file."""

    name: str
    flags: bytes
    content: bytes


def syncsafe(content: bytes) -> int:
    """Read a size of seven bits a byte."""
    assert all(byte < 0x80 for byte in content)
    return sum(byte << shift for byte, shift in zip(content, (21, 14, 7, 0), strict=True))


def frames_of(content: bytes) -> list[Frame]:
    """Read frames one after the other (id3v2.3.0, 3.3); sizes are plain numbers, inside chapters as well."""
    frames = []
    at = 0
    while at < len(content):
        (size,) = struct.unpack(">I", content[at + 4 : at + 8])
        frames.append(
            Frame(content[at : at + 4].decode("ascii"), content[at + 8 : at + 10], content[at + 10 : at + 10 + size])
        )
        at += 10 + size
    assert at == len(content)
    return frames


def tag_frames(tag: bytes) -> list[Frame]:
    assert tag[:6] == b"ID3\x03\x00\x00"
    assert syncsafe(tag[6:10]) == len(tag) - 10
    return frames_of(tag[10:])


@dataclass(frozen=True)
class Contents:
    """A table of contents (id3v2-chapters-1.0, 3.2)."""

    name: str
    flags: int
    children: list[str]
    inner: list[Frame]


def contents_of(frame: Frame) -> Contents:
    name, rest = frame.content.split(b"\0", 1)
    flags, count = rest[0], rest[1]
    rest = rest[2:]
    children = []
    for _ in range(count):
        child, rest = rest.split(b"\0", 1)
        children.append(child.decode("ascii"))
    return Contents(name.decode("ascii"), flags, children, frames_of(rest))


@dataclass(frozen=True)
class Part:
    """A chapter (id3v2-chapters-1.0, 3.1)."""

    name: str
    start: int
    end: int
    offsets: bytes
    inner: list[Frame]

    @property
    def title(self) -> str:
        (title,) = (frame for frame in self.inner if frame.name == "TIT2")
        assert title.content[:3] in (b"\x01\xff\xfe", b"\x01\xfe\xff")  # UTF-16 with BOM
        return title.content[1:].decode("utf-16").removesuffix("\0")


def part_of(frame: Frame) -> Part:
    name, rest = frame.content.split(b"\0", 1)
    start, end = struct.unpack(">II", rest[:8])
    return Part(name.decode("ascii"), start, end, rest[8:16], frames_of(rest[16:]))


def parts(details: Details) -> list[Part]:
    return [part_of(frame) for frame in tag_frames(id3_tag(details)) if frame.name == "CHAP"]


def contents(details: Details) -> list[Contents]:
    return [contents_of(frame) for frame in tag_frames(id3_tag(details)) if frame.name == "CTOC"]


def many(count: int) -> Details:
    return episode(timed(chapters(*(f"Chapter {number}" for number in range(count)))))


class TestOrder:
    def test_cover_then_contents_then_chapters(self) -> None:
        names = [frame.name for frame in tag_frames(id3_tag(episode(timed(chapters("A", "B", "C")), cover=COVER)))]
        assert names[-5:] == ["APIC", "CTOC", "CHAP", "CHAP", "CHAP"]
        assert names[0] == "TIT2"
        assert not {"APIC", "CTOC", "CHAP"} & set(names[:-5])

    def test_chapters_follow_time_though_their_titles_get_shorter(self) -> None:
        # A writer that sorts frames by size would turn them round.
        titles = ["x" * length for length in range(60, 0, -7)]
        assert [part.title for part in parts(episode(timed(chapters(*titles))))] == titles

    @given(st.lists(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=30), min_size=1, max_size=12))
    @settings(max_examples=30, deadline=None)
    def test_chapters_follow_time_whatever_their_titles(self, titles: list[str]) -> None:
        details = episode(timed(chapters(*titles)))
        assert [part.title for part in parts(details)] == titles
        starts = [part.start for part in parts(details)]
        assert starts == sorted(starts)

    def test_the_whole_tag_is_frames_without_padding_or_flags(self) -> None:
        frames = tag_frames(id3_tag(episode(timed(chapters("A")), cover=COVER)))
        assert {frame.flags for frame in frames} == {b"\0\0"}

    def test_the_same_episode_has_the_same_bytes(self) -> None:
        assert id3_tag(many(20)) == id3_tag(many(20))


class TestContents:
    @pytest.mark.parametrize("count", [1, 2, 255])
    def test_one_table_lists_all_chapters_in_order(self, count: int) -> None:
        details = many(count)
        (table,) = contents(details)
        assert table.flags == 0x03  # top level, ordered
        assert table.children == [part.name for part in parts(details)]
        assert len(table.children) == count
        assert [(frame.name, frame.content) for frame in table.inner] == [
            ("TIT2", b"\x01" + "Table of Contents\0".encode("utf-16"))
        ]

    @pytest.mark.parametrize(
        ("count", "direct", "nested"),
        [(256, 254, [2]), (300, 254, [46]), (509, 254, [255]), (510, 253, [255, 2]), (1000, 252, [255, 255, 238])],
    )
    def test_a_table_that_is_full_names_the_first_chapters_itself_and_tables_for_the_rest(
        self, count: int, direct: int, nested: list[int]
    ) -> None:
        details = many(count)
        top, *below = contents(details)
        names = [part.name for part in parts(details)]
        assert [table.flags for table in (top, *below)] == [0x03] + [0x01] * len(nested)
        assert top.children == names[:direct] + [table.name for table in below]
        assert len(top.children) <= MOST_CHILDREN
        assert [len(table.children) for table in below] == nested
        assert [child for table in below for child in table.children] == names[direct:]

    @pytest.mark.parametrize("count", [256, 510, 65_025])
    def test_no_table_is_longer_than_a_byte_counts(self, count: int) -> None:
        tables = contents_tables([f"chp{number}" for number in range(count)])
        assert all(0 < len(children) <= MOST_CHILDREN for children in tables.values())
        listed = [child for children in tables.values() for child in children if child not in tables]
        assert listed == [f"chp{number}" for number in range(count)]

    @pytest.mark.parametrize("count", [1, 255, 256, 300])
    def test_ids_are_ascii_and_unique_over_tables_and_chapters(self, count: int) -> None:
        details = many(count)
        names = [table.name for table in contents(details)] + [part.name for part in parts(details)]
        assert len(set(names)) == len(names)
        assert all(name.isascii() and name.isalnum() for name in names)


class TestChapters:
    def test_times_are_milliseconds_without_gaps_from_zero_to_the_end(self) -> None:
        bounds = (0, 44_101, 100_003, 555_555, 1_000_001)
        timeline = timed(tuple(Chapter(one, two, "x") for one, two in itertools.pairwise(bounds)))
        made = parts(episode(timeline))
        assert made[0].start == 0
        assert [part.end for part in made[:-1]] == [part.start for part in made[1:]]
        assert made[-1].end == round(1_000_001 / 44.1)

    def test_offsets_are_not_used(self) -> None:
        assert {part.offsets for part in parts(many(3))} == {b"\xff" * 8}

    def test_a_link_and_a_picture_stand_inside(self, tmp_path: Path) -> None:
        Image.new("RGB", (8, 8), "red").save(tmp_path / "x.png")
        details = episode(timed(chapters("A", url="https://example.org/a", image=Picture(tmp_path / "x.png"))))
        (part,) = parts(details)
        assert [frame.name for frame in part.inner] == ["TIT2", "WXXX", "APIC"]
        assert part.inner[1].content.rstrip(b"\0").endswith(b"https://example.org/a")
        assert part.inner[2].content.startswith(b"\x00image/png\x00\x00")
        assert part.inner[2].content.endswith((tmp_path / "x.png").read_bytes())

    @pytest.mark.parametrize(
        ("url", "written"),
        [
            ("https://example.org/?a=1&b=%20#x", b"https://example.org/?a=1&b=%20#x"),
            ("https://example.org/\u0454", b"https://example.org/%D1%94"),
            ("https://example.org/\u00e4", b"https://example.org/%C3%A4"),
        ],
    )
    def test_an_address_has_plain_letters(self, url: str, written: bytes) -> None:
        details = episode(
            timed(chapters("A", url=url)), source=Source(url=url), show=Show(link=url), number=None, season=None
        )
        addresses = [frame.content for frame in tag_frames(id3_tag(details)) if frame.name in ("WOAS", "WPUB")]
        assert [address.rstrip(b"\0") for address in addresses] == [written, written]
        assert parts(details)[0].inner[1].content.rstrip(b"\0").endswith(b"\0" + written)

    def test_an_hour_and_more_fits(self) -> None:
        timeline = timed((Chapter(0, 20 * 3600 * RATE, "long"),))
        assert parts(episode(timeline))[0].end == 72_000_000


class TestMutagen:
    """The same tag as mutagen reads it."""

    @staticmethod
    def read(details: Details) -> ID3:
        return ID3(io.BytesIO(id3_tag(details)))

    def test_reads_the_chapters(self) -> None:
        tags = self.read(many(300))
        assert tags.version == (2, 3, 0)
        found = sorted(tags.getall("CHAP"), key=lambda frame: frame.start_time)
        assert [str(frame.sub_frames["TIT2"]) for frame in found] == [f"Chapter {number}" for number in range(300)]
        (top,) = [frame for frame in tags.getall("CTOC") if frame.flags & 2]
        assert top.sub_frames["TIT2"].text == ["Table of Contents"]

    def test_reads_the_texts(self) -> None:
        sentence = SpokenSentence(0, RATE, "It rained in Kyïv.", "low")
        tags = self.read(episode(timed(chapters("A"), (sentence,)), date=date(2023, 2, 17), cover=COVER))
        expected = {
            "TIT2": "An episode",
            "TPE1": "The Author",
            "TALB": "The Show",
            "TDRC": "2023-02-17",
            "TRCK": "7",
            "TPOS": "2",
            "TCON": "Podcast",
            "TLAN": "eng",
            "TLEN": "10000",
        }
        assert {name: str(tags[name]) for name in expected} == expected
        assert str(tags.getall("USLT")[0]) == "It rained in Kyïv."
        assert str(tags["TXXX:ai-content"]) == "Spoken by synthetic voices (tone)."
        assert "synthetic voices" in str(tags.getall("COMM")[0])
        assert tags["WOAS"].url == "https://example.org/article"
        assert tags.getall("APIC")[0].type == 3
        assert tags.getall("APIC")[0].data == COVER.path.read_bytes()

    @pytest.mark.parametrize(
        ("values", "date", "time"),
        [
            ({"date": datetime.fromisoformat("2024-05-03T20:30:00-04:00")}, "0305", "2030"),
            ({"date": None, "publish_at": datetime.fromisoformat("2024-05-03T20:30:00-04:00")}, "0305", "2030"),
            ({"date": None, "publish_at": date(2024, 5, 3)}, "0305", None),
            ({"date": date(2024, 5, 2), "publish_at": date(2024, 5, 3)}, "0205", None),
        ],
    )
    def test_a_day_is_that_of_its_zone(self, values: dict[str, Any], date: str, time: str | None) -> None:
        tag = id3_tag(episode(timed(chapters("A")), **values))
        frames = {
            frame.name: frame.content[1:].decode("utf-16").strip("\0")
            for frame in tag_frames(tag)
            if frame.name[0] == "T"
        }
        assert [frames.get(name) for name in ("TYER", "TDAT", "TIME")] == ["2024", date, time]

    def test_a_time_is_written_without_its_zone(self) -> None:
        moment = datetime(2023, 2, 17, 18, 30, tzinfo=UTC)
        assert str(self.read(episode(timed(chapters("A")), date=moment))["TDRC"]) == "2023-02-17 18:30:00"

    def test_what_is_not_known_is_not_there(self) -> None:
        bare = episode(
            timed(chapters("A")), show=Show(), source=Source(), number=None, season=None, summary=None, language="tlh-x"
        )
        tags = self.read(bare)
        assert not {"TPE1", "TALB", "TDRC", "TRCK", "TPOS", "TCOP", "TDES", "WOAS", "WPUB"} & set(tags)
        assert not tags.getall("APIC")
        assert str(tags["TLAN"]) == "tlh"

    def test_zero_is_a_number(self) -> None:
        assert str(self.read(episode(timed(chapters("A")), number=0))["TRCK"]) == "0"

    @pytest.mark.parametrize(("language", "code"), [("de-AT", "ger"), ("uk", "ukr"), ("xx", "und"), ("cmn", "cmn")])
    def test_languages_have_their_three_letters(self, language: str, code: str) -> None:
        assert str(self.read(episode(timed(chapters("A")), language=language))["TLAN"]) == code

    def test_a_very_long_summary_is_cut(self) -> None:
        assert len(str(self.read(episode(timed(chapters("A")), summary="x" * 1_000_000)).getall("COMM")[0])) == 20_000
