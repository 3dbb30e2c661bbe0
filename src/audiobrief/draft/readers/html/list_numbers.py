"""Count the items of numbered lists of a page, as a browser numbers them."""

from __future__ import annotations

from lxml.html import HtmlElement

from audiobrief.draft.readers.numerals import write_numeral

_LARGEST = 9_999


class ListNumbers:
    """The numbers of the lists that are open, and that of the item whose text comes next."""

    def __init__(self) -> None:
        self._next: list[tuple[int, int, str] | None] = []
        """The next number, the step and the type of each open list; None for a list without numbers."""
        self._number = ""

    def start(self, element: HtmlElement) -> None:
        """Open a list or an item."""
        if element.tag in {"ol", "ul", "menu"}:
            self._next.append(_first_number(element) if element.tag == "ol" else None)
        elif element.tag == "li":
            self._number = ""
            if self._next and (counting := self._next[-1]) is not None:
                number = _integer(element.get("value"), counting[0])
                self._number = f"{write_numeral(number, counting[2])}."
                self._next[-1] = (number + counting[1], *counting[1:])

    def end(self, element: HtmlElement) -> None:
        """Close a list or an item."""
        if element.tag in {"ol", "ul", "menu"} and self._next:
            self._next.pop()
        if element.tag in {"ol", "ul", "menu", "li"}:
            self._number = ""

    def take(self) -> str:
        """Return the number of the item that begins here, such as `3.`; empty if none does."""
        number, self._number = self._number, ""
        return number


def _first_number(element: HtmlElement) -> tuple[int, int, str]:
    items = sum(child.tag == "li" for child in element)
    is_reversed = element.get("reversed") is not None
    start = _integer(element.get("start"), items if is_reversed else 1)
    return start, -1 if is_reversed else 1, element.get("type") or "1"


def _integer(text: str | None, otherwise: int) -> int:
    """Return a small integer, or the other one if the text is none."""
    plain = (text or "").strip().removeprefix("+")
    is_number = plain.removeprefix("-").isascii() and plain.removeprefix("-").isdigit() and len(plain) <= 5
    return max(-_LARGEST, min(int(plain), _LARGEST)) if is_number else otherwise
