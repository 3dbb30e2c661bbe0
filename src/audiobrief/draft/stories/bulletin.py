"""Compose a bulletin: one script of several stories, a chapter each, with their sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from audiobrief.draft.drafting import (
    Chapter,
    Draft,
    OmittedList,
    end_sentence,
    rewrite,
    write_day,
)
from audiobrief.draft.model import Block, Metadata, OmittedBlock
from audiobrief.draft.stories.earlier import EarlierStory
from audiobrief.draft.stories.events import SAME, Fingerprint, additions, fingerprint, likeness, same_event
from audiobrief.draft.stories.story import Story, without_headings
from audiobrief.draft.writing.project_files import House
from audiobrief.draft.writing.templates import Templates, choose_transition, fill, read_templates
from audiobrief.language.profile import Language, load_language

_DAYS_BETWEEN = timedelta(days=3)
"""The most days between reports of the same event."""


@dataclass(frozen=True, slots=True)
class Report:
    """An article's story, and where it comes from."""

    story: Story
    origin: str
    """The article's file name or address."""
    prints: Fingerprint
    path: Path | None = None
    """The article's file."""

    @property
    def name(self) -> str:
        """The report for a person: its headline, publisher and origin."""
        metadata = self.story.metadata
        publisher = f"{metadata.publisher}, " if metadata.publisher else ""
        return f"{metadata.title} ({publisher}{self.origin})"


@dataclass(frozen=True, slots=True)
class Item:
    """A story of a bulletin: the report that is spoken, and others of the same event."""

    report: Report
    others: tuple[Report, ...] = ()
    earlier: EarlierStory | None = None
    """The newest episode of the last days that has it."""
    for_length: tuple[OmittedBlock, ...] = ()
    """Paragraphs that are left out for the target, in the order in which an editor may take them back."""

    def shortened(self, story: Story, for_length: tuple[OmittedBlock, ...]) -> Item:
        """Return the item with a shorter story."""
        return replace(self, report=replace(self.report, story=story), for_length=for_length)


def report_of(story: Story, origin: str, path: Path | None = None) -> Report:
    """Return the report that a story is in a bulletin: in one part, without headings."""
    story = without_headings(story)
    return Report(story, origin, fingerprint(story.text, story.metadata.language or "en"), path)


def add_report(items: Sequence[Item], report: Report, earlier: Sequence[EarlierStory] = ()) -> tuple[Item, ...]:
    """Add a report to the stories so far: to that of its event, or as a story of its own at the end."""
    at = _closest(report, items)
    if at is None:
        return (*items, Item(report, earlier=_closest_earlier(report, earlier)))
    return (*items[:at], replace(items[at], others=(*items[at].others, report)), *items[at + 1 :])


def _closest(report: Report, items: Sequence[Item]) -> int | None:
    """Return the index of the item about the event of a report; None if there is none."""
    scores = [max(_likeness(report, other) for other in (item.report, *item.others)) for item in items]
    best = max(scores, default=-1.0)
    return scores.index(best) if best >= SAME else None


def _likeness(report: Report, other: Report) -> float:
    """Return how much speaks for the same event; nothing does if days lie between the reports."""
    one, two = (each.story.metadata.published for each in (report, other))
    if one and two and abs(one - two) > _DAYS_BETWEEN:
        return -1.0
    return likeness(report.prints, other.prints)


def _closest_earlier(report: Report, earlier: Sequence[EarlierStory]) -> EarlierStory | None:
    """Return the newest earlier story about the event of a report, or from the same address."""
    url = report.story.metadata.url
    same = [each for each in earlier if (url is not None and each.url == url) or same_event(report.prints, each.prints)]
    return max(same, key=lambda each: each.day, default=None)


@dataclass(frozen=True, slots=True)
class Edition:
    """The show, templates, language and day with which a bulletin is composed."""

    house: House | None = None
    template_folder: Path | None = None
    language: str = "en"
    """BCP 47 tag."""
    day: date | None = None
    """The episode's date."""
    not_drafted: tuple[str, ...] = ()
    """Articles that are not in it, each with the reason."""


