"""Find a page's headline, and the headings that are not the story's: the site's name, titles of other articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

from audiobrief.draft.cleanup.selection import omission_reason
from audiobrief.draft.cleanup.text import words_of
from audiobrief.draft.model import Metadata
from audiobrief.draft.readers.html.markup_walk import PageText
from audiobrief.language.profile import language_and_english

_ROUNDUP = 3
"""This many linked headings, each over a text of its own, belong to the article: a list of things, a newsletter."""


def is_same(text: PageText, title: str | None) -> bool:
    """Return whether a heading has the words of the title."""
    return bool(text.level) and title is not None and words_of(text.text) == words_of(title)


def find_headline(texts: Sequence[PageText], metadata: Metadata) -> PageText | None:
    """Return the headline on the page: the first of its highest headings, or the one with the page's title."""
    open_ones = [each for each in texts if each.reason is None]
    highest = next((each for each in open_ones if each.level == 1), None)
    return highest or next((each for each in open_ones if is_same(each, metadata.title)), None)


def mark_foreign_headings(texts: Sequence[PageText], metadata: Metadata) -> list[PageText]:
    """Set a reason for the site's name, for headings that link to other articles, and for labels over these."""
    linked = _linked_elsewhere(texts, metadata.url)
    linked |= set(_labels(texts, linked, metadata.language))
    return [
        replace(each, reason="name of the site")
        if _is_site_name(each, metadata)
        else replace(each, reason="link to other articles")
        if at in linked
        else each
        for at, each in enumerate(texts)
    ]


def _is_site_name(text: PageText, metadata: Metadata) -> bool:
    if text.level != 1 or text.reason is not None or metadata.title is None or is_same(text, metadata.title):
        return False
    link = urlsplit(text.link or "#")
    leads_home = not link.query and not link.fragment and link.path in {"", "/"} and bool(link.path or link.netloc)
    return leads_home or is_same(text, metadata.publisher)


def _linked_elsewhere(texts: Sequence[PageText], url: str | None) -> set[int]:
    """Return the indices of headings that link to other articles; empty if these are the article's own headings."""
    places = [at for at, each in enumerate(texts) if each.reason is None]
    linked = {at for at in places if texts[at].level > 1 and _is_elsewhere(texts[at].link, url)}
    own = [
        at
        for (before, at), (_, after) in pairwise(pairwise(places))
        if at in linked and texts[before].level < 2 and not texts[after].level
    ]
    return set() if len(own) >= _ROUNDUP and 2 * len(own) > len(linked) else linked


def _is_elsewhere(link: str | None, url: str | None) -> bool:
    """Return whether a link leads to another page of the same site."""
    target, own = urlsplit(link or ""), urlsplit(url or "")
    if target.scheme not in {"", "http", "https"} or target.fragment or not target.path.strip("/"):
        return False
    same_site = not target.netloc or target.netloc.removeprefix("www.") == own.netloc.removeprefix("www.")
    return same_site and target.path.rstrip("/") != own.path.rstrip("/")


def _labels(texts: Sequence[PageText], linked: set[int], language: str | None) -> Iterator[int]:
    """Return the indices of headings that are followed only by headings that link elsewhere."""
    places = [at for at, each in enumerate(texts) if each.reason is None]
    known = language_and_english(language)
    for at, after in pairwise(places):
        if after in linked and at not in linked and texts[at].level > 1:
            box = {place for place in places if texts[place].holder == texts[at].holder} - {at}
            if box <= linked or omission_reason(texts[at].text, known):
                yield at
