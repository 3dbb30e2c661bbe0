"""The form of the files an author writes: which keys there are, what they take, and how they are described.

`audiobrief schema` is made from these models, and so are the descriptions that editors show.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)

from audiobrief.script import channel_form, values
from audiobrief.script.channel_form import FundingForm, OwnerForm, PersonForm, SoundbiteForm
from audiobrief.script.engines import BEST
from audiobrief.script.strict import Form
from audiobrief.script.values import Plain, fault

__all__ = [
    "KINDS",
    "EntryForm",
    "EpisodeForm",
    "LexiconForm",
    "SegmentForm",
    "ShowForm",
    "SoundForm",
    "TransitionForm",
    "VoiceForm",
]

KINDS = ("intro", "narration", "transition", "outro")


def _choice(*choices: str) -> BeforeValidator:
    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in choices:
            raise fault(f"{value!r} is not one of the choices", "one of " + ", ".join(choices))
        return str(value)

    return BeforeValidator(check)


def _version(value: Any) -> int:
    if value == "1" and isinstance(value, Plain):
        return 1
    raise fault(f"version {value!r} of the script format is not known", "write version: 1")


def _within(lowest: float, highest: float) -> BeforeValidator:
    def check(value: Any) -> float:
        if isinstance(value, Plain) and value.reads_as in {"int", "float"}:
            try:
                number = float(value)
            except ValueError:
                number = lowest - 1
            if lowest <= number <= highest:
                return number
            raise fault(f"{value} is out of range", f"from {lowest:g} to {highest:g}")
        raise fault(
            f"{value!r} is not a number" if isinstance(value, str) else "a number is wanted here",
            "write one without quotes, such as 0.95",
        )

    return BeforeValidator(check)


Version = Annotated[Literal[1], BeforeValidator(_version), WithJsonSchema({"const": 1})]
Speed = Annotated[float, _within(0.5, 2.0), WithJsonSchema({"type": "number", "minimum": 0.5, "maximum": 2.0})]


class VoiceForm(Form):
    """A voice: an engine, one of its voices, and how it speaks."""

    engine: values.Line = Field(
        BEST,
        description="The engine that speaks: hibari, kokoro, piper or pyttsx3 (tone is for tests). "
        "Without it, the best one that is installed for the language.",
    )
    name: values.Line | None = Field(
        None, description="The engine's own name of the voice, as `audiobrief voices` lists it."
    )
    speed: Speed = Field(1.0, description="Pace: 1.0 is the voice's own, 0.9 is slower.")
    gain: values.Decibels = Field(0.0, description="Louder or softer than the other voices, such as -2 dB.")
    label: values.Line | None = Field(
        None, description="The speaker's name in transcripts; the voice's name otherwise."
    )


class SoundForm(Form):
    """A sound file, the part of it that is played, and how loud."""

    file: values.Path = Field(description="The file, from the folder of the file that names it.")
    gain: values.Decibels = Field(0.0, description="Louder or softer than in the file, such as -4 dB.")
    start: values.Duration = Field(0, description="Leaves out this much at the beginning of the file.")
    end: values.Duration | None = Field(None, description="Plays no further than this place in the file.")
    fade_in: values.Duration = Field(0, description="Fades in over this time.")
    fade_out: values.Duration = Field(0, description="Fades out over this time.")
    duck: values.Attenuation = Field(-14.0, description="As a bed: how far it sinks while the voice speaks.")
    lead_in: values.Duration = Field(2000, description="As a bed: how long it plays before the first word.")
    tail: values.Duration = Field(3500, description="As a bed: how long it plays after the last word at most.")


def _sound_tag(value: Any) -> str:
    return "file" if isinstance(value, str) else "sound"


Sound = Annotated[
    Annotated[values.Path, Tag("file")] | Annotated[SoundForm, Tag("sound")],
    Discriminator(_sound_tag),
]


class EntryForm(Form):
    """How a word is said: respelled, or by its sounds. Exactly one of the two."""

    say: values.Line | None = Field(None, description="The word respelled, such as KEEV.")
    ipa: values.Ipa | None = Field(None, description="The word's sounds in the International Phonetic Alphabet.")

    @model_validator(mode="after")
    def _one_of_two(self) -> EntryForm:
        if (self.say is None) == (self.ipa is None):
            raise fault("an entry has either say or ipa", 'write {say: KEEV} or {ipa: "ˈkiːjɪv"}')
        if self.say is not None and not any(character.isalnum() for character in self.say):
            raise fault(f"there is nothing to say in '{self.say}'", "write the word respelled, such as KEEV")
        return self


LexiconForm = dict[values.Line, EntryForm]


def _lexicon_tag(value: Any) -> str:
    return "file" if isinstance(value, str) else "entries"


Lexicon = Annotated[
    Annotated[values.Path, Tag("file")] | Annotated[LexiconForm, Tag("entries")],
    Discriminator(_lexicon_tag),
]


class PausesForm(Form):
    """The silences between sentences, paragraphs and segments."""

    sentence: values.Duration | None = Field(None, description="Between two sentences; 250ms if not given.")
    paragraph: values.Duration | None = Field(None, description="Between two paragraphs or turns; 500ms if not given.")
    segment: values.Duration | None = Field(None, description="Between two segments; 700ms if not given.")


class MasteringForm(Form):
    """How loud the episode is."""

    loudness: values.Loudness | None = Field(None, description="Integrated loudness; -16 LUFS if not given.")
    peak: values.TruePeak | None = Field(None, description="Highest true peak; -1 dBTP if not given.")


class OutputForm(Form):
    """The audio file that is written."""

    format: Annotated[Literal["mp3", "m4a"] | None, _choice("mp3", "m4a")] = Field(
        None, description="mp3 or m4a; mp3 if not given."
    )
    bitrate: values.Bitrate | None = Field(None, description="Constant bit rate; 128k if not given.")
    channels: Annotated[Literal["stereo", "mono"] | None, _choice("stereo", "mono")] = Field(
        None, description="stereo or mono; stereo if not given."
    )
    sample_rate: values.SampleRate | None = Field(None, description="44100 or 48000; 44100 if not given.")


class SourceForm(Form):
    """Where the story comes from."""

    title: values.Line | None = Field(None, description="The article's headline.")
    publisher: values.Line | None = Field(None, description="Who published it.")
    url: values.Url | None = Field(None, description="Its address.")


class TransitionForm(Form):
    """What is played between two narrations that have no transition of their own."""

    sound: values.Line = Field(description="The name of a sound.")


def _null(value: Any) -> Any:
    return None if isinstance(value, Plain) and value.reads_as == "null" else value


def _transition(value: Any) -> Any:
    if (value := _null(value)) is None:
        return None
    if isinstance(value, str):
        raise fault(f"'{value}' is no transition", "write {sound: name}, or null for none at all")
    return value


class _Shared(Form, defer_build=True):
    """The keys that a script may leave to its show; of its forms, pydantic builds what is used."""

    language: values.Language | None = Field(
        None, description="The language of the texts, such as en-GB; en if not given."
    )
    voices: dict[values.Line, VoiceForm] = Field(default_factory=dict, description="Voices by names of your own.")
    voice: values.Line | None = Field(
        None, description="The voice that speaks where no other is named; the first of voices if not given."
    )
    quotes: Annotated[values.Line | None, BeforeValidator(_null)] = Field(
        None,
        description="The voice that reads what stands in quotation marks; null for the speaker's own, "
        "whatever the house file says.",
    )
    sounds: dict[values.Line, Sound] = Field(default_factory=dict, description="Sounds by names of your own.")
    lexicon: Lexicon = Field(
        default_factory=dict, description="How words are said: entries, or the path of a file of them."
    )
    pauses: PausesForm = Field(
        default_factory=PausesForm, description="The silences between sentences, paragraphs and segments."
    )
    mastering: MasteringForm = Field(default_factory=MasteringForm, description="Loudness and peak.")
    output: OutputForm = Field(default_factory=OutputForm, description="The audio file that is written.")
    cover: values.Path | None = Field(None, description="The episode's picture: a JPEG or PNG file.")
    transition: Annotated[TransitionForm | None, BeforeValidator(_transition)] = Field(
        None,
        description="Played between narrations that have no transition of their own; null for none, "
        "whatever the house file says.",
    )


class ShowForm(_Shared):
    """A house file: what the episodes of a show have in common."""

    version: Version = Field(1, description="The version of the script format.")
    title: values.Line | None = Field(None, description="The show's name; it becomes the album in the tags.")
    author: values.Line | None = Field(None, description="Who makes the show; the artist in the tags.")
    link: values.Url | None = Field(None, description="The show's web page.")
    copyright: values.Line | None = Field(None, description="The copyright notice for the tags.")
    description: channel_form.Description | None = Field(
        None, description="What the show is about, for directories; at most 4,000 bytes."
    )
    address: channel_form.Address | None = Field(
        None, description="The https address of the site that `publish` writes; the feed is feed.xml in it."
    )
    owner: OwnerForm | None = Field(None, description="Who is asked about the feed; the feed shows it.")
    category: channel_form.Category | None = Field(
        None, description="Apple's category, such as News, or with a subcategory News > Daily News."
    )
    explicit: channel_form.Truth = Field(False, description="Whether the show has explicit content: true or false.")
    funding: tuple[FundingForm, ...] = Field((), description="Where listeners can pay.")
    persons: tuple[PersonForm, ...] = Field((), description="Who makes the show.")


def _text_tag(value: Any) -> str:
    return "turns" if isinstance(value, list) else "mapping" if isinstance(value, dict) else "text"


def _spoken(value: Any) -> str | None:
    # A transition may be a sound alone; whether that is so, the segment knows.
    if value is None or (isinstance(value, Plain) and value.reads_as == "null") or value == "":
        return None
    return values._text(value)  # noqa: SLF001 - the rule of Text, after the empty text is let pass


def _no_mapping(value: Any) -> str:
    name = next(iter(value), "words") if isinstance(value, dict) else "words"
    raise fault(
        "a segment's text is a text or a list of turns, not a mapping",
        f"put the text in quotes, or write '- {name}: ...' for a turn",
    )


def _turn(value: Any) -> Any:
    if not isinstance(value, dict) or len(value) != 1:
        raise fault("a turn is one voice and its words", "write '- presenter: Why does it matter?'")
    return value


Turn = Annotated[dict[values.Line, values.Text], BeforeValidator(_turn)]


def _turns(value: Any) -> Any:
    if not value:
        raise fault("the list of turns is empty", "write '- presenter: Why does it matter?'")
    return value


SegmentText = Annotated[
    Annotated[str | None, BeforeValidator(_spoken), WithJsonSchema({"type": ["string", "null"]}), Tag("text")]
    | Annotated[list[Turn], BeforeValidator(_turns), Tag("turns")]
    | Annotated[str, BeforeValidator(_no_mapping), WithJsonSchema({"not": {}}), Tag("mapping")],
    Discriminator(_text_tag),
]


class SegmentForm(Form):
    """A part of the episode: exactly one of intro, narration, transition and outro, with its text."""

    intro: SegmentText = Field(None, description="The opening: a text, or a list of turns.")
    narration: SegmentText = Field(None, description="A part of the story: a text, or a list of turns.")
    transition: SegmentText = Field(None, description="What leads on to the next part; may be a sound alone.")
    outro: SegmentText = Field(None, description="The closing: a text, or a list of turns.")
    chapter: values.Line | None = Field(None, description="A chapter of this title starts here.")
    url: values.Url | None = Field(None, description="The chapter's link.")
    image: values.Path | None = Field(None, description="The chapter's picture: a JPEG or PNG file.")
    bed: values.Line | None = Field(None, description="The name of a sound that plays under the speech.")
    sound: values.Line | None = Field(None, description="The name of a sound that plays before the text.")
    voice: values.Line | None = Field(None, description="The voice that speaks, instead of the default one.")
    pause: values.Duration | None = Field(
        None, description="The silence after the segment, instead of the default one."
    )
    optional: channel_form.Truth = Field(
        False, description="Whether it may be left out where the episode would be longer than its target."
    )

    @property
    def kind(self) -> str:
        """Which of the four it is."""
        return next(kind for kind in KINDS if kind in self.model_fields_set)

    @property
    def text(self) -> str | list[dict[str, str]] | None:
        """Its text, its turns, or None where it is a sound alone."""
        text: str | list[dict[str, str]] | None = getattr(self, self.kind)
        return text

    @model_validator(mode="after")
    def _whole(self) -> SegmentForm:
        kinds = [kind for kind in KINDS if kind in self.model_fields_set]
        if len(kinds) != 1:
            had = " and ".join(kinds) or "none"
            raise fault(
                f"a segment is exactly one of intro, narration, transition and outro, and this has {had}",
                "give each its own '-'" if kinds else "write narration: and its text",
            )
        if self.text is None and self.kind != "transition":
            raise fault(f"the {self.kind} has no text", "write what is said after the ':'")
        if self.text is None and self.sound is None:
            raise fault(
                "the transition has neither text nor sound",
                "write a text, or sound: with the name of a sound",
            )
        return self


def _segments(value: Any) -> Any:
    if not isinstance(value, list) or not value:
        raise fault("segments is a list with at least one segment", "write '- narration: ...' under segments:")
    return value


class EpisodeForm(_Shared):
    """An episode's script."""

    version: Version = Field(description="The version of the script format: 1.")
    show: values.Path | None = Field(None, description="The house file whose settings hold where this script has none.")
    title: values.Line = Field(description="The episode's title.")
    date: values.Date | None = Field(
        None, description="The day of publication, such as 2023-02-17, or a full RFC 3339 time."
    )
    number: values.Integer | None = Field(None, description="The episode's number.")
    season: values.Integer | None = Field(None, description="The season's number.")
    slug: values.Slug | None = Field(
        None, description="The name of the files that are written; the script's name if not given."
    )
    summary: values.Line | None = Field(None, description="One paragraph for the feed and the tags.")
    source: SourceForm = Field(default_factory=SourceForm, description="Where the story comes from.")
    publish_at: values.Date | None = Field(
        None, description="Not published before this time (RFC 3339), or this day, which starts at 00:00 UTC."
    )
    persons: tuple[PersonForm, ...] = Field((), description="Who takes part in this episode, beside the show's.")
    explicit: channel_form.Truth | None = Field(
        None, description="Whether the episode has explicit content; as the show says if not given."
    )
    target: values.Length | None = Field(
        None, description="How long the episode lasts, such as 5:00; `render` keeps to it within half a second."
    )
    soundbite: SoundbiteForm | None = Field(None, description="A stretch that stands for the whole, for apps to show.")
    segments: Annotated[tuple[SegmentForm, ...], BeforeValidator(_segments)] = Field(
        description="The parts of the episode in their order."
    )
