"""The story and what is left out, with the headings that could stand over either."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from audiobrief.draft.cleanup.selection import reason_of, select
from audiobrief.draft.model import Block, LeftOut
from audiobrief.language.profile import Language

__all__ = ["part"]


def part(blocks: Sequence[Block], languages: Sequence[Language]) -> tuple[tuple[Block, ...], tuple[LeftOut, ...]]:
    """Part the story from what stands around it; every block is in one of the two, in order.

    A heading such as `Analysis` belongs to the story where a paragraph of the story stands right under it.

    Args:
        blocks: an article's.
        languages: those whose words tell what is no story.
    """
    story: list[Block] = []
    out: list[LeftOut] = []
    start = 0
    for end in [*_over_story(blocks, languages), len(blocks)]:
        kept, left = select(blocks[start:end], languages)
        story += [*kept, *blocks[end : end + 1]]
        out += left
        start = end + 1
    return tuple(story), tuple(out)


def _over_story(blocks: Sequence[Block], languages: Sequence[Language]) -> Iterator[int]:
    """Return the places of marked headings that only what stands under them tells from furniture."""
    for at, (block, under) in enumerate(pairwise(blocks)):
        if (
            block.is_heading
            and block.reason is None
            and any(language.over_story.search(block.text) for language in languages)
            and not under.is_heading
            and (under.reason or reason_of(under.text, languages)) is None
        ):
            yield at
