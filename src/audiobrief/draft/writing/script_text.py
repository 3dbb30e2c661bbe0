"""Write a draft as a script: YAML that is easy to edit, one sentence a line, with remarks for the editor."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator
from functools import partial

from audiobrief.draft.drafting import Chapter, Draft
from audiobrief.draft.model import Metadata, OmittedBlock
from audiobrief.draft.writing.project_files import House
from audiobrief.language.quotations import find_quotations
from audiobrief.language.sentences import split_sentences
from audiobrief.script.markup.parser import parse_markup, plain_text
from audiobrief.script.models.script import HouseFile, ScriptFile
from audiobrief.script.models.segment import SegmentDefinition

_OWN_QUOTES = "quote"
"""The quotation voice if no house file names voices."""
_WIDTH = 110
"""The most characters of a line of text."""
_wrap = partial(textwrap.wrap, break_long_words=False, break_on_hyphens=False)
_PLAIN = re.compile(r"[^\W\d_](?:[^:#\n\t]|:(?=\S)|(?<=\S)#)*", re.UNICODE)
_NOT_TEXT = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|~)|[\d.:_+-]*")
_BACKSLASH = re.compile(r"\\")
_SIGNS = re.compile(r"[\\()\[\]+]")
_ALL_SIGNS = re.compile(r"[\\()\[\]{}<>+*_`#]")
_KEY = re.compile(r"( *(?:[-–—•*] +)?)([A-Za-z_]+)( ?):(?=\s|$)")
_KEYS = {*ScriptFile.model_fields, *HouseFile.model_fields, *SegmentDefinition.model_fields, "presenter", _OWN_QUOTES}
"""Words that a line of a text does not start with before a colon, unless a backslash stands between them."""


def script_text(draft: Draft, house: House | None, show: str | None, schema: str, origin: str) -> str:
    """Return the script's text.

    In the script, `show` and `schema` are the paths of the house file and of the JSON Schema; `origin` is the article's
    name or address.
    """
    voice = house.quotes if house else _OWN_QUOTES
    segments = [*_segments(draft, house, voice)]
    has_quotations = any(f'[voice:"{_OWN_QUOTES}"]' in line for line in segments)
    lines = [
        f"# yaml-language-server: $schema={schema}",
        *_comment(f"A draft, made from {origin}. Read it, change it, delete these remarks; then check and render it."),
        *(
            _comment(f"Perhaps this is only the beginning of the article: {draft.teaser_sign}.")
            if draft.teaser_sign
            else []
        ),
        *(_comment(f"Attention: {draft.shortfall}") if draft.shortfall else []),
        "version: 1",
        *([f"show: {scalar(show)}"] if show else []),
        *_about(draft, house),
        *([] if house else _voices(has_quotations=has_quotations)),
        "",
        *_foreign(draft),
        "segments:",
        *segments,
        *_left_out(draft),
    ]
    return "\n".join(lines) + "\n"


def _segments(draft: Draft, house: House | None, voice: str | None) -> Iterator[str]:
    language = draft.metadata.language or "en"
    yield from _around("intro", draft.intro, language, house)
    for chapter in draft.chapters:
        yield from _chapter(chapter, language, house, voice)
    yield from _around("outro", draft.outro, language, house)


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
    if draft.target:
        yield f"target: {draft.target}"
    if metadata.summary:
        summary = list(_wrap(metadata.summary, _WIDTH, initial_indent="  ", subsequent_indent="  "))
        quoted = f"summary: {json.dumps(metadata.summary, ensure_ascii=False)}"
        yield from [quoted] if any(map(_starts_with_key, summary)) else ["summary: >-", *summary]
    if not draft.has_source:
        return
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
    return _comment(
        f"There are no words in '{draft.metadata.language}' for intro, transitions and outro: translate these, "
        "or write a file of them and name its folder with --templates."
    )


def _voices(*, has_quotations: bool) -> Iterator[str]:
    yield ""
    yield "# The best voices that are installed; with an engine and a name they are always the same."
    yield "voices:"
    yield "  presenter: {label: Presenter}"
    if has_quotations:
        yield f"  {_OWN_QUOTES}: {{label: Quotation}}"
    yield "voice: presenter"


def _around(kind: str, paragraphs: Iterable[str], language: str, house: House | None) -> Iterator[str]:
    """Yield the lines of the intro or the outro."""
    if paragraphs := tuple(paragraphs):
        yield f"  - {kind}: |"
        yield from _block((mark_up(paragraph, language, None) for paragraph in paragraphs), " " * 6)
        if house and "theme" in house.sounds:
            yield "    bed: theme"
        yield ""


def _chapter(chapter: Chapter, language: str, house: House | None, voice: str | None) -> Iterator[str]:
    for note in chapter.notes:
        yield from _comment(note, "  ")
    if chapter.title is not None:
        if not chapter.from_article:
            yield from _comment("The article has no heading here, but its subject changes: give it a title.", "  ")
        yield "  - transition: |"
        yield from _block([mark_up(chapter.transition or "", language, None)], " " * 6)
        if house and "sting" in house.sounds:
            yield "    sound: sting"
        yield f"    chapter: {scalar(chapter.title)}"
        yield from [f"    image: {scalar(chapter.image)}"] if chapter.image else ()
        yield from _chapter_source(chapter.source) if chapter.source else ()
        yield ""
    for remark in chapter.remarks:
        yield from _comment(remark, "  ")
    yield "  - narration: |"
    yield from _block((mark_up(paragraph, language, voice) for paragraph in chapter.paragraphs), " " * 6)
    yield ""
    for part in chapter.left_out:
        yield from _comment(part.title, "  ")
        yield from _listed(part.blocks, "  ")
    if chapter.left_out:
        yield ""


def _chapter_source(source: Metadata) -> Iterator[str]:
    """Yield the lines of the link and the source of a chapter."""
    yield f"    url: {scalar(source.url)}" if source.url else "    # url: the address of the article"
    yield "    source:"
    yield f"      title: {scalar(source.title or '')}"
    if source.publisher:
        yield f"      publisher: {scalar(source.publisher)}"
    if source.url:
        yield f"      url: {scalar(source.url)}"
    if source.author:
        yield f"    # The article's author: {source.author}"


def _left_out(draft: Draft) -> Iterator[str]:
    """Yield the omitted blocks of the article, and the articles that are not in the draft."""
    if draft.has_source and not (draft.omitted or draft.for_length):
        yield "# Nothing of the article was left out."
    if draft.omitted:
        yield from _comment("Left out of the article, with the reason. To have one said, copy it into a narration.")
        yield from _listed(draft.omitted, "")
    if draft.for_length:
        yield from _comment("Left out for length; the first to take back comes first.")
        yield from _listed(draft.for_length, "")
    for part in draft.omitted_stories:
        yield from _comment(part.title)
        yield from _listed(part.blocks, "")
    if draft.not_drafted:
        yield from _comment("Articles that are not in this script, with the reason:")
        yield from (f"# - {line}" for line in draft.not_drafted)


def _listed(blocks: Iterable[OmittedBlock], indent: str) -> Iterator[str]:
    """Yield blocks, each on a line of its own, so that it can be searched and copied."""
    for each in blocks:
        place = f", {each.block.place}" if each.block.place else ""
        yield f"{indent}# - {each.reason}{place}: {each.block.text}"


def scalar(text: str) -> str:
    """Return a text on one line, in quotes if YAML would read it as something else."""
    plain = _PLAIN.fullmatch(text) and not _NOT_TEXT.fullmatch(text) and not text.endswith((":", " "))
    return text if plain else json.dumps(text, ensure_ascii=False)


def _comment(text: str, indent: str = "") -> list[str]:
    """Return the lines of a comment for the editor."""
    return _wrap(text, _WIDTH + 10, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}#   ")


def _block(paragraphs: Iterable[str], indent: str) -> Iterator[str]:
    """Return the lines of paragraphs, separated by empty lines; each line of a paragraph is wrapped by itself."""
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ""
        for line in paragraph.split("\n"):
            for wrapped in _wrap(line, _WIDTH, initial_indent=indent, subsequent_indent=indent):
                yield _KEY.sub(r"\1\2\3\\:", wrapped, count=1) if _starts_with_key(wrapped) else wrapped


def _starts_with_key(line: str) -> bool:
    match = _KEY.match(line)
    return match is not None and match[2].lower() in _KEYS


def mark_up(paragraph: str, language: str, voice: str | None) -> str:
    """Return a paragraph in script form: one sentence a line, quotations marked with a voice if there is one.

    Characters that would start a mark are escaped.
    """
    lines = _with_line_ends(paragraph, language)
    quoted = find_quotations(paragraph) if voice else ()
    for escaped in (_BACKSLASH, _SIGNS, _ALL_SIGNS):
        text = _with_marks(lines, quoted, voice, escaped)
        markup = parse_markup(text)
        if not markup.problems and list(map(plain_text, markup.paragraphs)) == [" ".join(paragraph.split())]:
            break
    return text


def _with_line_ends(paragraph: str, language: str) -> str:
    """Replace the space before each sentence by a line break, so that no other position moves."""
    signs = list(paragraph)
    for start, _ in split_sentences(paragraph, language):
        if start and signs[start - 1] == " ":
            signs[start - 1] = "\n"
    return "".join(signs)


def _with_marks(text: str, quoted: Iterable[tuple[int, int]], voice: str | None, escaped: re.Pattern[str]) -> str:
    def escape(part: str) -> str:
        return escaped.sub(r"\\\g<0>", part)

    parts = []
    at = 0
    for start, end in quoted:
        parts += [escape(text[at:start]), f'({escape(text[start:end])})[voice:"{voice}"]']
        at = end
    return "".join([*parts, escape(text[at:])])
