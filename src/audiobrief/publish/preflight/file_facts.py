"""Files become facts: an episode's manifest, its audio file and pictures."""

from __future__ import annotations

import io
import json
import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from audiobrief.errors import PublishError
from audiobrief.publish.pictures import Picture, pictures_in
from audiobrief.publish.preflight.facts import FileFacts, Manifest, PictureFacts, SoundFacts, TagMark
from audiobrief.publish.preflight.rules.texts import without_control_characters
from audiobrief.publish.rendered import FileSaid, manifest_place, read_manifest
from audiobrief.storage import files

__all__ = ["content_of", "file_facts", "manifest_of", "picture_facts", "sound_facts", "text_of_file"]

_MOST_PIXELS = 4000 * 4000
"""Of a picture that is decoded as a whole; what is larger is refused for its size anyway."""


def content_of(episode: Path) -> dict[str, Any]:
    """Read a manifest as it is written.

    Args:
        episode: the audio file, or the manifest.

    Raises:
        PublishError: it is missing, or no manifest.
    """
    place = manifest_place(episode)
    try:
        content: Any = json.loads(place.read_bytes())
        said = manifest_of(content)
    except (OSError, RecursionError, ValueError):
        # What is wrong is said as publish says it.
        read_manifest(episode)
        raise PublishError(f"{place}: this is no manifest (render the script again)") from None
    audio = next(file.name for file in said.files if file.role == "audio")
    if episode not in {place, place.with_name(audio)}:
        raise PublishError(f"{episode}: {place.name} beside it is of {audio} (render again)")
    return dict(content)


def manifest_of(content: Any) -> Manifest:
    """Return what a manifest says, without the control characters that no feed can hold.

    Raises:
        ValueError: it is no manifest.
    """
    try:
        said = Manifest.model_validate(without_control_characters(content))
    except ValidationError as error:
        raise ValueError("no manifest") from error
    if [record.role for record in said.files].count("audio") != 1:
        raise ValueError("no audio file")
    if any(Path(record.name).name != record.name for record in said.files):
        raise ValueError("a file elsewhere")
    for text in (said.date, said.publish_at):
        datetime.fromisoformat(text or "2023-02-17")
    return said


def file_facts(folder: Path, said: FileSaid) -> FileFacts:
    """Read one of an episode's files."""
    try:
        path = folder / said.name
        return FileFacts(said, files.file_digest(path), path.stat().st_size)
    except FileNotFoundError:
        return FileFacts(said, None, problem="the file is missing, and the manifest names it")
    except OSError as error:
        return FileFacts(said, None, problem=f"the file cannot be read: {(error.strerror or str(error)).lower()}")


def text_of_file(path: Path) -> str | None:
    """Read a text; None where it is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except ValueError:
        return None


def picture_facts(picture: Picture) -> PictureFacts:
    """See what a picture is."""
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


def sound_facts(audio: Path) -> SoundFacts:
    """See what an audio file says of itself.

    Raises:
        PublishError: it is no audio file, or its tag cannot be read.
    """
    from mutagen import MutagenError

    pictures = pictures_in(audio)
    cover = picture_facts(pictures.cover) if pictures.cover else None
    shown = tuple(picture_facts(each) if each else None for each in pictures.chapters)
    try:
        return (_mp4_facts if audio.suffix.lower() == ".m4a" else _mp3_facts)(audio, cover, shown)
    except MutagenError as error:
        raise PublishError(f"{audio}: this is no audio file: {error} (render the script again)") from error


def _mp3_facts(audio: Path, cover: PictureFacts | None, pictures: tuple[PictureFacts | None, ...]) -> SoundFacts:
    from mutagen.id3 import CTOCFlags
    from mutagen.mp3 import MP3, BitrateMode

    file = MP3(audio)
    tags = file.tags
    frames, contents = (tags.getall("CHAP"), tags.getall("CTOC")) if tags else ([], [])
    tables = [table for table in contents if table.flags & CTOCFlags.TOP_LEVEL]
    listed = {child for table in contents for child in table.child_element_ids}
    return SoundFacts(
        format="mp3",
        bitrate=file.info.bitrate,
        constant=file.info.bitrate_mode in {BitrateMode.CBR, BitrateMode.UNKNOWN},
        sample_rate=file.info.sample_rate,
        length=file.info.length,
        title=str(tags.get("TIT2", "")) if tags else "",
        marks=tuple(
            TagMark(frame.start_time / 1000, frame.end_time / 1000, str(frame.sub_frames.get("TIT2", "")))
            for frame in frames
        ),
        frames=tuple(key[:4] for key in tags) if tags else (),
        tables=len(tables),
        unlisted=sum(frame.element_id not in listed for frame in frames),
        cover=cover,
        pictures=pictures,
    )


def _mp4_facts(audio: Path, cover: PictureFacts | None, pictures: tuple[PictureFacts | None, ...]) -> SoundFacts:
    from mutagen.mp4 import MP4

    file = MP4(audio)
    titles = file.tags.get("\xa9nam", [""]) if file.tags else [""]
    return SoundFacts(
        format="m4a",
        bitrate=file.info.bitrate,
        constant=False,
        sample_rate=file.info.sample_rate,
        length=file.info.length,
        title=str(titles[0]),
        marks=tuple(TagMark(chapter.start, None, chapter.title) for chapter in file.chapters or ()),
        cover=cover,
        pictures=pictures,
    )
