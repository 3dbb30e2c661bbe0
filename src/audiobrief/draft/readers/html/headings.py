"""Headings of a page that are none of its story's: the site's name, and titles of other articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

from audiobrief.draft.cleanup.selection import reason_of
from audiobrief.draft.cleanup.text import words_of
from audiobrief.draft.model import About
from audiobrief.draft.readers.html.markup_walk import Found
from audiobrief.language.profile import known_languages

__all__ = ["headline_of", "is_same", "without_foreign_headings"]

_ROUNDUP = 3
"""This many linked headings, each over a text of its own, are those of the article: a list of things, a newsletter."""


def is_same(found: Found, title: str | None) -> bool:
    """Return whether a heading has the words of the title."""
    return bool(found.level) and title is not None and words_of(found.text) == words_of(title)


def headline_of(found: Sequence[Found], about: About) -> Found | None:
    """Give the headline where it stands on the page: the first of its highest headings, or that of the page's title."""
    open_ones = [each for each in found if each.reason is None]
    highest = next((each for each in open_ones if each.level == 1), None)
    return highest or next((each for each in open_ones if is_same(each, about.title)), None)


def without_foreign_headings(found: Sequence[Found], about: About) -> list[Found]:
    """Return a reason to the site's name, to headings that lead to other articles, and to what stands over these."""
    linked = _linked_elsewhere(found, about.url)
    linked |= set(_labels(found, linked, about.language))
    return [
        replace(each, reason="name of the site")
        if _is_site_name(each, about)
        else replace(each, reason="link to other articles")
        if at in linked
        else each
        for at, each in enumerate(found)
    ]


def _is_site_name(found: Found, about: About) -> bool:
    if found.level != 1 or found.reason is not None or about.title is None or is_same(found, about.title):
        return False
    link = urlsplit(found.link or "#")
    leads_home = not link.query and not link.fragment and link.path in {"", "/"} and bool(link.path or link.netloc)
    return leads_home or is_same(found, about.publisher)


def _linked_elsewhere(found: Sequence[Found], url: str | None) -> set[int]:
    """Return the places of headings that lead to other articles; none where these are the article's own headings."""
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
    """Return the places of headings that stand over nothing but headings that lead elsewhere."""
    places = [at for at, each in enumerate(found) if each.reason is None]
    known = known_languages(language)
    for at, after in pairwise(places):
        if after in linked and at not in linked and found[at].level > 1:
            box = {place for place in places if found[place].holder == found[at].holder} - {at}
            if box <= linked or reason_of(found[at].text, known):
                yield at
