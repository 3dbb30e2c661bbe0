"""Sentences that an ear cannot follow."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.errors import Position
from audiobrief.findings import Finding, Level, Place, shorten
from audiobrief.timeline.plan import Plan

__all__ = ["LONGEST_SENTENCE", "check_sentences"]

LONGEST_SENTENCE = 35
"""Words; what is longer has to be heard twice."""
_OPENING, _CLOSING = "([{", ")]}"


def check_sentences(plan: Plan) -> Iterator[Finding]:
    """Find sentences that are too long, and those with brackets inside brackets."""
    for segment in plan.segments:
        for sentence in segment.sentences:
            place = Position(segment.position.file, sentence.line, sentence.column)
            words = len(sentence.text.split())
            if words > LONGEST_SENTENCE:
                yield Finding(
                    Level.WARNING,
                    "long-sentence",
                    Place.at(place),
                    f"a sentence of {words} words, “{shorten(sentence.text, 40)}”",
                    f"make two of it: ears follow up to {LONGEST_SENTENCE}",
                )
            if _nested(sentence.text):
                yield Finding(
                    Level.WARNING,
                    "nested-brackets",
                    Place.at(place),
                    f"brackets inside brackets, in “{shorten(sentence.text, 40)}”",
                    "nobody hears them: make a sentence of what is inside",
                )


def _nested(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign in _OPENING) - (sign in _CLOSING and depth > 0)
        if depth > 1:
            return True
    return False
