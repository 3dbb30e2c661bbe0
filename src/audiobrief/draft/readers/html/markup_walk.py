"""Collect every text of a web page in order, with what its markup says: headings, captions, boxes, links."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from audiobrief.draft.readers.html.boxes import HEADING, Box, BoxFinder
from audiobrief.draft.readers.html.list_numbers import ListNumbers
from audiobrief.draft.readers.html.marks import is_collapsed_question, is_hidden, names_source
from audiobrief.draft.readers.html.paragraph import INLINE, ParagraphBuilder
from audiobrief.draft.readers.html.tree import walk_page
from audiobrief.draft.readers.inline import LINKED_SENTENCE, Line, join_cells

_PERMALINK = re.compile(r"\s*(?:[¶🔗]|\s[#§]|\[(?:edit|bearbeiten|modifier|editar|ред\.|редагувати)\b[^\]]{0,40}\])$")
"""A sign behind a heading that links to it, or a link to edit it."""
_SUMMARY = 3
"""The heading level of the question over a collapsed box."""
_EMPTY_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_LINK = "link to other articles"


@dataclass(frozen=True, slots=True)
class PageText:
    """A text of a page, and what its markup says."""

    text: str
    level: int
    """The heading's level, 1 to 6; 0 for other text."""
    reason: str | None
    """Why it is not part of the story."""
    boxes: tuple[Box, ...]
    """The boxes around it, from the outermost."""
    is_bold: bool
    """True if nearly all of it is bold."""
    holder: int
    """The number of the element that holds its paragraph."""
    articles: tuple[int, ...]
    """The numbers of the <article> elements around it, from the outermost."""
    link: str | None = None
    """The address it links to, if nearly all of it is in links; empty if they have none."""
    number: str = ""
    """Its number in a list, such as `3.`."""
    is_quotation: bool = False
    """True if it is all a quotation, though it may have no quotation marks."""


def read_texts(root: HtmlElement) -> list[PageText]:
    """Return all texts of a page that a browser shows."""
    walk = _TextCollector(BoxFinder(root))
    for event, element, text in walk_page(root):
        if event == "start":
            walk.start(element)
        elif event == "text":
            walk.text(text)
        else:
            walk.end(element)
    return _keep_linked_sentences(walk.texts)


def _keep_linked_sentences(texts: list[PageText]) -> list[PageText]:
    """Take linked sentences between other paragraphs of the same element for the story: an editor linked all of it."""
    plain = [at for at, each in enumerate(texts) if each.reason is None and not each.level and each.link is None]
    places: dict[int, list[int]] = {}
    for at in plain:
        places.setdefault(texts[at].holder, []).append(at)

    def is_between(at: int, text: PageText) -> bool:
        beside = places.get(text.holder)
        return beside is not None and beside[0] < at < beside[-1]

    return [
        replace(each, reason=None)
        if each.reason == _LINK and each.link is not None and LINKED_SENTENCE.search(each.text) and is_between(at, each)
        else each
        for at, each in enumerate(texts)
    ]


@dataclass(frozen=True, slots=True)
class _Context:
    """The state at a point of the page, inherited from the elements around it."""

    tag: str
    boxes: tuple[Box, ...]
    level: int
    number: int
    articles: tuple[int, ...]
    is_quotation: bool = False

    @property
    def in_table(self) -> bool:
        return any(box.reason == "table" for box in self.boxes)


class _TextCollector:
    """Collects the paragraphs of a page, each with the state at its place."""

    def __init__(self, finder: BoxFinder) -> None:
        self.texts: list[PageText] = []
        self._finder = finder
        self._around = [_Context("", (), 0, 0, ())]
        self._paragraph = ParagraphBuilder()
        self._numbers = self._preformatted = 0
        self._lists = ListNumbers()

    def start(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "br":
            if self._paragraph.line_break():
                self._flush()
            return
        if self._is_inline(element):
            self._paragraph.start(element)
            return
        self._flush()
        self._paragraph.start(element)
        self._lists.start(element)
        self._numbers += 1
        outer = self._around[-1]
        reason = self._reason_of(element)
        boxes = (*outer.boxes, Box(self._numbers, reason)) if reason else outer.boxes
        level = int(tag[1]) if HEADING.fullmatch(tag) else _SUMMARY if is_collapsed_question(element) else outer.level
        articles = (*outer.articles, self._numbers) if tag == "article" else outer.articles
        quoted = (outer.is_quotation or self._finder.is_quotation(element)) and not names_source(element)
        self._around.append(_Context(tag, boxes, level, self._numbers, articles, quoted))
        self._preformatted += tag == "pre"

    def text(self, text: str) -> None:
        if not self._preformatted:
            self._paragraph.text(text)
            return
        for at, part in enumerate(_EMPTY_LINES.split(text)):
            if at:
                self._flush()
            self._paragraph.text(part)

    def end(self, element: HtmlElement) -> None:
        if element.tag == "br":
            return
        if self._is_inline(element):
            self._paragraph.end(element)
            return
        self._flush(ends_table=element.tag == "table" and not self._around[-2].in_table)
        self._paragraph.end(element)
        self._lists.end(element)
        self._around.pop()
        self._preformatted -= element.tag == "pre"

    def _reason_of(self, element: HtmlElement) -> str | None:
        in_article = any(each.tag in {"article", "main"} for each in self._around)
        return self._finder.reason_of(element, in_article=in_article)

    def _is_inline(self, element: HtmlElement) -> bool:
        """Return whether an element does not end the paragraph."""
        if element.tag not in INLINE or names_source(element):
            return False
        return is_hidden(element) or not self._reason_of(element)

    def _flush(self, *, ends_table: bool = False) -> None:
        """End the paragraph; a table is one paragraph, its cells in order."""
        if self._around[-1].in_table and not ends_table:
            self._paragraph.add(" | ")
            return
        link = self._paragraph.link
        for line, is_bold in self._paragraph.take():
            self._add(line, link, is_bold=is_bold)

    def _add(self, line: Line, link: str | None, *, is_bold: bool) -> None:
        around = self._around[-1]
        text = line.text
        if around.in_table:
            text = join_cells(text.split("|"))
        # Under a quotation: all other footers are boxes, and <cite> begins no other paragraph.
        if around.tag in {"cite", "footer"} and not around.boxes and text[:1] not in "—–-":
            text = f"— {text}"
        if around.level:
            text = _PERMALINK.sub("", text)
        reason = _LINK if link is not None and not around.level else None
        holder = self._around[-2].number if len(self._around) > 1 else 0
        if text:
            is_note = any(box.reason == "footnote" for box in around.boxes)
            number = self._lists.take() if not (reason or around.level or is_note) else ""
            self.texts.append(
                PageText(
                    text,
                    around.level,
                    reason,
                    around.boxes,
                    is_bold,
                    holder,
                    around.articles,
                    link,
                    number,
                    around.is_quotation,
                )
            )
        for block in line.omitted:
            self.texts.append(PageText(block.text, 0, block.reason, (), False, holder, around.articles))
