"""Choose the title of a page from the headings on it and from what its head states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from audiobrief.draft.cleanup.text import clean_line, words_of
from audiobrief.draft.model import Metadata
from audiobrief.draft.readers.html.article_part import OUTSIDE
from audiobrief.draft.readers.html.markup_walk import PageText

_STATED = (
    "//meta[@property='og:title' or @name='og:title']/@content",
    "//meta[@name='twitter:title' or @property='twitter:title']/@content",
    "//head/title//text()",
)
_SEPARATOR = re.compile(r"\s+[|·•»›:~–—-]+\s+|\s*[|»]\s*|(?<=[^\x00-\x7f])\s*_\s*")
"""The signs between a title and the names of section and site."""
_ALIKE = 0.6
"""The share of words that a heading and a stated title must have in common."""
_LONGEST_SITE = 4
"""The most words of a site's name."""
_FEWEST_LETTERS = 10
"""The fewest letters of a title that remain without the site's name."""
_LONGEST_SECTION = 2
"""The most words of a section's name."""
_FEWEST_WORDS = 5
"""The fewest words of a title that is known wherever it stands, and by which a paragraph is known."""
_HOME = {"home", "homepage", "back", "to", "the", "logo", "news", "menu", "www", "startseite", "accueil", "inicio"}


def stated_titles(root: HtmlElement, metadata: Metadata) -> list[str]:
    """Return the titles that a page's head states, from the one meant for sharing to the one of the window."""
    titles = [clean_line("".join(root.xpath(f"({path})[1]"))) for path in _STATED]
    stated = list(dict.fromkeys(title for title in titles if title))
    return stated or ([metadata.title] if metadata.title else [])


def find_headline(texts: Sequence[PageText], stated: Sequence[str], metadata: Metadata) -> PageText | None:
    """Return the headline: the heading most similar to a stated title, or the first of the first level."""
    headings = [each for each in texts if each.level and each.reason in {None, OUTSIDE}]
    best = max(headings, key=lambda each: (_similarity(each, stated), each.level == 1), default=None)
    if best is not None and _similarity(best, stated) >= _ALIKE:
        return best
    site = {*words_of(metadata.publisher or ""), *words_of(urlsplit(metadata.url or "").netloc), *_HOME}
    site.update(word for title in stated for part in _SEPARATOR.split(title)[1:] for word in words_of(part))
    first = [each for each in headings if each.level == 1 and each.reason is None]
    return next((each for each in first if not _is_mostly(words_of(each.text), site)), None)


def mark_repetitions(texts: Sequence[PageText], titles: Sequence[str]) -> list[PageText]:
    """Set a reason for texts that are one of the titles, or repeat one with the first words of a paragraph.

    So is one that repeats the paragraph before it in another element; a song may repeat a line.
    """
    known = {each for each in map(words_of, titles) if len(each) >= _FEWEST_WORDS}
    words = [words_of(each.text) if each.reason is None else () for each in texts]
    starts = {each[:_FEWEST_WORDS] for each in words if len(each) >= _FEWEST_WORDS}

    def reason_of(text: PageText, own: tuple[str, ...]) -> str | None:
        first, *site = _SEPARATOR.split(text.text)
        if own in known or (words_of(first) in known and len(words_of(" ".join(site))) <= _LONGEST_SITE + 2):
            return "title (said in the intro)"
        rest = (own[len(title) :] for title in known if own[: len(title)] == title)
        return "teaser of this article" if any(each[:_FEWEST_WORDS] in starts for each in rest) else None

    marked = []
    before: PageText | None = None
    for text, own in zip(texts, words, strict=True):
        reason = text.reason or reason_of(text, own)
        if reason is None:
            if before is not None and _is_copy(text, before):
                reason = "said before"
            before = text
        marked.append(replace(text, reason=reason))
    return marked


def _is_copy(text: PageText, before: PageText) -> bool:
    """Return whether a text repeats the one before it, in another element or as a heading."""
    is_elsewhere = (text.holder, text.level) != (before.holder, before.level)
    return is_elsewhere and text.text == before.text and len(words_of(text.text)) >= _FEWEST_WORDS


def _is_mostly(words: Sequence[str], known: Collection[str]) -> bool:
    """Return whether most of some words are known."""
    return 2 * sum(word in known for word in words) > len(words)


def _similarity(heading: PageText, stated: Sequence[str]) -> float:
    """Return how similar a heading is to the most similar title, from 0 to 1."""
    words = Counter(words_of(heading.text))
    if not words:
        return 0.0
    titles = [Counter(words_of(each)) for title in stated for each in _candidates(title)]
    return max(((words & title).total() / max(words.total(), title.total()) for title in titles), default=0.0)


def _candidates(title: str) -> Iterator[str]:
    """Yield a title, its first part and its longest part, some of which are without the site's name."""
    parts = _SEPARATOR.split(title)
    yield from (title, parts[0], max(parts, key=len))


def best_title(stated: Sequence[str], metadata: Metadata) -> str | None:
    """Return the first stated title, without the names of section and site around it."""
    if not stated:
        return None
    title = next((each for each in stated if each != metadata.publisher), stated[0])
    starts = [0, *(match.end() for match in _SEPARATOR.finditer(title))]
    ends = [*(match.start() for match in _SEPARATOR.finditer(title)), len(title)]
    while len(ends) > 1 and _is_site(title[starts[-1] : ends[-1]], title[starts[0] : ends[-2]], metadata):
        starts.pop()
        ends.pop()
    if len(ends) > 1 and len(words_of(title[starts[0] : ends[0]])) <= _LONGEST_SECTION:
        rest = title[starts[1] : ends[-1]]
        if "|" in title[ends[0] : starts[1]] and len(rest) >= _FEWEST_LETTERS:
            starts.pop(0)
    return title[starts[0] : ends[-1]].strip() or title


def _is_site(part: str, before: str, metadata: Metadata) -> bool:
    """Return whether the last part of a title names the site."""
    words = words_of(part)
    if not words or len(before) < _FEWEST_LETTERS:
        return False
    host = re.sub(r"\W", "", urlsplit(metadata.url or "").netloc)
    is_named = words == words_of(metadata.publisher or "") or ("".join(words) in host and len("".join(words)) > 2)
    is_name = len(words) <= _LONGEST_SITE and all(not word[:1].islower() for word in part.split())
    return is_named or is_name
