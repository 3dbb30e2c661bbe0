"""Find causes that are others than in the article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from audiobrief.language.tables import table
from audiobrief.review.against.article import ArticleSentences
from audiobrief.review.against.statements.sentence import Contradiction, Pair, Word

_SMALLEST_SHARE = 0.5
"""The share of the words of a cause that the article's cause has, at least; with fewer, it is another one."""


def find_other_causes(pair: Pair, _article: ArticleSentences) -> Iterator[Contradiction]:
    """Yield the words after 'because' where the article's sentence has other ones after it."""
    said, known = _cause(pair, pair.said), _cause(pair, pair.known)
    if not said or not known:
        return
    everything = {word.stem for word in pair.known}
    shared = sum(word.stem in everything for word in said)
    if shared <= _SMALLEST_SHARE * len(said):
        yield pair.contradiction("cause", said[0], said[-1], pair.passage[known[0].start : known[-1].end])


def _cause(pair: Pair, words: Sequence[Word]) -> list[Word]:
    """Return the words with a meaning after a word such as 'because', up to the next mark."""
    at = next((at for at, word in enumerate(words) if word.plain in _because(pair.tag)), None)
    if at is None:
        return []
    end = at + 2
    while end < len(words) and not words[end].breaks:
        end += 1
    return [word for word in words[at + 1 : end] if word.has_meaning and word.plain not in pair.language.common]


@cache
def _because(language: str) -> frozenset[str]:
    return frozenset(table("opposites", language).get("causes", ()))
