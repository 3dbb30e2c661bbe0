"""Mark quotations that an article sets off from its text, so that they are spoken as quotations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from audiobrief.draft.model import Block
from audiobrief.language.quotations import quote

_SOURCE = re.compile(r"[—–-]\s?\w(?:\S*\s+){0,11}\S*$")
"""A line under a quotation that says whose it is: a dash and a few words."""


def mark_set_off_quotations(blocks: Sequence[Block], language: str) -> tuple[Block, ...]:
    """Put quotation marks around the paragraphs that the file sets off as quotations (`language`: BCP 47 tag).

    Of several paragraphs in a row, only the last is closed, as usual in print: one person says them all.
    """
    is_marked = [block.is_quotation and not _SOURCE.match(block.text) for block in blocks]
    return tuple(
        replace(block, text=quote(block.text, language, is_closed=not goes_on)) if marked else block
        for block, marked, goes_on in zip(blocks, is_marked, [*is_marked[1:], False], strict=True)
    )
