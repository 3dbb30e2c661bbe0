"""Find causes that are others than in the article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from audiobrief.language.tables import table
from audiobrief.review.against.article import ArticleSentences
from audiobrief.review.against.statements.sentence import Contradiction, Pair, Word

_SMALLEST_SHARE = 0.5
"""The share of the words of a cause that the other sentence has, too; with fewer in both, it is another cause."""


def find_other_causes(pair: Pair, _article: ArticleSentences) -> Iterator[Contradiction]:
    """Yield the words after 'because' where the article has others, or after 'although' where it has 'because'."""
    said, known = _cause(pair, pair.said), _cause(pair, pair.known)
    conceded = _cause(pair, pair.said, "concessions")
    if known and not said and conceded and _share(conceded, known) >= _SMALLEST_SHARE:
        yield pair.contradiction("cause", conceded[0], conceded[-1], pair.passage[known[0].start : known[-1].end])
    if not said or not known:
        return
    if _share(said, pair.known) <= _SMALLEST_SHARE and _share(known, pair.said) < _SMALLEST_SHARE:
        yield pair.contradiction("cause", said[0], said[-1], pair.passage[known[0].start : known[-1].end])


def _share(cause: Sequence[Word], words: Sequence[Word]) -> float:
    everything = {word.stem for word in words}
    return sum(word.stem in everything for word in cause) / len(cause)


def _cause(pair: Pair, words: Sequence[Word], name: str = "causes") -> list[Word]:
    """Return the words with a meaning after a word such as 'because', up to the next mark."""
    at = next((at for at, word in enumerate(words) if word.plain in _listed(pair.tag, name)), None)
    if at is None:
        return []
    end = at + 2
    while end < len(words) and not words[end].breaks:
        end += 1
    return [word for word in words[at + 1 : end] if word.has_meaning and word.plain not in pair.language.common]


@cache
def _listed(language: str, name: str) -> frozenset[str]:
    return frozenset(table("opposites", language).get(name, ()))
