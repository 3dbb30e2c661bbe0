"""Find out where so little of a page is spoken that the article may not be in it, or was not found."""

from __future__ import annotations

from collections.abc import Sequence

from audiobrief.draft.cleanup.text import words_of
from audiobrief.draft.model import OmittedBlock

_FEWEST_WORDS = 100
"""With fewer words spoken, it may be a notice about cookies or a subscription."""
_FEWEST_SHARE = 1 / 3
"""The share of the words that could be spoken."""
_SHORTEST_PARAGRAPH = 20
"""The fewest words of a paragraph that could be spoken; shorter ones are labels and links."""
_NEVER_SPOKEN = {"comments", "cookie notice", "footnote", "hidden", "newsletter", "rights notice", "said before"}
"""Reasons for paragraphs that are no part of an article, whatever their length."""


def describe_shortfall(spoken: Sequence[str], omitted: Sequence[OmittedBlock]) -> str | None:
    """Return how little of a page is spoken, in a line for the editor; None if it is enough."""
    count = sum(len(words_of(text)) for text in spoken)
    lengths = [len(words_of(each.block.text)) for each in omitted if each.reason not in _NEVER_SPOKEN]
    possible = sum(length for length in lengths if length >= _SHORTEST_PARAGRAPH)
    if count >= _FEWEST_WORDS and count >= _FEWEST_SHARE * (count + possible):
        return None
    others = f", and {possible:,} words of other paragraphs are left out" if possible else ""
    return (
        f"only {count:,} words of the page are spoken{others} (compare it with the page, or save its article as text)"
    )