def compose_bulletin(items: Sequence[Item], edition: Edition) -> Draft:
    """Compose a draft of several stories: a chapter for each.

    Raises:
        TemplateError: a template cannot be used.
    """
    templates = read_templates(edition.language, edition.template_folder)
    words = load_language(edition.language)
    chapters = tuple(_chapter(item, at, len(items), templates, words) for at, item in enumerate(items))
    values = _values(items, edition, templates)
    titles = fill(templates.bulletin_title, values)
    return Draft(
        metadata=Metadata(
            title=titles[0] if titles else items[0].report.story.metadata.title,
            language=edition.language,
            summary=values["coming"],
        ),
        day=edition.day,
        intro=fill(templates.bulletin_intro, values),
        chapters=chapters,
        outro=fill(templates.bulletin_outro, values),
        omitted=(),
        template_language=templates.language,
        has_source=False,
        not_drafted=edition.not_drafted,
    )


def _chapter(item: Item, at: int, count: int, templates: Templates, words: Language) -> Chapter:
    story = item.report.story
    title = story.metadata.title or ""
    part = rewrite([story.paragraphs], words)[0]
    notes = [f"Story {at + 1} of {count}: {item.report.name}"]
    if story.shortfall:
        notes.append(f"Attention: {story.shortfall}")
    if item.earlier:
        notes.append(f"Reported on {item.earlier.written_day}: {item.earlier.title} ({item.earlier.origin})")
    left_out = [OmittedList("Left out of this article, with the reason:", story.omitted)]
    left_out.append(OmittedList("Left out for length; the first to take back comes first:", item.for_length))
    known = [item.report.prints]
    for other in item.others:
        left_out.append(_second_report(other, known))
        known.append(other.prints)
    return Chapter(
        title=title,
        transition=choose_transition(templates, "story", at, count, end_sentence(title)),
        paragraphs=part.paragraphs,
        remarks=part.remarks,
        from_article=True,
        source=story.metadata,
        notes=tuple(notes),
        left_out=tuple(each for each in left_out if each.blocks),
    )


def _second_report(report: Report, known: Sequence[Fingerprint]) -> OmittedList:
    """Return the list of the paragraphs of another report of an event, with what each adds."""
    language = report.story.metadata.language or "en"
    added = additions(report.story.text, language, known)
    what = f"it adds {', '.join(added)}" if added else "it adds no name and no number"
    blocks = [OmittedBlock(Block(report.story.metadata.title or "", is_heading=True), "same event, headline")]
    for paragraph in report.story.paragraphs:
        new = additions(paragraph, language, known)
        reason = f"same event, adds {', '.join(new)}" if new else "same event"
        blocks.append(OmittedBlock(Block(paragraph), reason))
    title = f"Another report of the same event, which is not spoken; {what}: {report.name}"
    return OmittedList(title, (*blocks, *report.story.omitted))


def _values(items: Sequence[Item], edition: Edition, templates: Templates) -> dict[str, str | None]:
    """Return the values that the templates of a bulletin may name."""
    house, language = edition.house, templates.language
    headlines = [end_sentence(item.report.story.metadata.title or "") for item in items]
    return {
        "show": house.title if house else None,
        "date": write_day(edition.day, templates.date, language),
        "day": write_day(edition.day, templates.published, language),
        "headline": items[0].report.story.metadata.title,
        "coming": " ".join(headlines),
        "sources": _joined([_source(item.report.story.metadata) for item in items], language),
    }


def _source(metadata: Metadata) -> str | None:
    """Return the words for an article's source: its publisher, author or site; None if it states none of them."""
    host = (urlsplit(metadata.url).hostname or "").removeprefix("www.") if metadata.url else ""
    return metadata.publisher or metadata.author or host or None


def _joined(sources: Iterable[str | None], language: str) -> str | None:
    """Return sources as a list in the language, each once; None if there is none."""
    from babel import Locale, UnknownLocaleError
    from babel.lists import format_list

    names = list(dict.fromkeys(name for name in sources if name))
    if not names:
        return None
    try:
        return str(format_list(names, locale=Locale.parse(language, sep="-")))
    except (UnknownLocaleError, ValueError):
        return ", ".join(names)
