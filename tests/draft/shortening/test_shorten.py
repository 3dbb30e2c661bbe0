"""A story with some of its paragraphs: the others and the headings over them are listed."""

from __future__ import annotations

from audiobrief.draft.model import Metadata
from audiobrief.draft.shortening.outline import Outline
from audiobrief.draft.shortening.shorten import keep
from audiobrief.draft.stories.story import Story
from audiobrief.draft.structure.chapters import Heading

TEXTS = tuple(f"Ferry {number} is late." for number in range(4))
NEEDS_NOTHING = Outline((frozenset(),) * 4, (1.0, 0.9, 0.8, 0.7), frozenset({0}))


def test_a_heading_over_nothing_is_listed_though_another_has_its_title() -> None:
    headings = (Heading(None, TEXTS[:1]), Heading("Monday", TEXTS[1:2]), Heading("Monday", TEXTS[2:]))
    short = keep(
        Story(Metadata(title="Ferries", language="en"), headings, has_own_headings=True, omitted=()),
        NEEDS_NOTHING,
        frozenset({0, 1}),
    )
    assert short.story.headings == headings[:2]
    assert [(each.block.text, each.reason) for each in short.for_length] == [
        (TEXTS[2], "for length"),
        (TEXTS[3], "for length"),
        ("Monday", "heading over what is left out for length"),
    ]
