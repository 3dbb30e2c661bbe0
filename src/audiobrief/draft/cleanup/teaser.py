"""Recognise an article of which only the beginning is there: for readers who pay, or who follow a link."""

from __future__ import annotations

from collections.abc import Sequence

from audiobrief.draft.cleanup.text import words_of
from audiobrief.draft.model import OmittedBlock

PAYWALL = "prompt to subscribe"
"""The reason to leave out a request to pay or to sign in before reading on."""
_SHORT = 300
"""Words; a longer text is whole, even where the page says that it is for paying readers."""
_PROMPTED = 600
"""Words; a longer text is whole, even where it asks its readers to subscribe."""
_BROKEN_OFF = 150
"""Words; a longer text may end with three dots."""


def find_teaser_sign(paragraphs: Sequence[str], omitted: Sequence[OmittedBlock], *, is_restricted: bool) -> str | None:
    """Return the sign that paragraphs are only the beginning of an article; None if there is none."""
    length = sum(len(words_of(paragraph)) for paragraph in paragraphs)
    prompt = next((each.block.text for each in omitted if each.reason == PAYWALL), None)
    if prompt is not None and length < _PROMPTED:
        return f"it says: {prompt if len(prompt) <= 80 else f'{prompt[:80]}…'}"
    if is_restricted and length < _SHORT:
        return "the page says that it is not free to read"
    is_open = bool(paragraphs) and paragraphs[-1].rstrip(" ])").endswith(("…", "..."))
    return "it breaks off" if is_open and length < _BROKEN_OFF else None
