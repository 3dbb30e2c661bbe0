"""Compose a draft from an article: chapters, transitions, intro, outro, and remarks for the editor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from audiobrief.draft.cleanup.selection import separate_footnotes, split_story
from audiobrief.draft.model import Article, Metadata, OmittedBlock, check_length
from audiobrief.draft.readers.article_file import Document, read_document
from audiobrief.draft.structure.attribution import put_attribution_first
from audiobrief.draft.structure.byline import read_byline, shorten
from audiobrief.draft.structure.chapters import Heading, ends_as_question, find_headings, strip_numbers
from audiobrief.draft.structure.cohesion import find_topic_shifts
from audiobrief.draft.structure.set_off_quotations import mark_set_off_quotations
from audiobrief.draft.structure.speakers import Quotation, find_speakers
from audiobrief.draft.writing.long_sentences import find_hard_sentences
from audiobrief.draft.writing.project_files import House
from audiobrief.draft.writing.templates import Templates, choose_transition, fill, read_templates
from audiobrief.errors import ArticleError
from audiobrief.language.codes import primary_language
from audiobrief.language.profile import Language, detect_language, language_and_english, load_language
from audiobrief.language.sentences import split_sentences

_LONGEST_CHAPTER_TITLE = 60
"""The most characters of a chapter title that is made from a sentence."""
_MOST_COMING = 6
"""The most chapters that the intro names."""
_LONGEST_SUMMARY = 300
"""The most characters of a summary that is made from the first paragraph."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a draft, with plain paragraphs and remarks for the editor."""

    title: str | None
    """None for the text before the first chapter."""
    transition: str | None
    paragraphs: tuple[str, ...]
    remarks: tuple[str, ...]
    from_article: bool
    """True if the title is the article's own."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that a script is written from."""

    metadata: Metadata
    """The article's metadata; title and language are always set."""
    day: date | None
    """The episode's date."""
    intro: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    outro: tuple[str, ...]
    omitted: tuple[OmittedBlock, ...]
    """In the article's order."""
    template_language: str
    """BCP 47 tag of the templates' language."""


def make_draft(
    article: Article,
    house: House | None = None,
    template_folder: Path | None = None,
    language: str | None = None,
    day: date | None = None,
) -> Draft:
    """Make a draft from an article; a stated language (BCP 47 tag) and day override the article's own.

    Raises:
        ArticleError: the article contains nothing to say.
        TemplateError: a template cannot be used.
    """
    check_length([block.text for block in article.blocks])
    tag = _language(article, house, language)
    words = load_language(tag)
    article = read_byline(replace(article, blocks=separate_footnotes(article.blocks)), words)
    story, omitted = split_story(article.blocks, language_and_english(tag))
    if not story or article.metadata.title is None:
        raise ArticleError("there is no story in it: nothing but captions, links and the like (name another file)")
    day = day or article.metadata.published
    story = mark_set_off_quotations(story, tag)
    headings = find_headings(story, words, marked=article.has_headings)
    own = any(heading.title for heading in headings)
    headings = headings if own else _split_by_topic(headings, words)
    templates = read_templates(tag, template_folder)
    chapters = _chapters(headings, words, templates, own=own)
    metadata = replace(article.metadata, language=tag, summary=article.metadata.summary or _summary(chapters, tag))
    values = _values(metadata, house, templates, day, chapters)
    return Draft(
        metadata=metadata,
        day=day,
        intro=fill(templates.intro, values),
        chapters=chapters,
        outro=fill(templates.outro, values),
        omitted=omitted,
        template_language=templates.language,
    )


def draft_document(
    document: Document,
    house: House | None = None,
    template_folder: Path | None = None,
    language: str | None = None,
    day: date | None = None,
) -> Draft:
    """Make a draft from the article in a document; the arguments and errors are those of `make_draft`."""
    return make_draft(read_document(document), house, template_folder, language, day)


def _language(article: Article, house: House | None, stated: str | None) -> str:
    """Return the article's language tag, with the house file's region if the language is the same."""
    text = " ".join(block.text for block in article.blocks)
    own = house.language if house else None
    tag = stated or article.metadata.language or detect_language(text) or own or "en"
    return own if own and stated is None and primary_language(own) == primary_language(tag) else tag


