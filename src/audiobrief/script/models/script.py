"""A script as the program works with it: house file merged in, paths resolved, marks read, units plain."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from audiobrief.errors import Position
from audiobrief.script.markup.parser import Paragraph
from audiobrief.script.models.engines import BEST
from audiobrief.script.models.show import Person, Show

__all__ = [
    "Entry",
    "Mastering",
    "Output",
    "Pauses",
    "Picture",
    "Script",
    "Segment",
    "Sound",
    "Soundbite",
    "Source",
    "Speaker",
    "Target",
    "Turn",
    "Voice",
]


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, and how; two voices that compare equal sound the same."""

    engine: str = BEST
    """The engine's name, or `best`."""
    name: str | None = None
    """The engine's own name of the voice; None for its best one for the language."""
    language: str = "en"
    """BCP 47 tag of the texts it is given."""
    speed: float = 1.0
    """0.5 to 2.0; 1.0 is the voice's own pace."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice under the name the author gave it."""

    name: str
    """The author's own name."""
    voice: Voice
    """What speaks."""
    gain: float = 0.0
    """dB, against the other voices."""
    label: str = ""
    """The name shown in transcripts."""
    position: Position = field(default=Position(""), compare=False)
    """Where it is defined."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound file and how it is played."""

    name: str
    """The author's own name."""
    path: Path
    """The file."""
    gain: float = 0.0
    """dB."""
    start: int = 0
    """Milliseconds of the file that are left out at its beginning."""
    end: int | None = None
    """Milliseconds from the file's beginning at which it stops; None for its end."""
    fade_in: int = 0
    """Milliseconds."""
    fade_out: int = 0
    """Milliseconds."""
    duck: float = -14.0
    """dB under the voice, as a bed."""
    lead_in: int = 2000
    """Milliseconds before the first word, as a bed."""
    tail: int = 3500
    """Milliseconds after the last word at most, as a bed."""
    position: Position = field(default=Position(""), compare=False)
    """Where the file is named."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A cover or a chapter's picture."""

    path: Path
    """A JPEG or PNG file."""
    position: Position = field(default=Position(""), compare=False)
    """Where it is named."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How a word is said; either `say` or `ipa` is given."""

    word: str
    """As it is written, one word or several."""
    say: str | None = None
    """The word respelled."""
    ipa: str | None = None
    """Its sounds in the International Phonetic Alphabet."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silences in milliseconds."""

    sentence: int = 250
    """Between two sentences."""
    paragraph: int = 500
    """Between two paragraphs or turns."""
    segment: int = 700
    """Between two segments."""


@dataclass(frozen=True, slots=True)
class Mastering:
    """How loud the finished episode is."""

    loudness: float = -16.0
    """Integrated loudness in LUFS, as stereo or dual mono."""
    peak: float = -1.0
    """Highest true peak in dBTP."""


@dataclass(frozen=True, slots=True)
class Output:
    """The audio file that is written."""

    format: str = "mp3"
    """`mp3` or `m4a`."""
    bitrate: int = 128_000
    """Bits a second, constant."""
    channels: int = 2
    """1 or 2."""
    sample_rate: int = 44_100
    """Hz."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the story comes from."""

    title: str | None = None
    """The article's headline."""
    publisher: str | None = None
    """Who published it."""
    url: str | None = None
    """Its address."""


@dataclass(frozen=True, slots=True)
class Soundbite:
    """A stretch of the episode that stands for the whole."""

    start: int
    """Milliseconds."""
    duration: int
    """Milliseconds."""
    title: str | None = None
    """What it is called; None for the episode's title."""
    position: Position = field(default=Position(""), compare=False)
    """Where it stands."""


@dataclass(frozen=True, slots=True)
class Target:
    """How long an episode is to last."""

    length: int
    """Milliseconds."""
    position: Position = field(default=Position(""), compare=False)
    """Where it stands."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at a stretch."""

    speaker: str
    """The author's name of the voice."""
    paragraphs: tuple[Paragraph, ...]
    """At least one."""
    position: Position = field(default=Position(""), compare=False)
    """Where the text starts."""
    lines: tuple[tuple[int, int, int], ...] = field(default=(), compare=False)
    """For each line of the file that the text stands on: the offset of its first character in the text, its number,
    and the column of that character."""

    def position_at(self, offset: int) -> Position:
        """Return the place in the file of a character of the text; an escape on its line may shift the column."""
        at = bisect_right(self.lines, offset, key=lambda line: line[0]) - 1
        if at < 0:
            return self.position
        start, line, column = self.lines[at]
        return Position(self.position.file, line, column + offset - start)


@dataclass(frozen=True, slots=True)
class Segment:
    """An intro, narration, transition or outro."""

    kind: str
    """Which of the four."""
    turns: tuple[Turn, ...] = ()
    """What is said; empty for a sound alone."""
    chapter: str | None = None
    """The title of the chapter that starts here."""
    url: str | None = None
    """The chapter's link."""
    image: Picture | None = None
    """The chapter's picture."""
    bed: str | None = None
    """The sound under the speech."""
    sound: str | None = None
    """The sound before the text."""
    pause: int | None = None
    """Milliseconds after the segment; None for the script's."""
    optional: bool = False
    """Whether it may be left out for the sake of the episode's length."""
    position: Position = field(default=Position(""), compare=False)
    """Where it starts."""


@dataclass(frozen=True, slots=True)
class Script:
    """An episode's script with everything it needs."""

    path: Path
    """The file it was read from."""
    slug: str
    """The stem of the files that are written."""
    title: str
    """The episode's title."""
    segments: tuple[Segment, ...]
    """At least one."""
    speakers: tuple[Speaker, ...]
    """At least one; the first is the default."""
    publish_at: date | None = None
    """The day, or the time, before which it is not published."""
    date: date | None = None
    """The day, or the time, of publication."""
    number: int | None = None
    """The episode's number."""
    season: int | None = None
    """The season's number."""
    language: str = "en"
    """BCP 47 tag."""
    summary: str | None = None
    """One paragraph."""
    source: Source = Source()
    """Where the story comes from."""
    show: Show = field(default_factory=Show)
    """What the house file says of the show."""
    persons: tuple[Person, ...] = ()
    """Who takes part, beside those of the show."""
    explicit: bool | None = None
    """Whether it has explicit content; None where it is as the show says."""
    soundbite: Soundbite | None = None
    """A stretch that stands for the whole."""
    sounds: tuple[Sound, ...] = ()
    """In the order of the files."""
    lexicon: tuple[Entry, ...] = ()
    """In the order of the files."""
    pauses: Pauses = Pauses()
    """The silences."""
    mastering: Mastering = Mastering()
    """How loud it is."""
    output: Output = Output()
    """The audio file."""
    cover: Picture | None = None
    """The episode's picture."""
    own_cover: bool = False
    """Whether the script names the picture itself, and not the house file."""
    transition: str | None = None
    """The sound between narrations that have no transition of their own."""
    target: Target | None = None
    """How long the episode is to last; None for as long as it takes."""
    quotes: str | None = None
    """The voice that reads quotations; None for the speaker's own."""
    quotes_decided: bool = False
    """Whether the script or its house file says who reads quotations, if only that it is the speaker."""
    files: tuple[Path, ...] = field(default=(), compare=False)
    """All that it was read from and names: itself, house file, lexicons, sounds and pictures."""

    def speaker(self, name: str) -> Speaker:
        """Return the speaker of that name."""
        return next(speaker for speaker in self.speakers if speaker.name == name)

    def sound(self, name: str) -> Sound:
        """Return the sound of that name."""
        return next(sound for sound in self.sounds if sound.name == name)
