"""Read the properties of pictures, audio files and texts that preflight's rules look at."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from audiobrief.episode.formats.m4a import read_chapters
from audiobrief.episode.media_tags import TagError, read_tags
from audiobrief.errors import PublishError
from audiobrief.publish.addresses import audio_format
from audiobrief.publish.pictures import pictures_in
from audiobrief.publish.rendered import LARGEST_TEXT
from audiobrief.script.pictures import DECODING_LIMITS, png_without_texts, takes_little
from audiobrief.storage.limited_call import LimitError, call_limited
from audiobrief.storage.regular_files import read_regular_file

if TYPE_CHECKING:
    from mutagen import FileType

_MOST_PIXELS = 4000 * 4000
"""A picture with more is not decoded; it is refused for its size anyway."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """The properties of a picture file."""

    bytes: int
    format: str = "JPEG"
    """Pillow's name of it."""
    colours: str = "RGB"
    """Pillow's name of the mode, such as CMYK."""
    alpha: bool = False
    """True if parts of it are transparent."""
    width: int = 0
    """Pixels."""
    height: int = 0
    """Pixels."""
    readable: bool = True


class TagChapter(NamedTuple):
    """A chapter in an audio file's tag, or in a file of chapters."""

    start: float
    """Seconds."""
    end: float | None
    """Seconds; None where it is not stated, as in an M4A file."""
    title: str


@dataclass(frozen=True, slots=True)
class AudioFacts:
    """The properties of an audio file, and its tag."""

    format: str
    """mp3 or m4a."""
    bitrate: int
    """Bits a second."""
    constant: bool
    """True if the bit rate is constant; an M4A's never is, and need not be."""
    sample_rate: int
    """Hz."""
    length: float
    """Seconds."""
    title: str
    """In its tag."""
    chapters: tuple[TagChapter, ...] = ()
    """In the file's order."""
    frames: tuple[str, ...] = ()
    """The frames of an MP3's tag, by their kinds, in the file's order."""
    tables: int = 1
    """Tables of contents of the top level, in an MP3."""
    unlisted: int = 0
    """Chapters to which no table of contents leads, in an MP3."""
    cover: PictureFacts | None = None
    pictures: tuple[PictureFacts | None, ...] = ()
    """Of the chapters."""


def read_text(path: Path) -> str | None:
    """Return the text of a file; None where it is not UTF-8, or cannot be read."""
    try:
        return read_regular_file(path, LARGEST_TEXT).decode("utf-8")
    except (OSError, ValueError):
        return None


def picture_facts(picture: bytes) -> PictureFacts:
    """Return the properties of a picture file with this content."""
    if takes_little(picture):
        return _decoded_facts(picture)
    try:
        return call_limited(DECODING_LIMITS, _decoded_facts, picture)
    except LimitError:
        return PictureFacts(bytes=len(picture), readable=False)


def _decoded_facts(picture: bytes) -> PictureFacts:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(png_without_texts(io.BytesIO(picture))) as image:
                if image.width * image.height <= _MOST_PIXELS:
                    image.load()
                return PictureFacts(
                    bytes=len(picture),
                    # A JPEG with further pictures behind the first, as cameras write it, is shown as a JPEG.
                    format="JPEG" if image.format == "MPO" else image.format or "unknown",
                    colours=image.mode,
                    alpha=image.mode.endswith(("A", "a")) or "transparency" in image.info,
                    width=image.width,
                    height=image.height,
                )
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        # Pillow raises SyntaxError for a PNG that is not whole.
        return PictureFacts(bytes=len(picture), readable=False)


def audio_facts(audio: Path) -> AudioFacts:
    """Return the properties of an audio file.

    Raises:
        PublishError: it is no audio file, or its tag cannot be read.
    """
    pictures = pictures_in(audio)
    try:
        values = read_tags(audio, _READERS[audio_format(audio.name)])
    except TagError as error:
        raise PublishError(f"{audio}: this is no audio file: {error} (render the script again)") from error
    return AudioFacts(
        cover=picture_facts(pictures.cover) if pictures.cover is not None else None,
        pictures=tuple(picture_facts(picture) if picture is not None else None for picture in pictures.chapters),
        **values,
    )


def _mp3_values(audio: Path) -> dict[str, Any]:
    from mutagen.id3 import CTOCFlags
    from mutagen.mp3 import MP3, BitrateMode

    file = MP3(audio)
    tags = file.tags
    chapters, tables = (tags.getall("CHAP"), tags.getall("CTOC")) if tags else ([], [])
    listed = {child for table in tables for child in table.child_element_ids}
    return {
        **_stream_values(file),
        "format": "mp3",
        "constant": file.info.bitrate_mode in {BitrateMode.CBR, BitrateMode.UNKNOWN},
        "title": str(tags.get("TIT2", "")) if tags else "",
        "chapters": tuple(
            TagChapter(frame.start_time / 1000, frame.end_time / 1000, str(frame.sub_frames.get("TIT2", "")))
            for frame in chapters
        ),
        "frames": tuple(key[:4] for key in tags) if tags else (),
        "tables": sum(bool(table.flags & CTOCFlags.TOP_LEVEL) for table in tables),
        "unlisted": sum(frame.element_id not in listed for frame in chapters),
    }


def _mp4_values(audio: Path) -> dict[str, Any]:
    from mutagen.mp4 import MP4

    file = MP4(audio)
    titles = file.tags.get("\xa9nam", [""]) if file.tags else [""]
    return {
        **_stream_values(file),
        "format": "m4a",
        "constant": False,
        "title": str(titles[0]),
        # Not those of mutagen, which reads Nero's list: at most 255, with shortened titles.
        "chapters": tuple(TagChapter(chapter.start, None, chapter.title) for chapter in read_chapters(audio)),
    }


def _stream_values(file: FileType) -> dict[str, Any]:
    return {name: getattr(file.info, name) for name in ("bitrate", "sample_rate", "length")}


_READERS = {"mp3": _mp3_values, "m4a": _mp4_values}
