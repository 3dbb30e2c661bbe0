"""The manifest, `NAME.episode.json`: what an episode is, and the sha256 of each of its files.

Every program part that reads or writes a manifest uses the model here. The manifest is written last.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from audiobrief.errors import EpisodeError
from audiobrief.storage import files
from audiobrief.storage.confined_values import YEARS, Count, FileName, Number, Seconds, Sha256, check_json_bounds
from audiobrief.storage.regular_files import read_regular_file
from audiobrief.storage.unicode_names import file_beside

LARGEST_AUDIO = 2_000_000_000
"""Bytes of an audio file."""
_SUFFIX = ".episode.json"
_LARGEST = 50_000_000
"""Bytes."""
_OPTIONAL_OF_SENTENCES = ("said", "recorded", "languages", "sound", "clips", "words")
"""Keys that are not written where they have no value."""


class _Part(BaseModel):
    """A part of a manifest; unknown keys are ignored, so that manifests of later versions can be read."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="ignore", frozen=True, from_attributes=True, defer_build=True, allow_inf_nan=False
    )


class ManifestSource(_Part):
    """The article that an episode is about."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None


class ManifestOwner(_Part):
    """The owner of the feed."""

    name: str
    email: str


class ManifestFunding(_Part):
    """An address where listeners can pay."""

    url: str
    text: str


class ManifestPerson(_Part):
    """Somebody who takes part."""

    name: str
    role: str = "host"
    link: str | None = None
    image: str | None = None


class ManifestShow(_Part):
    """The show as its house file describes it; None where it says nothing."""

    title: str | None = None
    language: str | None = None
    """BCP 47 tag."""
    author: str | None = None
    link: str | None = None
    copyright: str | None = None
    description: str | None = None
    address: str | None = None
    owner: ManifestOwner | None = None
    category: tuple[str, ...] = ()
    explicit: bool | None = None
    type: Literal["episodic", "serial"] | None = None
    locked: bool | None = None
    funding: tuple[ManifestFunding, ...] = ()
    persons: tuple[ManifestPerson, ...] = ()


class ManifestSoundbite(_Part):
    """A stretch that stands for the whole episode, in seconds."""

    start: Seconds
    duration: Seconds
    title: str


class ManifestSegment(_Part):
    """A segment of the script."""

    kind: str
    chapter: str | None
    line: Count


class ManifestTarget(_Part):
    """The duration that the script asks for, and how the episode was fitted to it."""

    duration: Seconds
    """Seconds."""
    left_out: tuple[ManifestSegment, ...]
    pauses: float
    """The pauses as a share of the script's."""
    pace: float
    """The pace as a share of the voices' own."""


class ManifestAudio(_Part):
    """The format of an audio file."""

    format: str
    bitrate: Count
    """Bits a second; an average where the format has no bit rate that can be chosen."""
    channels: Count
    sample_rate: Count
    """Hz."""
    samples: Count
    """Of each channel."""


class ManifestLoudness(_Part):
    """The loudness, measured on a decoded audio file; of a lossless file beside others, on the first of them."""

    integrated_lufs: float
    true_peak_dbtp: float
    convention: Literal["stereo", "dual mono"] = "stereo"


class ManifestAlternate(_Part):
    """The same sound in another format."""

    name: FileName
    duration: Seconds
    audio: ManifestAudio
    loudness: ManifestLoudness


class ManifestChapter(_Part):
    """A chapter, in seconds."""

    start: Seconds
    end: Seconds
    title: str
    url: str | None = None
    source: ManifestSource | None = None
    """The article that it is about, where the script names it."""


class ManifestClip(_Part):
    """A clip of a sentence."""

    start: Seconds
    """Seconds from the beginning of the episode."""
    key: Sha256
    """The clip's key in the cache."""


class ManifestWord(_Part):
    """A word of a sentence, in seconds."""

    start: Seconds
    end: Seconds
    text: str
    """As it is written, with the signs around it; several words where what is said for them cannot be told apart."""


class ManifestSentence(_Part):
    """A sentence, in seconds."""

    start: Seconds
    end: Seconds
    text: str
    """As it is written."""
    speaker: str
    """As the transcript names it."""
    new_paragraph: bool = False
    """True if a paragraph starts with it."""
    line: Count = 1
    """The line of the script on which it starts."""
    said: str | None = None
    """The words that the voices were given, where they differ from the text."""
    recorded: bool | None = None
    """True if a person says it in a recording; None where a voice says it."""
    languages: tuple[str, ...] | None = None
    """BCP 47 tags, where there are others than the episode's."""
    sound: str | None = None
    """A digest of the clips and their distances; it changes whenever the sentence sounds different."""
    clips: tuple[ManifestClip, ...] | None = None
    """The clips of which it is made, in order."""
    words: tuple[ManifestWord, ...] | None = None
    """All of its text, in order; None where a voice does not report its words."""


class ManifestSilence(_Part):
    """A silence, in seconds."""

    start: Seconds
    end: Seconds


class ManifestVoice(_Part):
    """A voice that is heard in the episode."""

    speaker: str
    """The name that the author of the script gave it."""
    label: str
    """The speaker's name in transcripts."""
    engine: str
    version: str
    """The engine's version."""
    name: str | None
    """The engine's name of the voice; None for its default voice of the language."""
    language: str
    """BCP 47 tag."""


class ManifestRecording(_Part):
    """A recorded clip that is heard in the episode, in seconds."""

    speaker: str
    """The name of the person who is heard."""
    file: str
    """The name of the file that it comes from."""
    sha256: Sha256
    """Of that file."""
    start: Seconds
    end: Seconds


