"""A script's text, divided into its segments as they are written.

A segment is known by the sha256 of its own lines. So a change can say which segment it means, whatever was added,
moved or changed elsewhere in the file in the meantime. Segments with the same lines are known by their places, too: as
soon as one of them is changed, moved, added or removed, none is known any more, as it could be another one.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from audiobrief.errors import Problem, ScriptError
from audiobrief.script.models.segment import KINDS
from audiobrief.script.yaml.nodes import Document, Mapping, Node, Scalar, Sequence
from audiobrief.script.yaml.tree import parse_document

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_DASH = re.compile(r"(\ufeff?)( *)- +")
_SEGMENTS = "segments"
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Block:
    """A segment as it is written."""

    id: str
    """The sha256 of its lines, shortened, and its number among those with the same lines; theirs has their places."""
    node: Mapping
    """Its keys and values."""
    first: int
    """The index of its first line, which starts with a dash."""
    end: int
    """The index after its last line."""
    lead: int
    """The index of the first of the comment lines directly above it; `first` if there are none."""

    @property
    def kind(self) -> str | None:
        """Which kind of segment it is; None if its keys name none, or several."""
        kinds = [kind for kind in KINDS if kind in self.node.entries]
        return kinds[0] if len(kinds) == 1 else None

    @property
    def value(self) -> Node | None:
        """Its text, its turns or its clip."""
        return self.node.entries[self.kind] if self.kind is not None else None

    @property
    def column(self) -> int:
        """The column of its keys, from 1."""
        return self.node.column


@dataclass(frozen=True, slots=True)
class Edited:
    """A changed script."""

    text: str
    """All of it."""
    index: int | None
    """The index of the segment that was changed or added; None if it was removed, or none was meant."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A script's text and its segments."""

    lines: tuple[str, ...]
    """Each with the end of the line."""
    document: Document
    """Its tree."""
    blocks: tuple[Block, ...]
    """At least one."""
    line_end: str
    """That of the first line."""

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.lines)

    @property
    def root(self) -> Mapping:
        """The script's keys and values."""
        root = self.document.root
        assert isinstance(root, Mapping)
        return root

    def index(self, block_id: str) -> int | None:
        """Return the index of a segment; None if there is none with these lines."""
        return next((at for at, block in enumerate(self.blocks) if block.id == block_id), None)

    def block_at(self, line: int) -> int | None:
        """Return the index of the segment that stands on a line, from 1."""
        return next((at for at, block in enumerate(self.blocks) if block.first < line <= block.end), None)

    def lines_of(self, block: Block) -> tuple[str, ...]:
        """Return the lines of a segment, without the comments above it."""
        return self.lines[block.first : block.end]


def split_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text, each with its end."""
    return tuple(_LINE.findall(text))


def read_outline(text: str, file: str) -> Outline:
    """Divide a script's text into its segments.

    Args:
        text: the script; a byte order mark at its start stays.
        file: its name in messages.

    Raises:
        ScriptError: it is not YAML, or its segments are not a list with a line for each dash.
    """
    document = parse_document(text.removeprefix(BYTE_ORDER_MARK), file)
    if document.problems:
        raise ScriptError(document.problems)
    lines = split_lines(text)
    return Outline(lines, document, _blocks(document, lines), line_end_of(lines))


def line_end_of(lines: tuple[str, ...]) -> str:
    """Return the end of the first of some lines; that of Unix if it has none."""
    return (lines[0][len(lines[0].rstrip("\r\n")) :] if lines else "") or "\n"


def _blocks(document: Document, lines: tuple[str, ...]) -> tuple[Block, ...]:
    root = document.root
    segments = root.entries.get(_SEGMENTS) if isinstance(root, Mapping) else None
    if not isinstance(root, Mapping) or not isinstance(segments, Sequence) or not segments.items:
        raise ScriptError([_not_a_list(document, segments)])
    later = [key.line - 1 for key in root.keys.values() if key.line > segments.line]
    limit = min((line for line in later if line > segments.items[-1].line - 1), default=len(lines))
    starts = [item.line - 1 for item in segments.items]
    blocks: list[Block] = []
    for item, first, following in zip(segments.items, starts, [*starts[1:], limit], strict=True):
        dash = _DASH.fullmatch(lines[first][: item.column - 1])
        if not isinstance(item, Mapping) or dash is None or not item.keys or _is_in_braces(item, lines):
            raise ScriptError([_not_a_list(document, item)])
        end = _end(lines, first, following, item, len(dash[2]))
        lead = first
        while lead > 0 and lines[lead - 1].startswith(dash[2] + "#") and (not blocks or lead > blocks[-1].end):
            lead -= 1
        blocks.append(Block("", item, first, end, lead))
    return _with_ids(blocks, lines)


def _with_ids(blocks: list[Block], lines: tuple[str, ...]) -> tuple[Block, ...]:
    written = ["".join(line.rstrip("\r\n") + "\n" for line in lines[block.first : block.end]) for block in blocks]
    places: dict[str, list[int]] = {}
    for at, text in enumerate(written):
        places.setdefault(text, []).append(at)
    found = []
    for at, (block, text) in enumerate(zip(blocks, written, strict=True)):
        same = places[text]
        digest = hashlib.sha256((text if len(same) == 1 else f"{text}{same}").encode())
        found.append(replace(block, id=f"{digest.hexdigest()[:16]}-{same.index(at) + 1}"))
    return tuple(found)


def _end(lines: tuple[str, ...], first: int, following: int, item: Mapping, indent: int) -> int:
    """Return the index after the last line of a segment: empty lines, and comments left of its keys, are not its."""
    end = following
    last = max(map(last_line, item.entries.values()))
    while end > first + 1:
        line = lines[end - 1].rstrip("\r\n")
        is_comment = line.lstrip(" ").startswith("#") and len(line) - len(line.lstrip(" ")) <= indent
        if line.strip() and not (is_comment and end > last):
            break
        end -= 1
    return end


def last_line(node: Node) -> int:
    """Return the last line of a node, from 1."""
    if isinstance(node, Scalar):
        return node.last_line
    children = node.entries.values() if isinstance(node, Mapping) else node.items
    return max([node.line, *map(last_line, children)])


def _is_in_braces(item: Mapping, lines: tuple[str, ...]) -> bool:
    return lines[item.line - 1][item.column - 1 : item.column] == "{"


def _not_a_list(document: Document, node: Node | None) -> Problem:
    is_empty = isinstance(node, Sequence) and not node.items
    if node is None or is_empty or (isinstance(node, Scalar) and node.tag == "null"):
        return Problem(
            document.position(node), "there are no segments", "write segments: and - narration: TEXT below it"
        )
    what = "segments can only be edited in a list that has a line of its own for each dash"
    return Problem(document.position(node), what, "write each segment as - KIND: TEXT, with its keys below each other")
