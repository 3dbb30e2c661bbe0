"""Find what the sentences of a script contradict in those of its article."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.language.sentences import split_sentences
from audiobrief.review.against.article import ArticleSentences
from audiobrief.review.against.statements.causes import find_other_causes
from audiobrief.review.against.statements.counts import find_other_counts, find_other_scores
from audiobrief.review.against.statements.negations import find_negations
from audiobrief.review.against.statements.opposites import find_exchanged_opposites, find_opposites
from audiobrief.review.against.statements.persons import find_other_names, find_other_speakers
from audiobrief.review.against.statements.roles import find_swapped_roles
from audiobrief.review.against.statements.sentence import Contradiction, Pair

_FEWEST = 3
"""Words that two sentences have to share to be about the same; of three words, one may differ, and of two, none."""
_RULES = (
    find_exchanged_opposites,
    find_swapped_roles,
    find_other_speakers,
    find_other_names,
    find_other_counts,
    find_other_scores,
    find_other_causes,
)


def find_contradictions(text: str, article: ArticleSentences, language: str) -> Iterator[Contradiction]:
    """Yield what the sentences of a text contradict in the sentences of its article that are about the same."""
    for start, end in split_sentences(text, language):
        match = article.matching(text[start:end])
        if match is None:
            continue
        pair = Pair(text[start:end], start, match, language)
        if _are_about_the_same(pair):
            yield from _turned(pair, article)
            for rule in _RULES:
                yield from rule(pair, article)


def _turned(pair: Pair, article: ArticleSentences) -> tuple[Contradiction, ...]:
    """Return the negations and opposites by which a sentence says something else than the article's.

    Two of them turn it back again: 'lost no match' says what 'won every match' does.
    """
    found = (*find_negations(pair, article), *find_opposites(pair, article))
    turns = min(len({each.start for each in found}), len({each.detail for each in found}))
    return found if turns % 2 else ()


def _are_about_the_same(pair: Pair) -> bool:
    stems = {word.stem for word in pair.said if word.has_meaning}
    fewest = _FEWEST - 1 if len(stems) in {_FEWEST, _FEWEST - 1} else _FEWEST
    return len(stems & {word.stem for word in pair.known}) >= fewest
