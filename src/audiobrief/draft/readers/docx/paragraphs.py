"""Read the paragraphs of a Word file: tracked changes, content controls, fields, notes and text boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from audiobrief.draft.readers.docx.styles import Styles, W
from audiobrief.draft.readers.inline import Kind, Piece

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_MATH = {f"{{http://schemas.openxmlformats.org/officeDocument/2006/math}}{name}" for name in ("oMath", "oMathPara")}
_BOX = f"{W}txbxContent"
_WITHIN = {
    f"{W}{name}"
    for name in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo",
                 "ruby", "rubyBase")
}  # fmt: skip
"""Elements around runs whose text belongs to the paragraph."""
_SIGNS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote", f"{W}commentReference": "comment"}


@dataclass(slots=True)
class ParagraphContent:
    """The contents of a paragraph of a Word file."""

    pieces: list[Piece] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Kind and number of each note that it refers to: `footnote`, `endnote` or `comment`."""
    boxes: list[Element] = field(default_factory=list)
    """The contents of the text boxes that are anchored in it."""


def read_children(parent: Iterable[Element], styles: Styles) -> Iterator[tuple[Element, ParagraphContent | None]]:
    """Yield the children of an element, paragraphs with their content.

    A paragraph whose end is deleted by a tracked change is joined to the next. What a tracked change deletes within a
    paragraph is a piece of its own kind.
    """
    begun = ParagraphContent()
    last = None
    for child in parent:
        if child.tag != f"{W}p":
            yield child, None
            continue
        _read_children(child, child, styles, begun, None)
        if child.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            last = child
            continue
        yield child, begun
        begun, last = ParagraphContent(), None
    if last is not None:
        yield last, begun


def _read_children(
    element: Element, paragraph: Element, styles: Styles, content: ParagraphContent, kind: Kind | None
) -> None:
    """Read the children of an element; a kind of the element outweighs those of its runs."""
    for child in element:
        if child.tag == f"{W}r":
            _read_run(child, kind or styles.kind_of_run(child, paragraph), content)
        elif child.tag in _WITHIN:
            _read_children(child, paragraph, styles, content, kind)
        elif child.tag == f"{W}del":
            _read_children(child, paragraph, styles, content, Kind.DELETED)
        elif child.tag == f"{W}rt":
            _read_children(child, paragraph, styles, content, kind or Kind.READING)
        elif child.tag == f"{_MC}AlternateContent":
            for each in _chosen(child):
                _read_children(each, paragraph, styles, content, kind)
        elif child.tag in _MATH:
            content.pieces += [Piece(each.text or "", kind or Kind.PLAIN) for each in child.iter(_MATH_TEXT)]


def _read_run(run: Element, kind: Kind, content: ParagraphContent) -> None:
    for child in _run_children(run):
        if child.tag == f"{W}t":
            content.pieces.append(Piece(child.text or "", kind))
        elif child.tag == f"{W}delText":
            content.pieces.append(Piece(child.text or "", Kind.DELETED))
        elif child.tag in _SIGNS:
            content.pieces.append(Piece(_SIGNS[child.tag], kind))
        elif child.tag in _NOTES:
            content.notes.append((_NOTES[child.tag], child.get(f"{W}id") or ""))
        elif child.tag == f"{W}ruby":
            for name, each in (("rubyBase", kind), ("rt", Kind.READING)):
                content.pieces += [Piece(text.text or "", each) for text in child.iterfind(f"{W}{name}/{W}r/{W}t")]
        else:
            content.boxes += child.iter(_BOX)


def _run_children(run: Element) -> Iterator[Element]:
    for child in run:
        if child.tag == f"{_MC}AlternateContent":
            for each in _chosen(child):
                yield from each
        else:
            yield child


def _chosen(alternatives: Element) -> list[Element]:
    """Return the first of alternative contents, which have the same text."""
    choices = [each for each in alternatives if each.tag in {f"{_MC}Choice", f"{_MC}Fallback"}]
    return choices[:1]
