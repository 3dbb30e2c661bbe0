"""Write texts and settings as YAML, in the style and with the line breaks that are there already."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from audiobrief.errors import ScriptError
from audiobrief.script.yaml.nodes import Scalar
from audiobrief.script.yaml.tree import parse_document

WIDTH = 116
"""Columns after which a new line begins, unless the lines of a text are longer already."""
_LONGEST_LINE = 90
"""Characters of a text that is written on the line of its key."""
_SPACE = re.compile(r"[ \t\r\n]+")
_OTHER_SPACE = re.compile("[\t\x0b\x0c\x85\u2028\u2029]")
"""Spaces and ends of lines that stand between words, and are written as a space."""
_PARAGRAPH_END = re.compile(r"\n[ \t\r]*\n")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
_Words = tuple[list[str], list[str]]
"""The words of a text, and what stands between each two of them."""


def clean_text(text: str) -> str:
    """Return a text from a page: without control characters, and with an empty line between its paragraphs."""
    text = _UNPRINTABLE.sub("", _OTHER_SPACE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))
    paragraphs = (" ".join(filter(None, _SPACE.split(part))) for part in _PARAGRAPH_END.split(text))
    return "\n\n".join(filter(None, paragraphs))


def shown_text(text: str) -> str:
    """Return the text of a scalar as a page shows it: each paragraph on one line, an empty line between them."""
    return clean_text(text)


def inline(value: str, style: str = "plain") -> str:
    """Return a text of one line as a scalar, in a style if it can be written so; else in double quotes."""
    if style == "plain" and _reads_as(value, value):
        return value
    if style == "'" and _reads_as(quoted := "'" + value.replace("'", "''") + "'", value):
        return quoted
    return json.dumps(value, ensure_ascii=False)


def _reads_as(written: str, value: str) -> bool:
    """Return whether YAML reads what is written as this text, alone and in a list of keys."""
    try:
        node = parse_document(f"key: {written}\n", "").root
    except ScriptError:
        return False
    scalar = getattr(node, "entries", {}).get("key")
    return isinstance(scalar, Scalar) and scalar.text == value and scalar.tag == "str" and scalar.comment is None


def block_lines(text: str, old_lines: Sequence[str], indent: int, style: str = "|") -> list[str]:
    """Return the lines of a text as a block, without their ends.

    Args:
        text: as `clean_text` returns it.
        old_lines: the lines of the block that it replaces, without their indentation and ends; none for a new one.
        indent: the columns before each line.
        style: `|`, or `>`, in which it takes two empty lines to end a paragraph.
    """
    if not text:
        return []
    paragraph = "\n\n" if style == "|" else "\n\n\n"
    old_text = "\n".join(old_lines)
    width = max(WIDTH - indent, *map(len, old_lines)) if old_lines else WIDTH - indent
    words, gaps = _keep_gaps(_words(old_text), _words(text.replace("\n\n", paragraph)), paragraph)
    lines = _filled("".join(part for pair in zip(words, [*gaps, ""], strict=True) for part in pair).split("\n"), width)
    return [(" " * indent + line) if line.strip() else "" for line in lines]


def _words(text: str) -> _Words:
    parts = re.split(r"([ \t\r\n]+)", text.strip(" \t\r\n"))
    return parts[::2], parts[1::2]


def _keep_gaps(old: _Words, new: _Words, paragraph: str) -> _Words:
    """Return the new words with the old line breaks between words, and around those that were exchanged."""
    words, gaps = new[0], list(new[1])
    old_words, old_gaps = old

    def keep(at: int, before: str) -> None:
        is_end = before.count("\n") >= paragraph.count("\n")
        if is_end == (gaps[at] == paragraph):
            gaps[at] = before

    for tag, start, end, new_start, new_end in SequenceMatcher(None, old_words, words, autojunk=False).get_opcodes():
        if tag == "equal":
            for at in range(end - start - 1):
                keep(new_start + at, old_gaps[start + at])
        before = old_gaps[start - 1 : start] if start else []
        after = old_gaps[end - 1 : end] if end < len(old_words) else []
        if tag == "replace" and new_start and before:
            keep(new_start - 1, before[0])
        if tag in {"replace", "insert"} and new_end < len(words) and after:
            keep(new_end - 1, after[0])
        if tag == "delete" and new_start and new_start < len(words) and before and after:
            keep(new_start - 1, max(before[0], after[0], key=lambda gap: "\n" in gap))
    return words, gaps


def _filled(lines: list[str], width: int) -> list[str]:
    """Return lines with what is too long for one moved to the front of the next one."""
    filled: list[str] = []
    rest = ""
    for line in lines:
        is_end = not line.strip()
        if rest and is_end:
            filled.append(rest)
            rest = ""
        parts = _broken(f"{rest} {line}" if rest else line, width)
        # Only a line that was cut has a rest, which may stand in front of the next line.
        rest = parts.pop() if len(parts) > 1 else ""
        filled += parts
    return [*filled, *([rest] if rest else [])]


def _broken(line: str, width: int) -> list[str]:
    """Return a line as lines that are not too long, where spaces allow it."""
    lines = []
    while len(line) > width:
        at = line.rfind(" ", 0, width + 1)
        if at <= 0:
            at = line.find(" ", width)
        if at <= 0:
            break
        lines.append(line[:at].rstrip())
        line = line[at:].lstrip()
    return [*lines, line]


def fits_on_a_line(text: str) -> bool:
    """Return whether a text is written on the line of its key."""
    return "\n" not in text and len(text) <= _LONGEST_LINE
