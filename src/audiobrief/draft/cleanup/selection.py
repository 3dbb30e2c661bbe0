"""What of an article is the story, and what stands around it: captions, promotions, boxes, buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from audiobrief.draft.model import Block, LeftOut
from audiobrief.language.codes import AUDIBLE
from audiobrief.language.profile import Language

__all__ = ["reason_of", "select"]

_LONGEST = 60
"""Words: what is longer is a paragraph of the story, whatever words stand in it."""
_ADDRESS_ONLY = re.compile(r"(?:https?://|www\.)\S+")
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}(?:\s?(?:[ap]\.?m\.?|Uhr|[A-Z]{2,4}))?", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…][\"”’»“]*$")
_RULE = re.compile(r"[\W_]+")


def select(blocks: Iterable[Block], languages: Sequence[Language]) -> tuple[tuple[Block, ...], tuple[LeftOut, ...]]:
    """Part the story from what stands around it; every block is in one of the two, in order.

    Args:
        blocks: an article's.
        languages: those whose words tell what is no story.
    """
    reasons = [
        (part, part.reason or reason_of(part.text, languages))
        for block in blocks
        for part in _without_mark(block, languages)
    ]
    story: list[Block] = []
    out: list[LeftOut] = []
    for at, (block, reason) in enumerate(reasons):
        if reason is not None:
            out.append(LeftOut(replace(block, reason=None), reason))
        elif block.is_heading and _over_nothing(reasons[at + 1 :]):
            out.append(LeftOut(block, "heading over what is left out"))
        else:
            story.append(block)
    return tuple(story), tuple(out)


def _without_mark(block: Block, languages: Sequence[Language]) -> Iterator[Block]:
    """Part a paragraph of whole sentences from the agency's mark behind it."""
    for language in languages:
        mark = language.agency.search(block.text) if block.reason is None else None
        if mark is not None and _ENDED.search(block.text[: mark.start()]):
            yield replace(block, text=block.text[: mark.start()])
            yield replace(block, text=mark[0].strip(), is_heading=False, reason="agency")
            return
    yield block


def _over_nothing(following: Sequence[tuple[Block, str | None]]) -> bool:
    """Return whether all that stands under a heading is left out, and something does."""
    under = []
    for block, reason in following:
        if block.is_heading and reason is None:
            break
        under.append(reason)
    return bool(under) and None not in under and not all(reason == "caption" for reason in under)


def reason_of(text: str, languages: Sequence[Language]) -> str | None:
    """Say why a text is no part of a story; None where it may be one."""
    if not AUDIBLE.search(text) or _RULE.fullmatch(text):
        return "nothing to say"
    if _ADDRESS_ONLY.fullmatch(text):
        return "web address"
    if _TIME.fullmatch(text):
        return "time of day"
    if len(text.split()) > _LONGEST:
        return None
    for language in languages:
        for reason, patterns in language.left_out:
            if any(pattern.search(text) for pattern in patterns):
                return reason
    return None
