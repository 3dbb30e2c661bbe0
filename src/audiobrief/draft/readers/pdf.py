"""Read a PDF as blocks: join lines into paragraphs, and mark running heads and page numbers as omitted."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from audiobrief.draft.cleanup.text import clean_line, clean_text
from audiobrief.draft.model import Article, Block, Metadata
from audiobrief.errors import ArticleError

if TYPE_CHECKING:
    from pypdf import PageObject

_MOST_PAGES = 100
_OFTEN = 3
"""The fewest pages that repeat a line which belongs to the page and not to the story."""
_FULL = 0.8
"""Share of the longest line; a shorter line that ends a sentence ends a paragraph."""
_SHORT = 0.6
"""Share of the longest line; a shorter line always ends a paragraph."""
_WIDER = 1.25
"""Multiple of the usual line distance; a wider gap separates paragraphs."""
_STOPS = (".", "!", "?", "”", "“", "»", '"')
_PAGE_NUMBER = re.compile(r"(?:page |seite |p\. ?)?\d{1,4}(?: ?(?:/|of|von|sur|de) ?\d{1,4})?", re.IGNORECASE)


def read_pdf(content: bytes, name: str) -> Article:
    """Read a PDF.

    Raises:
        ArticleError: pypdf is not installed, or the file cannot be read.
    """
    pages = _pages(content, name)
    counts = Counter(text for lines in pages for text in {line.text for line in lines})
    blocks = [block for number, lines in enumerate(pages, 1) for block in _blocks(lines, number, counts)]
    if not blocks:
        raise ArticleError(f"{name}: there is no text in this PDF, only pictures (name a file that has the text)")
    return Article(Metadata(), tuple(_joined(blocks)), has_headings=False)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page."""

    text: str
    height: float
    """The height of its baseline above the foot of the page, in points."""


def _pages(content: bytes, name: str) -> list[list[_Line]]:
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


def _lines(page: PageObject) -> list[_Line]:
    """Join the pieces of text that share a height into lines."""
    pieces: list[tuple[float, str]] = []

    def take(text: str, outer: list[float], inner: list[float], *_font: object) -> None:
        if text.strip():
            pieces.append((inner[4] * outer[1] + inner[5] * outer[3] + outer[5], text))

    page.extract_text(visitor_text=take)
    lines: list[_Line] = []
    for height, text in pieces:
        for part in clean_text(text).split("\n"):
            if lines and abs(lines[-1].height - height) < 1 and not text.startswith("\n"):
                lines[-1] = _Line(f"{lines[-1].text} {part}".strip(), height)
            elif part.strip():
                lines.append(_Line(part.strip(), height))
    return [_Line(re.sub(r"\s+", " ", line.text).strip(), line.height) for line in lines]


def _blocks(lines: Sequence[_Line], page: int, counts: Counter[str]) -> Iterator[Block]:
    place = f"page {page}"
    usual = _usual_distance(lines)
    longest = max((len(line.text) for line in lines), default=0)
    parts: list[str] = []
    for at, line in enumerate(lines):
        if (reason := _edge(line.text, at, len(lines), counts)) is not None:
            yield Block(line.text, reason=reason, place=place)
            continue
        parts.append(line.text)
        if at + 1 < len(lines) and _ends(line, lines[at + 1], longest, usual):
            yield Block(_unbroken(parts), place=place)
            parts = []
    if parts:
        yield Block(_unbroken(parts), place=place)


def _usual_distance(lines: Sequence[_Line]) -> float:
    """Return the usual distance between two lines of a paragraph, from the smaller distances of the page."""
    distances = sorted(first.height - second.height for first, second in pairwise(lines))
    distances = [distance for distance in distances if distance > 1]
    return distances[len(distances) // 5] if distances else 0.0


def _edge(line: str, at: int, count: int, counts: Counter[str]) -> str | None:
    """Return the reason for omitting a page number or a line that is repeated on each page; None for the story."""
    if (at < 2 or at >= count - 2) and _PAGE_NUMBER.fullmatch(line):
        return "page number"
    return "stands on every page" if counts[line] >= _OFTEN else None


def _ends(line: _Line, following: _Line, longest: int, usual: float) -> bool:
    """Return whether a line is the last of its paragraph, by the space under it or by its length."""
    distance = line.height - following.height
    if usual and distance > _WIDER * usual:
        return True
    if len(line.text) < _SHORT * longest:
        return not following.text[:1].islower()
    return len(line.text) < _FULL * longest and line.text.endswith(_STOPS) and not following.text[:1].islower()


def _unbroken(lines: Sequence[str]) -> str:
    """Join lines, and words that were hyphenated at line ends."""
    text = lines[0]
    for line in lines[1:]:
        parted = text.endswith("-") and text[-2:-1].isalpha() and line[:1].islower()
        text = text[:-1] + line if parted else f"{text} {line}"
    return clean_line(text)


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Join a paragraph that continues on the next page; page numbers between its parts come after it."""
    open_block: Block | None = None
    waiting: list[Block] = []
    for block in blocks:
        if block.reason is not None:
            waiting.append(block)
            continue
        if open_block is not None and block.text[:1].islower() and block.place != open_block.place:
            open_block = replace(open_block, text=_unbroken([open_block.text, block.text]))
            continue
        if open_block is not None:
            yield open_block
        yield from waiting
        waiting = []
        open_block = block
    if open_block is not None:
        yield open_block
    yield from waiting
