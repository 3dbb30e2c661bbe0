"""Write a draft as a script: YAML with remarks for the editor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from audiobrief.draft.drafting import Chapter, Draft
from audiobrief.draft.writing.house import House
from audiobrief.draft.writing.yaml_text import block, comment, mark_up, scalar

_OWN_QUOTES = "quote"
"""The quotation voice if no house file names voices."""


def script_text(draft: Draft, house: House | None, show: str | None, schema: str, origin: str) -> str:
    """Return the script's text.

    In the script, `show` and `schema` are the paths of the house file and of the JSON Schema; `origin` is the article's
    name or address.
    """
    voice = house.quotes if house else _OWN_QUOTES
    language = draft.metadata.language or "en"
    lines = [
        f"# yaml-language-server: $schema={schema}",
        *comment(f"A draft, made from {origin}. Read it, change it, delete these remarks; then check and render it."),
        "version: 1",
        *([f"show: {scalar(show)}"] if show else []),
        *_about(draft, house),
        *([] if house else _voices()),
        "",
        *_foreign(draft),
        "segments:",
        *_around("intro", draft.intro, language, house),
    ]
    for chapter in draft.chapters:
        lines += _chapter(chapter, language, house, voice)
    lines += _around("outro", draft.outro, language, house)
    lines += _left_out(draft)
    return "\n".join(lines) + "\n"


def _about(draft: Draft, house: House | None) -> Iterator[str]:
    metadata = draft.metadata
    yield f"title: {scalar(metadata.title or '')}"
    if draft.day:
        yield f"date: {draft.day.isoformat()}"
    else:
        yield "# The article does not say its day. Write the episode's:"
        yield "# date: 2023-02-17"
    if not house or house.language != metadata.language:
        yield f"language: {scalar(metadata.language or 'en')}"
    if metadata.summary:
        yield "summary: >-"
        yield from block([metadata.summary], "  ")
    yield "source:"
    yield f"  title: {scalar(metadata.title or '')}"
    if metadata.publisher:
        yield f"  publisher: {scalar(metadata.publisher)}"
    else:
        yield "  # publisher: who published the article"
    if metadata.url:
        yield f"  url: {scalar(metadata.url)}"
    else:
        yield "  # url: its address"
    if metadata.author:
        yield f"# The article's author: {metadata.author}"


def _foreign(draft: Draft) -> list[str]:
    """Return a remark that the templates are in another language than the article."""
    if draft.template_language == draft.metadata.language:
        return []
    return comment(
        f"There are no words in '{draft.metadata.language}' for intro, transitions and outro: translate these, "
        "or write a file of them and name its folder with --templates."
    )


def _voices() -> Iterator[str]:
    yield ""
    yield "# The best voices that are installed; with an engine and a name they are always the same."
    yield "voices:"
    yield "  presenter: {label: Presenter}"
    yield f"  {_OWN_QUOTES}: {{label: Quotation}}"
    yield "voice: presenter"


def _around(kind: str, paragraphs: Iterable[str], language: str, house: House | None) -> Iterator[str]:
    """Yield the lines of the intro or the outro."""
    if paragraphs := tuple(paragraphs):
        yield f"  - {kind}: |"
        yield from block((mark_up(paragraph, language, None) for paragraph in paragraphs), " " * 6)
        if house and "theme" in house.sounds:
            yield "    bed: theme"
        yield ""


def _chapter(chapter: Chapter, language: str, house: House | None, voice: str | None) -> Iterator[str]:
    if chapter.title is not None:
        if not chapter.from_article:
            yield from comment("The article has no heading here, but its subject changes: give it a title.", "  ")
        yield "  - transition: |"
        yield from block([mark_up(chapter.transition or "", language, None)], " " * 6)
        if house and "sting" in house.sounds:
            yield "    sound: sting"
        yield f"    chapter: {scalar(chapter.title)}"
        yield ""
    for remark in chapter.remarks:
        yield from comment(remark, "  ")
    yield "  - narration: |"
    yield from block((mark_up(paragraph, language, voice) for paragraph in chapter.paragraphs), " " * 6)
    yield ""


def _left_out(draft: Draft) -> Iterator[str]:
    """Yield the omitted blocks, each on a line of its own, so that it can be searched and copied."""
    if not draft.omitted:
        yield "# Nothing of the article was left out."
        return
    yield from comment("Left out of the article, with the reason. To have one said, copy it into a narration.")
    for each in draft.omitted:
        place = f", {each.block.place}" if each.block.place else ""
        yield f"# - {each.reason}{place}: {each.block.text}"
