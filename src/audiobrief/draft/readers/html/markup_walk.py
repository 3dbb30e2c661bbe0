"""Collect every text of a web page in order, with what its markup says: headings, captions, boxes, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from audiobrief.draft.readers.html.list_numbers import ListNumbers
from audiobrief.draft.readers.html.marks import (
    hints_of,
    is_author,
    is_collapsed_question,
    is_hidden,
    is_link,
    is_note_mark,
    names_source,
)
from audiobrief.draft.readers.html.paragraph import INLINE, ParagraphBuilder
from audiobrief.draft.readers.inline import Line

_SILENT = {"script", "style", "template", "svg", "head", "iframe", "object", "canvas", "audio", "video", "math"}
"""Elements that a browser does not show as text."""
_REASONS = {
    "nav": "navigation",
    "aside": "box beside the story",
    "footer": "footer",
    "form": "form",
    "button": "button",
    "select": "button",
    "textarea": "button",
    "figure": "caption",
    "figcaption": "caption",
    "pre": "code",
    "noscript": "shown without scripts only",
    "dialog": "box",
    "menu": "navigation",
}
_NEVER_HINTED = {"html", "body", "main", "article", "h1", "h2", "h3", "h4", "p", "a"}
_FIRM = {"byline", "list of links", "table"}
"""Reasons that hold even for an element with most of the article."""
_HEADING = re.compile(r"h[1-6]")
_PERMALINK = re.compile(r"\s*(?:[¶🔗]|\s[#§])$")
"""A sign behind a heading that links to it."""
_SUMMARY = 3
"""The heading level of the question over a collapsed box."""
_EMPTY_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_MOST_OF_A_QUOTATION = 0.35
"""Share of the page's letters; more is no quotation, but the article."""
_LONGEST_CELL = 300
"""The most letters of a cell with data; a table with a longer one sets out a page."""
_LINK = "link to other articles"
_LINKED_SENTENCE = re.compile(r"(?:\S+\s+){11,}\S+[.!?…][\"”’»“]*$")
"""A sentence of twelve words at least; a headline is shorter, or has no full stop."""
_LINKED = 0.85
"""Share of a text's letters; a text with more letters in links is a link."""


@dataclass(frozen=True, slots=True)
class Box:
    """An element whose markup says that it is not part of the story."""

    number: int
    reason: str
    is_firm: bool
    """True if that holds even for an element with most of the article."""


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


@dataclass(slots=True)
class _Sizes:
    """The number of letters in an element."""

    all: int = 0
    linked: int = 0

    @property
    def own(self) -> int:
        return self.all - self.linked


def read_texts(root: HtmlElement) -> list[PageText]:
    """Return all texts of a page that a browser shows."""
    sizes = _sizes(root)
    walk = _TextCollector(sizes, sizes[root].own)
    for event, element, text in _events(root):
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
        if each.reason == _LINK
        and each.link is not None
        and _LINKED_SENTENCE.search(each.text)
        and is_between(at, each)
        else each
        for at, each in enumerate(texts)
    ]


def _events(root: HtmlElement) -> Iterator[tuple[str, HtmlElement, str]]:
    """Walk a tree without recursion, since markup may be nested very deep."""
    stack = [(root, iter(root))]
    yield "start", root, ""
    yield "text", root, root.text or ""
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "end", element, ""
            if stack:
                yield "text", stack[-1][0], element.tail or ""
        elif not isinstance(child.tag, str) or child.tag in _SILENT or is_note_mark(child):
            yield "text", element, child.tail or ""
        else:
            yield "start", child, ""
            yield "text", child, child.text or ""
            stack.append((child, iter(child)))


