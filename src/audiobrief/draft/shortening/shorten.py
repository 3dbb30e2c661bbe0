"""Shorten stories to a duration: choose paragraphs, compose the draft, measure it, and choose again until it fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from audiobrief.draft.drafting import Draft
from audiobrief.draft.model import Block, OmittedBlock
from audiobrief.draft.shortening.choice import choose, shortest_choice, take_back_order
from audiobrief.draft.shortening.outline import Outline, outline_story
from audiobrief.draft.stories.story import Story, split_by_topic
from audiobrief.draft.structure.chapters import Heading
from audiobrief.language.profile import load_language

_ATTEMPTS = 9
_NEAR = 0.015
"""The share of the wanted duration by which a draft may miss it without another attempt."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How long a draft would last."""

    seconds: float
    paragraphs: tuple[float, ...]
    """The duration in seconds of each paragraph of its narrations, in order, with the silence after it."""
    can_reach: bool = True
    """False if it has a target that `render` cannot keep to."""


@dataclass(frozen=True, slots=True)
class Shortened:
    """A draft of the wanted duration, as near as its paragraphs allow."""

    draft: Draft
    measured: Measure
    """How long it would last."""


@dataclass(frozen=True, slots=True)
class ShortStory:
    """A story without some of its paragraphs."""

    story: Story
    for_length: tuple[OmittedBlock, ...]
    """The paragraphs that are left out, in the order in which an editor may take it back."""


def shorten(
    stories: Sequence[Story],
    wanted: float,
    compose: Callable[[Sequence[ShortStory]], Draft],
    measure: Callable[[Draft], Measure],
) -> Shortened | None:
    """Shorten stories so that their draft has a duration; return None if it would be too long without any choice.

    Args:
        stories: what is told.
        wanted: the duration of the draft in seconds.
        compose: composes a draft of all stories.
        measure: measures a draft.
    """
    outlines = tuple(map(outline_story, stories))
    whole = compose([ShortStory(story, ()) for story in stories])
    measured = measure(whole)
    if measured.seconds <= wanted * (1 + _NEAR):
        return Shortened(whole, measured)
    durations = iter(measured.paragraphs)
    seconds = [tuple(next(durations) for _ in story.paragraphs) for story in stories]
    spoken = sum(measured.paragraphs)
    around = measured.seconds - spoken
    least = sum(seconds[story][at] for story, kept in enumerate(shortest_choice(outlines)) for at in kept)
    if len(stories) > 1 and around + least > wanted * (1 + _NEAR):
        return None
    budget, tried = wanted - around, []
    low, high = 0.0, spoken
    for _ in range(_ATTEMPTS):
        kept = choose(outlines, seconds, budget)
        draft = compose([keep(*each) for each in zip(stories, outlines, kept, strict=True)])
        found = Shortened(draft, measure(draft))
        tried.append(found)
        excess = found.measured.seconds - wanted
        if abs(excess) <= _NEAR * wanted:
            break
        # Chapters come and go with their paragraphs, so that the excess does not say exactly what to change.
        low, high = (low, min(high, budget)) if excess > 0 else (max(low, budget), high)
        budget -= excess
        if not low < budget < high:
            budget = (low + high) / 2
    return min(tried, key=lambda each: abs(each.measured.seconds - wanted))


def keep(story: Story, outline: Outline, kept: frozenset[int]) -> ShortStory:
    """Return a story with some of its paragraphs, and the others as a list; a heading over nothing is left out, too."""
    paragraphs = story.paragraphs
    left_out = [OmittedBlock(Block(paragraphs[at]), "for length") for at in take_back_order(outline, kept)]
    shortened = _shortened_headings(story, kept)
    headings = tuple(heading for heading in shortened if heading.paragraphs)
    if story.has_own_headings:
        left_out += [
            OmittedBlock(Block(heading.title, is_heading=True), "heading over what is left out for length")
            for heading in shortened
            if heading.title and not heading.paragraphs
        ]
    elif len(story.headings) > 1:
        headings = split_by_topic(headings, load_language(story.metadata.language or "en"))
    return ShortStory(replace(story, headings=headings), tuple(left_out))


def _shortened_headings(story: Story, kept: frozenset[int]) -> list[Heading]:
    """Return all headings, each with those of its paragraphs that are kept."""
    indexed = enumerate(story.paragraphs)
    return [
        replace(heading, paragraphs=tuple(text for at, text in islice(indexed, len(heading.paragraphs)) if at in kept))
        for heading in story.headings
    ]
