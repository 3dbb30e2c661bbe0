"""Read an RTF file as blocks: striprtf knows its signs and encodings, and here is what its groups and formats mean."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from audiobrief.draft.cleanup.text import clean_line
from audiobrief.draft.model import Article, Block, Metadata
from audiobrief.draft.readers.inline import Kind, Piece, compose_line, join_cells, strongest
from audiobrief.draft.structure.set_off_quotations import unmark_large_quotations
from audiobrief.errors import ArticleError

if TYPE_CHECKING:
    from types import ModuleType

_ASIDES = {
    "footnote": "footnote",
    "annotation": "comment",
    "shptxt": "text box",
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footer"),
}
"""Groups with text that is not part of the story."""
_NUMBERS = {"listtext", "pntext"}
_READ = {*_ASIDES, *_NUMBERS, "stylesheet", "shp", "shpinst", "field", "fldrslt"}
"""Groups that are read, though striprtf passes over some of them."""
_HEADING = re.compile(r"heading \d")
_NUMBER = re.compile(r"(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]", re.IGNORECASE)
_STYLE = re.compile(r"\{(?:\\\*)?\\s(\d{1,4})(?!\d)\s?(?:\\\*?[a-z]*-?\d{0,9}\s?)*([^\\;{}]+);\}")
_SIGNS = {"line": " ", "tab": " ", "cell": " | ", "nestcell": " | ", "-": "", "_": "-", "~": "\xa0"}
_ENDS = {"par", "sect", "page", "row", "nestrow"}
_MOST_GROUPS = 10_000


def read_rtf(content: bytes, name: str) -> Article:
    """Read an RTF file.

    Raises:
        ArticleError: striprtf is not installed, or the file cannot be read.
    """
    try:
        from striprtf import striprtf
    except ImportError as error:
        raise ArticleError(f"{name}: RTF files need striprtf (pip install 'audiobrief[rtf]')") from error
    text: str = striprtf.remove_pict_groups(content.decode("latin-1"))
    walk = _Walk(striprtf, text)
    for match in striprtf.PATTERN.finditer(text):
        walk.take(*match.groups())
        if walk.depth > _MOST_GROUPS:
            raise ArticleError(f"{name}: this RTF file is damaged (save it again)")
    blocks = unmark_large_quotations(list(walk.finished()))
    return Article(Metadata(title=walk.title), blocks, any(block.is_heading for block in blocks))


@dataclass(frozen=True, slots=True)
class _Format:
    """The state within a group."""

    aside: str | None = None
    """The reason to list the text of the group."""
    is_skipped: bool = False
    is_number: bool = False
    kinds: frozenset[Kind] = frozenset()
    font: str | None = None
    skipped: int = 1
    """Characters after a Unicode character, for programs that know none."""


@dataclass(slots=True)
class _Paragraph:
    """A paragraph whose pieces are collected."""

    runs: list[tuple[Kind, list[str]]] = field(default_factory=list)
    """The signs of each run of one kind."""
    number: str = ""
    style: str = ""
    is_heading: bool = False
    is_table: bool = False
    asides: list[Block] = field(default_factory=list)


class _Walk:
    """Follows the groups and control words of a file."""

    def __init__(self, library: ModuleType, text: str) -> None:
        self._library = library
        self._styles = {number: style.strip().lower() for number, style in _STYLE.findall(text)}
        self._format = _Format()
        self._stack: list[tuple[_Format, _Paragraph | None]] = []
        self._paragraph = _Paragraph()
        self._blocks: list[Block] = []
        self._to_skip = 0
        self._bytes = b""
        self._encoding = "cp1252"
        self._fonts = {
            number: library.charset_map.get(int(charset), None)
            for number, charset, _ in library.FONTTABLE.findall(library.font_table_group(text))
        }
        self.title: str | None = None

    @property
    def depth(self) -> int:
        """Return the number of groups that are open."""
        return len(self._stack)

    def take(self, word: str, argument: str, byte: str, sign: str, brace: str, plain: str) -> None:
        """Read a control word, a byte in hexadecimals, a control sign, a brace or a plain character."""
        if self._bytes and not byte:
            text = self._bytes.decode(self._fonts.get(self._format.font or "") or self._encoding, errors="replace")
            self._bytes = b""
            self._add(text)
        if byte or plain:
            if self._to_skip:
                self._to_skip -= 1
            elif byte:
                self._bytes += bytes.fromhex(byte)
            else:
                self._add(plain)
            return
        self._to_skip = 0
        if brace == "{":
            self._stack.append((self._format, None))
        elif brace == "}":
            self._close()
        elif sign == "*":
            self._format = replace(self._format, is_skipped=True)
        elif sign:
            self._add(_SIGNS.get(sign, sign if sign in "{}\\" else ""))
        elif word:
            self._control(word, argument)

    def _close(self) -> None:
        if not self._stack:
            return
        reason = self._format.aside
        self._format, outer = self._stack.pop()
        if outer is not None:
            # The end of a note or a box, which stands within a paragraph.
            inner, self._paragraph = self._paragraph, outer
            self._paragraph.asides += [*inner.asides, *_listed(inner, reason)]

    def _control(self, word: str, argument: str) -> None:
        if word in _READ:
            self._open(word)
        elif word in self._library.destinations:
            self._format = replace(self._format, is_skipped=True)
        elif word == "ansicpg":
            self._encoding = _known_encoding(f"cp{argument}")
        elif word == "uc":
            self._format = replace(self._format, skipped=min(int(argument or 1), 9))
        elif word == "u" and argument:
            self._add(chr(int(argument) % 0x10000))
            self._to_skip = self._format.skipped
        elif word == "f":
            self._format = replace(self._format, font=argument)
        elif word in _ENDS:
            self._end(word)
        elif word in _SIGNS or word in self._library.specialchars:
            self._add(_SIGNS.get(word) or self._library.specialchars.get(word, ""))
        else:
            self._change(word, argument)

    def _open(self, word: str) -> None:
        """Begin a group that is read apart."""
        if word in _NUMBERS:
            self._format = replace(self._format, is_number=True, is_skipped=False)
        elif word == "stylesheet":
            self._format = replace(self._format, is_skipped=True)
        elif word in _ASIDES and self._stack and self._format.aside is None:
            self._format = replace(self._format, aside=_ASIDES[word], is_skipped=False, kinds=frozenset())
            self._stack[-1] = (self._stack[-1][0], self._paragraph)
            self._paragraph = _Paragraph()
        elif word in {"shp", "shpinst", "fldrslt"}:
            self._format = replace(self._format, is_skipped=False)

    def _change(self, word: str, argument: str) -> None:
        """Read a control word that changes the format of what follows."""
        is_on = argument != "0"
        if word == "plain":
            self._format = replace(self._format, kinds=frozenset())
        elif word == "pard":
            self._paragraph.style, self._paragraph.is_heading = "", False
            self._paragraph.is_table = False
        elif word == "s":
            self._paragraph.style = self._styles.get(argument, "")
        elif word == "outlinelevel":
            self._paragraph.is_heading = True
        elif word == "intbl":
            self._paragraph.is_table = True
        elif word == "nosupersub":
            self._set(Kind.RAISED, on=False)
        elif kind := _KINDS.get(word):
            self._set(kind, on=is_on and not (word == "up" and not argument))

    def _set(self, kind: Kind, *, on: bool) -> None:
        kinds = self._format.kinds | {kind} if on else self._format.kinds - {kind}
        self._format = replace(self._format, kinds=kinds)

    def _add(self, text: str) -> None:
        if self._format.is_skipped or not text:
            return
        if self._format.is_number:
            self._paragraph.number += text
            return
        kind = strongest(self._format.kinds)
        runs = self._paragraph.runs
        if runs and runs[-1][0] is kind:
            runs[-1][1].append(text)
        else:
            runs.append((kind, [text]))

    def _end(self, word: str) -> None:
        """End the paragraph; those in the cells of a table are one until its row ends."""
        if self._format.is_skipped:
            return
        is_cell = self._paragraph.is_table and word == "par"
        if is_cell:
            self._add(" ")
            return
        ended = self._paragraph
        self._paragraph = _Paragraph(style=ended.style, is_heading=ended.is_heading, is_table=ended.is_table)
        if self._format.aside is not None:
            self._paragraph.asides = [*ended.asides, *_listed(ended, self._format.aside)]
            return
        blocks = _own_blocks(ended)
        if ended.style == "title" and self.title is None and blocks:
            self.title = blocks.pop(0).text
        self._blocks += [*blocks, *ended.asides]

    def finished(self) -> Iterator[Block]:
        """Yield all blocks; what stands in several headers or footers once."""
        self.take("row", "", "", "", "", "")
        seen: set[tuple[str | None, str]] = set()
        for block in self._blocks:
            key = (block.reason, block.text)
            if block.reason in {"header", "footer"} and key in seen:
                continue
            seen.add(key)
            yield block


_KINDS = {
    "super": Kind.RAISED,
    "up": Kind.RAISED,
    "strike": Kind.STRUCK,
    "striked": Kind.STRUCK,
    "v": Kind.HIDDEN,
    "deleted": Kind.DELETED,
}


def _known_encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _listed(paragraph: _Paragraph, reason: str | None) -> list[Block]:
    return [replace(block, reason=reason, is_heading=False) for block in _own_blocks(paragraph)]


def _own_blocks(paragraph: _Paragraph) -> list[Block]:
    """Return the text of a paragraph and what is not spoken of it."""
    line = compose_line([Piece(_text(signs), kind) for kind, signs in paragraph.runs])
    label = clean_line(paragraph.number)
    number = match[0] if (match := _NUMBER.match(label)) else ""
    is_heading = paragraph.is_heading or bool(_HEADING.match(paragraph.style))
    reason = "table" if paragraph.is_table else "caption" if paragraph.style == "caption" else None
    text = join_cells(line.text.split("|")) if paragraph.is_table else line.text
    if not text:
        return list(line.omitted)
    block = Block(
        text if is_heading else f"{number} {text}".strip(),
        is_heading and reason is None,
        reason,
        is_line=bool(label),
        is_quotation="quot" in paragraph.style,
    )
    return [block, *line.omitted]


def _text(signs: list[str]) -> str:
    """Join signs, and the halves of those that RTF writes as two."""
    return "".join(signs).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
