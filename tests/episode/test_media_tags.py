"""Tags of this program's files are read in this process, and all that could be made to unpack in a child process."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from audiobrief.episode.media_tags import TagError, read_tags
from audiobrief.errors import PublishError
from audiobrief.publish.pictures import pictures_in
from builders import audiobrief, sine, tone_script, write_wave
from publish.hostile import atom, chapter, compressed, frame, id3
from publish.sets import rendered_set

TITLE = frame(b"TIT2", b"\0A title")
PLAIN = {
    "no-tag.mp3": b"\xff\xfb\x90\0" * 100,
    "tag.mp3": id3(TITLE),
    "chapter.mp3": id3(TITLE, chapter(TITLE), frame(b"CTOC", b"toc\0\3\2a\0b\0" + TITLE)),
    "padding.mp3": id3(TITLE, bytes(100)),
    "a.m4a": atom(b"ftyp", b"M4A ") + atom(b"mdat", bytes(9)) + atom(b"moov", b""),
}
IN_A_CHILD = {
    "compressed.mp3": id3(compressed(b"APIC", 1 << 20)),
    "in-a-chapter.mp3": id3(chapter(compressed(b"APIC", 1 << 20))),
    "in-a-table.mp3": id3(frame(b"CTOC", b"toc\0\3\1a\0" + compressed(b"APIC", 1 << 20))),
    "nested.mp3": id3(chapter(chapter())),
    "version-4.mp3": id3(TITLE, version=4),
    "large.mp3": id3(size=60 << 20),
    "many.mp3": id3(TITLE * 10_001),
    "m4a-inside.mp3": PLAIN["a.m4a"],
    "large.m4a": atom(b"moov", b"", 5 << 20),
    "many.m4a": atom(b"free", b"") * 200,
    "endless.m4a": atom(b"moov", b"", 0),
    "id3.wav": b"RIFF\xff\0\0\0WAVEfmt \4\0\0\0....id3 \1\0\0\0.",
    "a.flac": b"fLaC",
}


def is_read_here(path: Path) -> bool:
    """Return whether a file is read in this process; a child could not import the function."""
    calls: list[Path] = []
    try:
        read_tags(path, calls.append)
    except RuntimeError:
        return False
    return calls == [path]


@pytest.mark.parametrize("name", [*PLAIN, *IN_A_CHILD])
def test_only_plain_tags_are_read_in_this_process(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes({**PLAIN, **IN_A_CHILD}[name])
    assert is_read_here(tmp_path / name) is (name in PLAIN)


def test_those_of_this_program_are_plain(tmp_path: Path) -> None:
    script = tone_script(tmp_path, "  - intro: Hello.\n    chapter: One\n")
    audiobrief("render", script.name, "--format", "m4a", "-q", cwd=tmp_path)
    files = [
        rendered_set(tmp_path),
        tmp_path / "out" / "episode.m4a",
        write_wave(tmp_path / "a.wav", sine(0.1)),
    ]
    assert [path.name for path in files if not is_read_here(path)] == []


def test_a_compressed_picture_is_read(tmp_path: Path) -> None:
    content = b"\0image/png\0\3\0a cover"
    packed = struct.pack(">I", len(content)) + zlib.compress(content)
    (tmp_path / "a.mp3").write_bytes(id3(frame(b"APIC", packed, 0x0080)))
    assert pictures_in(tmp_path / "a.mp3").cover == b"a cover"


@pytest.mark.slow
def test_a_bomb_is_too_much(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(id3(compressed(b"APIC", 500 << 20)))
    with pytest.raises(PublishError, match="its tag cannot be read: reading it takes more than 200 MB of memory"):
        pictures_in(tmp_path / "a.mp3")


def test_whatever_is_raised_is_a_tag_error(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(PLAIN["tag.mp3"])
    with pytest.raises(TagError, match="division or modulo by zero"):
        read_tags(tmp_path / "a.mp3", lambda _path: 1 // 0)
    with pytest.raises(TagError, match="no such file"):
        read_tags(tmp_path / "b.mp3", Path.stat)
