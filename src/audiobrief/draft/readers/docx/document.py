"""Read a Word file (DOCX) as blocks, by the styles of its paragraphs."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lxml.etree import LxmlError
from lxml.etree import _Element as Element

from audiobrief.draft.model import Article, Block, Metadata
from audiobrief.draft.readers.documents.packed import BROKEN_ARCHIVE, check_packed
from audiobrief.draft.readers.docx.paragraphs import read_children
from audiobrief.draft.readers.docx.styles import Numbering, Styles, W
from audiobrief.draft.readers.inline import Piece, compose_line, join_cells
from audiobrief.draft.structure.set_off_quotations import unmark_large_quotations
from audiobrief.errors import ArticleError

if TYPE_CHECKING:
    from docx.document import Document

_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_AROUND_BLOCKS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}
_IN_TABLE = {None, "caption", "table"}
"""The reasons of what is part of a table's text."""
_MOST_OF_A_BOX = 0.35
"""Share of the file's words; a table with more sets the page."""


def read_docx(content: bytes, name: str) -> Article:
    """Read a Word file.

    Raises:
        ArticleError: python-docx is not installed, or the file cannot be read.
    """
    try:
        from docx import Document
        from docx.opc.exceptions import OpcError
    except ImportError as error:
        raise ArticleError(f"{name}: DOCX files need python-docx (pip install 'audiobrief[docx]')") from error
    check_packed(content, name, "DOCX")
    # What python-docx raises for files that are broken or not DOCX.
    broken = (*BROKEN_ARCHIVE, OpcError, LxmlError, LookupError, TypeError, AttributeError, ArithmeticError)
    try:
        return _WordFile.of(Document(io.BytesIO(content))).article()
    except broken as error:
        raise ArticleError(f"{name}: this is not a DOCX file, or it is damaged (save it again)") from error


@dataclass(frozen=True, slots=True)
class _WordFile:
    """The parts of a Word file that have text."""

    body: Element
    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], Element]
    """Footnotes, endnotes and comments, by kind and number."""
    margins: tuple[tuple[str, Element], ...]
    """Its headers and footers."""

    @classmethod
    def of(cls, document: Document) -> _WordFile:
        from docx.oxml.parser import parse_xml

        parts: dict[str, list[Element]] = {}
        for relation in document.part.rels.values():
            kind = relation.reltype.removeprefix(f"{_RELATED}/")
            if not relation.is_external and kind in {
                "styles",
                "numbering",
                "footnotes",
                "endnotes",
                "comments",
                "header",
                "footer",
            }:
                parts.setdefault(kind, []).append(parse_xml(relation.target_part.blob))
        first = {kind: found[0] for kind, found in parts.items()}
        notes = {
            (kind, each.get(f"{W}id") or ""): each
            for kind in ("footnote", "endnote", "comment")
            for root in parts.get(f"{kind}s", [])
            for each in root
        }
        margins = tuple((kind, root) for kind in ("header", "footer") for root in parts.get(kind, []))
        body = document.element.body
        return cls(body, Styles(first.get("styles")), Numbering(first.get("numbering")), notes, margins)

    def article(self) -> Article:
        """Return the article; without heading styles, headings are guessed as in a plain text."""
        blocks = list(self._blocks(self.body))
        title = next((block.text for block, is_title in blocks if is_title), None)
        found = [block for block, is_title in blocks if not is_title or block.text != title]
        for reason, root in self.margins:
            for block, _ in self._blocks(root):
                if all(block.text != each.text for each in found):
                    found.append(replace(block, is_heading=False, reason=reason))
        has_headings = any(block.is_heading for block in found)
        return Article(Metadata(title=title), unmark_large_quotations(found), has_headings)

    def _blocks(self, parent: Iterable[Element]) -> Iterator[tuple[Block, bool]]:
        """Yield the blocks of an element, each with whether it is styled as the title."""
        for child, content in read_children(parent, self.styles):
            if content is not None:
                yield from self._paragraph(child, content.pieces)
                for key in content.notes:
                    yield from self._listed(self.notes.get(key, ()), key[0])
                for box in content.boxes:
                    yield from self._listed(box, "text box")
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in _AROUND_BLOCKS:
                yield from self._blocks(child)

    def _paragraph(self, paragraph: Element, pieces: list[Piece]) -> Iterator[tuple[Block, bool]]:
        style = self.styles.of_paragraph(paragraph)
        listed = None if style.is_heading else self.styles.numbering_of(paragraph)
        number = self.numbering.number_of(*listed) if listed else ""
        line = compose_line(pieces)
        if line.text:
            text = f"{number} {line.text}".strip()
            is_line = listed is not None
            block = Block(text, style.is_heading, style.reason, is_line=is_line, is_quotation=style.is_quotation)
            yield block, style.is_title
        yield from ((block, False) for block in line.omitted)

    def _listed(self, parent: Iterable[Element], reason: str) -> Iterator[tuple[Block, bool]]:
        """Yield the blocks of a note or a text box, which are not part of the story."""
        for block, _ in self._blocks(parent):
            yield replace(block, is_heading=False, reason=reason), False

    def _table(self, table: Element) -> Iterator[tuple[Block, bool]]:
        """Yield a table as one block, its cells in order; the blocks of one that only sets the page."""
        cells = [list(self._blocks(cell)) for cell in _cells(table)]
        if self._is_layout(table):
            yield from (each for cell in cells for each in cell)
            return
        texts = [" ".join(block.text for block, _ in cell if block.reason in _IN_TABLE) for cell in cells]
        if text := join_cells(texts):
            yield Block(text, reason="table"), False
        yield from (each for cell in cells for each in cell if each[0].reason not in _IN_TABLE)

    def _is_layout(self, table: Element) -> bool:
        """Return whether a table has most of the words, and a cell with several paragraphs: it only sets the page."""
        words = [sum(len((text.text or "").split()) for text in each.iter(f"{W}t")) for each in (table, self.body)]
        has_paragraphs = any(len(cell.findall(f"{W}p")) > 1 for cell in _cells(table))
        return has_paragraphs and words[0] > _MOST_OF_A_BOX * words[1]


def _cells(table: Element) -> Iterator[Element]:
    """Yield the cells of a table, but not those of the tables within it."""
    for child in table:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag != f"{W}tbl":
            yield from _cells(child)
