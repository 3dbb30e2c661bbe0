"""Remove footnote marks from the story, and mark the notes as omitted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from audiobrief.draft.model import Block

_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]|(?:(?<=[\w.,;:!?)\"”’»“])|(?<=[.!?\"”’»“]) )\[\d{1,3}\]")
_NOTE = re.compile(r"(?P<mark>\[\^[^\]\s]{1,40}\]):|(?P<number>\[\d{1,3}\])\s")


def separate_footnotes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Set the reason for omission of each note that the story refers to, and remove the marks from the story."""
    marks = {match[0].strip() for block in blocks for match in _MARK.finditer(block.text)}
    return tuple(_without_mark(block, marks) if block.reason is None else block for block in blocks)


def _without_mark(block: Block, marks: set[str]) -> Block:
    note = _NOTE.match(block.text)
    if note and (note["mark"] or note["number"] in marks):
        return replace(block, reason="footnote")
    text = _MARK.sub("", block.text).strip()
    return replace(block, text=text) if text else block
