"""Collect the articles of a bulletin: from files, addresses and feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from audiobrief.draft.model import Block, OmittedBlock
from audiobrief.draft.readers.article_file import Document, call_with_document
from audiobrief.draft.readers.feed import FeedEntry, entry_document, read_entry, read_feed
from audiobrief.draft.readers.metadata import web_address
from audiobrief.draft.stories.bulletin import Item, Report, add_report, report_of
from audiobrief.draft.stories.earlier import EarlierStory
from audiobrief.draft.stories.story import Story, read_story, read_story_document
from audiobrief.draft.writing.project_files import House
from audiobrief.errors import ArticleError
from audiobrief.language.codes import primary_language

_MOST_FAILURES = 10
"""Articles of feeds that cannot be read, after which no others are tried: the network or the site is down."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The sources of a bulletin, and which of their articles are wanted."""

    articles: tuple[str, ...]
    """Files and addresses."""
    feeds: tuple[str, ...] = ()
    """Files and addresses."""
    since: datetime | None = None
    """Entries of feeds before this time are not taken."""
    most: int | None = None
    """The most stories; named articles count first, and all are taken."""
    house: House | None = None
    language: str | None = None
    """BCP 47 tag; None for that of the first article."""
    earlier: tuple[EarlierStory, ...] = ()
    """The stories of the last days."""
    new_only: bool = False
    """True if stories that earlier episodes have are left out."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The stories of a bulletin, and those that are left out of it."""

    items: tuple[Item, ...]
    reported: tuple[Item, ...] = ()
    """Stories that earlier episodes have, if only new ones are wanted."""


@dataclass(slots=True)
class Collection:
    """The articles of a bulletin so far."""

    reports: list[Report] = field(default_factory=list)
    """In the order in which they were read."""
    stories: tuple[Item, ...] = ()
    """The same reports, those of one event together."""
    errors: list[ArticleError] = field(default_factory=list)
    """Of articles and feeds that could not be read."""
    not_drafted: list[str] = field(default_factory=list)
    """Articles that are not in the bulletin, each with the reason."""

    def language(self, wanted: Wanted) -> str:
        """Return the bulletin's language (BCP 47 tag)."""
        own = wanted.house.language if wanted.house else None
        first = self.reports[0].story.metadata.language if self.reports else None
        return wanted.language or first or own or "en"

    def select(self, wanted: Wanted) -> Selection:
        """Return all stories, or those that no earlier episode has."""
        if not wanted.new_only:
            return Selection(self.stories)
        new, reported = (tuple(item for item in self.stories if bool(item.earlier) is old) for old in (False, True))
        return Selection(new, reported)


class Loader(Protocol):
    """Loads files and fetches addresses."""

    def __call__(self, name: str, *, is_feed: bool = False) -> Document:
        """Return the content of an article or a feed.

        Raises:
            ArticleError: it cannot be read.
        """
        ...


def collect(wanted: Wanted, load: Loader) -> Collection:
    """Read the wanted articles."""
    found = Collection()
    for article in wanted.articles:
        _add(found, wanted, article, lambda name=article: _read(load(name), wanted))  # type: ignore[misc]  # the default binds the name
    known = {report.story.metadata.url for report in found.reports} - {None}
    entries = tuple(_entries(found, wanted, load))
    failed = len(found.errors)
    for entry in entries:
        title = f"{entry.metadata.title or 'without a title'} ({entry.name})"
        if wanted.since and entry.published and entry.published < wanted.since:
            found.not_drafted.append(f"older than {wanted.since:%Y-%m-%d %H:%M}: {title}")
        elif entry.metadata.url is not None and entry.metadata.url in known:
            found.not_drafted.append(f"the same address as another article: {title}")
        elif len(found.errors) - failed >= _MOST_FAILURES:
            found.not_drafted.append(f"not tried after {_MOST_FAILURES} articles that cannot be read: {title}")
        elif wanted.most is not None and len(found.select(wanted).items) >= wanted.most:
            found.not_drafted.append(f"beyond --most {wanted.most}: {title}")
        else:
            known.add(entry.metadata.url)
            _add(found, wanted, entry.name, lambda one=entry: _read_entry(one, wanted, load))  # type: ignore[misc]  # the default binds the entry
    return found


def _add(found: Collection, wanted: Wanted, name: str, read: Callable[[], Story]) -> None:
    """Add a report; or its error, if it cannot be read, or is in another language than the first one."""
    try:
        story = read()
        language, own = found.language(wanted), story.metadata.language or "en"
        if found.reports:
            _check_language(own, language)
    except ArticleError as error:
        found.errors.append(error.placed(name))
        found.not_drafted.append(f"cannot be read: {found.errors[-1]}")
    else:
        address = web_address(name)
        if address and not story.metadata.url:
            story = replace(story, metadata=replace(story.metadata, url=address))
        path = None if "://" in name else Path(name)
        report = report_of(story, path.name if path else name, path)
        found.reports.append(report)
        found.stories = add_report(found.stories, report, wanted.earlier)


def _check_language(own: str, language: str) -> None:
    if primary_language(own) != primary_language(language):
        what = f"this article is in '{own}', and the first one in '{language}'"
        raise ArticleError(f"{what} (draft it by itself, or say its language with --language)")


def _read(document: Document, wanted: Wanted) -> Story:
    return call_with_document(read_story_document, document, wanted.house, wanted.language)


def _entries(found: Collection, wanted: Wanted, load: Loader) -> Iterator[FeedEntry]:
    """Yield the entries of all feeds, the newest first; those without a time follow in their feeds' order."""
    entries: list[FeedEntry] = []
    for feed in wanted.feeds:
        try:
            entries += read_feed(load(feed, is_feed=True))
        except ArticleError as error:
            found.errors.append(error.placed(feed))
            found.not_drafted.append(f"feed that cannot be read: {found.errors[-1]}")
    yield from sorted(entries, key=lambda entry: -entry.published.timestamp() if entry.published else float("inf"))


def _read_entry(entry: FeedEntry, wanted: Wanted, load: Loader) -> Story:
    if entry.content is None and entry.metadata.url is None:
        raise ArticleError("this entry of the feed has neither a text nor an address (nothing can be done)")
    document = entry_document(entry) if entry.content else load(entry.metadata.url or "")
    return call_with_document(_entry_story, document, entry, wanted.house, wanted.language)


def _entry_story(document: Document, entry: FeedEntry, house: House | None, language: str | None) -> Story:
    return read_story(read_entry(document, entry), house, language)


def blocks_of(report: Report, reason: str) -> tuple[OmittedBlock, ...]:
    """Return all blocks of a report that is left out as a whole."""
    said = (OmittedBlock(Block(paragraph), reason) for paragraph in report.story.paragraphs)
    return (*said, *report.story.omitted)
