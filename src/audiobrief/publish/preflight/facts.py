"""What preflight's rules look at: values, read once, with nothing decided about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from audiobrief.publish.rendered import FileSaid, ManifestSaid, Rendered, SentenceSaid, Words
from audiobrief.publish.site.records import Record

__all__ = ["FileFacts", "LoudnessSaid", "Manifest", "PictureFacts", "SoundFacts", "Spoken", "Standing", "TagMark"]


class Spoken(SentenceSaid):
    """A sentence, with its line of the script."""

    line: int = 1


class LoudnessSaid(BaseModel):
    """What was measured on the decoded file."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore", frozen=True)

    integrated_lufs: float
    true_peak_dbtp: float


class Manifest(ManifestSaid):
    """All that a manifest says and a rule asks for."""

    script: Words | None = None
    sentences: tuple[Spoken, ...] = ()
    loudness: LoudnessSaid | None = None
    voices: tuple[Mapping[str, object], ...] = ()

    @property
    def not_before(self) -> datetime | None:
        """The time before which it is not published."""
        return Rendered(place=Path(), said=self).not_before

    @property
    def dated(self) -> datetime | None:
        """The time that the feed gives it; None for that of publishing."""
        return Rendered(place=Path(), said=self).dated


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One of an episode's files, as it is."""

    said: FileSaid
    """What the manifest says of it."""
    sha256: str | None
    """None where it could not be read."""
    bytes: int = 0
    """How long it is."""
    problem: str | None = None
    """Why it could not be read."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a picture file is."""

    bytes: int
    format: str = "JPEG"
    """Pillow's name of it."""
    colours: str = "RGB"
    """Pillow's name of the mode, such as CMYK."""
    alpha: bool = False
    """Whether parts of it are transparent."""
    width: int = 0
    """Pixels."""
    height: int = 0
    """Pixels."""
    readable: bool = True


@dataclass(frozen=True, slots=True)
class TagMark:
    """A chapter in an audio file's tag."""

    start: float
    """Seconds."""
    end: float | None
    """Seconds; None in an M4A file, which does not say it."""
    title: str


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """What an audio file says of itself."""

    format: str
    """mp3 or m4a."""
    bitrate: int
    """Bits a second."""
    constant: bool
    """Whether the bit rate is constant; an M4A's never is, and need not be."""
    sample_rate: int
    """Hz."""
    length: float
    """Seconds."""
    title: str
    """In its tag."""
    marks: tuple[TagMark, ...] = ()
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


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at the place, of one episode."""

    record: Record | None = None
    """What the site remembers of it."""
    feed_guid: str | None = None
    """The id that the feed has for its page."""
    numbers: Mapping[tuple[int | None, int], str] = field(default_factory=dict)
    """The slugs of all other episodes, by season and number."""
