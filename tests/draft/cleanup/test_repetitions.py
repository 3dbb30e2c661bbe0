"""Pull quotes are listed: what stands in the story a second time."""

from __future__ import annotations

from dataclasses import replace

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


def test_a_beginning_that_is_made_of_the_next_paragraphs_is_listed() -> None:
    parts = (Block("The bridge over the river is open again."), Block("It had been closed for a week."))
    folded = Block(" ".join(part.text for part in parts))
    assert left_out(folded, Block("A caption.", reason="caption"), *parts) == [folded.text, "A caption."]
    assert left_out(folded, parts[1], parts[0]) == [part.text for part in reversed(parts)]


def test_what_stands_after_a_colon_is_said_twice_on_purpose() -> None:
    quote = Block("“We shall pay for the bridge ourselves.”")
    assert left_out(Block("Look at that again:"), quote) == []


def test_a_plain_paragraph_under_another_heading_is_no_pull_quote() -> None:
    plain = Block("We shall pay for the bridge ourselves")
    heading = Block("On Tuesday", is_heading=True)
    assert left_out(heading, plain) == []
    assert left_out(heading, replace(plain, is_quotation=True)) == [plain.text]
