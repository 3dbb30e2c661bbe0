"""Decide which texts of a page are its article: two libraries extract it, and what one of them finds belongs to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import chain

from lxml.html import HtmlElement

from audiobrief.draft.cleanup.text import clean_text, words_of
from audiobrief.draft.readers.html.boxes import Box
from audiobrief.draft.readers.html.marks import is_hidden
from audiobrief.draft.readers.html.markup_walk import PageText
from audiobrief.draft.readers.html.paragraph import INLINE

OUTSIDE = "outside of the article"
"""The reason for texts that no library found."""
_RUN = 3
"""Words of a run by which texts are compared."""
_COVERED = 0.5
"""The share of a text's runs that a library must have found; the rest may be marks of notes, or words that it drops."""
_SHORT = 8
"""The most words of a text that is compared by its words; one that is written otherwise is in three of its runs."""
_SHORT_COVERED = 0.75
"""The share of the words of a short text."""
_COPIED = 0.8
"""The share of a text's runs that a copy has."""
_FEWEST_WORDS = 100
"""With fewer words of the article found, all of the page may be the article."""
_TRUSTED = 0.33
"""The share of the words that may be the article; with less of them found as well, the libraries are not trusted."""
_PLACES = {
    "share buttons", "navigation", "box beside the story", "header", "footer", "promotion", "newsletter",
    "advertisement", "cookie notice", "comments", "link to other articles",
}  # fmt: skip
"""Reasons that an element's name or place hints at, which may be wrong where both libraries found its text."""
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_MARKS = {"sup", "rt", "rp", "del", "s", "strike"}
_MOST_OF_A_BOX = 0.35
"""The share of the article's letters; an element with more is the story, whatever its class."""
_LONG = 10
"""The fewest words of a text that is not said twice."""


def mark_surroundings(texts: Sequence[PageText], root: HtmlElement) -> list[PageText]:
    """Set a reason for texts that are not in the article, or in a box beside it."""
    words = [_plain_words(each.text) for each in texts]
    tree = _without_marks(root)
    extracted = [_Runs(found) for found in (_lines_by_trafilatura(tree), _lines_by_readability(tree))]
    covered = (sum(found.has(text, each) for found in extracted) for text, each in zip(texts, words, strict=True))
    votes = _with_places_between(texts, _with_sources(texts, list(covered)))
    possible = [not (text.reason or text.level) and all(box.reason == "code" for box in text.boxes) for text in texts]
    found = [
        bool(vote) and may_be and not text.boxes for text, vote, may_be in zip(texts, votes, possible, strict=True)
    ]
    if _count(words, found) < min(_FEWEST_WORDS, _TRUSTED * _count(words, possible)):
        # The page has no paragraphs, or it is one preformatted text.
        votes = [
            vote or int(may_be or bool(text.level)) for text, vote, may_be in zip(texts, votes, possible, strict=True)
        ]
        texts = [replace(text, boxes=()) if may_be else text for text, may_be in zip(texts, possible, strict=True)]
    open_words = [each for text, each, vote in zip(texts, words, votes, strict=True) if vote and not text.boxes]
    said = _Runs(open_words)
    copies = [bool(text.boxes) and said.has_copy(each) for text, each in zip(texts, words, strict=True)]
    story = boxes_of_story([text for text, vote, copy in zip(texts, votes, copies, strict=True) if vote and not copy])
    marked = []
    for text, each, vote in zip(texts, words, votes, strict=True):
        reason = _reason(text, vote, story)
        if text.boxes and reason is None:
            reason = "said before" if said.has_copy(each) else None
            said.add(each)
        marked.append(replace(text, reason=reason))
    return marked


def _with_sources(texts: Sequence[PageText], votes: Sequence[int]) -> list[int]:
    """Count the votes for a quotation for the line in the same element that says whose it is."""
    quoted = {text.holder: vote for text, vote in zip(texts, votes, strict=True) if vote and text.is_quotation}
    return [vote or quoted.get(text.holder, 0) for text, vote in zip(texts, votes, strict=True)]


def _with_places_between(texts: Sequence[PageText], votes: Sequence[int]) -> list[int]:
    """Count a vote for each paragraph that stands between two of the article's, in the same element."""
    holders: dict[int, list[int]] = {}
    for at, text in enumerate(texts):
        if text.reason is None and not text.boxes and not text.level:
            holders.setdefault(text.holder, []).append(at)
    found = list(votes)
    for places in holders.values():
        for before, at, after in zip(places, places[1:], places[2:], strict=False):
            is_plain = texts[at].link is None and len(texts[at].text.split()) >= _RUN
            if is_plain and votes[before] and votes[after]:
                found[at] = votes[at] or 1
    return found


