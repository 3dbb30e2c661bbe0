"""Tags, chapters and covers of Opus and FLAC files, which mutagen writes.

Sources: Ogg Vorbis I (comment field and header specification), RFC 7845 (Ogg Opus), RFC 9639 (FLAC), and the chapter
extension of Vorbis comments (wiki.xiph.org/Chapter_Extension), whose numbers have three digits.
"""

from __future__ import annotations

import base64
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.audio.encode import encoding_error
from audiobrief.episode.details import Details
from audiobrief.episode.pictures import picture_type, upright_picture
from audiobrief.episode.web_addresses import web_address
from audiobrief.errors import OutputError
from audiobrief.units import samples_to_seconds, seconds_to_timecode

if TYPE_CHECKING:
    from mutagen.flac import Picture

MOST_CHAPTERS = 1000
LARGEST_PICTURE = 16_000_000
"""Bytes; a block of a FLAC file holds 16,777,215 (RFC 9639, 8.1)."""
_FRONT_COVER = 3
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tags:
    """The comments and the cover of an Opus or a FLAC file."""

    comments: tuple[tuple[str, str], ...]
    """Names and values, in order."""
    cover: Picture | None

    @classmethod
    def of(cls, details: Details) -> Tags:
        """Return the tags of an episode.

        Raises:
            OutputError: the cover is too large.
        """
        cover = details.script.cover
        return cls((*_texts(details), *_chapters(details)), _picture(cover.path) if cover else None)


def write_opus_tags(path: Path, tags: Tags) -> float:
    """Write the tags of an unfinished Opus file.

    Returns:
        The seconds of sound that the file states.

    Raises:
        OutputError: they could not be written.
    """
    from mutagen.oggopus import OggOpus

    with _mutagen_errors(path):
        file = OggOpus(path)
        file.tags.clear()
        file.tags.extend(tags.comments)
        if tags.cover is not None:
            file.tags.append(("METADATA_BLOCK_PICTURE", base64.b64encode(tags.cover.write()).decode("ascii")))
        file.save(padding=lambda _information: 0)
        return float(file.info.length)


def write_flac_tags(path: Path, tags: Tags) -> float:
    """Write the tags of an unfinished FLAC file.

    Returns:
        The seconds of sound that the file states.

    Raises:
        OutputError: they could not be written.
    """
    from mutagen.flac import FLAC

    with _mutagen_errors(path):
        file = FLAC(path)
        if file.tags is None:
            file.add_tags()
        file.tags.clear()
        file.tags.extend(tags.comments)
        if tags.cover is not None:
            file.add_picture(tags.cover)
        file.save(padding=lambda _information: 0)
        return float(file.info.length)


@contextmanager
def _mutagen_errors(path: Path) -> Iterator[None]:
    """Raise an OutputError in place of mutagen's errors, which are also those of the disk."""
    from mutagen import MutagenError

    try:
        yield
    except MutagenError as error:
        raise encoding_error(str(error), path) from error


def _texts(details: Details) -> Iterator[tuple[str, str]]:
    script = details.script
    texts = {
        "TITLE": script.title,
        "ARTIST": details.artist,
        "ALBUM": script.show.title,
        "DATE": script.release_date.isoformat() if script.release_date else None,
        "TRACKNUMBER": str(script.number) if script.number is not None else None,
        "DISCNUMBER": str(script.season) if script.season is not None else None,
        "GENRE": "Podcast",
        "LANGUAGE": script.language,
        "COPYRIGHT": script.show.copyright,
        "DESCRIPTION": script.summary,
        "COMMENT": details.comment,
        "AI-CONTENT": details.disclosure,
        "SOURCE": web_address(script.source.url),
        "WEBSITE": web_address(script.show.link),
        "ENCODER": "audiobrief",
        "LYRICS": "\n".join(sentence.text for sentence in details.timeline.sentences),
    }
    return ((name, text) for name, text in texts.items() if text)


def _chapters(details: Details) -> Iterator[tuple[str, str]]:
    chapters, rate = details.timeline.chapters, details.timeline.sample_rate
    if len(chapters) > MOST_CHAPTERS:
        _LOG.warning("of %d chapters, an Opus or FLAC file holds the first %d", len(chapters), MOST_CHAPTERS)
    for number, chapter in enumerate(chapters[:MOST_CHAPTERS]):
        name = f"CHAPTER{number:03}"
        yield name, seconds_to_timecode(samples_to_seconds(chapter.start, rate))
        yield f"{name}NAME", chapter.title
        if address := web_address(chapter.url):
            yield f"{name}URL", address


def _picture(path: Path) -> Picture:
    from mutagen.flac import Picture
    from PIL import Image

    content = upright_picture(path)
    if len(content) > LARGEST_PICTURE:
        size = f"'{path.name}' has {len(content) / 1_000_000:.0f} MB"
        raise OutputError(f"{size}, and Opus and FLAC files hold 16 (use a smaller cover)")
    picture = Picture()
    picture.type, picture.mime, picture.data = _FRONT_COVER, picture_type(content), content
    picture.desc = "Cover"
    with Image.open(io.BytesIO(content)) as image:
        picture.width, picture.height = image.size
        picture.depth = 8 * len(image.getbands())
    return picture
