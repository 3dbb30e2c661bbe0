"""The form of the files an author writes: which keys there are, what they take, and how they are described.

`audiobrief schema` is made from these models, and so are the descriptions that editors show.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from audiobrief.script.forms import channel_form, values
from audiobrief.script.forms.channel_form import FundingForm, OwnerForm, PersonForm, SoundbiteForm
from audiobrief.script.forms.segment_form import SegmentForm
from audiobrief.script.forms.strict import Chosen, Fault, Form, Listed, Named, Nested, Prepared, Value, field, nullable
from audiobrief.script.forms.values import LINE, PATH, Plain
from audiobrief.script.models.engines import BEST

__all__ = [
    "EntryForm",
    "EpisodeForm",
    "LexiconForm",
    "ShowForm",
    "SoundForm",
    "TransitionForm",
    "VoiceForm",
]


def _choice(*choices: str) -> Value:
    def parse(value: Any) -> str:
        if not isinstance(value, str) or value not in choices:
            raise Fault(f"{value!r} is not one of the choices", "one of " + ", ".join(choices))
        return str(value)

    return Value(parse, {"enum": list(choices), "type": "string"})


def _version(value: Any) -> int:
    if value == "1" and isinstance(value, Plain):
        return 1
    raise Fault(f"version {value!r} of the script format is not known", "write version: 1")


def _within(lowest: float, highest: float) -> Value:
    def parse(value: Any) -> float:
        if isinstance(value, Plain) and value.reads_as in {"int", "float"}:
            try:
                number = float(value)
            except ValueError:
                number = lowest - 1
            if lowest <= number <= highest:
                return number
            raise Fault(f"{value} is out of range", f"from {lowest:g} to {highest:g}")
        raise Fault(
            f"{value!r} is not a number" if isinstance(value, str) else "a number is wanted here",
            "write one without quotes, such as 0.95",
        )

    return Value(parse, {"type": "number", "minimum": lowest, "maximum": highest})


_VERSION = Value(_version, {"const": 1})


class VoiceForm(Form):
    """A voice: an engine, one of its voices, and how it speaks."""

    engine: str = field(
        LINE,
        BEST,
        description="The engine that speaks: hibari, kokoro, piper or pyttsx3 (tone is for tests). "
        "Without it, the best one that is installed for the language.",
    )
    name: str | None = nullable(
        LINE, description="The engine's own name of the voice, as `audiobrief voices` lists it."
    )
    speed: float = field(_within(0.5, 2.0), 1.0, description="Pace: 1.0 is the voice's own, 0.9 is slower.")
    gain: float = field(values.DECIBELS, 0.0, description="Louder or softer than the other voices, such as -2 dB.")
    label: str | None = nullable(LINE, description="The speaker's name in transcripts; the voice's name otherwise.")


class SoundForm(Form):
    """A sound file, the part of it that is played, and how loud."""

    file: str = field(PATH, description="The file, from the folder of the file that names it.")
    gain: float = field(values.DECIBELS, 0.0, description="Louder or softer than in the file, such as -4 dB.")
    start: int = field(values.DURATION, 0, description="Leaves out this much at the beginning of the file.")
    end: int | None = nullable(values.DURATION, description="Plays no further than this place in the file.")
    fade_in: int = field(values.DURATION, 0, description="Fades in over this time.")
    fade_out: int = field(values.DURATION, 0, description="Fades out over this time.")
    duck: float = field(values.ATTENUATION, -14.0, description="As a bed: how far it sinks while the voice speaks.")
    lead_in: int = field(values.DURATION, 2000, description="As a bed: how long it plays before the first word.")
    tail: int = field(values.DURATION, 3500, description="As a bed: how long it plays after the last word at most.")


def _kind_of_sound(value: Any) -> str:
    return "file" if isinstance(value, str) else "sound"


_SOUND = Chosen(_kind_of_sound, {"file": PATH, "sound": Nested(SoundForm)})


class EntryForm(Form):
    """How a word is said: respelled, or by its sounds. Exactly one of the two."""

    say: str | None = nullable(LINE, description="The word respelled, such as KEEV.")
    ipa: str | None = nullable(values.IPA, description="The word's sounds in the International Phonetic Alphabet.")

    def whole(self) -> None:
        """See that it is one of the two.

        Raises:
            Fault: it is neither or both, or says nothing.
        """
        if (self.say is None) == (self.ipa is None):
            raise Fault("an entry has either say or ipa", 'write {say: KEEV} or {ipa: "ˈkiːjɪv"}')
        if self.say is not None and not any(character.isalnum() for character in self.say):
            raise Fault(f"there is nothing to say in '{self.say}'", "write the word respelled, such as KEEV")


class LexiconForm(Form):
    """A file of words."""

    lexicon: dict[str, EntryForm] = field(Named(LINE, Nested(EntryForm)), description="How words are said.")


def _kind_of_lexicon(value: Any) -> str:
    return "file" if isinstance(value, str) else "entries"


_LEXICON = Chosen(_kind_of_lexicon, {"file": PATH, "entries": Named(LINE, Nested(EntryForm))})


class PausesForm(Form):
    """The silences between sentences, paragraphs and segments."""

    sentence: int | None = nullable(values.DURATION, description="Between two sentences; 250ms if not given.")
    paragraph: int | None = nullable(
        values.DURATION, description="Between two paragraphs or turns; 500ms if not given."
    )
    segment: int | None = nullable(values.DURATION, description="Between two segments; 700ms if not given.")


class MasteringForm(Form):
    """How loud the episode is."""

    loudness: float | None = nullable(values.LOUDNESS, description="Integrated loudness; -16 LUFS if not given.")
    peak: float | None = nullable(values.TRUE_PEAK, description="Highest true peak; -1 dBTP if not given.")


class OutputForm(Form):
    """The audio file that is written."""

    format: str | None = nullable(_choice("mp3", "m4a"), description="mp3 or m4a; mp3 if not given.")
    bitrate: int | None = nullable(values.BITRATE, description="Constant bit rate; 128k if not given.")
    channels: str | None = nullable(_choice("stereo", "mono"), description="stereo or mono; stereo if not given.")
    sample_rate: int | None = nullable(values.SAMPLE_RATE, description="44100 or 48000; 44100 if not given.")


class SourceForm(Form):
    """Where the story comes from."""

    title: str | None = nullable(LINE, description="The article's headline.")
    publisher: str | None = nullable(LINE, description="Who published it.")
    url: str | None = nullable(values.URL, description="Its address.")


class TransitionForm(Form):
    """What is played between two narrations that have no transition of their own."""

    sound: str = field(LINE, description="The name of a sound.")


def _null(value: Any) -> Any:
    return None if isinstance(value, Plain) and value.reads_as == "null" else value


def _transition(value: Any) -> Any:
    if (value := _null(value)) is None:
        return None
    if isinstance(value, str):
        raise Fault(f"'{value}' is no transition", "write {sound: name}, or null for none at all")
    return value


class _Shared(Form):
    """The keys that a script may leave to its show."""

    language: str | None = nullable(
        values.LANGUAGE, description="The language of the texts, such as en-GB; en if not given."
    )
    voices: dict[str, VoiceForm] = field(Named(LINE, Nested(VoiceForm)), {}, description="Voices by names of your own.")
    voice: str | None = nullable(
        LINE, description="The voice that speaks where no other is named; the first of voices if not given."
    )
    quotes: str | None = nullable(
        Prepared(_null, LINE),
        description="The voice that reads what stands in quotation marks; null for the speaker's own, "
        "whatever the house file says.",
    )
    sounds: dict[str, str | SoundForm] = field(Named(LINE, _SOUND), {}, description="Sounds by names of your own.")
    lexicon: str | dict[str, EntryForm] = field(
        _LEXICON, {}, description="How words are said: entries, or the path of a file of them."
    )
    pauses: PausesForm = field(
        Nested(PausesForm), PausesForm(), description="The silences between sentences, paragraphs and segments."
    )
    mastering: MasteringForm = field(Nested(MasteringForm), MasteringForm(), description="Loudness and peak.")
    output: OutputForm = field(Nested(OutputForm), OutputForm(), description="The audio file that is written.")
    cover: str | None = nullable(PATH, description="The episode's picture: a JPEG or PNG file.")
    transition: TransitionForm | None = nullable(
        Prepared(_transition, Nested(TransitionForm)),
        description="Played between narrations that have no transition of their own; null for none, "
        "whatever the house file says.",
    )


class ShowForm(_Shared):
    """A house file: what the episodes of a show have in common."""

    version: int = field(_VERSION, 1, description="The version of the script format.")
    title: str | None = nullable(LINE, description="The show's name; it becomes the album in the tags.")
    author: str | None = nullable(LINE, description="Who makes the show; the artist in the tags.")
    link: str | None = nullable(values.URL, description="The show's web page.")
    copyright: str | None = nullable(LINE, description="The copyright notice for the tags.")
    description: str | None = nullable(
        channel_form.DESCRIPTION, description="What the show is about, for directories; at most 4,000 bytes."
    )
    address: str | None = nullable(
        channel_form.ADDRESS,
        description="The https address of the site that `publish` writes; the feed is feed.xml in it.",
    )
    owner: OwnerForm | None = nullable(Nested(OwnerForm), description="Who is asked about the feed; the feed shows it.")
    category: tuple[str, ...] | None = nullable(
        channel_form.CATEGORY, description="Apple's category, such as News, or with a subcategory News > Daily News."
    )
    explicit: bool = field(
        channel_form.TRUTH, False, description="Whether the show has explicit content: true or false."
    )
    funding: tuple[FundingForm, ...] = field(Listed(Nested(FundingForm)), (), description="Where listeners can pay.")
    persons: tuple[PersonForm, ...] = field(Listed(Nested(PersonForm)), (), description="Who makes the show.")


def _segments(value: Any) -> Any:
    if not isinstance(value, list) or not value:
        raise Fault("segments is a list with at least one segment", "write '- narration: ...' under segments:")
    return value


class EpisodeForm(_Shared):
    """An episode's script."""

    version: int = field(_VERSION, description="The version of the script format: 1.")
    show: str | None = nullable(PATH, description="The house file whose settings hold where this script has none.")
    title: str = field(LINE, description="The episode's title.")
    date: dt.date | None = nullable(
        values.DATE, description="The day of publication, such as 2023-02-17, or a full RFC 3339 time."
    )
    number: int | None = nullable(values.INTEGER, description="The episode's number.")
    season: int | None = nullable(values.INTEGER, description="The season's number.")
    slug: str | None = nullable(
        values.SLUG, description="The name of the files that are written; the script's name if not given."
    )
    summary: str | None = nullable(LINE, description="One paragraph for the feed and the tags.")
    source: SourceForm = field(Nested(SourceForm), SourceForm(), description="Where the story comes from.")
    publish_at: dt.date | None = nullable(
        values.DATE, description="Not published before this time (RFC 3339), or this day, which starts at 00:00 UTC."
    )
    persons: tuple[PersonForm, ...] = field(
        Listed(Nested(PersonForm)), (), description="Who takes part in this episode, beside the show's."
    )
    explicit: bool | None = nullable(
        channel_form.TRUTH, description="Whether the episode has explicit content; as the show says if not given."
    )
    target: int | None = nullable(
        values.LENGTH,
        description="How long the episode lasts, such as 5:00; `render` keeps to it within half a second.",
    )
    soundbite: SoundbiteForm | None = nullable(
        Nested(SoundbiteForm), description="A stretch that stands for the whole, for apps to show."
    )
    segments: tuple[SegmentForm, ...] = field(
        Prepared(_segments, Listed(Nested(SegmentForm))), description="The parts of the episode in their order."
    )
