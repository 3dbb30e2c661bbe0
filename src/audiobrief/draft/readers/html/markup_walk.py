"""Collect every text of a web page in order, with what its markup says: headings, captions, boxes, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from audiobrief.draft.cleanup.text import clean_line
from audiobrief.draft.readers.html.marks import hints_of, is_author, is_collapsed_question, is_note_mark

_SILENT = {"script", "style", "template", "svg", "head", "iframe", "object", "canvas", "audio", "video", "math"}
"""Elements that a browser does not show as text."""
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    "picture", "source", "acronym", "label",
}  # fmt: skip
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
    "table": "table",
    "pre": "code",
    "noscript": "shown without scripts only",
    "dialog": "box",
    "menu": "navigation",
}
_NEVER_HINTED = {"html", "body", "main", "article", "h1", "h2", "h3", "h4", "p", "span", "a"}
_HEADING = re.compile(r"h[1-6]")
_SUMMARY = 3
"""The heading level of the question over a collapsed box."""
_FEWEST_UNDER = 6
"""The fewest words under a bold line that is a heading of its own."""
_MOST_OF_A_BOX = 0.35
"""Share of the page's paragraphs; an element with more is the story, whatever its class."""
_OWN_LETTERS = 15
"""The fewest words after the link in a list item; with fewer, the item is only a link."""
_LINKED = 0.85
"""Share of a text's letters; a text with more letters in links is a link."""


@dataclass(frozen=True, slots=True)
class PageText:
    """A text of a page, and what its markup says."""

    text: str
    level: int
    """The heading's level, 1 to 6; 0 for other text."""
    reason: str | None
    """Why the markup says that it is not part of the story."""
    is_bold: bool
    """True if nearly all of it is bold."""
    holder: int
    """The number of the element that holds its paragraph."""
    article: int | None
    """The number of the <article> around it."""
    link: str | None = None
    """The address it links to, if nearly all of it is in links."""
    is_item: bool = False
    """True if it is a list item with words of its own beside its links."""


@dataclass(slots=True)
class _Sizes:
    """The number of letters in an element."""

    all: int = 0
    linked: int = 0
    in_paragraphs: int = 0


def read_texts(root: HtmlElement) -> list[PageText]:
    """Return all texts of a page that a browser shows."""
    sizes = _sizes(root)
    walk = _TextCollector(sizes, sizes[root].in_paragraphs)
    for event, element, text in _events(root):
        if event == "start":
            walk.start(element)
        elif event == "text":
            walk.text(text)
        else:
            walk.end(element)
    return walk.texts


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
            links += element.tag == "a"
        elif event == "text":
            count = len(text.strip())
            sizes[element].all += count
            sizes[element].linked += count if links else 0
        else:
            links -= element.tag == "a"
            path.pop()
            own = sizes[element]
            own.in_paragraphs = own.all if element.tag == "p" else own.in_paragraphs
            if path:
                outer = sizes[path[-1]]
                outer.all += own.all
                outer.linked += own.linked
                outer.in_paragraphs += own.in_paragraphs
    return sizes


@dataclass(frozen=True, slots=True)
class _Context:
    """The state at a point of the page, inherited from the elements around it."""

    tag: str
    reason: str | None
    level: int
    number: int
    article: int | None


