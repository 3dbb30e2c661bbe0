"""Replace, add and remove single values of a script's text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobrief.errors import Problem, ScriptError
from audiobrief.script.editing.outline import Outline, last_line, read_outline
from audiobrief.script.editing.scalars import block_lines, fits_on_a_line, inline
from audiobrief.script.yaml.nodes import BLOCKS, Mapping, Node, Scalar

_HEADER = re.compile(r"([|>])([1-9]?)([+-]?)")
_INDENT = 2


def refusal(outline: Outline, node: Node | None, what: str, advice: str) -> ScriptError:
    """Return the error that says why a value cannot be changed here."""
    return ScriptError([Problem(outline.document.position(node), what, advice)])


def with_lines(outline: Outline, start: int, end: int, lines: list[str]) -> str:
    """Return the text with some lines replaced by others, which get the ends of lines that the file has."""
    before = list(outline.lines[:start])
    if before and lines and not before[-1].endswith(("\n", "\r")):
        before[-1] += outline.line_end
    return "".join([*before, *(line + outline.line_end for line in lines), *outline.lines[end:]])


def with_scalar(outline: Outline, node: Scalar, text: str, indent: int, old_lines: Sequence[str] | None = None) -> str:
    """Return the text with a scalar replaced.

    Args:
        outline: the script.
        node: the scalar to replace.
        text: what it is to say; a text of several paragraphs has an empty line between them.
        indent: the column of its key, from 0.
        old_lines: lines whose breaks stay, as of `source_lines`; those of the scalar if not given.
    """
    first = outline.lines[node.line - 1].rstrip("\r\n")
    at = node.column - 1 + _mark_width(outline, node)
    if node.style in BLOCKS:
        return _with_block(outline, node, text, indent, old_lines)
    last = outline.lines[node.last_line - 1].rstrip("\r\n")
    rest = last[node.end_column - 1 + (_mark_width(outline, node) if node.last_line == 1 else 0) :]
    head = first[:at]
    if not head.endswith(" ") and text:
        head += " "
    if fits_on_a_line(text) or rest.strip():
        lines = [head + inline(text, node.style) + rest]
    else:
        lines = [f"{head}|", *block_lines(text, old_lines or (), indent + _INDENT)]
    return with_lines(outline, node.line - 1, node.last_line, lines)


def _with_block(outline: Outline, node: Scalar, text: str, indent: int, old_lines: Sequence[str] | None) -> str:
    start, end, inner = _block_place(outline, node, indent)
    old = source_lines(outline, node, indent) if old_lines is None else old_lines
    return with_lines(outline, start, end, block_lines(text, old, inner, node.style))


def source_lines(outline: Outline, node: Scalar, indent: int) -> list[str]:
    """Return the lines of a scalar as they are written, without their indentation and ends.

    Args:
        outline: the script.
        node: the scalar.
        indent: the column of its key, from 0.
    """
    if node.style not in BLOCKS:
        return [node.text]
    start, end, inner = _block_place(outline, node, indent)
    return [line.rstrip("\r\n")[inner:] for line in outline.lines[start:end]]


def _block_place(outline: Outline, node: Scalar, indent: int) -> tuple[int, int, int]:
    """Return the indexes of the first line of a block and after its last one, and the columns before each line."""
    start, end = node.line, node.last_line
    while end > start and not outline.lines[end - 1].strip():
        end -= 1
    written = [line for line in outline.lines[start:end] if line.strip()]
    inner = min((len(line) - len(line.lstrip(" ")) for line in written), default=indent + _INDENT)
    header = _HEADER.match(outline.lines[node.line - 1], node.column - 1 + _mark_width(outline, node))
    return start, end, indent + int(header[2]) if header is not None and header[2] else inner


def _mark_width(outline: Outline, node: Scalar) -> int:
    """Return 1 for a node on the first line of a file with a byte order mark, which the tree does not count."""
    return 1 if node.line == 1 and outline.lines[0].startswith("\ufeff") else 0


def with_setting(outline: Outline, mapping: Mapping, key: str, written: str | None, end: int) -> str:
    """Return the text with a key of a mapping set, added at its end, or removed.

    Args:
        outline: the script.
        mapping: a segment, or the script itself.
        key: the key.
        written: its value as YAML, on one line; None removes the key.
        end: the index of the line before which a new key is written.
    """
    node = mapping.entries.get(key)
    if node is None:
        if written is None:
            return outline.text
        return with_lines(outline, end, end, [f"{' ' * (mapping.column - 1)}{key}: {written}"])
    if not isinstance(node, Scalar):
        raise refusal(outline, node, f"{key}: this value can only be changed in the file", "open it in a text editor")
    if written is None:
        return _without_key(outline, mapping, key)
    place = mapping.keys[key]
    first = outline.lines[place.line - 1].rstrip("\r\n")
    head = first[: place.end_column - 1 + _mark_width(outline, place)]
    tail = ""
    if node.style in BLOCKS:
        end = node.last_line
        while end > node.line and not outline.lines[end - 1].strip():
            end -= 1
    else:
        end = max(node.last_line, place.line)
        last = outline.lines[end - 1].rstrip("\r\n")
        tail = last[node.end_column - 1 + (_mark_width(outline, node) if end == 1 else 0) :]
    return with_lines(outline, place.line - 1, end, [f"{head}: {written}{tail}"])


def _without_key(outline: Outline, mapping: Mapping, key: str) -> str:
    place, node = mapping.keys[key], mapping.entries[key]
    if len(mapping.entries) == 1:
        raise refusal(outline, place, f"{key}: the only key cannot be removed", "remove the segment")
    end = max(last_line(node), place.line)
    while end > place.line and not outline.lines[end - 1].strip():
        end -= 1
    first = outline.lines[place.line - 1]
    head = first[: place.column - 1 + _mark_width(outline, place)]
    if not head.strip():
        return with_lines(outline, place.line - 1, end, [])
    others = [other for other in mapping.keys.values() if other.line > place.line]
    if not others:
        raise refusal(outline, place, f"{key}: this key can only be removed in the file", "open it in a text editor")
    following = min(others, key=lambda other: other.line)
    between = [line.rstrip("\r\n") for line in outline.lines[end : following.line - 1]]
    line = outline.lines[following.line - 1].rstrip("\r\n")
    return with_lines(outline, place.line - 1, following.line, [head + line[following.column - 1 :], *between])


def with_key_renamed(outline: Outline, mapping: Mapping, key: str, name: str) -> str:
    """Return the text with another name for a key."""
    place = mapping.keys[key]
    line = outline.lines[place.line - 1].rstrip("\r\n")
    shift = _mark_width(outline, place)
    start, end = place.column - 1 + shift, place.end_column - 1 + shift
    return with_lines(outline, place.line - 1, place.line, [line[:start] + inline(name, place.style) + line[end:]])


def reread(outline: Outline, text: str) -> Outline:
    """Read a changed text; it must still be a script."""
    return read_outline(text, outline.document.file)
