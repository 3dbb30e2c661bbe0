"""The nodes of a YAML tree, each with its place, and the places of characters inside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from audiobrief.errors import Position, Problem

__all__ = ["Document", "Mapping", "Node", "Scalar", "Sequence"]

_BLOCKS = ("|", ">")
_WRITTEN = {
    "plain": re.compile(r"\S"),
    "|": re.compile(r"\S"),
    ">": re.compile(r"\S"),
    "'": re.compile(r"''|\S"),
    '"': re.compile(r"\\(?:x.{2}|u.{4}|U.{8}|.)?|\S"),
}
"""One character of a scalar in each style, as it is written."""


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
    """What YAML 1.1 takes the value for: `str`, `bool`, `int`, `float`, `null`, `timestamp`, `value`, `merge`."""


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
        """Give the place at which a node (the whole document by default) starts."""
        if node is None:
            return Position(self.file)
        return Position(self.file, node.line, node.column)

    def find(self, path: Iterable[str | int]) -> Node:
        """Follow keys and indexes as far as they go; steps that do not exist are passed over."""
        node = self.root
        for step in path:
            if isinstance(node, Mapping) and step in node.entries:
                node = node.entries[str(step)]
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
        return node

    def key(self, path: tuple[str | int, ...]) -> Position:
        """Give the place of the last key of a path, or of the node where the path ends in an index."""
        parent = self.find(path[:-1])
        if path and isinstance(parent, Mapping) and path[-1] in parent.keys:
            return self.position(parent.keys[str(path[-1])])
        return self.position(self.find(path))

    def inside(self, node: Node, text: str, offsets: Iterable[int]) -> dict[int, Position]:
        """Give the places of characters of a scalar whose value is `text`, by their offsets in it.

        Indentation, folding and escapes make offsets in a value differ from those in the file; what both have
        in common is the order of the characters that are no white space.
        """
        pending = sorted(set(offsets), reverse=True)
        places = dict.fromkeys(pending, self.position(node))
        if not pending or not isinstance(node, Scalar):
            return places
        visible = (at for at, character in enumerate(text) if not character.isspace())
        for at, (line, column) in zip(visible, self._written(node), strict=False):
            while pending and pending[-1] <= at:
                places[pending.pop()] = Position(self.file, line, column)
            if not pending:
                break
        return places

    def _written(self, node: Scalar) -> Iterator[tuple[int, int]]:
        """Give line and column of each character of a scalar that is no white space, as it is written."""
        first = node.line + 1 if node.style in _BLOCKS else node.line
        for number in range(first, min(node.last_line, len(self.lines)) + 1):
            start = 0 if number > node.line else node.column - 1 if node.style == "plain" else node.column
            for match in _WRITTEN[node.style].finditer(self.lines[number - 1], start):
                if node.style != '"' or not _is_escaped_space(match[0]):
                    yield number, match.start() + 1


def _is_escaped_space(written: str) -> bool:
    """Whether an escape in double quotes stands for white space, or, at the end of a line, for nothing."""
    if written[0] != "\\":
        return False
    digits = written[2:]
    if digits:
        return chr(int(digits, 16)).isspace()
    return written[1:] in {"", " ", "\t", "t", "n", "v", "f", "r", "N", "_", "L", "P"}