class ManifestFile(_Part):
    """A file of the episode, in the manifest's folder."""

    role: Literal["audio", "alternate", "vtt", "srt", "transcript", "chapters"]
    """An alternate is the same sound in another format, which is not published."""
    name: FileName
    type: str
    """Media type."""
    bytes: Count
    sha256: Sha256


class Manifest(_Part):
    """A manifest; the fields stand in the order in which they are written."""

    audiobrief: str = ""
    """The version of the program that wrote it."""
    title: str
    slug: str
    edition: str | None = None
    """The name of the edition that it is; None for the episode itself."""
    script: str | None = None
    """The name of the script's file."""
    date: str | None = None
    """A day or a time, ISO 8601."""
    number: Number | None = None
    season: Number | None = None
    language: str
    """BCP 47 tag."""
    summary: str | None = None
    source: ManifestSource = Field(default_factory=ManifestSource)
    show: ManifestShow = Field(default_factory=ManifestShow)
    publish_at: str | None = None
    """A time, ISO 8601."""
    persons: tuple[ManifestPerson, ...] = ()
    explicit: bool | None = None
    """None where it is as the show says."""
    soundbite: ManifestSoundbite | None = None
    cover: Literal["show", "episode"] | None = None
    """Whose picture the audio file has."""
    duration: Seconds
    """Seconds."""
    target: ManifestTarget | None = None
    audio: ManifestAudio
    loudness: ManifestLoudness | None = None
    alternates: tuple[ManifestAlternate, ...] = ()
    """The audio files in further formats."""
    chapters: tuple[ManifestChapter, ...] = ()
    sentences: tuple[ManifestSentence, ...] = ()
    silences: tuple[ManifestSilence, ...] = ()
    voices: tuple[ManifestVoice, ...] = ()
    recordings: tuple[ManifestRecording, ...] = ()
    """In order of time."""
    disclosure: str = ""
    """The sentences that say which voices are synthetic, and who is heard in recordings."""
    files: tuple[ManifestFile, ...]
    """All files but the manifest itself."""

    @field_validator("date", "publish_at")
    @classmethod
    def _is_time(cls, text: str | None) -> str | None:
        try:
            _moment(text)
        except ValueError as error:
            raise ValueError(f"{text!r} is no date") from error
        return text

    @model_validator(mode="after")
    def _has_audio_file(self) -> Manifest:
        audio_files = [file for file in self.files if file.role == "audio"]
        if len(audio_files) != 1:
            raise ValueError("it names several audio files" if audio_files else "it names no audio file")
        return self

    @property
    def audio_file(self) -> ManifestFile:
        """The audio file."""
        return next(file for file in self.files if file.role == "audio")

    @property
    def published_files(self) -> tuple[ManifestFile, ...]:
        """Its files without those in further formats."""
        return tuple(file for file in self.files if file.role != "alternate")

    @property
    def not_before(self) -> datetime | None:
        """The time before which it is not published."""
        return _moment(self.publish_at)

    @property
    def publication_time(self) -> datetime | None:
        """The time that the script gives it, in its zone: `publish_at`, else its date; a day starts at 00:00 UTC."""
        return self.not_before or _moment(self.date)

    def content(self) -> dict[str, Any]:
        """Return the manifest as it is written, as values of JSON."""
        content = self.model_dump(mode="json")
        for key in ("edition", "target"):
            if content[key] is None:
                del content[key]
        for chapter in content["chapters"]:
            if chapter["source"] is None:
                del chapter["source"]
        for key in ("alternates", "recordings"):
            if not content[key]:
                del content[key]
        for sentence in content["sentences"]:
            for key in _OPTIONAL_OF_SENTENCES:
                if sentence[key] is None:
                    del sentence[key]
        return content


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.year not in YEARS:
        raise ValueError(f"the year {moment.year} is impossible")
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def manifest_text(manifest: Manifest) -> str:
    """Return the text of a manifest's file."""
    return json.dumps(manifest.content(), ensure_ascii=False, indent=2) + "\n"


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write a manifest.

    Raises:
        OutputError: it could not be written.
    """
    files.write_bytes(path, manifest_text(manifest).encode())


def manifest_path(episode: Path) -> Path:
    """Return the path of the manifest that belongs to an audio file; a manifest's own path stays as it is."""
    if episode.name.endswith(_SUFFIX):
        return episode
    return file_beside(episode, episode.stem + _SUFFIX)


def read_manifest(episode: Path) -> Manifest:
    """Read a manifest.

    Args:
        episode: the path of the audio file that it belongs to, or its own.

    Raises:
        EpisodeError: it is missing, or it is no manifest.
    """
    path = manifest_path(episode)
    try:
        content = read_regular_file(path, _LARGEST)
        check_json_bounds(content)
        return Manifest.model_validate_json(content)
    except FileNotFoundError:
        if episode == path or not episode.exists():
            raise EpisodeError(f"{episode}: there is no such file (render the script first)") from None
        raise EpisodeError(f"{episode}: there is no manifest {path.name} beside it (render the script again)") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise EpisodeError(f"{path} cannot be read: {reason} (check the file and its rights)") from error
    except ValidationError as error:
        raise EpisodeError(f"{path}: {_fault(error)} (render the script again)") from error
    except ValueError as error:
        raise EpisodeError(f"{path}: this is no manifest: {error} (render the script again)") from error


def _fault(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    if first["type"] == "json_invalid":
        return "this is no manifest: it is not JSON"
    what = first["msg"].removeprefix("Value error, ")
    place = ".".join(str(step) for step in first["loc"])
    return f"{place}: {what[:1].lower()}{what[1:]}" if place else f"this is no manifest: {what[:1].lower()}{what[1:]}"
