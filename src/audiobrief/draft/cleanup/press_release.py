"""Mark the contacts of a press release, which are meant for newsrooms and not for listeners."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audiobrief.draft.model import Block
from audiobrief.language.profile import Language

_DETAIL = re.compile(r"\S@\S|(?:\d[\s()/.-]{0,2}){7,}|\bwww\.|https?://")
"""A contact detail: an email address, a telephone number, a web address."""
_LONGEST = 12
"""The most words of a line that holds a name or a post."""
_APART = 3
"""The most lines between the label or a detail and the next detail."""


def mark_press_contacts(blocks: Sequence[Block], languages: Sequence[Language]) -> tuple[Block, ...]:
    """Mark the lines from a contact label to the last telephone number or address as omitted."""
    contacts = {at for start in _labels(blocks, languages) for at in range(start, _end(blocks, start))}
    return tuple(
        replace(block, reason="contact for newsrooms") if at in contacts and block.reason is None else block
        for at, block in enumerate(blocks)
    )


def _labels(blocks: Sequence[Block], languages: Sequence[Language]) -> Iterator[int]:
    for at, block in enumerate(blocks):
        if any(language.contact.match(block.text) for language in languages):
            yield at


def _end(blocks: Sequence[Block], start: int) -> int:
    """Return the index after the last contact detail under a label; the label's own index if there is none."""
    end = start
    for at in range(start, len(blocks)):
        text = blocks[at].text
        is_detail = bool(_DETAIL.search(text))
        if at - end > _APART or len(text.split()) > _LONGEST * (2 if is_detail else 1):
            break
        end = at + 1 if is_detail else end
    return end
