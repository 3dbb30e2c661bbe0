"""Read headline, byline and date from an article's first lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from audiobrief.draft.cleanup.text import words_of
from audiobrief.draft.model import Article, Block, Metadata
from audiobrief.draft.readers.metadata import author_in, day_in, day_of, web_address
from audiobrief.draft.structure.chapters import looks_like_heading
from audiobrief.language.profile import Language
from audiobrief.language.sentences import split_sentences

_LOOKED_AT = 5
"""Blocks after the headline that may be a byline or a date."""
_DAY = 3
"""The most words of a line with a day and no label such as `Updated`."""
_SHORTEST_PARAGRAPH = 8
"""Words; a shorter line under a day may be a byline."""
_MOST_KICKERS = 2
"""The most labels over a headline."""
_LONGEST_TITLE = 90
"""The most characters of a title that is made from a first sentence."""


def read_byline(article: Article, language: Language) -> Article:
    """Return an article with the headline, author, day and address found in its first lines.

    A line that is used stays as a block with a reason, except the headline, which is spoken.
    """
    metadata, blocks = article.metadata, _without_kickers(article, language)
    first = [at for at, block in enumerate(blocks) if block.reason is None][: _LOOKED_AT + 1]
    if metadata.title is None and len(first) > 1 and _is_title(blocks[first[0]], language.tag):
        metadata = replace(metadata, title=blocks.pop(first[0]).text)
        first = [at - 1 for at in first[1:]]
    days = _day_headings(blocks, language)
    for at in first[:_LOOKED_AT]:
        if (not blocks[at].is_heading or blocks[at].is_bold) and at not in days:
            metadata, reason = _stated(blocks[at].text, metadata, language)
            blocks[at] = replace(blocks[at], reason=reason)
    if metadata.title is None:
        metadata = replace(metadata, title=_first_words(blocks, language))
    return replace(article, metadata=metadata, blocks=tuple(blocks))


def _without_kickers(article: Article, language: Language) -> list[Block]:
    """Set a reason for labels over the headline, such as `FOR IMMEDIATE RELEASE`."""
    blocks = list(article.blocks)
    places = [at for at, block in enumerate(blocks) if block.reason is None]
    for at, after in pairwise(places[: _MOST_KICKERS + 1]):
        has_title = article.metadata.title is not None and not blocks[at].is_heading
        is_over = has_title or (article.metadata.title is None and _is_title(blocks[after], language.tag))
        if not (is_over and language.kicker.search(blocks[at].text)):
            break
        blocks[at] = replace(blocks[at], is_heading=False, reason="label over the headline")
    return blocks


def _is_title(block: Block, language: str) -> bool:
    """Return whether a block could be the headline: it may be two sentences, but not end with a full stop."""
    return block.is_heading or any(
        looks_like_heading(text, language, longest=25) for text in (block.text, block.text.rstrip('?"”’»“'))
    )


def _day_headings(blocks: list[Block], language: Language) -> set[int]:
    """Return the indices of days that are headings, as in a diary: several, each over a paragraph."""
    days = {
        at: day
        for at, (block, under) in enumerate(pairwise(blocks))
        if len(block.text.split()) <= _DAY
        and (day := day_of(block.text, language))
        and len(under.text.split()) > _SHORTEST_PARAGRAPH
    }
    return {*days} if len({*days.values()}) > 1 else set()


def _stated(text: str, metadata: Metadata, language: Language) -> tuple[Metadata, str | None]:
    """Return the metadata with what a line states, and the kind of line; None for a line of the story."""
    if metadata.url is None and (address := web_address(text)):
        return replace(metadata, url=address), "address (stated as the source)"
    if name := author_in(text, language):
        return replace(
            metadata, author=metadata.author or name, published=metadata.published or day_in(text)
        ), "byline (stated as the author)"
    if day := day_of(text, language):
        return replace(metadata, published=metadata.published or day), "date (stated as the day)"
    return metadata, None


def _first_words(blocks: list[Block], language: Language) -> str | None:
    """Return a title made of the first sentence."""
    first = next((block.text for block in blocks if block.reason is None and words_of(block.text)), None)
    return shorten(first, language.tag, _LONGEST_TITLE) if first else None


def shorten(paragraph: str, language: str, longest: int) -> str:
    """Return a paragraph's first sentence without its full stop, or as many of its words as fit."""
    sentences = (paragraph[start:end].strip(' .“”„«»"') for start, end in split_sentences(paragraph, language))
    # A sentence without letters may be only the end of a quotation.
    sentence = next((each for each in sentences if words_of(each)), paragraph)
    if len(sentence) <= longest:
        return sentence
    return sentence[:longest].rsplit(" ", 1)[0].rstrip(" ,;:–—-“„«\"'(") + "…"
