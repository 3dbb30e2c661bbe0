"""Outline a story: the value of each paragraph, and those that are always kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from audiobrief.draft.cleanup.text import cosine, word_stem, words_of
from audiobrief.draft.shortening.references import find_needs
from audiobrief.draft.stories.story import Story
from audiobrief.draft.structure.chapters import ends_as_question
from audiobrief.language.attribution import end_of_name, tokenize
from audiobrief.language.profile import Language, load_language

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ORDER, _CENTRALITY, _COVERAGE = 1.0, 1.0, 0.3
"""How much the place in the story, the words shared with all of it, and what the headline has count."""
_FADING = 0.12
"""How fast the worth of a paragraph falls with its place: news tells first what matters most."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A story's paragraphs for a choice among them."""

    needs: tuple[frozenset[int], ...]
    """For each paragraph, the indices of all others that must be kept with it."""
    values: tuple[float, ...]
    """The worth of a second of each paragraph; higher is better."""
    required: frozenset[int]
    """The paragraphs that are always kept: the first, and what has the names and numbers of the headline."""

    def closure(self, at: int) -> frozenset[int]:
        """Return a paragraph with all that it needs."""
        return self.needs[at] | {at}


def outline_story(story: Story) -> Outline:
    """Return what matters in a story."""
    language = load_language(story.metadata.language or "en")
    paragraphs = story.paragraphs
    needs = find_needs(paragraphs, language, _answers(story))
    wanted = _headline_stems(story.metadata.title or "", language)
    stems = [_stems(paragraph, language) for paragraph in paragraphs]
    required = {0, *needs[0]}
    for stem in wanted:
        having = [at for at, found in enumerate(stems) if stem in found]
        if having and not required.intersection(having):
            # The names of a headline are worth the least that has to be kept for them.
            at = min(having, key=lambda place: (len(needs[place] - required), place))
            required |= {at, *needs[at]}
    centrality = _centralities(stems)
    values = tuple(
        _ORDER / (1 + _FADING * at)
        + _CENTRALITY * centrality[at]
        + _COVERAGE * min(2, sum(stem in stems[at] for stem in wanted))
        for at in range(len(paragraphs))
    )
    return Outline(needs, values, frozenset(required))


def _answers(story: Story) -> dict[int, int]:
    """Return for each paragraph under a question the first one under it."""
    first = 0
    found: dict[int, int] = {}
    for heading in story.headings:
        end = first + len(heading.paragraphs)
        if heading.title and ends_as_question(heading.title):
            found |= dict.fromkeys(range(first, end), first)
        first = end
    return found


def _headline_stems(headline: str, language: Language) -> tuple[str, ...]:
    """Return the names and numbers of a headline as they are compared, each once.

    In a headline with capital letters throughout, every word may be a name.
    """
    tokens = tokenize(headline, language)
    found = []
    for at, token in enumerate(tokens):
        is_name = end_of_name(tokens, at, language) > at and token.lower() not in language.common
        if is_name or _NUMBER.fullmatch(token):
            found.append(_stem(token.lower()))
    return tuple(dict.fromkeys(found))


def _stems(text: str, language: Language) -> Counter[str]:
    return Counter(_stem(word) for word in words_of(text) if word not in language.common)


def _stem(word: str) -> str:
    return word if word[:1].isdigit() else word_stem(word)


def _centralities(stems: Sequence[Counter[str]]) -> list[float]:
    """Return the cosine of each paragraph's words with those of the whole story, 0 to 1."""
    whole = sum(stems, Counter[str]())
    return [cosine(part, whole) for part in stems]
