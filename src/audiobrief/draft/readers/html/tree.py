"""Walk the elements and texts of a web page, and count the letters in each element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from audiobrief.draft.readers.html.marks import is_link, is_note_mark

_SILENT = {"script", "style", "template", "svg", "head", "iframe", "object", "canvas", "audio", "video", "math"}
"""Elements that a browser does not show as text."""


@dataclass(slots=True)
class Sizes:
    """The number of letters in an element."""

    all: int = 0
    linked: int = 0

    @property
    def own(self) -> int:
        """Return the number of letters outside of links."""
        return self.all - self.linked


def walk_page(root: HtmlElement) -> Iterator[tuple[str, HtmlElement, str]]:
    """Yield the `start` and `end` of each element and each `text`; without recursion, as pages may be nested deep."""
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


def measure_elements(root: HtmlElement) -> dict[HtmlElement, Sizes]:
    """Return the number of letters in each element of a page."""
    sizes: dict[HtmlElement, Sizes] = {}
    path: list[HtmlElement] = []
    links = 0
    for event, element, text in walk_page(root):
        if event == "start":
            sizes[element] = Sizes()
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
