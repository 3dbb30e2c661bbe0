"""A plain text as blocks: paragraphs between empty lines, lines that were wrapped joined again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from audiobrief.draft.cleaning import clean_line, clean_text
from audiobrief.draft.model import About, Article, Block
from audiobrief.draft.questions import is_spoken

__all__ = ["read_text"]

_WRAPPED = 100
"""Characters: where no line of a paragraph is longer, an editor or a mail program may have wrapped it."""
_SHORT = 0.6
"""Of the longest line: a shorter one that another follows was ended on purpose."""


def read_text(text: str) -> Article:
    """Read a plain text; its headline, headings and captions are for others to find."""
    return Article(About(), tuple(_blocks(clean_text(text))), has_headings=False)


def _blocks(text: str) -> Iterator[Block]:
    lines: list[tuple[int, str]] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            lines.append((number, line.strip()))
        elif lines:
            yield from _paragraphs(lines)
            lines = []


def _paragraphs(lines: list[tuple[int, str]]) -> Iterator[Block]:
    """Give the paragraphs of lines without an empty one between them."""
    longest = max(len(line) for _, line in lines)
    start, parts = lines[0][0], [lines[0][1]]
    for (_, before), (number, line) in pairwise(lines):
        if longest > _WRAPPED or len(before) < _SHORT * longest or _is_item(line):
            yield _block(parts, start)
            start, parts = number, []
        parts.append(line)
    yield _block(parts, start)


def _is_item(line: str) -> bool:
    return line[:2] in {"- ", "* ", "• ", "– "} or line[:1] == "•"


def _block(parts: list[str], number: int) -> Block:
    text = clean_line(" ".join(parts))
    is_marked = _is_item(text) and not is_spoken(text)
    return Block(text[1:].strip() if is_marked else text, place=f"line {number}")
