"""Find a page's headline, and the headings that are not the story's: the site's name, titles of other articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

from audiobrief.draft.cleanup.selection import omission_reason
from audiobrief.draft.cleanup.text import words_of
from audiobrief.draft.model import Metadata
from audiobrief.draft.readers.html.markup_walk import Found
from audiobrief.language.profile import language_and_english

__all__ = ["find_headline", "is_same", "mark_foreign_headings"]

_ROUNDUP = 3
"""This many linked headings, each over a text of its own, belong to the article: a list of things, a newsletter."""


def is_same(found: Found, title: str | None) -> bool:
    """Return whether a heading has the words of the title."""
    return bool(found.level) and title is not None and words_of(found.text) == words_of(title)


def find_headline(found: Sequence[Found], metadata: Metadata) -> Found | None:
    """Return the headline on the page: the first of its highest headings, or the one with the page's title."""
    open_ones = [each for each in found if each.reason is None]
    highest = next((each for each in open_ones if each.level == 1), None)
    return highest or next((each for each in open_ones if is_same(each, metadata.title)), None)


def mark_foreign_headings(found: Sequence[Found], metadata: Metadata) -> list[Found]:
    """Set a reason for the site's name, for headings that link to other articles, and for labels over these."""
    linked = _linked_elsewhere(found, metadata.url)
    linked |= set(_labels(found, linked, metadata.language))
    return [
        replace(each, reason="name of the site")
        if _is_site_name(each, metadata)
        else replace(each, reason="link to other articles")
        if at in linked
        else each
        for at, each in enumerate(found)
    ]


def _is_site_name(found: Found, metadata: Metadata) -> bool:
    if found.level != 1 or found.reason is not None or metadata.title is None or is_same(found, metadata.title):
        return False
    link = urlsplit(found.link or "#")
    leads_home = not link.query and not link.fragment and link.path in {"", "/"} and bool(link.path or link.netloc)
    return leads_home or is_same(found, metadata.publisher)


def _linked_elsewhere(found: Sequence[Found], url: str | None) -> set[int]:
    """Return the indices of headings that link to other articles; empty if these are the article's own headings."""
    places = [at for at, each in enumerate(found) if each.reason is None]
    linked = {at for at in places if found[at].level > 1 and _is_elsewhere(found[at].link, url)}
    own = [
        at
        for (before, at), (_, after) in pairwise(pairwise(places))
        if at in linked and found[before].level < 2 and not found[after].level
    ]
    return set() if len(own) >= _ROUNDUP and 2 * len(own) > len(linked) else linked


def _is_elsewhere(link: str | None, url: str | None) -> bool:
    """Return whether a link leads to another page of the same site."""
    target, own = urlsplit(link or ""), urlsplit(url or "")
    if target.scheme not in {"", "http", "https"} or target.fragment or not target.path.strip("/"):
        return False
    same_site = not target.netloc or target.netloc.removeprefix("www.") == own.netloc.removeprefix("www.")
    return same_site and target.path.rstrip("/") != own.path.rstrip("/")


def _labels(found: Sequence[Found], linked: set[int], language: str | None) -> Iterator[int]:
    """Return the indices of headings that are followed only by headings that link elsewhere."""
    places = [at for at, each in enumerate(found) if each.reason is None]
    known = language_and_english(language)
    for at, after in pairwise(places):
        if after in linked and at not in linked and found[at].level > 1:
            box = {place for place in places if found[place].holder == found[at].holder} - {at}
            if box <= linked or omission_reason(found[at].text, known):
                yield at
