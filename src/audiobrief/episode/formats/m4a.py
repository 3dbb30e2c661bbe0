"""Tags and chapters of an M4A file: what ffmpeg is given to write them, and chapters read back.

ffmpeg writes chapters twice: as a text track, which holds any number and length of titles (QuickTime File Format,
Chapter Lists), and as Nero's list `chpl`, which holds 255 chapters and titles of 255 bytes. It cuts a longer title
there between bytes, and then mutagen refuses the file; so such titles are shortened between characters.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from audiobrief.audio.encode import encoding_error, read_ffmetadata
from audiobrief.episode.details import Details

_NERO_TITLE = 255
"""Bytes of a title in Nero's list at most."""
_PRIMING = 1024
"""Samples that ffmpeg's encoder puts before the sound; the track's edit list leaves them out."""
_ELLIPSIS = "…".encode()
_ATOM = struct.Struct(">I4s")
_CHAPTER = re.compile(r"\[CHAPTER\]\n((?:\w+=(?:\\.|[^\\\n])*\n)*)", re.DOTALL)
_VALUE = re.compile(r"(\w+)=((?:\\.|[^\\\n])*)\n", re.DOTALL)


class M4aChapter(NamedTuple):
    """A chapter in an M4A file."""

    start: float
    """Seconds."""
    title: str


def tag_arguments(details: Details) -> tuple[str, ...]:
    """Return ffmpeg's arguments for an episode's tags, in which no character has another meaning."""
    script = details.script
    tags = {
        "title": script.title,
        "artist": details.artist,
        "album": script.show.title,
        "date": script.release_date.isoformat() if script.release_date else None,
        "track": str(script.number) if script.number is not None else None,
        "disc": str(script.season) if script.season is not None else None,
        "genre": "Podcast",
        "copyright": script.show.copyright,
        "description": script.summary,
        "comment": details.comment,
    }
    arguments = [("-metadata", f"{key}={value}") for key, value in tags.items() if value]
    # ffmpeg takes a backslash at the end of a value in a metadata file for one that continues the line.
    arguments += [
        (f"-metadata:c:{number}", f"title={chapter.title}")
        for number, chapter in enumerate(details.timeline.chapters)
        if chapter.title.endswith("\\")
    ]
    return tuple(part for argument in arguments for part in argument)


def chapter_metadata(details: Details) -> str:
    """Return ffmpeg's metadata file of an episode's chapters (ffmpeg-formats, Metadata); times are whole samples."""
    lines = [";FFMETADATA1"]
    for chapter in details.timeline.chapters:
        lines += [
            "[CHAPTER]",
            f"TIMEBASE=1/{details.timeline.sample_rate}",
            f"START={chapter.start}",
            f"END={chapter.end}",
        ]
        if not chapter.title.endswith("\\"):
            lines.append(f"title={_escaped(chapter.title)}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return re.sub(r"([=;#\\\n])", r"\\\1", text)


def shorten_nero_titles(path: Path) -> None:
    """Replace titles in Nero's list of chapters that ffmpeg cut between the bytes of a character."""
    with path.open("r+b") as stream:
        at = _find_atom(stream, (b"moov", b"udta", b"chpl"), 0, path.stat().st_size)
        if at is None:
            return
        stream.seek(at + 8)  # version, flags and reserved bytes
        for _ in range(stream.read(1)[0]):
            stream.seek(8, 1)  # its start
            title = stream.read(stream.read(1)[0])
            if len(title) == _NERO_TITLE:
                stream.seek(-len(title), 1)
                stream.write(_shortened(title))


def _shortened(title: bytes) -> bytes:
    """Return a title of as many bytes that is whole, or ends in an ellipsis."""
    try:
        title.decode()
    except UnicodeDecodeError:
        kept = title[: -len(_ELLIPSIS)].decode(errors="ignore").encode()
        return (kept + _ELLIPSIS).ljust(len(title))
    return title


def _find_atom(stream: BinaryIO, names: tuple[bytes, ...], at: int, end: int) -> int | None:
    """Return where the content of an atom inside of others starts (ISO/IEC 14496-12, 4.2); None if it is missing."""
    while at + _ATOM.size <= end:
        stream.seek(at)
        size, name = _ATOM.unpack(stream.read(_ATOM.size))
        if name == names[0]:
            start = at + _ATOM.size
            return start if len(names) == 1 else _find_atom(stream, names[1:], start, at + size)
        if size < _ATOM.size:
            return None
        at += size
    return None


def sound_seconds(path: Path) -> float:
    """Return the seconds of sound that an unfinished M4A file states.

    Raises:
        OutputError: it cannot be read.
    """
    from mutagen import MutagenError
    from mutagen.mp4 import MP4

    try:
        information = MP4(path).info
    except MutagenError as error:
        raise encoding_error(str(error), path) from error
    return float(information.length - _PRIMING / information.sample_rate)


def read_chapters(path: Path) -> tuple[M4aChapter, ...]:
    """Read the chapters of an M4A file, in the order of time.

    Raises:
        ProgramError: ffmpeg cannot read the file.
    """
    return tuple(_chapters(read_ffmetadata(path)))


def _chapters(text: str) -> Iterator[M4aChapter]:
    for section in _CHAPTER.finditer(text):
        values = {key: re.sub(r"\\(.)", r"\1", value, flags=re.DOTALL) for key, value in _VALUE.findall(section[1])}
        numerator, denominator = map(int, values["TIMEBASE"].split("/"))
        yield M4aChapter(int(values["START"]) * numerator / denominator, values.get("title", ""))
