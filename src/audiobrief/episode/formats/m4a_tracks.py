"""Links and pictures of an M4A file's chapters, as enhanced podcasts have them.

ffmpeg writes a track of titles, to which the sound's track refers as its chapters (QuickTime File Format, Chapter
Lists). Here, a title with a link gets the atom `href` (3GPP TS 26.245, 5.17.1.5), and a further track has a picture for
each chapter. The titles stand before the sound, and each can be found by itself, as some readers expect
(music-metadata); the pictures stand behind it. Of what ffmpeg wrote, only the index (`moov`) is changed.
"""

from __future__ import annotations

import shutil
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from audiobrief.audio.encode import encoding_error
from audiobrief.episode.formats.atoms import HEAD, Atom, skip_to
from audiobrief.episode.web_addresses import web_address
from audiobrief.storage.files import write_failure
from audiobrief.timeline.timeline import Chapter

_UTF8 = Atom(b"encd", bytes.fromhex("00000100")).write()
"""Marks a title as UTF-8, as ffmpeg does."""
_LONGEST_LINK = 255
"""Bytes; their number is one byte."""
_UNTURNED = struct.pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
"""The matrix of a picture that is not turned."""
_NO_FLAGS, _IN_MOVIE, _SELF_CONTAINED = 0, 2, 1
_FULL = struct.Struct(">I")
"""Version 0 and flags."""
_TABLES = (b"mdia", b"minf", b"stbl")


@dataclass(frozen=True, slots=True)
class ChapterPictures:
    """The pictures of an episode's chapters."""

    jpegs: Sequence[bytes]
    """One for each chapter."""
    side: int
    """Width and height of each, in pixels."""


def add_to_chapters(
    path: Path, chapters: Sequence[Chapter], pictures: ChapterPictures | None, sample_rate: int
) -> None:
    """Add links and pictures to the chapters of an unfinished M4A file.

    Args:
        path: the file, as ffmpeg wrote it with the chapters' titles.
        chapters: in the order of time, from the beginning to the end.
        pictures: None for none.
        sample_rate: Hz.

    Raises:
        OutputError: it could not be written, or has more than 4 GB.
    """
    titles = [_title(chapter) for chapter in chapters]
    front = b"".join(titles)
    back = Atom(b"mdat", b"".join(dict.fromkeys(pictures.jpegs))).write() if pictures else b""
    rewritten = path.with_suffix(".tracks")
    try:
        with path.open("rb") as file, rewritten.open("wb") as target:
            head, size = skip_to(file, b"moov")
            moov = Atom.read(b"moov", file.read(size))
            between, size = skip_to(file, b"mdat")
            start = file.tell()
            between += HEAD.pack(HEAD.size + len(front) + size, b"mdat")

            def index(length: int) -> bytes:
                """Return the new index, given its length, on which the offsets in it depend."""
                first = len(head) + length + len(between)
                changed = _moved(moov, first + len(front) - start)
                changed = _with_titles(changed, titles, first)
                if pictures:
                    last = first + len(front) + size + HEAD.size
                    changed = _with_pictures(changed, chapters, pictures, last, sample_rate)
                return changed.write()

            target.write(head + index(len(index(0))) + between + front)
            shutil.copyfileobj(file, target, 1 << 20)
            target.write(back)
        rewritten.replace(path)
    except (KeyError, ValueError, struct.error) as error:
        raise encoding_error(f"its index cannot be changed: {error}", path) from error
    except OSError as error:
        raise write_failure(path, error) from error


def _title(chapter: Chapter) -> bytes:
    """Return a sample of the track of titles."""
    text = chapter.title.encode()
    sample = struct.pack(">H", len(text)) + text + _UTF8
    link = (web_address(chapter.url) or "").encode()
    if not 0 < len(link) <= _LONGEST_LINK:
        return sample
    return sample + Atom(b"href", struct.pack(">HHB", 0, len(chapter.title), len(link)) + link + b"\0").write()


def _moved(moov: Atom, grown: int) -> Atom:
    """Return an index in which the sound stands some bytes later."""
    sound = _track(moov, b"soun")
    table = next(atom for atom in sound.find(*_TABLES).inner if atom.name in {b"stco", b"co64"})
    form = "I" if table.name == b"stco" else "Q"
    (count,) = struct.unpack_from(">I", table.content, 4)
    places = struct.unpack_from(f">{count}{form}", table.content, 8)
    content = table.content[:8] + struct.pack(f">{count}{form}", *(place + grown for place in places))
    return _with_track(moov, sound, sound.put(replace(table, content=content), *_TABLES))


def _with_titles(moov: Atom, titles: Sequence[bytes], first: int) -> Atom:
    """Return an index whose track of titles has other samples, given where the first stands."""
    track = changed = _track(moov, b"text")
    for table in _sample_tables(titles, list(accumulate(map(len, titles[:-1]), initial=first))):
        changed = changed.put(table, *_TABLES)
    return _with_track(moov, track, changed)


