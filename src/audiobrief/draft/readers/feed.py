"""Read RSS and Atom feeds: their entries, each with an article's text or the address of its page."""

from __future__ import annotations

import calendar
import html
import re
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from audiobrief.draft.cleanup.text import clean_line
from audiobrief.draft.model import Article, Metadata
from audiobrief.draft.readers.article_file import Document, read_document
from audiobrief.draft.readers.metadata import web_address
from audiobrief.errors import ArticleError
from audiobrief.storage.limited_call import LimitError, Limits, call_limited

_LIMITS = Limits(seconds=20, bytes=500_000_000)
_MOST_ENTRIES = 500
_WHOLE_CONTENT, _WHOLE_SUMMARY = 60, 120
"""The fewest words of an entry's content, and of its summary, that are taken for the whole article."""
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of a feed."""

    metadata: Metadata
    """The feed's metadata of the article; the feed's own title is the publisher."""
    published: datetime | None
    """With its zone."""
    content: str | None
    """Its text as HTML; None if the feed has only its beginning, or nothing."""

    @property
    def name(self) -> str:
        """Its address, or else its title."""
        return self.metadata.url or self.metadata.title or "an entry without a title"


def read_feed(document: Document) -> tuple[FeedEntry, ...]:
    """Read the entries of a feed, in a child process with limits.

    Raises:
        ArticleError: it is no feed, or reading it takes too much.
    """
    try:
        entries = call_limited(_LIMITS, parse_feed, document)
    except LimitError as error:
        raise ArticleError(f"{document.name}: reading this feed takes {error} (name another one)") from error
    if entries is None:
        raise ArticleError(f"{document.name}: this is no RSS or Atom feed (name the address or file of one)")
    return entries


def parse_feed(document: Document) -> tuple[FeedEntry, ...] | None:
    """Parse a feed; return None if it is none. Only the first 500 entries are read."""
    import feedparser

    headers = {"content-location": document.url} if document.url else {}
    if document.charset:
        headers["content-type"] = f"application/xml; charset={document.charset}"
    feed = feedparser.parse(document.content, response_headers=headers)
    if not feed.get("version"):
        return None
    return tuple(_entry(entry, feed.feed) for entry in feed.entries[:_MOST_ENTRIES])


def _entry(entry: Any, feed: Any) -> FeedEntry:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    published = _moment(moment) if moment else None
    content = max((each.get("value", "") for each in entry.get("content", [])), key=_word_count, default="")
    summary = entry.get("summary", "")
    metadata = Metadata(
        title=_line(entry.get("title")),
        author=_line(entry.get("author")),
        publisher=_line(feed.get("title")),
        published=published.date() if published else None,
        url=web_address(entry.get("link") or ""),
        language=_line(feed.get("language")),
    )
    if _word_count(content) >= _WHOLE_CONTENT:
        return FeedEntry(metadata, published, content)
    longest = max(content, summary, key=_word_count)
    is_whole = _word_count(longest) >= _WHOLE_SUMMARY or (metadata.url is None and longest.strip())
    return FeedEntry(metadata, published, longest if is_whole else None)


def _moment(parsed: time.struct_time) -> datetime | None:
    """Return a time; None if it is impossible."""
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (OverflowError, ValueError):
        return None


def _word_count(text: str) -> int:
    return len(_TAG.sub(" ", text).split())


def _line(text: str | None) -> str | None:
    """Return a text on one line without tags; None if nothing is left."""
    return clean_line(html.unescape(_TAG.sub("", text or ""))) or None


def entry_document(entry: FeedEntry) -> Document:
    """Return the text of an entry as a page."""
    title = html.escape(entry.metadata.title or "")
    page = f"<!DOCTYPE html><html><body><article><h1>{title}</h1>{entry.content}</article></body></html>"
    return Document(page.encode(), entry.name, "html", entry.metadata.url, "utf-8")


def _is_host(publisher: str | None) -> bool:
    """Return whether a publisher is only the name of the site, where the page states no other."""
    return publisher is None or ("." in publisher and " " not in publisher)


def read_entry(document: Document, entry: FeedEntry) -> Article:
    """Read the article of an entry, whether from the feed or from its page; the feed says what the article does not.

    Raises:
        ArticleError: it is not an article.
    """
    article = read_document(document)
    own, stated = article.metadata, entry.metadata
    first, second = (stated, own) if entry.content else (own, stated)
    metadata = replace(
        own,
        title=first.title or second.title,
        author=first.author or second.author,
        publisher=stated.publisher if _is_host(own.publisher) else first.publisher or second.publisher,
        published=first.published or second.published,
        url=stated.url or own.url,
    )
    # A feed's own text is all that there is of it, however short.
    return replace(article, metadata=metadata, is_page=article.is_page and not entry.content)
