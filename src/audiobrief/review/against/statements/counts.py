"""Find numbers that count something else than in the article, have another unit or sign, and scores that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from audiobrief.language.numbers.amounts import Amount, find_amounts
from audiobrief.language.numbers.facts import Fact
from audiobrief.language.numbers.numerals import find_numbers
from audiobrief.language.numbers.signs import Sign
from audiobrief.language.numbers.units import Unit, unit_beside
from audiobrief.review.against.article import ArticleSentences
from audiobrief.review.against.statements.sentence import Contradiction, Pair, Word, split_words

_LONGEST_LEAD = 40
"""Characters behind a number in which its noun stands."""
_CLOSE = Decimal("0.05")
"""The part by which a rounded number may differ."""
_OF = " of "
"""Before a number of which a part is meant."""
_SCORE = re.compile(r"(?<![\d.,:/–-])(?P<own>\d{1,3})[-–:](?P<other>\d{1,3})(?![\d:/–-]|[.,]\d)")


def find_other_counts(pair: Pair, article: ArticleSentences) -> Iterator[Contradiction]:
    """Yield numbers that count something else in the article, or are another number of the same."""
    counted: dict[str, dict[Decimal, Word]] = {}
    for noun, value, _ in _counted(pair.passage, pair.tag):
        counted.setdefault(noun.stem, {})[value] = noun
    nouns = {value: stem for stem, values in counted.items() for value in values}
    for noun, value, fact in _counted(pair.sentence, pair.tag):
        known = counted.get(noun.stem, {})
        if not known or value in known or pair.sentence[: fact.start].lower().endswith(_OF):
            continue
        is_of_another = nouns.get(value, noun.stem) != noun.stem
        has_unit = unit_beside(pair.sentence, fact.start, fact.end, pair.tag)[0] is not None
        is_other = not has_unit and all(_are_apart(value, number) for number in known)
        if is_of_another or (is_other and value not in _counts_of(article, pair.tag).get(noun.stem, ())):
            number, known_noun = next(iter(known.items()))
            detail = f"{number} {known_noun.plain}"
            yield Contradiction("count", pair.start + fact.start, pair.start + fact.end, detail, pair.passage)
    yield from _other_measures(pair, article)


def _are_apart(one: Decimal, other: Decimal) -> bool:
    """Return whether neither of two numbers is the other one rounded."""
    return abs(one - other) > _CLOSE * max(abs(one), abs(other))


@lru_cache(maxsize=8)
def _counts_of(article: ArticleSentences, language: str) -> dict[str, frozenset[Decimal]]:
    """Return the numbers of each noun in an article."""
    found: dict[str, set[Decimal]] = {}
    for sentence in article.sentences:
        for noun, value, _ in _counted(sentence, language):
            found.setdefault(noun.stem, set()).add(value)
    return {stem: frozenset(values) for stem, values in found.items()}


def _counted(text: str, language: str) -> Iterator[tuple[Word, Decimal, Fact]]:
    """Yield the word after each number, the number, and its place."""
    scores = [(match.start(), match.end()) for match in _SCORE.finditer(text)]
    for fact in find_numbers(text, language, vague=True):
        if any(start <= fact.start < end for start, end in scores):
            continue
        behind = split_words(text[fact.end : fact.end + _LONGEST_LEAD])
        following = next((word for word in behind if word.has_meaning), None)
        if following is not None and isinstance(fact.value, Decimal):
            yield following, fact.value, fact


def _other_measures(pair: Pair, article: ArticleSentences) -> Iterator[Contradiction]:
    """Yield numbers that have another unit or sign in the article's sentence, or another value with their unit."""
    known = _amounts(pair.passage, pair.tag)
    for value, found in _amounts(pair.sentence, pair.tag).items():
        one = found[0]
        others = known.get(value, [])
        if len(found) != 1:
            continue
        if len(others) == 1:
            (other,) = others
            kind = one.difference(other)
        else:
            other = next((each for each in _flat(known) if each.unit == one.unit), one)
            is_known = others or one.unit is None or one.total in _totals_of(article, pair.tag)
            kind = "" if is_known or one.is_hedged or not _are_apart(*_doubled(value, other.value)) else "unit"
        if kind:
            detail = pair.passage[other.start : other.end]
            yield Contradiction(kind, pair.start + one.start, pair.start + one.end, detail, pair.passage)


def _doubled(one: Decimal, other: Decimal) -> tuple[Decimal, Decimal]:
    """Return two numbers, equal ones where one is less than twice the other."""
    return (one, other) if max(abs(one), abs(other)) >= 2 * min(abs(one), abs(other)) else (one, one)


@dataclass(frozen=True, slots=True)
class _Measured:
    """A number with what is beside it."""

    start: int
    """First character in the text."""
    end: int
    value: Decimal
    unit: Unit | None
    sign: Sign
    is_hedged: bool

    @property
    def total(self) -> tuple[Decimal, str | None]:
        """The number in the unit into which its own can be converted."""
        return (self.value * self.unit.size, self.unit.counted_in) if self.unit else (self.value, None)

    def difference(self, other: _Measured) -> str:
        """Return which kind of difference there is to the same number in the article: unit, sign or none."""
        if self.unit and other.unit and self.unit != other.unit and self.unit.dimension == other.unit.dimension:
            return "unit"
        is_one_minus = (self.sign == "minus") != (other.sign == "minus")
        return "sign" if is_one_minus and "falling" not in {self.sign, other.sign} else ""


def _amounts(text: str, language: str) -> dict[Decimal, list[_Measured]]:
    """Return the numbers of a text by value."""
    found: dict[Decimal, list[_Measured]] = {}
    for fact in find_amounts(text, language, evidence=True):
        if isinstance(amount := fact.value, Amount):
            for main in amount.readings[:1]:
                measured = _Measured(fact.start, fact.end, main.value, main.unit, amount.sign, bool(amount.hedges))
                found.setdefault(main.value, []).append(measured)
    return found


def _flat(amounts: dict[Decimal, list[_Measured]]) -> Iterator[_Measured]:
    for found in amounts.values():
        yield from found


@lru_cache(maxsize=8)
def _totals_of(article: ArticleSentences, language: str) -> frozenset[tuple[Decimal, str | None]]:
    """Return the numbers of an article in the units into which theirs can be converted."""
    return frozenset(each.total for sentence in article.sentences for each in _flat(_amounts(sentence, language)))


def find_other_scores(pair: Pair, article: ArticleSentences) -> Iterator[Contradiction]:
    """Yield scores such as 24-22 of which the article has only one half: 24-20."""
    known = [(match["own"], match["other"]) for sentence in article.sentences for match in _SCORE.finditer(sentence)]
    for match in _SCORE.finditer(pair.sentence):
        score = match["own"], match["other"]
        if score in known or score[::-1] in known:
            continue
        alike = next((each for each in known if set(each) & set(score)), None)
        if alike is not None:
            at = pair.start + match.start()
            yield Contradiction("score", at, at + len(match[0]), "-".join(alike), pair.passage)