def _with_pictures(
    moov: Atom, chapters: Sequence[Chapter], pictures: ChapterPictures, first: int, sample_rate: int
) -> Atom:
    """Return an index with a track of pictures, to which the sound's track refers as well.

    Different pictures stand one after another, from the byte `first` of the file on.
    """
    different = list(dict.fromkeys(pictures.jpegs))
    places = dict(zip(different, accumulate(map(len, different), initial=first), strict=False))
    header = moov.find(b"mvhd").content
    number, (scale,) = struct.unpack(">I", header[-4:])[0], struct.unpack_from(">I", header, 12)
    length = chapters[-1].end - chapters[0].start
    shown = length * scale // sample_rate
    size = struct.pack(">II", pictures.side << 16, pictures.side << 16)
    track = struct.pack(">5I8x4H", 0, 0, number, 0, shown, 0, 0, 0, 0) + _UNTURNED + size
    media = struct.pack(">4I2H", 0, 0, sample_rate, length, 0x55C4, 0)  # the language is undetermined
    tables = (
        _description(pictures.side),
        _durations(chapters),
        *_sample_tables(pictures.jpegs, [places[jpeg] for jpeg in pictures.jpegs]),
    )
    references = _full(b"dref", _NO_FLAGS, struct.pack(">I", 1) + _full(b"url ", _SELF_CONTAINED).write())
    minf = (_full(b"vmhd", 1, bytes(8)), Atom(b"dinf", inner=(references,)), Atom(b"stbl", inner=tables))
    handler = _full(b"hdlr", _NO_FLAGS, struct.pack(">4x4s12x", b"vide") + b"VideoHandler\0")
    inner = (_full(b"mdhd", _NO_FLAGS, media), handler, Atom(b"minf", inner=minf))
    edits = Atom(b"edts", _full(b"elst", _NO_FLAGS, struct.pack(">IIiI", 1, shown, 0, 1 << 16)).write())
    new = Atom(b"trak", inner=(_full(b"tkhd", _IN_MOVIE, track), edits, Atom(b"mdia", inner=inner)))
    sound = _track(moov, b"soun")
    chapter_tracks = replace(sound.find(b"tref", b"chap"), content=sound.find(b"tref", b"chap").content + header[-4:])
    moov = _with_track(moov, sound, sound.put(chapter_tracks, b"tref"))
    moov = moov.put(Atom(b"mvhd", header[:-4] + struct.pack(">I", number + 1)))
    last = max(at for at, atom in enumerate(moov.inner) if atom.name == b"trak")
    return replace(moov, inner=(*moov.inner[: last + 1], new, *moov.inner[last + 1 :]))


def _description(side: int) -> Atom:
    """Return the description of JPEG pictures (QuickTime File Format, Video Sample Description)."""
    entry = struct.pack(
        ">6xH2H4s2I2H3IH32s2H", 1, 0, 0, b"", 0, 512, side, side, 72 << 16, 72 << 16, 0, 1, b"", 24, 0xFFFF
    )
    return _full(b"stsd", _NO_FLAGS, struct.pack(">I", 1) + Atom(b"jpeg", entry).write())


def _durations(chapters: Sequence[Chapter]) -> Atom:
    pairs = (struct.pack(">II", 1, chapter.end - chapter.start) for chapter in chapters)
    return _full(b"stts", _NO_FLAGS, struct.pack(">I", len(chapters)) + b"".join(pairs))


def _sample_tables(samples: Sequence[bytes], places: Sequence[int]) -> tuple[Atom, Atom, Atom]:
    """Return the tables of samples, each of which is a chunk."""
    count = len(samples)
    sizes = struct.pack(f">II{count}I", 0, count, *map(len, samples))
    offsets = struct.pack(f">I{count}I", count, *places)
    return (
        _full(b"stsc", _NO_FLAGS, struct.pack(">4I", 1, 1, 1, 1)),
        _full(b"stsz", _NO_FLAGS, sizes),
        _full(b"stco", _NO_FLAGS, offsets),
    )


def _full(name: bytes, flags: int, content: bytes = b"") -> Atom:
    return Atom(name, _FULL.pack(flags) + content)


def _track(moov: Atom, handler: bytes) -> Atom:
    """Return the first track whose media have a handler."""
    for atom in moov.inner:
        if atom.name == b"trak" and atom.find(b"mdia", b"hdlr").content[8:12] == handler:
            return atom
    raise KeyError(handler)


def _with_track(moov: Atom, old: Atom, new: Atom) -> Atom:
    return replace(moov, inner=tuple(new if atom is old else atom for atom in moov.inner))
