"""The nodes of a YAML tree, each with its place, and the places of characters inside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from audiobrief.errors import Position, Problem

Place = tuple[str | int, ...]
"""The keys and indexes that lead to a value in a document."""

Comment = tuple[int, int, str]
"""The line and column of a comment, both from 1, and the comment from its # on."""

BLOCKS = ("|", ">")
"""The styles of a text that starts on the line below its key."""
_RUN = re.compile(r"\S+")
_WRITTEN = {
    "'": re.compile(r"''|\S"),
    '"': re.compile(r"\\(?:x.{2}|u.{4}|U.{8}|.)?|\S"),
}
"""One character of a scalar in the styles that do not write each as itself."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as it was written."""

    text: str
    """The value with quotes and escapes resolved."""
    line: int
    """From 1."""
    column: int
    """From 1."""
    last_line: int
    """The line on which it ends, from 1."""
    style: str
    """`plain`, `'`, `"`, `|` or `>`."""
    tag: str = "str"
    """The type that YAML 1.1 gives the value: `str`, `bool`, `int`, `float`, `null`, `timestamp`, `value`, `merge`."""
    comment: Comment | None = field(default=None, compare=False)
    """The comment that follows it, if there is one."""
    end_column: int = field(default=0, compare=False)
    """The column after its last character, from 1; of a block, which ends with a line, 1."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and their nodes, in the order of the file."""

    line: int
    column: int
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Document:
    """A file's tree together with its text, to find places in it."""

    file: str
    lines: tuple[str, ...]
    root: Node
    problems: tuple[Problem, ...] = ()

    def position(self, node: Node | None = None) -> Position:
        """Return the place at which a node (the whole document by default) starts."""
        if node is None:
            return Position(self.file)
        return Position(self.file, node.line, node.column)

    def find(self, path: Iterable[str | int]) -> Node:
        """Follow keys and indexes as far as they go; steps that do not exist are passed over."""
        return self._follow(path)[0]

    def last_key(self, path: Place) -> str:
        """Return the last key of a path that is in the document."""
        return self._follow(path)[1]

    def _follow(self, path: Iterable[str | int]) -> tuple[Node, str]:
        node, last = self.root, ""
        for step in path:
            if isinstance(node, Mapping) and step in node.entries:
                node, last = node.entries[str(step)], str(step)
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
        return node, last

    def key(self, path: Place) -> Position:
        """Return the place of the last key of a path, or of the node where the path ends in an index."""
        parent = self.find(path[:-1])
        if path and isinstance(parent, Mapping) and path[-1] in parent.keys:
            return self.position(parent.keys[str(path[-1])])
        return self.position(self.find(path))

    def inside(self, node: Node, text: str, offsets: Iterable[int]) -> dict[int, Position]:
        """Return the places of characters of a scalar whose value is `text`, by their offsets in it.

        Indentation, folding and escapes make offsets in a value differ from those in the file; what both have
        in common is the order of the characters that are no white space.
        """
        wanted = sorted(set(offsets))
        places = dict.fromkeys(wanted, self.position(node))
        if not wanted or not isinstance(node, Scalar):
            return places
        written = self._written(node)
        line = column = start = end = 0
        for offset, number in zip(wanted, _visible_before(text, wanted), strict=False):
            while number >= end:
                run = next(written, None)
                if run is None:
                    return places
                line, column, length = run
                start, end = end, end + length
            places[offset] = Position(self.file, line, column + number - start)
        return places

    def line_starts(self, node: Node, text: str) -> tuple[tuple[int, int, int], ...]:
        """Return the first word of each line of a scalar whose value is `text`: its offset, its line and column."""
        if isinstance(node, Scalar) and (starts := self._verbatim_starts(node, text)) is not None:
            return starts
        places = self.inside(node, text, [word.start() for word in _RUN.finditer(text)])
        first: dict[int, tuple[int, int, int]] = {}
        for offset, position in sorted(places.items()):
            first.setdefault(position.line, (offset, position.line, position.column))
        return tuple(first.values())

    def _verbatim_starts(self, node: Scalar, text: str) -> tuple[tuple[int, int, int], ...] | None:
        """Do as `line_starts` where each line stands in the value as it is written; None where one does not."""
        if node.style in _WRITTEN:
            return None
        starts = []
        at = 0
        for number, start in self.line_numbers(node):
            line = self.lines[number - 1][start:]
            words = line.strip()
            if words:
                word = _RUN.search(text, at)
                if word is None or not text.startswith(words, word.start()):
                    return None
                at = word.start()
                starts.append((at, number, start + len(line) - len(line.lstrip()) + 1))
                at += len(words)
        return tuple(starts)

    def line_numbers(self, node: Scalar) -> Iterator[tuple[int, int]]:
        """Return the lines of a scalar, from 1, each with the index at which it starts there."""
        first = node.line + 1 if node.style in BLOCKS else node.line
        for number in range(first, min(node.last_line, len(self.lines)) + 1):
            yield number, 0 if number > node.line else node.column - 1 if node.style == "plain" else node.column

    def _written(self, node: Scalar) -> Iterator[tuple[int, int, int]]:
        """Return the characters of a scalar that are no white space, as it is written: line, column, and how many."""
        one = _WRITTEN.get(node.style)
        for number, start in self.line_numbers(node):
            for match in (one or _RUN).finditer(self.lines[number - 1], start):
                if node.style != '"' or not _is_escaped_space(match[0]):
                    yield number, match.start() + 1, 1 if one else match.end() - match.start()


def _visible_before(text: str, offsets: Iterable[int]) -> Iterator[int]:
    """Return how many characters that are no white space stand before each offset; none where no more follow.

    Args:
        text: a scalar's value.
        offsets: in their order.
    """
    runs = _RUN.finditer(text)
    passed = start = end = 0
    for offset in offsets:
        while offset >= end:
            passed += end - start
            run = next(runs, None)
            if run is None:
                return
            start, end = run.span()
        yield passed + max(0, offset - start)


def _is_escaped_space(written: str) -> bool:
    """Return whether an escape in double quotes stands for white space, or, at the end of a line, for nothing."""
    if written[0] != "\\":
        return False
    digits = written[2:]
    if digits:
        return chr(int(digits, 16)).isspace()
    return written[1:] in {"", " ", "\t", "t", "n", "v", "f", "r", "N", "_", "L", "P"}
