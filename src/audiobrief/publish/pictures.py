"""The pictures that an audio file carries, as the contents of JPEG or PNG files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiobrief.episode.media_tags import TagError, read_tags
from audiobrief.episode.pictures import upright_picture
from audiobrief.errors import PublishError
from audiobrief.publish.addresses import audio_format


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures in the tag of an audio file."""

    cover: bytes | None = None
    """The front cover."""
    chapters: tuple[bytes | None, ...] = ()
    """One for each chapter, in order of time."""


def read_picture(path: Path) -> bytes:
    """Read a picture that was checked, and turn it upright.

    Raises:
        PublishError: it cannot be read.
        OutputError: turning it takes too much.
    """
    try:
        return upright_picture(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PublishError(f"{path} cannot be read: {reason} (check the file and its rights)") from error


def pictures_in(audio: Path) -> Pictures:
    """Read the pictures in the tag of an MP3 or M4A file; an M4A has none of chapters.

    Raises:
        PublishError: its tag cannot be read.
    """
    try:
        return read_tags(audio, _READERS[audio_format(audio.name)])
    except TagError as error:
        raise PublishError(f"{audio}: its tag cannot be read: {error} (render the script again)") from error


def _in_mp3(audio: Path) -> Pictures:
    from mutagen.id3 import ID3, ID3NoHeaderError

    try:
        tag = ID3(audio)
    except ID3NoHeaderError:
        return Pictures()
    covers = [frame for frame in tag.getall("APIC") if frame.type == 3] or tag.getall("APIC")
    frames = sorted(tag.getall("CHAP"), key=lambda frame: int(frame.start_time))
    return Pictures(
        bytes(covers[0].data) if covers else None,
        tuple(
            next((bytes(inner.data) for name, inner in frame.sub_frames.items() if name[:4] == "APIC"), None)
            for frame in frames
        ),
    )


def _in_mp4(audio: Path) -> Pictures:
    from mutagen.mp4 import MP4

    tags = MP4(audio).tags
    covers = tags.get("covr", ()) if tags else ()
    return Pictures(bytes(covers[0]) if covers else None)


_READERS = {"mp3": _in_mp3, "m4a": _in_mp4}
