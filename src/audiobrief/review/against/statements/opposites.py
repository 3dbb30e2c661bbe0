"""Find words in whose place the article has a word of the opposite meaning, or another superlative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from audiobrief.language.tables import table
from audiobrief.review.against.article import ArticleSentences
from audiobrief.review.against.statements.sentence import Contradiction, Pair, Word, fits, near


def find_opposites(pair: Pair, _article: ArticleSentences) -> Iterator[Contradiction]:
    """Yield words in whose place the article has a word of the opposite meaning."""
    said, known = pair.said, pair.known
    for number, word in enumerate(said):
        if _count(said, word) <= _count(known, word):
            continue
        for opposite in _opposites_of(word.plain, pair.tag):
            if any(fits(other.plain, opposite) for other in said):
                continue
            places = (at for at, other in enumerate(known) if fits(other.plain, opposite))
            place = next((at for at in places if _stand_alike(said, number, known, at)), None)
            if place is not None:
                yield pair.contradiction("opposite", word, word, known[place].plain)
                break


def find_exchanged_opposites(pair: Pair, _article: ArticleSentences) -> Iterator[Contradiction]:
    """Yield a word that is exchanged with its opposite.

    'Barley had become dearer and glass cheaper' of 'barley had become cheaper and glass dearer'.
    """
    for number, word in enumerate(pair.said):
        for place, other in enumerate(pair.known):
            opposites = _opposites_of(word.plain, pair.tag)
            is_opposite = any(fits(other.plain, opposite) for opposite in opposites)
            if is_opposite and _are_exchanged(pair.said, number, pair.known, place):
                yield pair.contradiction("opposite", word, word, other.plain)
                return


def _count(words: Sequence[Word], word: Word) -> int:
    return sum(other.plain == word.plain for other in words)


def _stand_alike(said: Sequence[Word], number: int, known: Sequence[Word], place: int) -> bool:
    """Return whether the words around two words are partly the same."""
    if near(said, number) & near(known, place):
        return True
    return _neighbours(said, number) == _neighbours(known, place)


def _neighbours(words: Sequence[Word], number: int) -> tuple[str | None, str | None]:
    """Return the words before and behind a word."""
    before = words[number - 1].plain if number else None
    return before, words[number + 1].plain if number + 1 < len(words) else None


def _are_exchanged(said: Sequence[Word], number: int, known: Sequence[Word], place: int) -> bool:
    """Return whether a word and its opposite are in both sentences, each beside what the other one is beside there."""
    at = next((at for at, word in enumerate(said) if word.plain == known[place].plain), None)
    other = next((at for at, word in enumerate(known) if word.plain == said[number].plain), None)
    if at is None or other is None:
        return False
    own, opposite = _subject_before(said, number), _subject_before(said, at)
    subjects = _subject_before(known, place), _subject_before(known, other)
    return own is not None and opposite is not None and own != opposite and subjects == (own, opposite)


def _subject_before(words: Sequence[Word], number: int) -> str | None:
    """Return the stem of the last word with a meaning, but no number, right before a word, among four."""
    before = (words[at] for at in range(number - 1, max(-1, number - 5), -1))
    return next(
        (word.stem for word in before if word.has_meaning and not word.plain.isdigit() and word.plain not in _LINKS),
        None,
    )


_LINKS = frozenset({"become", "became", "been", "were", "more", "also", "than", "much", "even", "will", "have"})
"""Words between a noun and what is said of it."""


@cache
def _opposites_of(word: str, language: str) -> tuple[str, ...]:
    return tuple(
        opposite
        for one, other in table("opposites", language).get("pairs", ())
        for side, opposites in ((one, other), (other, one))
        if any(fits(word, listed) for listed in side)
        for opposite in opposites
    )
