"""The values that the templates of pages use: texts in the page's language, times, addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from audiobrief.publish.models import Channel, Item, ItemChapter, Person, Sentence
from audiobrief.publish.pages.addresses import relative_address, web_address
from audiobrief.units import seconds_to_clock

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES = ("en", "de", "fr", "es", "uk")
"""The languages that the texts of pages exist in, `texts/LANGUAGE.json`; the first is the default."""
_RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ps", "ur", "yi"}
_TOLERANCE_S = 0.0005
"""Times are in whole milliseconds."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text with an address."""

    text: str
    address: str | None


@dataclass(frozen=True, slots=True)
class File:
    """A file to download."""

    name: str
    """The key of its label in the page's texts."""
    kind: str
    """MP3, VTT and so on."""
    address: str
    type: str


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who takes part in an episode."""

    name: str
    role: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter in the list of chapters."""

    title: str
    time: str
    """Seconds from the start, as in `#t=24.4`."""
    clock: str
    """As displayed, such as 0:24."""
    end: str
    """Seconds."""
    address: str | None
    """A web page about it."""
    image: str | None
    """Relative to the page."""
    anchor: str
    """The id of its section of the transcript."""


@dataclass(slots=True)
class Paragraph:
    """Successive sentences of one speaker in the transcript."""

    speaker: str | None
    """None if the paragraph before has the same speaker, or if the episode has only one."""
    time: str
    clock: str
    sentences: list[Sentence] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """The section of the transcript for a chapter."""

    title: str | None
    """None for sentences before the first chapter."""
    anchor: str | None
    """The id of its element."""
    paragraphs: list[Paragraph] = field(default_factory=list)


def time_text(seconds: float) -> str:
    """Return seconds as a number without trailing zeros: `83`, `24.4`."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".")


def chapters(item: Item, root: str) -> tuple[Chapter, ...]:
    """Return an episode's chapters."""
    return tuple(
        Chapter(
            chapter.title,
            time_text(chapter.start),
            seconds_to_clock(int(chapter.start)),
            time_text(chapter.end),
            web_address(chapter.url),
            relative_address(root, chapter.image) if chapter.image else None,
            _anchor(number),
        )
        for number, chapter in enumerate(item.chapters)
    )


def sections(item: Item) -> tuple[Section, ...]:
    """Return the transcript: the sentences in paragraphs, by chapter."""
    if not item.sentences:
        return ()
    several_speakers = len({sentence.speaker for sentence in item.sentences}) > 1
    result = []
    for number, sentences in _by_chapter(item.chapters, item.sentences):
        section = Section(None, None) if number is None else Section(item.chapters[number].title, _anchor(number))
        previous: Sentence | None = None
        for sentence in sentences:
            new_speaker = previous is None or sentence.speaker != previous.speaker
            if new_speaker or sentence.new_paragraph:
                section.paragraphs.append(
                    Paragraph(
                        sentence.speaker if several_speakers and new_speaker else None,
                        time_text(sentence.start),
                        seconds_to_clock(int(sentence.start)),
                    )
                )
            section.paragraphs[-1].sentences.append(sentence)
            previous = sentence
        result.append(section)
    return tuple(result)


def _by_chapter(
    chapters: Sequence[ItemChapter], sentences: Sequence[Sentence]
) -> Iterator[tuple[int | None, list[Sentence]]]:
    """Yield the sentences of each chapter with its index; first those before all chapters, if any, with None."""
    starts = [chapter.start - _TOLERANCE_S for chapter in chapters]
    before = [sentence for sentence in sentences if not starts or sentence.start < starts[0]]
    if before:
        yield None, before
    for index, (start, end) in enumerate(zip(starts, [*starts[1:], float("inf")], strict=True)):
        yield index, [sentence for sentence in sentences if start <= sentence.start < end]


def _anchor(number: int) -> str:
    return f"chapter-{number + 1}"


def files(item: Item, root: str) -> tuple[File, ...]:
    """Return the files of an episode to download."""
    labelled = [("audio", item.enclosure)]
    labelled += [("text_file", transcript) for transcript in item.transcripts]
    labelled += [("chapters_file", item.chapters_file)] if item.chapters_file else []
    return tuple(
        File(name, file.path.rsplit(".", 1)[-1].upper()[:8], relative_address(root, file.path), file.type)
        for name, file in labelled
    )


def participants(persons: Sequence[Person], texts: Mapping[str, str]) -> tuple[Participant, ...]:
    """Return persons with their roles in the page's language."""
    return tuple(
        Participant(person.name, texts.get(f"role_{person.role}", person.role), web_address(person.link))
        for person in persons
    )


def date_text(moment: datetime, language: str) -> str:
    """Return a date in the long format of a language: `17 February 2023`."""
    from babel.dates import format_date

    return format_date(moment.date(), "long", locale=_locale(language))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    for tag in (language, language.split("-", 1)[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return Locale("en")


def all_persons(channel: Channel, item: Item) -> tuple[Person, ...]:
    """Return the persons of an episode, or those of the show if it names none."""
    return item.persons or channel.persons


def texts_for(language: str) -> tuple[str, Mapping[str, str]]:
    """Return the texts of pages for a language (BCP 47), with the language that they are in."""
    primary = _primary_language(language)
    chosen = primary if primary in LANGUAGES else LANGUAGES[0]
    return chosen, _read_texts(chosen)


@cache
def _read_texts(language: str) -> Mapping[str, str]:
    path = resources.files("audiobrief.publish.pages") / "texts" / f"{language}.json"
    texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return texts


def _primary_language(language: str) -> str:
    """Return the primary language of a tag: `en` for `en-GB`."""
    return language.replace("_", "-").split("-", 1)[0].lower()


def direction(language: str) -> str:
    """Return `rtl` for languages that are written from right to left, else `ltr`."""
    return "rtl" if _primary_language(language) in _RIGHT_TO_LEFT else "ltr"
