"""What `render` left of an episode: the manifest, and files that are those it names."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from audiobrief.errors import PublishError
from audiobrief.publish.text import find_forbidden_character
from audiobrief.storage import files

__all__ = ["Rendered", "ShowSaid", "manifest_place", "read_manifest", "read_rendered"]

_MANIFEST = ".episode.json"
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)
_LARGEST_MANIFEST = 50_000_000
LONGEST_TITLE = 255
"""Characters of a node (PSP-1)."""


def _readable(text: str) -> str:
    sign = find_forbidden_character(text)
    if sign is not None:
        raise ValueError(f"it holds the control character U+{ord(sign):04X}")
    return text.strip()


Words = Annotated[str, AfterValidator(_readable)]


class _Said(BaseModel):
    """Takes what it knows; manifests may say more."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore", frozen=True)


class SourceSaid(_Said):
    """Where the story comes from."""

    title: Words | None = None
    publisher: Words | None = None
    url: Words | None = None


class OwnerSaid(_Said):
    """Who is asked about the feed."""

    name: Words
    email: Words


class FundingSaid(_Said):
    """Where listeners can pay."""

    url: Words
    text: Words


class PersonSaid(_Said):
    """Somebody who takes part."""

    name: Words
    role: Words = "host"
    link: Words | None = None
    image: Words | None = None


class ShowSaid(_Said):
    """What the house file said of the show."""

    title: Words | None = None
    author: Words | None = None
    link: Words | None = None
    copyright: Words | None = None
    description: Words | None = None
    address: Words | None = None
    owner: OwnerSaid | None = None
    category: tuple[Words, ...] = ()
    explicit: bool = False
    funding: tuple[FundingSaid, ...] = ()
    persons: tuple[PersonSaid, ...] = ()


class ChapterSaid(_Said):
    """A chapter, in seconds."""

    start: float
    end: float
    title: Words
    url: Words | None = None


class SentenceSaid(_Said):
    """A sentence, in seconds."""

    start: float
    end: float
    text: Words
    speaker: Words
    new_paragraph: bool = False


class SoundbiteSaid(_Said):
    """A stretch that stands for the whole, in seconds."""

    start: float
    duration: float
    title: Words


class FileSaid(_Said):
    """One of the episode's files."""

    role: Literal["audio", "vtt", "srt", "chapters"]
    name: Words
    type: Words
    bytes: int
    sha256: Annotated[str, AfterValidator(str.lower)]


class ManifestSaid(_Said):
    """What a manifest says."""

    slug: Words
    title: Words
    date: Words | None = None
    publish_at: Words | None = None
    number: int | None = None
    season: int | None = None
    language: Words
    summary: Words | None = None
    source: SourceSaid = SourceSaid()
    show: ShowSaid = ShowSaid()
    persons: tuple[PersonSaid, ...] = ()
    explicit: bool | None = None
    soundbite: SoundbiteSaid | None = None
    cover: Literal["show", "episode"] | None = None
    duration: float
    chapters: tuple[ChapterSaid, ...] = ()
    sentences: tuple[SentenceSaid, ...] = ()
    disclosure: Words = ""
    files: tuple[FileSaid, ...]


class Rendered(_Said):
    """A rendered episode whose files have been seen to be whole."""

    place: Path
    """The manifest's file."""
    said: ManifestSaid
    """What it says."""

    def file(self, role: str) -> FileSaid | None:
        """Return the file of a role."""
        return next((each for each in self.said.files if each.role == role), None)

    def path(self, record: FileSaid) -> Path:
        """Return the place of a file."""
        return self.place.parent / record.name

    @property
    def audio(self) -> FileSaid:
        """The audio file."""
        return next(each for each in self.said.files if each.role == "audio")

    @property
    def not_before(self) -> datetime | None:
        """The time before which it is not published."""
        return _moment(self.said.publish_at)

    @property
    def dated(self) -> datetime | None:
        """The time that the script gives it: that of publishing, else its date; a day starts at 00:00 UTC."""
        return self.not_before or _moment(self.said.date)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    if len(text) == len("2023-02-17"):
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    return datetime.fromisoformat(text).astimezone(UTC)


