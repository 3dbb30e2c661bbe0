"""An episode's script: what its file says, and what it is with its house file merged in and its files found.

The classes up to `ScriptFile` are what an author writes: `audiobrief schema` and the descriptions that editors show
come from them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from audiobrief.errors import Position
from audiobrief.script.models.base import Model, key
from audiobrief.script.models.formats import AUDIO_FORMATS
from audiobrief.script.models.lexicon import Entry, Lexicon
from audiobrief.script.models.messages import invalid
from audiobrief.script.models.quantities import (
    Bitrate,
    Channels,
    Date,
    Duration,
    Format,
    Formats,
    Integer,
    Length,
    Loudness,
    RoomTone,
    SampleRate,
    TruePeak,
    Truth,
    Version,
)
from audiobrief.script.models.segment import Segment, SegmentDefinition, Source, Turn
from audiobrief.script.models.show import Person, Show
from audiobrief.script.models.sound import Picture, Sound, SoundOrPath
from audiobrief.script.models.texts import Address, FilePath, Language, Line, Name, Plain, ShortLine, Slug
from audiobrief.script.models.voice import Speaker, VoiceDefinition
from audiobrief.storage.place_address import PlaceAddress


class Pauses(Model):
    """How long an episode is silent."""

    sentence: Duration = key("250ms", "Between two sentences.")
    paragraph: Duration = key("500ms", "Between two paragraphs or turns.")
    segment: Duration = key("700ms", "Between two segments.")


class Mastering(Model):
    """How loud the episode is."""

    loudness: Loudness = key("-16 LUFS", "Integrated loudness, as stereo or dual mono.")
    peak: TruePeak = key("-1 dBTP", "Highest true peak.")


PRESETS: Mapping[str, Mapping[str, float]] = {
    "podcast": {"loudness": -16.0, "peak": -1.0},
    "mono": {"loudness": -16.0, "peak": -1.0},
    "ebu": {"loudness": -23.0, "peak": -1.0},
    "spotify": {"loudness": -14.0, "peak": -1.0},
}
"""Loudness and peak by name: what podcast directories ask for; the same for one channel, which by itself measures
-19 LUFS; EBU R 128; and what Spotify plays music and podcasts at."""


def _settings_of_preset(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value not in PRESETS:
        raise invalid("preset", value=value, presets=", ".join(PRESETS))
    return dict(PRESETS[value])


class Output(Model):
    """The form of an episode's files."""

    format: Formats = key("mp3", f"One of {', '.join(AUDIO_FORMATS)}, or a list of them.")
    bitrate: Bitrate = key("128k", "Constant bit rate.")
    channels: Channels = key("stereo", "stereo or mono.")
    sample_rate: SampleRate = Field(44_100, description="44100 or 48000.")
    word_times: Truth = Field(
        False,
        description="Whether the WebVTT file has the time of each word.",
    )

    @property
    def main_format(self) -> str:
        """The format by which the episode is published: the first that feeds take, if any."""
        return self.format[0]


class SoundbiteDefinition(Model):
    """A stretch of the episode that stands for the whole."""

    start: Duration = Field(description="Where it starts in the finished episode.")
    duration: Duration = Field(description="How long it is; 15 s to 120 s are usual.")
    title: ShortLine | None = Field(None, description="What it is called; the episode's title if not given.")


class EditionDefinition(Model):
    """Another version of the episode."""

    target: Length | None = Field(None, description="How long it lasts; the script's target if not given.")
    loudness: Loudness | None = Field(None, description="Its integrated loudness; that of mastering if not given.")
    format: Format | None = Field(None, description="One of the formats; those of output if not given.")
    beds: Truth = Field(True, description="false for no music under the speech.")
    script: FilePath | None = Field(
        None, description="Another script that it is made of, such as a translation, from the script's own folder."
    )
    publish: Line | None = Field(
        None,
        description="The site that it is published in: a folder, from the file's own, or an address such as "
        "s3://bucket/podcast.",
    )
    address: Address | None = Field(
        None, description="The https address of that site; the show's, or that of the other script's, if not given."
    )


