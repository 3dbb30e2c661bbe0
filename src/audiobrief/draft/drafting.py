"""Compose a draft from an article: chapters, transitions, intro, outro, and remarks for the editor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from audiobrief.draft.model import Article, Metadata, OmittedBlock
from audiobrief.draft.readers.article_file import Document
from audiobrief.draft.stories.story import Story, read_story, read_story_document
from audiobrief.draft.structure.attribution import put_attribution_first
from audiobrief.draft.structure.byline import shorten
from audiobrief.draft.structure.chapters import ends_as_question, strip_numbers
from audiobrief.draft.structure.speakers import Quotation, find_speakers, leaves_quotation_open
from audiobrief.draft.writing.long_sentences import find_hard_sentences
from audiobrief.draft.writing.project_files import House
from audiobrief.draft.writing.templates import Templates, choose_transition, fill, read_templates
from audiobrief.language.codes import primary_language
from audiobrief.language.profile import Language, load_language
from audiobrief.language.sentences import split_sentences

_MOST_COMING = 6
"""The most chapters that the intro names."""
_LONGEST_SUMMARY = 300
"""The most characters of a summary that is made from the first paragraph."""


@dataclass(frozen=True, slots=True)
class OmittedList:
    """Blocks that are left out, under a line for the editor."""

    title: str
    blocks: tuple[OmittedBlock, ...]


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
    source: Metadata | None = None
    """The article of a chapter that is a story of its own."""
    image: str | None = None
    """The path of its picture, from the script's folder."""
    notes: tuple[str, ...] = ()
    """Remarks about all of it, which stand before it."""
    left_out: tuple[OmittedList, ...] = ()
    """The blocks that are left out of its article, and of other reports of the same event."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that a script is written from."""

    metadata: Metadata
    """The script's metadata; title and language are always set."""
    day: date | None
    """The episode's date."""
    intro: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    outro: tuple[str, ...]
    omitted: tuple[OmittedBlock, ...]
    """In the article's order."""
    template_language: str
    """BCP 47 tag of the templates' language."""
    has_source: bool = True
    """True if all of it comes from one article, which the metadata describe."""
    for_length: tuple[OmittedBlock, ...] = ()
    """Left out for the target, in the order in which an editor may take them back."""
    omitted_stories: tuple[OmittedList, ...] = ()
    """Stories that are left out as a whole."""
    not_drafted: tuple[str, ...] = ()
    """Articles that are not in it, each with the reason."""
    target: str | None = None
    """The duration, as the editor wrote it."""
    teaser_sign: str | None = None
    """The sign that all of it is only the beginning of an article."""
    shortfall: str | None = None
    """How little of a page is said, in a line for the editor, if it is little."""

    @property
    def omitted_count(self) -> int:
        """The number of paragraphs that are left out."""
        lists = [*self.omitted_stories, *(part for chapter in self.chapters for part in chapter.left_out)]
        return len(self.omitted) + len(self.for_length) + sum(len(part.blocks) for part in lists)


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
    return compose_draft(read_story(article, house, language), house, template_folder, day)


def draft_document(
    document: Document,
    house: House | None = None,
    template_folder: Path | None = None,
    language: str | None = None,
    day: date | None = None,
) -> Draft:
    """Make a draft from the article in a document; the arguments and errors are those of `make_draft`."""
    return compose_draft(read_story_document(document, house, language), house, template_folder, day)


def compose_draft(story: Story, house: House | None, template_folder: Path | None, day: date | None) -> Draft:
    """Compose a draft of one story: a chapter for each of its headings.

    Raises:
        TemplateError: a template cannot be used.
    """
    tag = story.metadata.language or "en"
    day = day or story.metadata.published
    templates = read_templates(tag, template_folder)
    chapters = _chapters(story, load_language(tag), templates)
    metadata = replace(story.metadata, summary=story.metadata.summary or summarise(chapters[0].paragraphs[0], tag))
    values = _values(metadata, house, templates, day, chapters)
    return Draft(
        metadata=metadata,
        day=day,
        intro=fill(templates.intro, values),
        chapters=chapters,
        outro=fill(templates.outro, values),
        omitted=story.omitted,
        template_language=templates.language,
        teaser_sign=story.teaser_sign,
        shortfall=story.shortfall,
    )


def _chapters(story: Story, words: Language, templates: Templates) -> tuple[Chapter, ...]:
    own, titles = story.has_own_headings, [heading.title for heading in story.headings if heading.title]
    parts = rewrite([heading.paragraphs for heading in story.headings], words)
    transitions = iter(_transitions(titles, templates, own=own))
    return tuple(
        Chapter(heading.title, next(transitions) if heading.title else None, part.paragraphs, part.remarks, own)
        for heading, part in zip(story.headings, parts, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Paragraphs as they are said, and remarks for the editor."""

    paragraphs: tuple[str, ...]
    """As many as in the article, in its order."""
    remarks: tuple[str, ...]


def rewrite(parts: Sequence[Sequence[str]], words: Language) -> list[Rewritten]:
    """Put attributions before quotations in the parts of a story; say who speaks, and what is hard to follow."""
    rewritten = [[_rewritten(before, text, words) for before, text in pairwise(["", *part])] for part in parts]
    quotations = iter(find_speakers([paragraph for part in rewritten for paragraph, _ in part], words))
    found = []
    for part in rewritten:
        remarks: list[str] = []
        for paragraph, original in part:
            remarks += [f"In the article: {original}"] if original else []
            remarks += [_spoken_by(quotation) for quotation in next(quotations)]
            for hard in find_hard_sentences(paragraph, words):
                perhaps = f" Perhaps: {hard.split}" if hard.split else ""
                remarks.append(f"Hard to follow by ear ({hard.what}): {_beginning(hard.sentence)}{perhaps}")
        found.append(Rewritten(tuple(paragraph for paragraph, _ in part), tuple(remarks)))
    return found


def _rewritten(before: str, text: str, words: Language) -> tuple[str, str | None]:
    """Return a paragraph with the attribution first, and what of it is changed; a quotation goes on uninterrupted."""
    return (None if leaves_quotation_open(before) else put_attribution_first(text, words)) or (text, None)


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
        choose_transition(templates, kind, at, len(titles), end_sentence(title))
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


def end_sentence(title: str) -> str:
    """Return a title with a full stop if it has no final punctuation."""
    return title if title.rstrip('"”’»“').endswith((".", "?", "!", "…")) else f"{title.rstrip(' :;,')}."


def summarise(paragraph: str, language: str) -> str:
    """Return a summary made of a paragraph's first sentences."""
    ends = [end for _, end in split_sentences(paragraph, language) if end <= _LONGEST_SUMMARY]
    return paragraph[: ends[-1]] if ends else shorten(paragraph, language, _LONGEST_SUMMARY)


def _values(
    metadata: Metadata, house: House | None, templates: Templates, day: date | None, chapters: Sequence[Chapter]
) -> dict[str, str | None]:
    """Return the values that templates may name."""
    own = strip_numbers([chapter.title for chapter in chapters if chapter.title and chapter.from_article])
    coming = " ".join(map(end_sentence, own[:_MOST_COMING])) if len(own) > 1 else None
    headline = end_sentence(metadata.title or "")
    return {
        "show": house.title if house else None,
        "date": write_day(day, templates.date, templates.language),
        "headline": headline,
        "coming": coming,
        "author": metadata.author,
        "publisher": metadata.publisher,
        "published": write_day(metadata.published, templates.published, templates.language),
        "source": None if metadata.author or metadata.publisher else headline,
    }


def write_day(day: date | None, pattern: str, language: str) -> str | None:
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
