"""Recognise the elements of a page whose content is not part of the story: boxes, tables, lists of links."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from audiobrief.draft.readers.html.marks import hints_of, is_author, is_hidden, names_source
from audiobrief.draft.readers.html.tree import measure_elements
from audiobrief.draft.readers.inline import LINKED

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
HEADING = re.compile(r"h[1-6]")
"""The tags of headings."""
_MOST_OF_A_QUOTATION = 0.35
"""Share of the page's letters; more is no quotation, but the article."""
_LONGEST_CELL = 300
"""The most letters of a cell with data; a table with a longer one sets out a page."""


@dataclass(frozen=True, slots=True)
class Box:
    """An element whose markup says that it is not part of the story."""

    number: int
    reason: str

    @property
    def is_firm(self) -> bool:
        """True if that holds even for an element with most of the article."""
        return self.reason in _FIRM


class BoxFinder:
    """Decides which elements of a page are boxes, by their markup and by how much of the page they have."""

    def __init__(self, root: HtmlElement) -> None:
        self._sizes = measure_elements(root)
        self._letters = self._sizes[root].own

    def is_quotation(self, element: HtmlElement) -> bool:
        """Return whether an element sets off a quotation, and not most of the page."""
        return element.tag == "blockquote" and self._sizes[element].own <= _MOST_OF_A_QUOTATION * self._letters

    def reason_of(self, element: HtmlElement, *, in_article: bool) -> str | None:
        """Return why an element's content is not part of the story; None if it may be."""
        tag = element.tag
        sizes = self._sizes[element]
        if tag in {"html", "body", "main", "article"}:
            return None
        if HEADING.fullmatch(tag) and tag != "h1" and is_author(element):
            return "byline"
        if is_hidden(element):
            return "hidden"
        if tag in {"ul", "ol", "dl"} and sizes.all and sizes.linked >= LINKED * sizes.all:
            return "list of links"
        if names_source(element):
            return None
        if tag == "table":
            return None if self._is_layout(element) else "table"
        if tag in _REASONS and not (tag == "figure" and _holds_more(element)):
            return _REASONS[tag]
        if tag == "header" and not in_article:
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