def _plain_words(text: str) -> tuple[str, ...]:
    """Return words without raised numbers, which are marks or exponents."""
    return words_of(_RAISED.sub("", text))


def _count(words: Sequence[tuple[str, ...]], chosen: Sequence[bool]) -> int:
    """Return the number of words in the texts that are chosen."""
    return sum(len(each) for each, is_chosen in zip(words, chosen, strict=True) if is_chosen)


def _reason(text: PageText, votes: int, story: Collection[int]) -> str | None:
    """Return why a text is not part of the story."""
    boxes = [box.reason for box in text.boxes if box.number not in story]
    is_sure = votes > 1 and len(text.text.split()) >= _RUN
    if boxes and not (is_sure and _PLACES.issuperset(boxes)):
        return boxes[0]
    return text.reason or (None if votes else OUTSIDE)


class _Runs:
    """The runs of words of an extracted article, and its lines."""

    def __init__(self, lines: Sequence[tuple[str, ...]]) -> None:
        self._lines = {*lines}
        words = tuple(chain.from_iterable(lines))
        self._runs = {*_runs_of(words)}
        self._text = f" {' '.join(words)} "

    def add(self, words: tuple[str, ...]) -> None:
        """Add the runs of another text."""
        self._runs.update(_runs_of(words))

    def has_copy(self, words: tuple[str, ...]) -> bool:
        """Return whether a text that is not short was added, or most of it."""
        return len(words) >= _LONG and self.cover(words, _COPIED)

    def has(self, text: PageText, words: tuple[str, ...]) -> bool:
        """Return whether the article contains a text of a page; a very short paragraph is a line of its own there."""
        return words in self._lines if len(words) < _RUN and not text.level else self.cover(words)

    def cover(self, words: tuple[str, ...], least: float = _COVERED) -> bool:
        """Return whether the article contains a text, but for some of its words."""
        if len(words) < _RUN:
            return f" {' '.join(words)} " in self._text
        runs = [*_runs_of(words)]
        known = sum(run in self._runs for run in runs)
        if known and len(words) <= _SHORT:
            known_words = sum(f" {word} " in self._text for word in words)
            return known_words >= _SHORT_COVERED * len(words)
        return known >= least * len(runs)


def _runs_of(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[at:] for at in range(_RUN)), strict=False)


def _without_marks(root: HtmlElement) -> HtmlElement:
    """Return a copy of a page without what a paragraph is read without: marks of notes, struck and hidden words."""
    tree = deepcopy(root)
    for element in list(tree.iter(*INLINE)):
        is_ordinal = (element.text or "").isalpha() and _text_before(element)[-1:].isdigit()
        if not is_ordinal and (element.tag in _MARKS or is_hidden(element)):
            element.drop_tree()
    return tree


def _text_before(element: HtmlElement) -> str:
    """Return the text right before an element, in the same parent."""
    before = element.getprevious()
    parent = element.getparent()
    return (before.tail if before is not None else parent.text if parent is not None else None) or ""


def _lines_by_trafilatura(root: HtmlElement) -> list[tuple[str, ...]]:
    from trafilatura import bare_extraction

    article = bare_extraction(root, include_comments=False, include_tables=False, favor_recall=True)
    return [_plain_words(line) for line in clean_text(getattr(article, "text", None) or "").split("\n")]


def _lines_by_readability(root: HtmlElement) -> list[tuple[str, ...]]:
    """Return the article by the copy of readability-lxml that trafilatura brings; it changes the tree."""
    from trafilatura.external import try_readability

    return [words_of(clean_text(str(text))) for text in try_readability(root).itertext()]


def boxes_of_story(texts: Sequence[PageText]) -> set[int]:
    """Return the numbers of boxes that hold so much of the article that they are the story."""
    letters: dict[Box, int] = {}
    for text in texts:
        for box in text.boxes:
            letters[box] = letters.get(box, 0) + len(text.text)
    most = _MOST_OF_A_BOX * sum(len(text.text) for text in texts)
    return {box.number for box, count in letters.items() if count > most and not box.is_firm}
