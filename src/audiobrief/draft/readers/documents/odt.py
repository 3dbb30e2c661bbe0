"""Read an OpenDocument text (ODT) as blocks, by the styles of its paragraphs (OASIS OpenDocument 1.3)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree
from lxml.etree import _Element as Element

from audiobrief.draft.model import Article, Block, Metadata
from audiobrief.draft.readers.documents.odt_styles import (
    DRAW,
    OFFICE,
    STYLE,
    TABLE,
    TEXT,
    ListCounter,
    Styles,
    parse_part,
)
from audiobrief.draft.readers.documents.packed import BROKEN_ARCHIVE, check_packed
from audiobrief.draft.readers.inline import Kind, Piece, compose_line, join_cells, strongest
from audiobrief.draft.structure.set_off_quotations import unmark_large_quotations
from audiobrief.errors import ArticleError

_MANIFEST = "META-INF/manifest.xml"
_SIGNS = {f"{TEXT}tab": " ", f"{TEXT}line-break": " "}
_ASIDES = {
    f"{TEXT}note": "footnote",
    f"{OFFICE}annotation": "comment",
    f"{DRAW}text-box": "text box",
}
"""Elements within a paragraph with paragraphs of their own."""
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_SILENT = {f"{TEXT}note-citation", f"{DRAW}object", f"{DRAW}image", f"{_SVG}title", f"{_SVG}desc"}
_CONTENTS = {
    f"{TEXT}{name}"
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "alphabetical-index",
        "user-index",
        "bibliography",
    )
}
_AROUND_BLOCKS = {f"{TEXT}section", f"{TEXT}list-header", f"{TEXT}note-body", f"{TEXT}index-body", f"{TEXT}index-title"}


def read_odt(content: bytes, name: str) -> Article:
    """Read an OpenDocument text.

    Raises:
        ArticleError: the file cannot be read, or is protected by a password.
    """
    check_packed(content, name, "ODT")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if _MANIFEST in packed.namelist() and b"encryption-data" in packed.read(_MANIFEST):
                raise ArticleError(f"{name}: this file needs a password (save it without one)")
            parts = [
                parse_part(packed.read(part)) for part in ("content.xml", "styles.xml") if part in packed.namelist()
            ]
        return _OpenDocument(parts).article()
    except (*BROKEN_ARCHIVE, LookupError, etree.LxmlError) as error:
        raise ArticleError(f"{name}: this is not an ODT file, or it is damaged (save it again)") from error


@dataclass(slots=True)
class _Content:
    """The contents of a paragraph."""

    pieces: list[Piece] = field(default_factory=list)
    asides: list[tuple[str, Element]] = field(default_factory=list)
    """Notes, comments and text boxes, with the reasons to list them."""


class _OpenDocument:
    """The parts of a text that are read."""

    def __init__(self, parts: list[Element]) -> None:
        self._parts = parts
        self._styles = Styles(parts)
        self._lists = ListCounter(self._styles)

    def article(self) -> Article:
        """Return the article; without headings, these are guessed as in a plain text."""
        text = next(self._parts[0].iter(f"{OFFICE}text"), None)
        if text is None:
            raise LookupError("office:text")
        found = list(self._blocks(text))
        title = next((block.text for block, is_title in found if is_title), None)
        blocks = [block for block, is_title in found if not is_title or block.text != title]
        for deletion in self._parts[0].iter(f"{TEXT}deletion"):
            blocks += self._listed(deletion, Kind.DELETED.value)
        margins = [
            (kind, each)
            for part in self._parts
            for kind in ("header", "footer")
            for each in part.iter(f"{STYLE}{kind}")
        ]
        for kind, margin in margins:
            known = {block.text for block in blocks}
            blocks += [block for block in self._listed(margin, kind) if block.text not in known]
        has_headings = any(block.is_heading for block in blocks)
        return Article(Metadata(title=title), unmark_large_quotations(blocks), has_headings)

    def _blocks(self, parent: Iterable[Element]) -> Iterator[tuple[Block, bool]]:
        """Yield the blocks of an element, each with whether it is styled as the title."""
        for child in parent:
            if child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                yield from self._paragraph(child)
            elif child.tag == f"{TEXT}list":
                yield from self._list(child)
            elif child.tag == f"{TABLE}table":
                yield from ((block, False) for block in self._table(child))
            elif child.tag in _CONTENTS:
                yield from ((block, False) for block in self._listed(child, "table of contents"))
            elif child.tag in _AROUND_BLOCKS:
                is_hidden = child.get(f"{TEXT}display") == "none"
                yield from (
                    ((each, False) for each in self._listed(child, "hidden")) if is_hidden else self._blocks(child)
                )
            elif child.tag == f"{DRAW}frame":
                for box in child.iter(f"{DRAW}text-box"):
                    yield from ((block, False) for block in self._listed(box, "text box"))

    def _paragraph(
        self, paragraph: Element, number: str = "", *, in_list: bool = False
    ) -> Iterator[tuple[Block, bool]]:
        content = _Content()
        style = paragraph.get(f"{TEXT}style-name")
        self._read(paragraph, content, self._styles.kind_of(style, "paragraph"))
        named = self._styles.paragraph(style)
        is_heading = paragraph.tag == f"{TEXT}h" and named.reason is None
        line = compose_line(content.pieces)
        if line.text:
            text = f"{number} {line.text}".strip() if not is_heading else line.text
            block = Block(text, is_heading, named.reason, is_line=in_list, is_quotation=named.is_quotation)
            yield block, named.is_title
        yield from ((block, False) for block in line.omitted)
        for reason, element in content.asides:
            yield from ((block, False) for block in self._listed(element, reason))

    def _listed(self, parent: Element, reason: str) -> Iterator[Block]:
        """Yield the blocks of a note or a box, which are not part of the story."""
        parents = [parent] if parent.tag not in _CONTENTS else list(parent)
        for each in parents:
            for block, _ in self._blocks(each):
                yield replace(block, is_heading=False, reason=reason)

    def _list(self, listed: Element, level: int = 1, style: str | None = None) -> Iterator[tuple[Block, bool]]:
        style = listed.get(f"{TEXT}style-name") or style
        self._lists.begin(listed, style, level)
        for item in listed:
            number = self._lists.number_of(item, style, level) if item.tag == f"{TEXT}list-item" else ""
            for child in item:
                if child.tag == f"{TEXT}list":
                    yield from self._list(child, level + 1, style)
                elif child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                    yield from self._paragraph(child, number, in_list=True)
                    number = ""
                else:
                    yield from self._blocks([child])

    def _table(self, table: Element) -> Iterator[Block]:
        """Yield a table as one block, its cells in order."""
        cells = [[block for block, _ in self._blocks(cell)] for cell in _cells(table)]
        texts = [" ".join(block.text for block in cell if block.reason in {None, "table"}) for cell in cells]
        if text := join_cells(texts):
            yield Block(text, reason="table")
        yield from (block for cell in cells for block in cell if block.reason not in {None, "table"})

    def _read(self, element: Element, content: _Content, kind: Kind) -> None:
        """Read what an element within a paragraph contains."""
        content.pieces.append(Piece(element.text or "", kind))
        for child in element:
            self._read_child(child, content, kind)
            content.pieces.append(Piece(child.tail or "", kind))

    def _read_child(self, child: Element, content: _Content, kind: Kind) -> None:
        if not isinstance(child.tag, str) or child.tag in _SILENT:
            return
        if child.tag in _ASIDES:
            content.asides.append((_ASIDES[child.tag], child))
        elif child.tag == f"{TEXT}s":
            content.pieces.append(Piece(" ", kind))
        elif child.tag in _SIGNS:
            content.pieces.append(Piece(_SIGNS[child.tag], kind))
        elif child.tag == f"{TEXT}ruby-text":
            content.pieces.append(Piece("".join(map(str, child.itertext())), Kind.READING))
        elif child.tag in {f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph"}:
            content.pieces.append(Piece(child.get(f"{TEXT}string-value") or child.text or "", Kind.HIDDEN))
        elif child.tag == f"{TEXT}span":
            own = self._styles.kind_of(child.get(f"{TEXT}style-name"), "text")
            self._read(child, content, strongest({kind, own}))
        else:
            self._read(child, content, kind)


def _cells(table: Element) -> Iterator[Element]:
    """Yield the cells of a table, but not those of the tables within it."""
    for child in table:
        if child.tag == f"{TABLE}table-cell":
            yield child
        elif child.tag != f"{TABLE}table":
            yield from _cells(child)
