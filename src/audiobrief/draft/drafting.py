"""An article becomes a script: what is said, in which order, and what an editor should look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from audiobrief.draft.cleanup.footnotes import set_apart
from audiobrief.draft.cleanup.omitted_headings import part
from audiobrief.draft.cleanup.press_release import without_contacts
from audiobrief.draft.model import About, Article, LeftOut
from audiobrief.draft.readers.limits import refuse_long
from audiobrief.draft.structure.attribution import said_before
from audiobrief.draft.structure.byline import read_opening, shortened
from audiobrief.draft.structure.chapters import Heading, find_headings, without_numbers
from audiobrief.draft.structure.cohesion import changes_of_subject
from audiobrief.draft.structure.questions import ends_as_question
from audiobrief.draft.structure.speakers import Quotation, find_speakers
from audiobrief.draft.writing.house import House
from audiobrief.draft.writing.long_sentences import hard_sentences
from audiobrief.draft.writing.templates import Templates, filled, read_templates, transition
from audiobrief.errors import ArticleError
from audiobrief.language.profile import Language, known_languages, language_of, language_words
from audiobrief.language.sentences import split_sentences

__all__ = ["Chapter", "Draft", "make_draft"]

_LONGEST_CHAPTER_TITLE = 60
"""Characters of a chapter's title that is made from a sentence."""
_MOST_COMING = 6
"""Chapters that the intro names."""
_LONGEST_SUMMARY = 300
"""Characters of a summary that is made from the first paragraph."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the draft: what leads to it, what is said, and remarks for the editor."""

    title: str | None
    """None for what stands before the first chapter."""
    transition: str | None
    """What is said before; None where nothing is."""
    paragraphs: tuple[str, ...]
    """As they are said, without marks."""
    remarks: tuple[str, ...]
    """Each a line or more for the editor."""
    is_own: bool = True
    """Whether the article has this title."""


@dataclass(frozen=True, slots=True)
class Draft:
    """All that a script is written from."""

    about: About
    """What the article says of itself; the title and the language are always known."""
    day: date | None
    """The episode's."""
    intro: tuple[str, ...]
    """Paragraphs."""
    chapters: tuple[Chapter, ...]
    """In the article's order."""
    outro: tuple[str, ...]
    """Paragraphs."""
    left_out: tuple[LeftOut, ...]
    """In the article's order."""
    words_in: str
    """BCP 47 tag of the words around the article."""


def make_draft(
    article: Article,
    house: House | None = None,
    templates: Path | None = None,
    language: str | None = None,
    day: date | None = None,
) -> Draft:
    """Make a draft of an article.

    Args:
        article: as it was read.
        house: the show's house file.
        templates: the newsroom's own templates.
        language: the article's, where it is known better (BCP 47).
        day: the episode's, instead of the article's own.

    Raises:
        ArticleError: nothing of it can be said.
        TemplateError: a template cannot be used.
    """
    refuse_long([block.text for block in article.blocks])
    tag = _language(article, house, language)
    words = language_words(tag)
    article = read_opening(replace(article, blocks=set_apart(article.blocks)), words)
    known = known_languages(tag)
    story, left_out = part(without_contacts(article.blocks, known), known)
    if not story or article.about.title is None:
        raise ArticleError("there is no story in it: nothing but captions, links and the like (name another file)")
    about = replace(article.about, language=tag)
    headings = find_headings(story, words, marked=article.has_headings)
    own = any(heading.title for heading in headings)
    headings = headings if own else _by_subject(headings, words)
    said = read_templates(tag, templates)
    chapters = _chapters(headings, words, said, own=own)
    about = replace(about, summary=about.summary or _summary(chapters, tag))
    values = _values(about, house, said, day or about.published, chapters)
    return Draft(
        about=about,
        day=day or about.published,
        intro=filled(said.intro, values),
        chapters=chapters,
        outro=filled(said.outro, values),
        left_out=left_out,
        words_in=said.language,
    )


def _language(article: Article, house: House | None, stated: str | None) -> str:
    """Return the language of an article, with the house's region where the house has the same language."""
    text = " ".join(block.text for block in article.blocks)
    tag = stated or article.about.language or language_of(text) or (house.language if house else None) or "en"
    if stated is None and house is not None and house.language is not None:
        same = house.language.split("-")[0].lower() == tag.split("-")[0].lower()
        return house.language if same else tag
    return tag


