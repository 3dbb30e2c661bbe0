"""What pages are made of: the texts, times and addresses that templates put into their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from audiobrief.publish.models import Channel, Item, ItemChapter, Person, Sentence
from audiobrief.publish.pages.addresses import relative_address, web_address
from audiobrief.units import seconds_to_clock

if TYPE_CHECKING:
    from babel import Locale

__all__ = [
    "Chapter",
    "File",
    "Link",
    "Paragraph",
    "Participant",
    "Section",
    "chapters",
    "date_text",
    "files",
    "participants",
    "sections",
    "time_text",
]

_CLOSE = 0.0005
"""Seconds; times are whole milliseconds."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text with an address."""

    text: str
    address: str | None


@dataclass(frozen=True, slots=True)
class File:
    """A file to download."""

    name: str
    """The key of its name among the page's texts."""
    kind: str
    """MP3, VTT and the like."""
    address: str
    type: str


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part."""

    name: str
    role: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter in the list."""

    title: str
    time: str
    """Seconds from the start, as in `#t=24.4`."""
    clock: str
    """For people, as in 0:24."""
    end: str
    """Seconds."""
    address: str | None
    """Further reading."""
    image: str | None
    """Relative to the page."""
    anchor: str
    """The id of its part of the transcript."""


@dataclass(slots=True)
class Paragraph:
    """Sentences in a row by one speaker."""

    speaker: str | None
    """None where it is the one of the paragraph before, or the only one."""
    time: str
    clock: str
    sentences: list[Sentence] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A chapter's part of the transcript."""

    title: str | None
    """None for what is said before the first chapter."""
    anchor: str | None
    """Its id."""
    paragraphs: list[Paragraph] = field(default_factory=list)


def time_text(seconds: float) -> str:
    """Write seconds as short as it goes: `83`, `24.4`."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".")


def chapters(item: Item, root: str) -> tuple[Chapter, ...]:
    """Return an episode's chapters."""
    return tuple(
        Chapter(
            mark.title,
            time_text(mark.start),
            seconds_to_clock(int(mark.start)),
            time_text(mark.end),
            web_address(mark.url),
            relative_address(root, mark.image) if mark.image else None,
            _anchor(number),
        )
        for number, mark in enumerate(item.chapters)
    )


def sections(item: Item) -> tuple[Section, ...]:
    """Lay out an episode's sentences under its chapters, in paragraphs."""
    if not item.sentences:
        return ()
    several = len({sentence.speaker for sentence in item.sentences}) > 1
    made = []
    for number, sentences in _by_chapter(item.chapters, item.sentences):
        section = Section(None, None) if number is None else Section(item.chapters[number].title, _anchor(number))
        before: Sentence | None = None
        for sentence in sentences:
            changed = before is None or sentence.speaker != before.speaker
            if changed or sentence.new_paragraph:
                section.paragraphs.append(
                    Paragraph(
                        sentence.speaker if several and changed else None,
                        time_text(sentence.start),
                        seconds_to_clock(int(sentence.start)),
                    )
                )
            section.paragraphs[-1].sentences.append(sentence)
            before = sentence
        made.append(section)
    return tuple(made)


def _by_chapter(
    marks: Sequence[ItemChapter], sentences: Sequence[Sentence]
) -> Iterator[tuple[int | None, list[Sentence]]]:
    bounds = [mark.start - _CLOSE for mark in marks]
    first = [sentence for sentence in sentences if not bounds or sentence.start < bounds[0]]
    if first:
        yield None, first
    for at, start in enumerate(bounds):
        end = bounds[at + 1] if at + 1 < len(bounds) else float("inf")
        yield at, [sentence for sentence in sentences if start <= sentence.start < end]


def _anchor(number: int) -> str:
    return f"chapter-{number + 1}"


def files(item: Item, root: str) -> tuple[File, ...]:
    """Return what there is to download of an episode."""
    given = [("audio", item.enclosure)]
    given += [("text_file", transcript) for transcript in item.transcripts]
    given += [("chapters_file", item.chapters_file)] if item.chapters_file else []
    return tuple(
        File(name, file.path.rsplit(".", 1)[-1].upper()[:8], relative_address(root, file.path), file.type)
        for name, file in given
    )


def participants(persons: Sequence[Person], texts: Mapping[str, str]) -> tuple[Participant, ...]:
    """Return those who take part, with their roles in the page's language."""
    return tuple(
        Participant(person.name, texts.get(f"role_{person.role}", person.role), web_address(person.link))
        for person in persons
    )


def date_text(moment: datetime, language: str) -> str:
    """Write a date as one does in a language: `17 February 2023`."""
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
    """Return an episode's own people, or else the show's."""
    return item.persons or channel.persons
