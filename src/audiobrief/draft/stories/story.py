"""A story: what an article tells, under its headings, and what is left out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audiobrief.draft.cleanup.selection import separate_footnotes, split_story, unmark_headings
from audiobrief.draft.cleanup.teaser import find_teaser_sign
from audiobrief.draft.model import Article, Block, Metadata, OmittedBlock, check_length
from audiobrief.draft.readers.article_file import Document, read_document
from audiobrief.draft.stories.shortfall import describe_shortfall
from audiobrief.draft.structure.byline import read_byline, shorten
from audiobrief.draft.structure.chapters import Heading, ends_as_question, find_headings
from audiobrief.draft.structure.cohesion import find_topic_shifts
from audiobrief.draft.structure.set_off_quotations import mark_set_off_quotations
from audiobrief.draft.writing.project_files import House
from audiobrief.errors import ArticleError
from audiobrief.language.codes import primary_language
from audiobrief.language.detection import detect_language
from audiobrief.language.profile import Language, language_and_english, load_language

_LONGEST_CHAPTER_TITLE = 60
"""The most characters of a chapter title that is made from a sentence."""


@dataclass(frozen=True, slots=True)
class Story:
    """The contents of an article: headings, paragraphs, and what is left out."""

    metadata: Metadata
    """Title and language are always set."""
    headings: tuple[Heading, ...]
    """At least one, with the paragraphs under it."""
    has_own_headings: bool
    """True if the titles are the article's own."""
    omitted: tuple[OmittedBlock, ...]
    """The blocks that are not said, in the article's order."""
    teaser_sign: str | None = None
    """The sign that it is only the beginning of an article."""
    shortfall: str | None = None
    """How little of a page is said, in a line for the editor, if it is little."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All paragraphs, in order."""
        return tuple(paragraph for heading in self.headings for paragraph in heading.paragraphs)

    @property
    def text(self) -> str:
        """The headline and all that is said, a paragraph a line."""
        titles = [heading.title for heading in self.headings if heading.title and self.has_own_headings]
        return "\n".join([self.metadata.title or "", *titles, *self.paragraphs])


def read_story(article: Article, house: House | None = None, language: str | None = None) -> Story:
    """Read the story in an article; a stated language (BCP 47 tag) overrides the article's own.

    Raises:
        ArticleError: the article contains nothing to say.
    """
    check_length([block.text for block in article.blocks])
    tag = _language(article, house, language)
    words = load_language(tag)
    blocks = unmark_headings(separate_footnotes(article.blocks), is_titled=article.metadata.title is not None)
    article = read_byline(replace(article, blocks=blocks), words)
    blocks, omitted = split_story(article.blocks, language_and_english(tag))
    if not blocks or article.metadata.title is None:
        raise ArticleError("there is no story in it: nothing but captions, links and the like (name another file)")
    blocks = mark_set_off_quotations(blocks, tag)
    headings = find_headings(blocks, words, marked=article.has_headings)
    own = any(heading.title for heading in headings)
    headings = headings if own else split_by_topic(headings, words)
    sign = find_teaser_sign([block.text for block in blocks], omitted, is_restricted=article.is_restricted)
    story = Story(replace(article.metadata, language=tag), headings, own, omitted, sign)
    return replace(story, shortfall=describe_shortfall(story.paragraphs, omitted)) if article.is_page else story


def read_story_document(document: Document, house: House | None = None, language: str | None = None) -> Story:
    """Read the story in a document; the other arguments and errors are those of `read_story`."""
    return read_story(read_document(document), house, language)


def without_headings(story: Story) -> Story:
    """Return a story in one part: its questions are paragraphs, and its other headings are omitted."""
    if not story.has_own_headings:
        return replace(story, headings=(Heading(None, story.paragraphs),))
    paragraphs: list[str] = []
    omitted = []
    for heading in story.headings:
        if heading.title and ends_as_question(heading.title):
            paragraphs.append(heading.title)
        elif heading.title:
            omitted.append(OmittedBlock(Block(heading.title, is_heading=True), "heading inside a story"))
        paragraphs += heading.paragraphs
    headings = (Heading(None, tuple(paragraphs)),)
    return replace(story, headings=headings, has_own_headings=False, omitted=(*story.omitted, *omitted))


def _language(article: Article, house: House | None, stated: str | None) -> str:
    """Return the article's language tag, with the house file's region if the language is the same."""
    text = " ".join(block.text for block in article.blocks if block.reason is None)
    own = house.language if house else None
    tag = stated or article.metadata.language or detect_language(text) or own or "en"
    return own if own and stated is None and primary_language(own) == primary_language(tag) else tag


def split_by_topic(headings: Sequence[Heading], words: Language) -> tuple[Heading, ...]:
    """Split a story without headings where its topic shifts."""
    paragraphs = [paragraph for heading in headings for paragraph in heading.paragraphs]
    bounds = [0, *find_topic_shifts(paragraphs, words.common), len(paragraphs)]
    titles = [shorten(paragraphs[at], words.tag, _LONGEST_CHAPTER_TITLE) if at else None for at in bounds[:-1]]
    parts = [tuple(paragraphs[start:end]) for start, end in pairwise(bounds)]
    return tuple(map(Heading, titles, parts))
