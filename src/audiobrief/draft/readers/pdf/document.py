"""Read a PDF: its pages as lines, and these as blocks."""

from __future__ import annotations

import io
import math
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiobrief.draft.cleanup.hyphens import DividedWords, mark_soft_hyphens
from audiobrief.draft.cleanup.text import clean_text
from audiobrief.draft.model import Article, Metadata
from audiobrief.draft.readers.inline import Kind, Piece, compose_line
from audiobrief.draft.readers.pdf.layout import PdfLine, blocks_of_pages
from audiobrief.errors import ArticleError

if TYPE_CHECKING:
    from pypdf import PageObject

_MOST_PAGES = 100
_SMALL = 0.85
"""Share of the size of a line; a raised or lowered text is smaller."""
_RAISED_BY = 0.7
_LOWERED_BY = 0.4
"""Shares of the size of a line by which a text can be raised or lowered, at most."""
_SHOWING = {b"Tj", b"TJ", b"'", b'"'}
"""Operators that show text (ISO 32000-1, 9.4.3)."""


def read_pdf(content: bytes, name: str) -> Article:
    """Read a PDF.

    Raises:
        ArticleError: pypdf is not installed, or the file cannot be read.
    """
    pages = _pages(content, name)
    divided = DividedWords("\n".join(line.text for lines in pages for line in lines))
    blocks = blocks_of_pages(pages, divided)
    if not blocks:
        raise ArticleError(f"{name}: there is no text in this PDF, only pictures (name a file that has the text)")
    return Article(Metadata(), blocks, has_headings=False)


def _pages(content: bytes, name: str) -> list[list[PdfLine]]:
    """Return the lines of each page."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise ArticleError(f"{name}: PDF files need pypdf (pip install 'audiobrief[pdf]')") from error
    # What pypdf raises for files that are broken.
    broken = (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError, AssertionError,
              NotImplementedError, ArithmeticError, struct.error, zlib.error)  # fmt: skip
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleError(f"{name}: this PDF needs a password (save it without one)")
        if len(reader.pages) > _MOST_PAGES:
            raise ArticleError(f"{name}: more than {_MOST_PAGES} pages (save the article by itself)")
        return [_lines(page) for page in reader.pages]
    except broken as error:
        raise ArticleError(f"{name}: this PDF is broken or of a kind that cannot be read (save it again)") from error


@dataclass(frozen=True, slots=True)
class _Shown:
    """A piece of text on a page."""

    text: str
    height: float
    """The height of its baseline above the foot of the page, in points."""
    size: float
    """The size of its letters, in points."""
    rise: float
    """How far it is raised above the baseline, in points."""


class _LineBuilder:
    """A line whose pieces are collected."""

    def __init__(self, first: _Shown) -> None:
        self._first = first
        self._pieces: list[Piece] = []

    def takes(self, shown: _Shown) -> bool:
        """Return whether a piece belongs to the line: on it, or smaller and a little above or below it."""
        by = shown.height - self._first.height
        is_small = shown.size < _SMALL * self._first.size
        return abs(by) < 1 or (is_small and -_LOWERED_BY * self._first.size < by < _RAISED_BY * self._first.size)

    def add(self, shown: _Shown) -> None:
        """Add a piece of text."""
        by = shown.height - self._first.height + shown.rise
        is_raised = shown.size < _SMALL * self._first.size and by >= 1
        self._pieces.append(Piece(shown.text, Kind.RAISED if is_raised else Kind.PLAIN))

    def line(self) -> PdfLine:
        """Return the line, its raised numbers as exponents or left out as marks of notes."""
        composed = compose_line(self._pieces)
        return PdfLine(composed.text, self._first.height, self._first.size, composed.omitted)


def _lines(page: PageObject) -> list[PdfLine]:
    """Join the pieces of text that share a height into lines."""
    lines: list[_LineBuilder] = []
    rises = [0.0, 0.0]  # the one that is set, and the one of the text that was shown last

    def watch(operator: bytes, operands: list[float], *_matrices: object) -> None:
        if operator == b"Ts":
            rises[0] = float(operands[0])
        elif operator in _SHOWING:
            rises[1] = rises[0]

    def take(text: str, outer: list[float], inner: list[float], _font: object, size: float) -> None:
        if not text.strip():
            return
        height = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        scaled = size * math.hypot(inner[2], inner[3]) * math.hypot(outer[2], outer[3])
        for at, part in enumerate(clean_text(mark_soft_hyphens(text)).split("\n")):
            shown = _Shown(part, height, scaled, rises[1])
            if part.strip():
                if at or not lines or not lines[-1].takes(shown):
                    lines.append(_LineBuilder(shown))
                lines[-1].add(shown)

    page.extract_text(visitor_text=take, visitor_operand_before=watch)
    return [line for builder in lines if (line := builder.line()).text]
