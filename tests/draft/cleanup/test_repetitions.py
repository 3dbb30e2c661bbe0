"""Pull quotes are listed: what stands in the story a second time."""

from __future__ import annotations

import pytest

from audiobrief.draft.cleanup.repetitions import mark_pull_quotes
from audiobrief.draft.model import Block

STORY = Block("The mayor of the town was angry. “We shall pay for the bridge ourselves,” said Ann Lee on Monday.")


def left_out(*blocks: Block) -> list[str]:
    return [block.text for block in mark_pull_quotes((STORY, *blocks)) if block.reason]


@pytest.mark.parametrize(
    "block",
    [
        Block("“We shall pay for the bridge ourselves”"),
        Block("We shall pay for the bridge ourselves"),
        Block("We shall pay for the bridge ourselves", is_heading=True),
        Block("“We shall pay”", is_heading=True),
        Block("We shall pay", is_quotation=True),
        Block("“We shall pay for the bridge ourselves” — Ann Lee, mayor"),
        Block("“We shall pay for the bridge ourselves” Ann Lee, mayor"),
        Block("The mayor of the town was angry."),
    ],
)
def test_what_the_story_says_too_is_listed(block: Block) -> None:
    assert left_out(block) == [block.text]


@pytest.mark.parametrize(
    "block",
    [
        Block("We shall pay."),
        Block("We shall pay for it ourselves", is_quotation=True),
        Block("The mayor of the town", is_heading=True),
        Block("The mayor of the town was angry.", is_line=True),
        STORY,
    ],
)
def test_what_it_says_in_another_way_stays(block: Block) -> None:
    assert left_out(block) == []


def test_the_name_under_a_pull_quote_goes_with_it() -> None:
    quote = Block("We shall pay for the bridge ourselves", is_quotation=True)
    assert left_out(quote, Block("— Ann Lee, mayor"), Block("It rained.")) == [quote.text, "— Ann Lee, mayor"]
