"""Distinguish a page's headline and the article's headings from the site's name and from titles of other articles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

from audiobrief.draft.cleanup.selection import omission_reason
from audiobrief.draft.cleanup.text import words_of
from audiobrief.draft.model import Metadata
from audiobrief.draft.readers.html.article_part import OUTSIDE
from audiobrief.draft.readers.html.markup_walk import PageText
from audiobrief.language.profile import language_and_english

_ROUNDUP = 3
"""This many linked headings, each over a text of its own, belong to the article: a list of things, a newsletter."""
_SHORTEST_ARTICLE = 50
"""The fewest words under a headline in an <article> that is all of the article."""
_LONGEST_TEASER = 60
"""The most words of a teaser with its heading."""
_LONGEST_HEADING = 20
"""The most words of a heading; what is longer is a paragraph in large letters."""
_SHORTEST_SUMMARY = 5
"""The fewest words of a summary that is not said a second time."""


def is_same(text: PageText, title: str | None) -> bool:
    """Return whether a heading has the words of the title."""
    return bool(text.level) and title is not None and words_of(text.text) == words_of(title)


def mark_headings(texts: Sequence[PageText], metadata: Metadata) -> list[PageText]:
    """Set a reason for the site's name, the summary under the headline, and titles of other articles with their labels.

    What is too long for a heading becomes a paragraph.
    """
    linked = _linked_elsewhere(texts, metadata.url)
    linked |= set(_labels(texts, linked, metadata.language))
    first = next((at for at, each in enumerate(texts) if each.reason is None and not each.level), len(texts))
    marked = []
    for at, each in enumerate(texts):
        if _is_site_name(each, metadata):
            marked.append(replace(each, reason="name of the site"))
        elif at in linked:
            marked.append(replace(each, reason="link to other articles"))
        elif at < first and each.level > 1 and each.reason is None and _is_summary(each.text, metadata.summary):
            marked.append(replace(each, reason="summary (stated for the episode)"))
        elif each.level > 1 and len(each.text.split()) > _LONGEST_HEADING:
            marked.append(replace(each, level=0))
        else:
            marked.append(each)
    return marked


def mark_other_articles(texts: Sequence[PageText], headline: PageText | None) -> list[PageText]:
    """Set a reason for texts in another <article> than the headline's, as under a post of a blog."""
    own = headline.articles[-1] if headline is not None and headline.articles else None
    inside = [at for at, each in enumerate(texts) if own in each.articles and each.reason is None and not each.level]
    if headline is None or own is None or _words_at(texts, inside) < _SHORTEST_ARTICLE:
        return list(texts)
    return [
        replace(each, reason="another article")
        if each.reason is None and own not in each.articles and not {*each.articles} <= {*headline.articles}
        else each
        for each in texts
    ]


def _is_summary(text: str, summary: str | None) -> bool:
    """Return whether a text has the words of the summary that the page's head states, or its beginning."""
    words, stated = words_of(text), words_of(summary or "")
    shortest = min(len(words), len(stated))
    return shortest >= _SHORTEST_SUMMARY and words[:shortest] == stated[:shortest]


def _is_site_name(text: PageText, metadata: Metadata) -> bool:
    if text.level != 1 or text.reason not in {None, OUTSIDE} or metadata.title is None or is_same(text, metadata.title):
        return False
    link = urlsplit(text.link or "#")
    leads_home = not link.query and not link.fragment and link.path in {"", "/"} and bool(link.path or link.netloc)
    return leads_home or is_same(text, metadata.publisher)


def _linked_elsewhere(texts: Sequence[PageText], url: str | None) -> set[int]:
    """Return the indices of headings that link to other articles, and of the texts in their teasers.

    Headings of the article itself may be links, too, if several of them have texts of their own.
    """
    places = [at for at, each in enumerate(texts) if each.reason is None]
    linked = {at for at in places if texts[at].level > 1 and _is_elsewhere(texts[at].link, url)}
    teasers = _teasers(texts, url)
    linked -= teasers
    own = [
        at
        for (before, at), (_, after) in pairwise(pairwise(places))
        if at in linked and texts[before].level < 2 and not texts[after].level
    ]
    return teasers if len(own) >= _ROUNDUP and 2 * len(own) > len(linked) else linked | teasers


def _teasers(texts: Sequence[PageText], url: str | None) -> set[int]:
    """Return the indices of texts in elements that hold a linked heading and little else.

    None if these have most of the page's words, as in a list of things or a newsletter.
    """
    holders: dict[int, list[int]] = {}
    for at, each in enumerate(texts):
        if each.reason in {None, OUTSIDE}:
            holders.setdefault(each.holder, []).append(at)
    teasers: set[int] = set()
    for group in holders.values():
        headings = [at for at in group if texts[at].level]
        if (
            len(headings) == 1
            and texts[headings[0]].level > 1
            and _is_elsewhere(texts[headings[0]].link, url)
            and _words_at(texts, group) <= _LONGEST_TEASER
        ):
            teasers.update(at for at in group if texts[at].reason is None)
    said = [at for at, each in enumerate(texts) if each.reason is None]
    return teasers if 2 * _words_at(texts, teasers) <= _words_at(texts, said) else set()


def _words_at(texts: Sequence[PageText], places: Collection[int]) -> int:
    return sum(len(words_of(texts[at].text)) for at in places)


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
