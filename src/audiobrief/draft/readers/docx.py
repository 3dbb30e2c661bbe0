"""Read a Word file (DOCX) as blocks, by the styles of its paragraphs."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import replace

from audiobrief.draft.cleanup.text import clean_line
from audiobrief.draft.model import Article, Block, Metadata
from audiobrief.errors import ArticleError

# What zipfile raises for archives that are damaged or encrypted.
_BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)
_MOST_UNPACKED = 60_000_000
"""The most bytes of a file once it is unpacked."""
_MOST_TEXT = 10_000_000
"""The most bytes of its text with markup."""


def read_docx(content: bytes, name: str) -> Article:
    """Read a Word file.

    Raises:
        ArticleError: python-docx is not installed, or the file cannot be read.
    """
    try:
        from docx import Document
        from docx.opc.exceptions import OpcError
        from docx.table import Table
    except ImportError as error:
        raise ArticleError(f"{name}: DOCX files need python-docx (pip install 'audiobrief[docx]')") from error
    from lxml.etree import LxmlError

    _check_size(content, name)
    # What python-docx raises for files that are broken or not DOCX.
    broken = (*_BROKEN_ARCHIVE, OpcError, LxmlError, LookupError, TypeError, AttributeError, ArithmeticError)
    try:
        document = Document(io.BytesIO(content))
        blocks: list[Block] = []
        metadata = Metadata()
        for part in document.iter_inner_content():
            if isinstance(part, Table):
                cells = [clean_line(cell.text) for row in part.rows for cell in row.cells]
                blocks.append(Block(" | ".join(cell for cell in cells if cell), reason="table"))
                continue
            style = (part.style.name or "") if part.style is not None else ""
            text = clean_line(part.text)
            if style == "Title" and metadata.title is None and text:
                metadata = replace(metadata, title=text)
            elif text:
                blocks.append(Block(text, style.startswith("Heading"), "caption" if style == "Caption" else None))
    except broken as error:
        raise ArticleError(f"{name}: this is not a DOCX file, or it is damaged (save it again)") from error
    # If the author did not use heading styles, headings are guessed as in a plain text.
    has_headings = any(block.is_heading for block in blocks)
    return Article(metadata, tuple(block for block in blocks if block.text), has_headings)


def _check_size(content: bytes, name: str) -> None:
    """Check the unpacked size that the archive states; a reader stops at that size."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except _BROKEN_ARCHIVE as error:
        raise ArticleError(f"{name}: this is not a DOCX file, or it is damaged (save it again)") from error
    markup = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if sum(part.file_size for part in parts) > _MOST_UNPACKED or markup > _MOST_TEXT:
        raise ArticleError(f"{name}: too large once it is unpacked (save the article by itself)")