def manifest_place(episode: Path) -> Path:
    """Return the manifest that belongs to an audio file; a manifest is its own."""
    if episode.name.endswith(_MANIFEST):
        return episode
    return episode.with_name(episode.stem + _MANIFEST)


def read_rendered(episode: Path) -> Rendered:
    """Read an episode's manifest, and see that its files are those it names.

    Args:
        episode: the audio file, or the manifest.

    Raises:
        PublishError: the manifest is missing or wrong, or a file is not the one that was rendered.
    """
    place = manifest_place(episode)
    said = read_manifest(episode)
    rendered = Rendered(place=place, said=said)
    for record in said.files:
        _see(rendered.path(record), record, place)
    if episode != place and episode.name != rendered.audio.name:
        raise PublishError(f"{episode}: {place.name} beside it is of {rendered.audio.name} (render again)")
    return rendered


def read_manifest(episode: Path) -> ManifestSaid:
    """Read the manifest that belongs to an audio file, or a manifest.

    Raises:
        PublishError: it is missing or wrong.
    """
    place = manifest_place(episode)
    try:
        if place.stat().st_size > _LARGEST_MANIFEST:
            raise PublishError(f"{place}: this is no manifest (name an MP3 that render wrote)")
        content: Any = json.loads(place.read_bytes())
    except FileNotFoundError:
        if episode == place or not episode.exists():
            raise PublishError(f"{episode}: there is no such file (render the script first)") from None
        raise PublishError(
            f"{episode}: there is no manifest {place.name} beside it (render the script again)"
        ) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PublishError(f"{place} cannot be read: {reason} (check the file and its rights)") from error
    except (RecursionError, ValueError) as error:
        raise PublishError(f"{place}: this is no manifest: it is not JSON (render the script again)") from error
    try:
        said = ManifestSaid.model_validate(content)
        dates = (_moment(said.date), _moment(said.publish_at))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "the whole"
        what = str(first["msg"]).removeprefix("Value error, ")
        advice = "take it out of the script, and render again" if "control" in what else "render the script again"
        raise PublishError(f"{place}: {where}: {what[:1].lower()}{what[1:]} ({advice})") from error
    except ValueError as error:
        raise PublishError(f"{place}: a date is wrong: {error} (render the script again)") from error
    del dates
    _check_names(said, place)
    return said


def _check_names(said: ManifestSaid, place: Path) -> None:
    if not _SLUG.fullmatch(said.slug):
        raise PublishError(
            f"{place}: '{said.slug}' cannot stand in an address "
            "(give the script a slug: of letters, digits, '-', '_' and '.', and render again)"
        )
    if not said.title or len(said.title) > LONGEST_TITLE:
        raise PublishError(
            f"{place}: the title has {len(said.title)} characters, and feeds take 1 to {LONGEST_TITLE} (change it)"
        )
    if [record.role for record in said.files].count("audio") != 1:
        raise PublishError(f"{place}: it names no audio file (render the script again)")
    for record in said.files:
        if Path(record.name).name != record.name:
            raise PublishError(f"{place}: '{record.name}' is no file beside it (render the script again)")


def _see(path: Path, record: FileSaid, place: Path) -> None:
    try:
        same = path.stat().st_size == record.bytes and files.file_digest(path) == record.sha256
    except FileNotFoundError:
        raise PublishError(
            f"{path}: the file is missing, and {place.name} names it (render the script again)"
        ) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PublishError(f"{path} cannot be read: {reason} (check the file and its rights)") from error
    if not same:
        raise PublishError(f"{path}: this is not the file that {place.name} names (render the script again)")
