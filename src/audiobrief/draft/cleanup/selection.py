"""Split an article into its story and what surrounds it: captions, promotions, boxes, buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from audiobrief.draft.model import Block, OmittedBlock
from audiobrief.language.codes import AUDIBLE
from audiobrief.language.profile import Language
from audiobrief.language.quotations import CLOSING_MARKS

_LONGEST = 60
"""Words; a longer text is a paragraph of the story, whatever words it contains."""
_ADDRESS_ONLY = re.compile(r"(?:https?://|www\.)\S+")
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}(?:\s?(?:[ap]\.?m\.?|Uhr|[A-Z]{2,4}))?", re.IGNORECASE)
_ENDED = re.compile(rf"[.!?…][{CLOSING_MARKS}]*$")
_RULE = re.compile(r"[\W_]+")


def split_story(
    blocks: Sequence[Block], languages: Sequence[Language]
) -> tuple[tuple[Block, ...], tuple[OmittedBlock, ...]]:
    """Split an article into its story and the omitted blocks; every block is in one of the two, in order.

    A heading such as `Analysis` belongs to the story if a paragraph of the story follows it directly.

    Args:
        blocks: the article's blocks.
        languages: the languages whose patterns identify what is not the story.
    """
    story: list[Block] = []
    out: list[OmittedBlock] = []
    start = 0
    for end in [*_headings_over_story(blocks, languages), len(blocks)]:
        kept, left = _select(blocks[start:end], languages)
        story += [*kept, *blocks[end : end + 1]]
        out += left
        start = end + 1
    return tuple(story), tuple(out)


def _headings_over_story(blocks: Sequence[Block], languages: Sequence[Language]) -> Iterator[int]:
    """Yield the indices of headings such as `Analysis` that are kept because of the paragraph under them."""
    for at, (block, under) in enumerate(pairwise(blocks)):
        if (
            block.is_heading
            and block.reason is None
            and any(language.shared_headings.search(block.text) for language in languages)
            and not under.is_heading
            and (under.reason or omission_reason(under.text, languages)) is None
        ):
            yield at


def _select(
    blocks: Iterable[Block], languages: Sequence[Language]
) -> tuple[tuple[Block, ...], tuple[OmittedBlock, ...]]:
    """Split blocks into the story and the omitted ones, each in order.

    Args:
        blocks: the article's blocks.
        languages: the languages whose patterns identify what is not the story.
    """
    reasons = [
        (part, part.reason or omission_reason(part.text, languages))
        for block in blocks
        for part in _without_mark(block, languages)
    ]
    story: list[Block] = []
    out: list[OmittedBlock] = []
    for at, (block, reason) in enumerate(reasons):
        if reason is not None:
            out.append(OmittedBlock(replace(block, reason=None), reason))
        elif block.is_heading and _over_nothing(reasons[at + 1 :]):
            out.append(OmittedBlock(block, "heading over what is left out"))
        else:
            story.append(block)
    return tuple(story), tuple(out)


def _without_mark(block: Block, languages: Sequence[Language]) -> Iterator[Block]:
    """Yield a block; an agency mark behind its last sentence as a block of its own."""
    for language in languages:
        mark = language.agency.search(block.text) if block.reason is None else None
        if mark is not None and _ENDED.search(block.text[: mark.start()]):
            yield replace(block, text=block.text[: mark.start()])
            yield replace(block, text=mark[0].strip(), is_heading=False, reason="agency")
            return
    yield block


def _over_nothing(following: Sequence[tuple[Block, str | None]]) -> bool:
    """Return whether everything under a heading is omitted, and there is something."""
    under = []
    for block, reason in following:
        if block.is_heading and reason is None:
            break
        under.append(reason)
    return bool(under) and None not in under and not all(reason == "caption" for reason in under)


def omission_reason(text: str, languages: Sequence[Language]) -> str | None:
    """Return why a text is not part of the story; None if it may be."""
    if not AUDIBLE.search(text) or _RULE.fullmatch(text):
        return "nothing to say"
    if _ADDRESS_ONLY.fullmatch(text):
        return "web address"
    if _TIME.fullmatch(text):
        return "time of day"
    if len(text.split()) > _LONGEST:
        return None
    for language in languages:
        for reason, patterns in language.omission_patterns:
            if any(pattern.search(text) for pattern in patterns):
                return reason
    return None
