"""Other people's programs and libraries, each asked for what it reads in an episode's audio file."""

from __future__ import annotations

import csv
import json
import math
import os
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DUAL_MONO = 10 * math.log10(2)
"""LU that a channel is louder from two loudspeakers than from one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter as a program reads it."""

    title: str
    """Its title."""
    start: float
    """Seconds."""
    end: float | None = None
    """Seconds; None where the program does not tell."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a loudness meter shows."""

    lufs: float
    """LUFS; one channel counts as dual mono."""
    peak: float
    """dBTP."""


def ran(*command: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run a program to its good end."""
    done = subprocess.run(
        list(map(str, command)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    said = (done.stdout[-1000:] + done.stderr[-2000:]).decode(errors="replace")
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}: {said}"
    return done


def probe(path: Path, *asked: str) -> dict[str, Any]:
    """Ask ffprobe, which must find no error.

    Of an M4A file it warns that it cannot decode the track that holds the chapters: that is text.
    """
    done = ran("ffprobe", "-v", "error", *asked, "-of", "json", path)
    assert not done.stderr, done.stderr.decode()
    content: dict[str, Any] = json.loads(done.stdout)
    return content


# --- Chapters ---------------------------------------------------------------------------------------------------------


def _in_order_of_contents(tables: Mapping[str, Sequence[str]], marks: Mapping[str, Mark], top: str) -> list[Mark]:
    """Follow the tables of contents from the top one, as a reader does that knows nested ones."""
    return [
        mark
        for name in tables[top]
        for mark in (_in_order_of_contents(tables, marks, name) if name in tables else [marks[name]])
    ]


def by_ffprobe(path: Path) -> list[Mark]:
    return [
        Mark(chapter["tags"]["title"], float(chapter["start_time"]), float(chapter["end_time"]))
        for chapter in probe(path, "-show_chapters")["chapters"]
    ]


def by_ffmetadata(path: Path) -> list[Mark]:
    """Read the metadata file that ffmpeg writes (ffmpeg-formats, Metadata): `=`, `;`, `#`, `\\` and newline escaped.

    Whatever ffmpeg writes starts at 0, and so it takes the time at which the file's sound starts, the encoder's delay
    of 1105 samples, off the chapters: they are 25 ms earlier at 44.1 kHz than ffprobe shows them.
    """
    text = ran("ffmpeg", "-v", "error", "-i", path, "-f", "ffmetadata", "-").stdout.decode()
    chapters: list[dict[str, str]] = []
    for line in re.findall(r"(?:[^\\\n]|\\.)+", text, re.DOTALL):
        if line == "[CHAPTER]":
            chapters.append({})
        elif chapters:
            written = re.fullmatch(r"((?:[^\\=]|\\.)*)=(.*)", line, re.DOTALL)
            assert written, line
            chapters[-1][written[1]] = re.sub(r"\\(.)", r"\1", written[2], flags=re.DOTALL)

    def seconds(chapter: dict[str, str], key: str) -> float:
        numerator, denominator = chapter["TIMEBASE"].split("/")
        return int(chapter[key]) * int(numerator) / int(denominator)

    return [Mark(chapter["title"], seconds(chapter, "START"), seconds(chapter, "END")) for chapter in chapters]


def by_mpv(path: Path) -> list[Mark]:
    """Read mpv's list.

    Its clock starts where the file's sound starts, as ffmpeg's does, so that all chapters are 25 ms earlier at 44.1 kHz
    and 23 ms at 48 kHz; with `--rebase-start-time=no` they are exact.
    """
    done = ran(
        "mpv", "--no-config", "--no-terminal", "--vo=null", "--ao=null", "--pause",
        f"--script={HERE / 'read_chapters.lua'}", "--", path,
    )  # fmt: skip
    return [Mark(chapter["title"], chapter["time"]) for chapter in json.loads(done.stdout)]


def _mutagen(path: Path) -> tuple[dict[str, Mark], dict[str, list[str]], list[str]]:
    from mutagen.id3 import ID3

    tags = ID3(path)
    marks = {
        str(frame.element_id): Mark(
            str(frame.sub_frames["TIT2"].text[0]), frame.start_time / 1000, frame.end_time / 1000
        )
        for frame in tags.getall("CHAP")
    }
    tables = {str(frame.element_id): list(frame.child_element_ids) for frame in tags.getall("CTOC")}
    return marks, tables, [str(frame.element_id) for frame in tags.getall("CTOC") if frame.flags & 0x02]


def by_mutagen(path: Path) -> list[Mark]:
    return list(_mutagen(path)[0].values())


def by_mutagen_contents(path: Path) -> list[Mark]:
    marks, tables, tops = _mutagen(path)
    assert len(tops) == 1
    return _in_order_of_contents(tables, marks, tops[0])


def _eyed3(path: Path) -> Any:
    import eyed3

    file = eyed3.load(path)
    assert file is not None
    return file.tag


def _eyed3_mark(frame: Any) -> Mark:
    return Mark(str(frame.title), frame.times.start / 1000, frame.times.end / 1000)


def by_eyed3(path: Path) -> list[Mark]:
    return [_eyed3_mark(frame) for frame in _eyed3(path).chapters]


def by_eyed3_contents(path: Path) -> list[Mark]:
    tag = _eyed3(path)
    marks = {frame.element_id.decode(): _eyed3_mark(frame) for frame in tag.chapters}
    tables = {frame.element_id.decode(): [name.decode() for name in frame.child_ids] for frame in tag.table_of_contents}
    tops = [frame.element_id.decode() for frame in tag.table_of_contents if frame.toplevel]
    assert len(tops) == 1
    return _in_order_of_contents(tables, marks, tops[0])


def _node(path: Path) -> dict[str, Any]:
    assert (HERE / "node_modules").is_dir(), "run npm install --no-save --no-package-lock --prefix tests/judges"
    content: dict[str, Any] = json.loads(ran("node", HERE / "read_chapters.mjs", path).stdout)
    return content


def _node_mark(chapter: dict[str, Any]) -> Mark:
    return Mark(chapter["title"], chapter["start"] / 1000, chapter["end"] / 1000)


def _node_contents(read: dict[str, Any]) -> list[Mark]:
    marks = {chapter["id"]: _node_mark(chapter) for chapter in read["chapters"]}
    tables = {table["id"]: table["children"] for table in read["contents"]}
    return _in_order_of_contents(tables, marks, read["contents"][0]["id"])


def by_music_metadata(path: Path) -> list[Mark]:
    """Read the list that music-metadata makes itself, `format.chapters`."""
    return [_node_mark(chapter) for chapter in _node(path)["listed"]]


def by_music_metadata_frames(path: Path) -> list[Mark]:
    read = _node(path)["musicMetadata"]
    assert read["warnings"] == []
    return [_node_mark(chapter) for chapter in read["chapters"]]


def by_music_metadata_contents(path: Path) -> list[Mark]:
    return _node_contents(_node(path)["musicMetadata"])


def by_node_id3(path: Path) -> list[Mark]:
    return [_node_mark(chapter) for chapter in _node(path)["nodeId3"]["chapters"]]


def by_node_id3_contents(path: Path) -> list[Mark]:
    return _node_contents(_node(path)["nodeId3"])


CHAPTER_READERS: dict[str, Callable[[Path], list[Mark]]] = {
    "ffprobe": by_ffprobe,
    "ffmetadata": by_ffmetadata,
    "mpv": by_mpv,
    "mutagen": by_mutagen,
    "mutagen, contents": by_mutagen_contents,
    "eyeD3": by_eyed3,
    "eyeD3, contents": by_eyed3_contents,
    "music-metadata": by_music_metadata,
    "music-metadata, frames": by_music_metadata_frames,
    "music-metadata, contents": by_music_metadata_contents,
    "node-id3": by_node_id3,
    "node-id3, contents": by_node_id3_contents,
}
"""By name; `contents` are those that follow the tables of contents, the others read chapters as the file has them."""


# --- Loudness ---------------------------------------------------------------------------------------------------------


def by_ebur128(path: Path) -> Reading:
    """Measure with ffmpeg's ebur128 filter.

    Its summary has one decimal, with which a peak of -0.96 dBTP would pass for -1. So the peak is taken, once more, of
    the sound at 192 kHz, as the filter does itself.
    """
    said = ran(
        "ffmpeg", "-hide_banner", "-nostats", "-i", path, "-map", "0:a:0",
        "-af", "ebur128=peak=true:dualmono=true:framelog=verbose,aresample=192000,"
        "astats=measure_overall=Peak_level:measure_perchannel=none",
        "-f", "null", "-",
    ).stderr.decode()  # fmt: skip
    summary = said[said.rindex("Integrated loudness:") :]
    lufs, shown = re.search(r"I:\s+(-?[\d.]+) LUFS", summary), re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    exact = re.search(r"Peak level dB: (-?[\d.]+)", said)
    assert lufs
    assert shown
    assert exact
    assert abs(float(shown[1]) - float(exact[1])) < 0.1
    return Reading(float(lufs[1]), float(exact[1]))


def by_loudgain(path: Path) -> Reading:
    """Measure with loudgain (libebur128).

    It has no switch for dual mono: it leaves a single channel at libebur128's default, the left one, and so reads it
    as from one loudspeaker, 3.01 LU lower than the same channel twice; `test_loudgain_takes_a_channel_for_one_speaker`
    shows it. What listeners hear is the channel from both loudspeakers, so the difference is added.
    """
    (row,) = csv.DictReader(
        ran("loudgain", "-q", "-O", path).stdout.decode().splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    lufs, peak = row["Loudness"].removesuffix(" LUFS"), row["True_Peak_dBTP"].removesuffix(" dBTP")
    channels = probe(path, "-show_streams", "-select_streams", "a:0")["streams"][0]["channels"]
    return Reading(float(lufs) + (DUAL_MONO if channels == 1 else 0.0), float(peak))


LOUDNESS_METERS: dict[str, Callable[[Path], Reading]] = {"ebur128": by_ebur128, "loudgain": by_loudgain}
