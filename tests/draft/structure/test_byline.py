"""The first lines of a text: which of them is the headline."""

from __future__ import annotations

import pytest

from audiobrief.draft.drafting import make_draft
from audiobrief.draft.readers.markdown import read_markdown
from audiobrief.draft.readers.text import read_text

STORY = "The old sea wall fell on Sunday in the storm, and nobody was there to see it.\n\nIt had stood long."


@pytest.mark.parametrize(
    "headline",
    [
        "U.S. Senate passes farm bill after all-night session",
        "The wall is down. Now what?",
        "The wall is down. Nobody knows why",
        "“Who will pay for it?”",
    ],
)
def test_a_headline_may_have_a_full_stop_inside(headline: str) -> None:
    draft = make_draft(read_text(f"{headline}\n\n{STORY}"), language="en")
    assert draft.metadata.title == headline
    assert draft.chapters[0].paragraphs[0].startswith("The old sea wall")


def test_a_first_sentence_is_said_and_named() -> None:
    draft = make_draft(read_text(STORY), language="en")
    assert draft.metadata.title == "The old sea wall fell on Sunday in the storm, and nobody was there to see it"
    assert len(draft.chapters[0].paragraphs) == 2


def test_a_bold_byline_is_no_chapter() -> None:
    draft = make_draft(read_markdown(f"# The wall\n\n**By Ann Lee**\n\n{STORY}"), language="en")
    assert (draft.metadata.author, [chapter.title for chapter in draft.chapters]) == ("Ann Lee", [None])


@pytest.mark.parametrize("text", [".”\n\nThe trial goes on.", ".” The trial goes on.", "…\n\n—\n\nThe trial goes on."])
def test_a_title_has_words(text: str) -> None:
    assert make_draft(read_text(text), language="en").metadata.title == "The trial goes on"


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ann Lee - 11/18/19 11:04 PM EST", "Ann Lee"),
        ("By Ann\u00a0Lee", "Ann Lee"),
        ("Ann Lee, AP National Security Writer", "Ann Lee"),
        ("Ann Lee and Tom Reed, Associated Press", "Ann Lee and Tom Reed"),
    ],
)
def test_a_byline_may_have_a_post_or_a_time(line: str, author: str) -> None:
    draft = make_draft(read_markdown(f"# The wall\n\n{line}\n\n{STORY}"), language="en")
    assert (draft.metadata.author, draft.chapters[0].paragraphs[0][:12]) == (author, "The old sea ")