def _sizes(root: HtmlElement) -> dict[HtmlElement, _Sizes]:
    sizes: dict[HtmlElement, _Sizes] = {}
    path: list[HtmlElement] = []
    links = 0
    for event, element, text in _events(root):
        if event == "start":
            sizes[element] = _Sizes()
            path.append(element)
            links += is_link(element)
        elif event == "text":
            count = len(text.strip())
            sizes[element].all += count
            sizes[element].linked += count if links else 0
        else:
            links -= is_link(element)
            path.pop()
            if path:
                outer = sizes[path[-1]]
                outer.all += sizes[element].all
                outer.linked += sizes[element].linked
    return sizes


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

    def __init__(self, sizes: dict[HtmlElement, _Sizes], letters: int) -> None:
        self.texts: list[PageText] = []
        self._sizes = sizes
        self._letters = letters
        self._around = [_Context("", (), 0, 0, ())]
        self._paragraph = ParagraphBuilder()
        self._tables = self._numbers = self._preformatted = 0
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
        reason = self._own_reason(element)
        boxes = (*outer.boxes, Box(self._numbers, reason, reason in _FIRM)) if reason else outer.boxes
        level = int(tag[1]) if _HEADING.fullmatch(tag) else _SUMMARY if is_collapsed_question(element) else outer.level
        articles = (*outer.articles, self._numbers) if tag == "article" else outer.articles
        quoted = (outer.is_quotation or self._is_quotation(element)) and not names_source(element)
        self._around.append(_Context(tag, boxes, level, self._numbers, articles, quoted))
        self._tables += self._around[-1].in_table
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
        self._flush(last_of_table=element.tag == "table")
        self._paragraph.end(element)
        self._lists.end(element)
        closed = self._around.pop()
        self._tables -= closed.in_table
        self._preformatted -= element.tag == "pre"

    def _is_inline(self, element: HtmlElement) -> bool:
        """Return whether an element does not end the paragraph."""
        if element.tag not in INLINE or names_source(element):
            return False
        return is_hidden(element) or not self._own_reason(element)

    def _flush(self, *, last_of_table: bool = False) -> None:
        """End the paragraph; a table is one paragraph, its cells in order."""
        if self._around[-1].in_table and not (last_of_table and self._tables == 1):
            self._paragraph.add(" | ")
            return
        link = self._paragraph.link
        for line, is_bold in self._paragraph.take():
            self._add(line, link, is_bold=is_bold)

    def _add(self, line: Line, link: str | None, *, is_bold: bool) -> None:
        around = self._around[-1]
        text = line.text
        if around.in_table:
            text = re.sub(r"\s*\|[\s|]*", " | ", text).strip(" |")
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

    def _is_quotation(self, element: HtmlElement) -> bool:
        """Return whether an element sets off a quotation, and not most of the page."""
        return element.tag == "blockquote" and self._sizes[element].own <= _MOST_OF_A_QUOTATION * self._letters

    def _own_reason(self, element: HtmlElement) -> str | None:
        """Return why an element's content is not part of the story; None if it may be."""
        tag = element.tag
        sizes = self._sizes[element]
        if tag in {"html", "body", "main", "article"}:
            return None
        if _HEADING.fullmatch(tag) and tag != "h1" and is_author(element):
            return "byline"
        if is_hidden(element):
            return "hidden"
        if tag in {"ul", "ol", "dl"} and sizes.all and sizes.linked >= _LINKED * sizes.all:
            return "list of links"
        if names_source(element):
            return None
        if tag == "table":
            return None if self._is_layout(element) else "table"
        if tag in _REASONS and not (tag == "figure" and _holds_more(element)):
            return _REASONS[tag]
        if tag == "header" and not any(each.tag in {"article", "main"} for each in self._around):
            return None if element.find(".//h1") is not None else "header"
        reason = hints_of(element) if tag not in _NEVER_HINTED else None
        if tag == "span" or (reason and element.find(".//h1") is not None):
            return reason if reason == "caption" else None
        return reason

    def _is_layout(self, table: HtmlElement) -> bool:
        """Return whether a table sets out a page, and so has no data."""
        if table.get("role") in {"presentation", "none"} or table.find(".//table") is not None:
            return True
        return any(
            self._sizes[cell].all > _LONGEST_CELL or len(cell.findall("p")) > 1
            for cell in table.iter("td")
            if cell in self._sizes
        )


def _holds_more(figure: HtmlElement) -> bool:
    """Return whether a figure contains a quotation, a table or code, which have reasons of their own."""
    return any(figure.find(f".//{tag}") is not None for tag in ("blockquote", "table", "pre"))