class Transition(Model):
    """The sound between two narrations that have no transition of their own."""

    sound: Name = Field(description="The name of a sound.")


def _none_for_null(value: Any) -> Any:
    return None if isinstance(value, Plain) and value.is_null else value


def _transition(value: Any) -> Any:
    if isinstance(value := _none_for_null(value), str):
        raise invalid("transition_form", value=value)
    return value


def _segments(value: Any) -> Any:
    if not isinstance(value, list) or not value:
        raise invalid("segments")
    return value


class EpisodeMetadata(Model):
    """The episode's metadata for the feed, the tags and the manifest."""

    title: Line = Field(description="The episode's title.")
    date: Date | None = Field(None, description="The day of publication, such as 2023-02-17, or a full RFC 3339 time.")
    number: Integer | None = Field(None, description="The episode's number.")
    season: Integer | None = Field(None, description="The season's number.")
    summary: Line | None = Field(None, description="One paragraph for the feed and the tags.")
    source: Source = Field(default_factory=Source, description="Where the story comes from.")
    publish_at: Date | None = Field(
        None,
        description="Not published before this time (RFC 3339), or this day, which starts at 00:00 UTC.",
    )
    persons: tuple[Person, ...] = Field((), description="Who takes part in this episode, beside the show's.")
    explicit: Truth | None = Field(
        None, description="Whether the episode has explicit content; as the show says if not given."
    )


class SharedSettings(Model):
    """The keys that a script may leave to its house file."""

    version: Version = Field(1, description="The version of the script format: 1.")
    language: Language = Field("en", description="The language of the texts, such as en-GB.")
    voices: dict[Line, VoiceDefinition] = Field({}, description="Voices by names of your own.")
    voice: Name | None = Field(
        None, description="The voice that speaks where no other is named; the first of voices if not given."
    )
    quotes: Annotated[Name | None, BeforeValidator(_none_for_null)] = Field(
        None,
        description="The voice that reads what stands in quotation marks; null for the speaker's own, "
        "whatever the house file says.",
    )
    sounds: dict[Line, SoundOrPath] = Field({}, description="Sounds by names of your own.")
    lexicon: Lexicon = Field({}, description="How words are said: entries, or the path of a file of them.")
    pauses: Pauses = Field(
        default_factory=Pauses, description="The silences between sentences, paragraphs and segments."
    )
    mastering: Annotated[
        Mastering,
        BeforeValidator(
            _settings_of_preset, json_schema_input_type=Literal["podcast", "mono", "ebu", "spotify"] | Mastering
        ),
    ] = Field(default_factory=Mastering, description="Loudness and peak, or the name of a preset.")
    output: Output = Field(default_factory=Output, description="The audio file that is written.")
    room_tone: Annotated[RoomTone | None, BeforeValidator(_none_for_null)] = Field(
        None,
        description="The level of a quiet noise under the whole episode, such as -66 dB, so that pauses are not "
        "digital silence; null for none, whatever the house file says.",
    )
    cover: FilePath | None = Field(None, description="The episode's picture: a JPEG or PNG file.")
    transition: Annotated[Transition | None, BeforeValidator(_transition)] = Field(
        None,
        description="Played between narrations that have no transition of their own; null for none, "
        "whatever the house file says.",
    )
    editions: dict[Slug, EditionDefinition] = Field(
        {}, description="Other versions of the episode, by the names that their files have behind its own."
    )


class HouseFile(Show, SharedSettings):
    """A house file: what the episodes of a show have in common."""


class ScriptFile(EpisodeMetadata, SharedSettings):
    """An episode's script."""

    version: Version = Field(description="The version of the script format: 1.")
    show: FilePath | None = Field(None, description="The house file whose settings hold where this script has none.")
    slug: Slug | None = Field(
        None, description="The name of the files that are written; the script's name if not given."
    )
    target: Length | None = Field(
        None, description="How long the episode lasts, such as 5:00; `render` keeps to it within half a second."
    )
    soundbite: SoundbiteDefinition | None = Field(
        None, description="A stretch that stands for the whole, for apps to show."
    )
    segments: Annotated[tuple[SegmentDefinition, ...], BeforeValidator(_segments)] = Field(
        description="The parts of the episode in their order."
    )