def _split_by_topic(headings: Sequence[Heading], words: Language) -> tuple[Heading, ...]:
    """Split a story without headings where its topic shifts."""
    paragraphs = [paragraph for heading in headings for paragraph in heading.paragraphs]
    bounds = [0, *find_topic_shifts(paragraphs, words.common), len(paragraphs)]
    titles = [shorten(paragraphs[at], words.tag, _LONGEST_CHAPTER_TITLE) if at else None for at in bounds[:-1]]
    parts = [tuple(paragraphs[start:end]) for start, end in pairwise(bounds)]
    return tuple(map(Heading, titles, parts))


def _chapters(headings: Sequence[Heading], words: Language, templates: Templates, *, own: bool) -> tuple[Chapter, ...]:
    rewritten = [
        [put_attribution_first(text, words) or (text, None) for text in heading.paragraphs] for heading in headings
    ]
    quotations = iter(find_speakers([paragraph for chapter in rewritten for paragraph, _ in chapter], words))
    transitions = iter(_transitions([heading.title for heading in headings if heading.title], templates, own=own))
    chapters = []
    for heading, paragraphs in zip(headings, rewritten, strict=True):
        remarks: list[str] = []
        for paragraph, original in paragraphs:
            remarks += [f"In the article: {original}"] if original else []
            remarks += [_spoken_by(quotation) for quotation in next(quotations)]
            for hard in find_hard_sentences(paragraph, words):
                perhaps = f" Perhaps: {hard.split}" if hard.split else ""
                remarks.append(f"Hard to follow by ear ({hard.what}): {_beginning(hard.sentence)}{perhaps}")
        transition = next(transitions) if heading.title else None
        spoken = tuple(paragraph for paragraph, _ in paragraphs)
        chapters.append(Chapter(heading.title, transition, spoken, tuple(remarks), own))
    return tuple(chapters)


def _transitions(titles: Sequence[str], templates: Templates, *, own: bool) -> list[str]:
    """Return the transition to each chapter.

    A question is introduced as a further one if another came before it.
    """
    questions = [ends_as_question(title) for title in titles]
    kinds = [
        "change" if not own else "question" if is_one and (at == 0 or any(questions[:at])) else "subject"
        for at, is_one in enumerate(questions)
    ]
    return [
        choose_transition(templates, kind, at, len(titles), _ended(title))
        for at, (kind, title) in enumerate(zip(kinds, strip_numbers(titles), strict=True))
    ]


def _spoken_by(quotation: Quotation) -> str:
    text = _beginning(quotation.text)
    if quotation.speaker is None:
        return f"Who says this? {text} (no speaker was found; if it is no quotation, take its marks away)"
    if quotation.is_before:
        return f"Said by {quotation.speaker}: {text}"
    return f"Said by {quotation.speaker}, who is named only after it: {text} (say first who speaks)"


def _beginning(text: str, most: int = 9) -> str:
    """Return a text's first words, by which an editor finds it."""
    words = text.split()
    return text if len(words) <= most else " ".join(words[:most]) + " …"


def _ended(title: str) -> str:
    """Return a title with a full stop if it has no final punctuation."""
    return title if title.rstrip('"”’»“').endswith((".", "?", "!", "…")) else f"{title.rstrip(' :;,')}."


def _summary(chapters: Sequence[Chapter], language: str) -> str:
    """Return a summary made of the first sentences."""
    first = chapters[0].paragraphs[0]
    ends = [end for _, end in split_sentences(first, language) if end <= _LONGEST_SUMMARY]
    return first[: ends[-1]] if ends else shorten(first, language, _LONGEST_SUMMARY)


def _values(
    metadata: Metadata, house: House | None, templates: Templates, day: date | None, chapters: Sequence[Chapter]
) -> dict[str, str | None]:
    """Return the values that templates may name."""
    own = strip_numbers([chapter.title for chapter in chapters if chapter.title and chapter.from_article])
    coming = " ".join(map(_ended, own[:_MOST_COMING])) if len(own) > 1 else None
    headline = _ended(metadata.title or "")
    return {
        "show": house.title if house else None,
        "date": _written(day, templates.date, templates.language),
        "headline": headline,
        "coming": coming,
        "author": metadata.author,
        "publisher": metadata.publisher,
        "published": _written(metadata.published, templates.published, templates.language),
        "source": None if metadata.author or metadata.publisher else headline,
    }


def _written(day: date | None, pattern: str, language: str) -> str | None:
    """Format a day as the language writes it."""
    if day is None:
        return None
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    for tag in (language, primary_language(language)):
        try:
            return str(format_date(day, pattern, Locale.parse(tag, sep="-")))
        except (UnknownLocaleError, ValueError):
            continue
    return day.isoformat()
