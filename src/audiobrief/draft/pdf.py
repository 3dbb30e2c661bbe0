"""A PDF as blocks; its lines are joined to paragraphs, and what stands at the edge of each page is set apart."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audiobrief.draft.cleaning import clean_line, clean_text
from audiobrief.draft.model import About, Article, Block
from audiobrief.errors import ArticleError

__all__ = ["read_pdf"]

_MOST_PAGES = 100
_OFTEN = 3
"""Pages on which a line stands that belongs to the page and not to the story."""
_FULL = 0.8
"""Of the longest line: one that is shorter, and ends a sentence, ends a paragraph."""
_PAGE_NUMBER = re.compile(r"(?:page |seite |p\. ?)?\d{1,4}(?: ?(?:/|of|von|sur|de) ?\d{1,4})?", re.IGNORECASE)


def read_pdf(content: bytes, name: str) -> Article:
    """Read a PDF.

    Raises:
        ArticleError: pypdf is not installed, or the file cannot be read.
    """
    pages = _pages(content, name)
    counts = Counter(line for lines in pages for line in {*lines})
    blocks = [block for number, lines in enumerate(pages, 1) for block in _blocks(lines, number, counts)]
    if not blocks:
        raise ArticleError(f"{name}: there is no text in this PDF, only pictures (name a file that has the text)")
    return Article(About(), tuple(_joined(blocks)), has_headings=False)


def _pages(content: bytes, name: str) -> list[list[str]]:
    """Give the lines of each page."""
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
        texts = [clean_text(page.extract_text(extraction_mode="layout")) for page in reader.pages]
    except broken as error:
        raise ArticleError(f"{name}: this PDF is broken or of a kind that cannot be read (save it again)") from error
    return [[line.strip() for line in text.split("\n")] for text in texts]


def _blocks(lines: Sequence[str], page: int, counts: Counter[str]) -> Iterator[Block]:
    place = f"page {page}"
    longest = max((len(line) for line in lines), default=0)
    parts: list[str] = []
    for at, line in enumerate([*lines, ""]):
        reason = _edge(line, at, len(lines), counts)
        if reason is not None:
            yield Block(line, reason=reason, place=place)
            continue
        if line:
            parts.append(line)
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if parts and (not line or _ends(line, following, longest)):
            yield Block(_unbroken(parts), place=place)
            parts = []


def _edge(line: str, at: int, count: int, counts: Counter[str]) -> str | None:
    """Tell a page's number and what stands on each page from the story."""
    if not line:
        return None
    if (at < 2 or at >= count - 2) and _PAGE_NUMBER.fullmatch(line):
        return "page number"
    return "stands on every page" if counts[line] >= _OFTEN else None


def _ends(line: str, following: str, longest: int) -> bool:
    """Tell whether a line is the last of its paragraph."""
    if not following:
        return False
    if len(line) < 0.6 * longest:
        return True
    return (
        len(line) < _FULL * longest
        and line.endswith((".", "!", "?", "”", "“", "»", '"'))
        and not following[:1].islower()
    )


def _unbroken(lines: Sequence[str]) -> str:
    """Join lines, and words that were parted at their ends."""
    text = lines[0]
    for line in lines[1:]:
        parted = text.endswith("-") and text[-2:-1].isalpha() and line[:1].islower()
        text = text[:-1] + line if parted else f"{text} {line}"
    return clean_line(text)


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Join a paragraph that goes on over the end of a page; page numbers between its parts come after it."""
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
