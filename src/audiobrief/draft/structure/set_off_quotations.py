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
    """Put quotation marks around the paragraphs that the file sets off as quotations (`language`: BCP 47 tag)."""
    return tuple(
        replace(block, text=quote(block.text, language))
        if block.is_quotation and not _SOURCE.match(block.text)
        else block
        for block in blocks
    )