class _TextCollector:
    """Collects the text of a paragraph until a block starts or ends."""

    def __init__(self, sizes: dict[HtmlElement, _Sizes], in_paragraphs: int) -> None:
        self.texts: list[PageText] = []
        self._sizes = sizes
        self._in_paragraphs = in_paragraphs
        self._around = [_Context("", None, 0, 0, None)]
        self._parts: list[str] = []
        self._bold = self._linked = self._letters = 0
        self._in_bold = self._in_link = self._tables = 0
        self._link: str | None = None
        self._lead: tuple[int, int] | None = None
        """Parts and letters of a bold line at the start of the paragraph."""
        self._after_span = False
        self._numbers = 0
        self._breaks = 0

    def start(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "br":
            self._break()
            return
        self._in_bold += tag in {"b", "strong"}
        if tag == "a":
            self._in_link += 1
            self._link = element.get("href")
        if tag in _INLINE and not self._own_reason(element):
            return
        self._flush()
        self._numbers += 1
        outer = self._around[-1]
        reason = outer.reason or self._own_reason(element)
        self._tables += reason == "table"
        level = int(tag[1]) if _HEADING.fullmatch(tag) else _SUMMARY if is_collapsed_question(element) else outer.level
        article = self._numbers if tag == "article" else outer.article
        self._around.append(_Context(tag, reason, level, self._numbers, article))

    def _break(self) -> None:
        """Handle a line break: two end the paragraph, one ends the bold line over it."""
        self._breaks += 1
        if self._breaks > 1:
            self._flush()
            return
        if self._lead is None and self._is_bold():
            self._lead = (len(self._parts), self._bold)
        self._parts.append(" ")

    def text(self, text: str) -> None:
        count = len(text.strip())
        if self._after_span and text[:1].isupper() and self._parts and self._parts[-1][-1:].islower():
            self._parts.append(" ")  # two spans that a style sets apart
        if text:
            self._after_span = False
        if count:
            self._breaks = 0
        self._letters += count
        self._bold += count if self._in_bold else 0
        self._linked += count if self._in_link else 0
        if text:
            self._parts.append(text)

    def end(self, element: HtmlElement) -> None:
        tag = element.tag
        self._in_bold -= tag in {"b", "strong"}
        self._in_link -= tag == "a"
        self._after_span = tag == "span"
        if tag == "br" or (tag in _INLINE and not self._own_reason(element)):
            return
        self._flush(last_of_table=tag == "table")
        closed = self._around.pop()
        self._tables -= closed.reason == "table"

    def _flush(self, *, last_of_table: bool = False) -> None:
        """End the paragraph; a table is one paragraph, its cells in order."""
        self._breaks = 0
        around = self._around[-1]
        if around.reason == "table" and not (last_of_table and self._tables == 1):
            self._parts.append(" | ")
            return
        lead, letters = self._lead or (0, 0)
        under = self._parts[lead:]
        if lead and letters == self._bold and len("".join(under).split()) >= _FEWEST_UNDER:
            self._add(self._parts[:lead], is_bold=True)
            self._add(under, is_bold=False)
        else:
            self._add(self._parts, is_bold=self._is_bold())
        self._parts = []
        self._lead = None
        self._bold = self._linked = self._letters = 0

    def _is_bold(self) -> bool:
        return bool(self._letters) and self._bold >= 0.95 * self._letters

    def _add(self, parts: list[str], *, is_bold: bool) -> None:
        around = self._around[-1]
        text = clean_line("".join(parts))
        if around.reason == "table":
            text = re.sub(r"\s*\|[\s|]*", " | ", text).strip(" |")
        if not text:
            return
        linked = self._letters and self._linked >= _LINKED * self._letters
        reason = around.reason or ("link to other articles" if linked and not around.level else None)
        holder = self._around[-2].number if len(self._around) > 1 else 0
        link = self._link if linked else None
        is_item = around.tag == "li" and self._letters - self._linked >= _OWN_LETTERS
        self.texts.append(PageText(text, around.level, reason, is_bold, holder, around.article, link, is_item))

    def _own_reason(self, element: HtmlElement) -> str | None:
        """Return why an element's content is not part of the story; None if it may be."""
        tag = element.tag
        sizes = self._sizes[element]
        if tag in {"html", "body", "main", "article"}:
            return None
        if _HEADING.fullmatch(tag) and tag != "h1" and is_author(element):
            return "byline"
        if element.get("hidden") is not None or re.search(r"display\s*:\s*none", element.get("style") or ""):
            return "hidden"
        is_small = sizes.in_paragraphs <= _MOST_OF_A_BOX * self._in_paragraphs
        if tag in {"ul", "ol", "dl"} and sizes.all and sizes.linked >= _LINKED * sizes.all:
            return "list of links"
        if tag in _REASONS and (is_small or tag in {"nav", "form"}) and not (tag == "figure" and _holds_more(element)):
            return _REASONS[tag] if is_small else None
        if tag == "header" and is_small and not any(each.tag in {"article", "main"} for each in self._around):
            return None if element.find(".//h1") is not None else "header"
        return hints_of(element) if tag not in _NEVER_HINTED and is_small else None


def _holds_more(figure: HtmlElement) -> bool:
    """Return whether a figure contains a quotation, a table or code, which have reasons of their own."""
    return any(figure.find(f".//{tag}") is not None for tag in ("blockquote", "table", "pre"))
