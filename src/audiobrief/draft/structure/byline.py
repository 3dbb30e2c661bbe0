"""What the first lines of an article say of it, where its file has no other place for that."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from audiobrief.draft.cleanup.text import words_of
from audiobrief.draft.model import About, Article, Block
from audiobrief.draft.readers.metadata import author_in, day_in, day_of, web_address
from audiobrief.draft.structure.chapters import is_heading_like
from audiobrief.language.profile import Language
from audiobrief.language.sentences import split_sentences

__all__ = ["read_opening"]

_LOOKED_AT = 5
"""Blocks after the headline among which a byline and a date stand."""
_DAY = 3
"""Words of a day that stands alone, without `Updated`."""
_SHORTEST_PARAGRAPH = 8
"""Words: with fewer, what stands under a day may be a byline."""
_MOST_KICKERS = 2
"""Labels over a headline."""
_LONGEST_TITLE = 90
"""Characters of a title that is made from a first sentence."""


def read_opening(article: Article, language: Language) -> Article:
    """Find the headline, the author, the day and the address in an article's first lines.

    What is taken for one of them is kept as a block with its reason, but for the headline, which is said.
    """
    about, blocks = article.about, _without_kickers(article, language)
    first = [at for at, block in enumerate(blocks) if block.reason is None][: _LOOKED_AT + 1]
    if about.title is None and len(first) > 1 and _is_title(blocks[first[0]], language.tag):
        about = replace(about, title=blocks.pop(first[0]).text)
        first = [at - 1 for at in first[1:]]
    days = _day_headings(blocks, language)
    for at in first[:_LOOKED_AT]:
        if (not blocks[at].is_heading or blocks[at].is_bold) and at not in days:
            about, reason = _stated(blocks[at].text, about, language)
            blocks[at] = replace(blocks[at], reason=reason)
    if about.title is None:
        about = replace(about, title=_first_words(blocks, language))
    return replace(article, about=about, blocks=tuple(blocks))


def _without_kickers(article: Article, language: Language) -> list[Block]:
    """Return a reason to labels over the headline, such as `FOR IMMEDIATE RELEASE`."""
    blocks = list(article.blocks)
    places = [at for at, block in enumerate(blocks) if block.reason is None]
    for at, after in pairwise(places[: _MOST_KICKERS + 1]):
        has_title = article.about.title is not None and not blocks[at].is_heading
        is_over = has_title or (article.about.title is None and _is_title(blocks[after], language.tag))
        if not (is_over and language.kicker.search(blocks[at].text)):
            break
        blocks[at] = replace(blocks[at], is_heading=False, reason="label over the headline")
    return blocks


def _is_title(block: Block, language: str) -> bool:
    """Return whether the first lines could be a headline: it may be two sentences, but not end with a full stop."""
    return block.is_heading or any(
        is_heading_like(text, language, longest=25) for text in (block.text, block.text.rstrip('?"”’»“'))
    )


def _day_headings(blocks: list[Block], language: Language) -> set[int]:
    """Return the places of days that are headings, as in a diary: several of them, each over a paragraph."""
    found = {
        at: day
        for at, (block, under) in enumerate(pairwise(blocks))
        if len(block.text.split()) <= _DAY
        and (day := day_of(block.text, language))
        and len(under.text.split()) > _SHORTEST_PARAGRAPH
    }
    return {*found} if len({*found.values()}) > 1 else set()


def _stated(text: str, about: About, language: Language) -> tuple[About, str | None]:
    """Take from a line what it says of the article, and say what it is; None for a part of the story."""
    if about.url is None and (address := web_address(text)):
        return replace(about, url=address), "address (stated as the source)"
    if name := author_in(text, language):
        return replace(
            about, author=about.author or name, published=about.published or day_in(text)
        ), "byline (stated as the author)"
    if day := day_of(text, language):
        return replace(about, published=about.published or day), "date (stated as the day)"
    return about, None


def _first_words(blocks: list[Block], language: Language) -> str | None:
    """Make a title of the first sentence."""
    first = next((block.text for block in blocks if block.reason is None and words_of(block.text)), None)
    return shortened(first, language.tag, _LONGEST_TITLE) if first else None


def shortened(paragraph: str, language: str, longest: int) -> str:
    """Return a paragraph's first sentence without its full stop, or as many of its words as there is room for."""
    sentences = (paragraph[start:end].strip(' .“”„«»"') for start, end in split_sentences(paragraph, language))
    # What comes before it may be the end of a quotation and nothing else.
    sentence = next((each for each in sentences if words_of(each)), paragraph)
    if len(sentence) <= longest:
        return sentence
    return sentence[:longest].rsplit(" ", 1)[0].rstrip(" ,;:–—-“„«\"'(") + "…"
