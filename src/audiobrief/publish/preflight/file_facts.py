"""Read the properties of an episode's audio file, of its pictures and of its texts."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from audiobrief.errors import PublishError
from audiobrief.publish.pictures import Picture, pictures_in
from audiobrief.publish.preflight.facts import AudioFacts, PictureFacts, TagChapter

_MOST_PIXELS = 4000 * 4000
"""A picture with more is not decoded; it is refused for its size anyway."""


def read_text(path: Path) -> str | None:
    """Return the text of a file; None where it is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except ValueError:
        return None


def picture_facts(picture: Picture) -> PictureFacts:
    """Return the properties of a picture."""
    from PIL import Image, UnidentifiedImageError

    size = len(picture.data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(picture.data)) as image:
                if image.width * image.height <= _MOST_PIXELS:
                    image.load()
                return PictureFacts(
                    bytes=size,
                    format=image.format or "unknown",
                    colours=image.mode,
                    alpha=image.mode.endswith(("A", "a")) or "transparency" in image.info,
                    width=image.width,
                    height=image.height,
                )
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        # Pillow raises SyntaxError for a PNG that is not whole.
        return PictureFacts(bytes=size, readable=False)


def audio_facts(audio: Path) -> AudioFacts:
    """Return the properties of an audio file.

    Raises:
        PublishError: it is no audio file, or its tag cannot be read.
    """
    from mutagen import MutagenError

    pictures = pictures_in(audio)
    cover = picture_facts(pictures.cover) if pictures.cover else None
    chapter_pictures = tuple(picture_facts(picture) if picture else None for picture in pictures.chapters)
    try:
        return (_mp4_facts if audio.suffix.lower() == ".m4a" else _mp3_facts)(audio, cover, chapter_pictures)
    except MutagenError as error:
        raise PublishError(f"{audio}: this is no audio file: {error} (render the script again)") from error


def _mp3_facts(audio: Path, cover: PictureFacts | None, pictures: tuple[PictureFacts | None, ...]) -> AudioFacts:
    from mutagen.id3 import CTOCFlags
    from mutagen.mp3 import MP3, BitrateMode

    file = MP3(audio)
    tags = file.tags
    frames, contents = (tags.getall("CHAP"), tags.getall("CTOC")) if tags else ([], [])
    tables = [table for table in contents if table.flags & CTOCFlags.TOP_LEVEL]
    listed = {child for table in contents for child in table.child_element_ids}
    return AudioFacts(
        format="mp3",
        bitrate=file.info.bitrate,
        constant=file.info.bitrate_mode in {BitrateMode.CBR, BitrateMode.UNKNOWN},
        sample_rate=file.info.sample_rate,
        length=file.info.length,
        title=str(tags.get("TIT2", "")) if tags else "",
        chapters=tuple(
            TagChapter(frame.start_time / 1000, frame.end_time / 1000, str(frame.sub_frames.get("TIT2", "")))
            for frame in frames
        ),
        frames=tuple(key[:4] for key in tags) if tags else (),
        tables=len(tables),
        unlisted=sum(frame.element_id not in listed for frame in frames),
        cover=cover,
        pictures=pictures,
    )


def _mp4_facts(audio: Path, cover: PictureFacts | None, pictures: tuple[PictureFacts | None, ...]) -> AudioFacts:
    from mutagen.mp4 import MP4

    file = MP4(audio)
    titles = file.tags.get("\xa9nam", [""]) if file.tags else [""]
    return AudioFacts(
        format="m4a",
        bitrate=file.info.bitrate,
        constant=False,
        sample_rate=file.info.sample_rate,
        length=file.info.length,
        title=str(titles[0]),
        chapters=tuple(TagChapter(chapter.start, None, chapter.title) for chapter in file.chapters or ()),
        cover=cover,
        pictures=pictures,
    )
