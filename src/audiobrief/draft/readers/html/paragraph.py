"""Build a paragraph of a page from the texts and elements in it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from audiobrief.draft.readers.html.marks import is_hidden, is_link
from audiobrief.draft.readers.inline import KINDS_OF_TAGS, LINKED, Kind, Line, Piece, compose_line, strongest

INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "nobr", "output", "picture", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp",
    "small", "source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
"""Elements that do not end a paragraph."""
_MARKS = ("“", "”", "‘", "’")
"""The marks of a quotation, and of one within it."""
_DOUBLED = re.compile(r"([“”‘’])[\"“”„«»]|[\"“”„«»](?=[”’])")
_FEWEST_UNDER = 6
"""The fewest words under a bold line that is a heading of its own."""


class ParagraphBuilder:
    """Collects the pieces of a paragraph until a block starts or ends; elements may stay open beyond that."""

    def __init__(self) -> None:
        self._kinds: list[tuple[HtmlElement, Kind]] = []
        self._in_bold = self._in_link = self._quotes = 0
        self._link: str | None = None
        self._after_span = False
        self._clear()

    def _clear(self) -> None:
        self._pieces: list[Piece] = []
        self._bold = self._linked = self._letters = 0
        self._breaks = 0
        self._lead: tuple[int, int] | None = None
        """Pieces and letters of a bold line at the start of the paragraph."""

    def start(self, element: HtmlElement) -> None:
        """Open an element."""
        tag = element.tag
        self._in_bold += tag in {"b", "strong"}
        if is_link(element):
            self._in_link += 1
            self._link = element.get("href")
        kind = Kind.HIDDEN if tag in INLINE and is_hidden(element) else KINDS_OF_TAGS.get(tag)
        if kind is not None:
            self._kinds.append((element, kind))
        if tag == "q":
            self.add(_MARKS[0 if self._quotes % 2 == 0 else 2])
            self._quotes += 1

    def end(self, element: HtmlElement) -> None:
        """Close an element."""
        tag = element.tag
        if tag == "q":
            self._quotes -= 1
            self.add(_MARKS[1 if self._quotes % 2 == 0 else 3])
        self._in_bold -= tag in {"b", "strong"}
        self._in_link -= is_link(element)
        self._after_span = tag == "span"
        if self._kinds and self._kinds[-1][0] is element:
            self._kinds.pop()

    def text(self, text: str) -> None:
        """Add a text of the page."""
        if not text:
            return
        count = len(text.strip())
        if self._after_span and text[:1].isupper() and self._pieces and self._pieces[-1].text[-1:].islower():
            self.add(" ")  # two spans that a style sets apart
        self._after_span = False
        self._breaks = 0 if count else self._breaks
        if self._kind in {Kind.PLAIN, Kind.RAISED}:
            self._letters += count
            self._bold += count if self._in_bold else 0
            self._linked += count if self._in_link else 0
        self.add(text)

    def add(self, text: str) -> None:
        """Add a text that is not counted: a mark or a space."""
        self._pieces.append(Piece(text, self._kind))

    def line_break(self) -> bool:
        """Add a line break; return whether it ends the paragraph, as two in a row do."""
        self._breaks += 1
        if self._breaks > 1:
            return True
        if self._lead is None and self.is_bold:
            self._lead = (len(self._pieces), self._bold)
        self.add(" ")
        return False

    def take(self) -> list[tuple[Line, bool]]:
        """Return the paragraph and whether it is bold, and begin another.

        A bold line over other text is a paragraph by itself.
        """
        lead, letters = self._lead or (0, 0)
        under = self._pieces[lead:]
        if lead and letters == self._bold and len("".join(piece.text for piece in under).split()) >= _FEWEST_UNDER:
            parts = [(_composed(self._pieces[:lead]), True), (_composed(under), False)]
        else:
            parts = [(_composed(self._pieces), self.is_bold)]
        self._clear()
        return parts

    @property
    def _kind(self) -> Kind:
        """How the next text is marked up."""
        return strongest([kind for _, kind in self._kinds])

    @property
    def is_bold(self) -> bool:
        """Return whether nearly all of the paragraph is bold."""
        return bool(self._letters) and self._bold >= 0.95 * self._letters

    @property
    def link(self) -> str | None:
        """Return the address of the last link, if nearly all of the paragraph is in links."""
        return (self._link or "") if self._letters and self._linked >= LINKED * self._letters else None


def _composed(pieces: list[Piece]) -> Line:
    line = compose_line(pieces)
    # A <q> whose author wrote the quotation marks as well.
    return Line(_DOUBLED.sub(lambda match: match[1] or "", line.text), line.omitted)