def _by_subject(headings: Sequence[Heading], words: Language) -> tuple[Heading, ...]:
    """Part a story without headings where its subject changes."""
    paragraphs = [paragraph for heading in headings for paragraph in heading.paragraphs]
    bounds = [0, *changes_of_subject(paragraphs, words.common), len(paragraphs)]
    return tuple(
        Heading(
            shortened(paragraphs[start], words.tag, _LONGEST_CHAPTER_TITLE) if start else None,
            tuple(paragraphs[start:end]),
        )
        for start, end in pairwise(bounds)
    )


def _chapters(headings: Sequence[Heading], words: Language, said: Templates, *, own: bool) -> tuple[Chapter, ...]:
    turned = [[said_before(paragraph, words) for paragraph in heading.paragraphs] for heading in headings]
    texts = [
        tuple(new.text if new else old for old, new in zip(heading.paragraphs, news, strict=True))
        for heading, news in zip(headings, turned, strict=True)
    ]
    quotations = iter(find_speakers([text for each in texts for text in each], words))
    leading = iter(_transitions([heading.title for heading in headings if heading.title], said, own=own))
    chapters = []
    for heading, news, paragraphs in zip(headings, turned, texts, strict=True):
        remarks: list[str] = []
        for paragraph, new in zip(paragraphs, news, strict=True):
            if new is not None:
                remarks.append(f"In the article: {new.before}")
            remarks += [_spoken_by(quotation) for quotation in next(quotations)]
            for hard in hard_sentences(paragraph, words):
                perhaps = f" Perhaps: {hard.split}" if hard.split else ""
                remarks.append(f"Hard to follow by ear ({hard.what}): {_beginning(hard.sentence)}{perhaps}")
        chapters.append(
            Chapter(heading.title, next(leading) if heading.title else None, paragraphs, tuple(remarks), own)
        )
    return tuple(chapters)


def _transitions(titles: Sequence[str], said: Templates, *, own: bool) -> list[str]:
    """Return what leads to each chapter.

    A question is led to as one more where another went before; the first of the chapters needs none.
    """
    questions = [ends_as_question(title) for title in titles]
    kinds = [
        "change" if not own else "question" if is_one and (at == 0 or any(questions[:at])) else "subject"
        for at, is_one in enumerate(questions)
    ]
    return [
        transition(said, kind, at, len(titles), _ended(title))
        for at, (kind, title) in enumerate(zip(kinds, without_numbers(titles), strict=True))
    ]


def _spoken_by(quotation: Quotation) -> str:
    text = _beginning(quotation.text)
    if quotation.speaker is None:
        return f"Who says this? {text} (no speaker was found; if it is no quotation, take its marks away)"
    if quotation.is_before:
        return f"Said by {quotation.speaker}: {text}"
    return f"Said by {quotation.speaker}, who is named only after it: {text} (say first who speaks)"


def _beginning(text: str, most: int = 9) -> str:
    """Return a text's first words, so that it can be found."""
    words = text.split()
    return text if len(words) <= most else " ".join(words[:most]) + " …"


def _ended(title: str) -> str:
    """Return a title as a sentence."""
    return title if title.rstrip('"”’»“').endswith((".", "?", "!", "…")) else f"{title.rstrip(' :;,')}."


def _summary(chapters: Sequence[Chapter], language: str) -> str:
    """Make a summary of the first sentences."""
    first = chapters[0].paragraphs[0]
    ends = [end for _, end in split_sentences(first, language) if end <= _LONGEST_SUMMARY]
    return first[: ends[-1]] if ends else shortened(first, language, _LONGEST_SUMMARY)


def _values(
    about: About, house: House | None, said: Templates, day: date | None, chapters: Sequence[Chapter]
) -> dict[str, str | None]:
    """Return what the templates may name."""
    own = without_numbers([chapter.title for chapter in chapters if chapter.title and chapter.is_own])
    coming = " ".join(map(_ended, own[:_MOST_COMING])) if len(own) > 1 else None
    headline = _ended(about.title or "")
    return {
        "show": house.title if house else None,
        "date": _written(day, said.date, said.language),
        "headline": headline,
        "coming": coming,
        "author": about.author,
        "publisher": about.publisher,
        "published": _written(about.published, said.published, said.language),
        "source": None if about.author or about.publisher else headline,
    }


def _written(day: date | None, pattern: str, language: str) -> str | None:
    """Write a day in a language's own way."""
    if day is None:
        return None
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    for tag in (language, language.split("-", maxsplit=1)[0]):
        try:
            return str(format_date(day, pattern, Locale.parse(tag, sep="-")))
        except (UnknownLocaleError, ValueError):
            continue
    return day.isoformat()