class Soundbite(SoundbiteDefinition):
    """A stretch of the episode that stands for the whole, with its place; times are in milliseconds."""

    position: Position = Position("")
    """Where it stands."""


@dataclass(frozen=True, slots=True)
class Target:
    """How long an episode is to last."""

    length: int
    """Milliseconds."""
    position: Position = field(default=Position(""), compare=False)
    """Where it stands."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Another version of the episode; None for what is as the script has it."""

    name: str
    """It follows the script's slug in the names of its files."""
    target: Target | None = None
    loudness: float | None = None
    """LUFS."""
    format: str | None = None
    beds: bool = True
    """False for no music under the speech."""
    script: Script | None = None
    """The script that it is made of instead of the episode's; without editions."""
    site: PlaceAddress | None = None
    """The place of the site that it is published in; None for none."""
    address: str | None = None
    """The https address of that site."""

    @property
    def has_same_mix(self) -> bool:
        """True if it differs from the episode only in its loudness and its format."""
        return self.target is None and self.beds and self.script is None


class Script(EpisodeMetadata):
    """An episode's script with everything it needs: house file merged in, files found, marks read."""

    path: Path
    """The file it was read from."""
    slug: str
    """The stem of the files that are written."""
    segments: tuple[Segment, ...]
    """At least one."""
    speakers: tuple[Speaker, ...]
    """At least one; the first is the default."""
    language: str = "en"
    """BCP 47 tag."""
    show: Show = Field(default_factory=Show)
    """The show, as the house file describes it."""
    show_language: str | None = None
    """The show's BCP 47 tag; None where the house file has none."""
    soundbite: Soundbite | None = None
    """A stretch that stands for the whole."""
    sounds: tuple[Sound, ...] = ()
    """In the order of the files."""
    lexicon: tuple[Entry, ...] = ()
    """In the order of the files."""
    pauses: Pauses = Field(default_factory=Pauses)
    mastering: Mastering = Field(default_factory=Mastering)
    output: Output = Field(default_factory=Output)
    room_tone: float | None = None
    """dB of the noise under the whole episode; None for none."""
    cover: Picture | None = None
    """The episode's picture."""
    own_cover: bool = False
    """True if the script names the picture itself, and not the house file."""
    transition: str | None = None
    """The sound between narrations that have no transition of their own."""
    target: Target | None = None
    """How long the episode is to last; None for as long as it takes."""
    editions: tuple[Edition, ...] = ()
    """Other versions of the episode."""
    edition: str | None = None
    """The name of the edition that it is; None for the episode itself."""
    quotes: str | None = None
    """The voice that reads quotations; None for the speaker's own."""
    quotes_decided: bool = False
    """True if the script or its house file says who reads quotations, if only that it is the speaker."""
    files: tuple[Path, ...] = ()
    """All that it was read from and names: itself, house file, lexicons, sounds and pictures."""

    @property
    def release_date(self) -> dt.date | None:
        """The day or time that dates the episode: its date, else that before which it is not published."""
        return self.date if self.date is not None else self.publish_at

    @property
    def recorded_turns(self) -> tuple[Turn, ...]:
        """The turns that are recordings, in order."""
        return tuple(turn for segment in self.segments for turn in segment.turns if turn.recording is not None)

    @property
    def labels(self) -> dict[str, str]:
        """The name that transcripts show for each speaker, voices as well as people who are heard in recordings."""
        people = {turn.speaker: turn.speaker for turn in self.recorded_turns}
        return people | {speaker.name: speaker.label for speaker in self.speakers}

    def speaker(self, name: str) -> Speaker:
        """Return the speaker of that name."""
        return next(speaker for speaker in self.speakers if speaker.name == name)

    def sound(self, name: str) -> Sound:
        """Return the sound of that name."""
        return next(sound for sound in self.sounds if sound.name == name)
