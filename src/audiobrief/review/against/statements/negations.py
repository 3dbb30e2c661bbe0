"""Recognise words that turn what follows them into its opposite, and compare where two sentences have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from audiobrief.language.tables import table
from audiobrief.review.against.article import ArticleSentences
from audiobrief.review.against.statements.sentence import Contradiction, Pair, Word, fits

_REACH, _LONGEST_REACH = 3, 6
"""Words after a negation in which the word that it negates is looked for; more of them where these are small words."""
_DENIED = 3
"""Words of a clause that are negated where the clause is denied: 'denied that the bridge was closed'."""


def is_negation(word: str, language: str) -> bool:
    """Return whether a word, in small letters and with a straight apostrophe, negates: `not`, `didn't`, `n'a`."""
    return word in _negations(language) or word.endswith("n't") or word.startswith("n'")


@cache
def _negations(language: str) -> frozenset[str]:
    return frozenset(table("clauses", language).get("negations", ()))


@cache
def _listed(language: str, name: str) -> frozenset[str]:
    return frozenset(table("opposites", language).get(name, ()))


def _negates(word: Word, language: str) -> bool:
    """Return whether a word of a statement negates; 'no' and 'without' do, which a quotation may leave out."""
    return is_negation(word.plain, language) or word.plain in _listed(language, "none")


def find_negations(pair: Pair, _article: ArticleSentences) -> Iterator[Contradiction]:
    """Yield words that one of two sentences negates and the other has without a negation."""
    said, known, language = pair.said, pair.known, pair.tag
    negated, known_negated = _negated(said, language), _negated(known, language)
    known_stems = {word.stem for word in known}
    for negation, stems in _by_negation(negated).items():
        is_agreed = not stems.isdisjoint(known_negated) or _is_told_otherwise(negation, known, language)
        if stems & known_stems and not is_agreed:
            yield pair.contradiction("negation", negation, negation, negation.plain)
            return
    if any(_negates(word, language) or word.plain in _listed(language, "denials") for word in said):
        return
    for word in said:
        known_negation = known_negated.get(word.stem)
        if known_negation is not None and not _is_told_otherwise(known_negation, said, language):
            yield pair.contradiction("missing-negation", word, word, known_negation.plain)
            return


def _by_negation(negated: dict[str, Word]) -> dict[Word, set[str]]:
    found: dict[Word, set[str]] = {}
    for stem, negation in negated.items():
        found.setdefault(negation, set()).add(stem)
    return found


def _is_told_otherwise(negation: Word, words: Sequence[Word], language: str) -> bool:
    """Return whether a word of the other sentence says what 'no' or 'without' says: 'lost power'."""
    return negation.plain in _listed(language, "none") and any(
        fits(word.plain, listed) for word in words for listed in _listed(language, "lacking")
    )


def _negated(words: Sequence[Word], language: str) -> dict[str, Word]:
    """Return the stems of words after a negation, each with the negation."""
    found: dict[str, Word] = {}
    for number, word in enumerate(words):
        for other in _negated_by(words, number, language):
            found.setdefault(other.stem, word)
    return found


def _negated_by(words: Sequence[Word], number: int, language: str) -> list[Word]:
    """Return the words that a word negates; none if it is no negation."""
    word = words[number]
    if word.plain in _listed(language, "denials") and (denied := _denied_clause(words[number + 1 :], language)):
        is_denied = any(_negates(other, language) for other in words[max(0, number - _REACH) : number])
        return [] if is_denied else denied
    if not _negates(word, language) or _has_exception(words, number, language):
        return []
    behind = words[number + 1 : number + 1 + _LONGEST_REACH]
    following = [other for other in behind[:_REACH] if other.has_meaning] or [
        other for other in behind if other.has_meaning
    ]
    before = words[max(0, number - 1) : number] if language.startswith(("fr", "de")) else ()
    return [*following[:1], *(other for other in before if other.has_meaning)]


def _has_exception(words: Sequence[Word], number: int, language: str) -> bool:
    """Return whether somebody is excepted from a word such as nobody: 'nobody spoke but the mayor'."""
    behind = {word.plain for word in words[number + 1 : number + 1 + _LONGEST_REACH]}
    return words[number].plain in _listed(language, "nobody") and not behind.isdisjoint(_listed(language, "except"))


def _denied_clause(behind: Sequence[Word], language: str) -> list[Word]:
    """Return the first words with a meaning of the clause that is denied; none where no clause follows."""
    links = _listed(language, "that")
    at = next((at for at, word in enumerate(behind[:_REACH]) if word.plain in links), None)
    return [] if at is None else [word for word in behind[at + 1 :] if word.has_meaning][:_DENIED]
