"""Quotations looked up in an article: their words, what was cut off before or between them, and who said them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audiobrief.language.quotations import CLOSING_MARKS, find_quotations
from audiobrief.language.tables import table
from audiobrief.review.against.numbers.find import find_numbers
from audiobrief.review.against.speakers import Speakers

__all__ = ["Doubt", "QuotedWords"]

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_INSERTED = re.compile(r"\[[^\]]*\]")
_LEFT_OUT = re.compile(rf"{_INSERTED.pattern}|…|\.\.\.")
"""What a quotation leaves out, or puts in of its own."""
_SENTENCE_END = re.compile(rf"[.!?…]+[{CLOSING_MARKS})]*\s+")
_CLAUSE_END = re.compile(r"[,;:–—]")
_MARKED = re.compile(r"[.,!?]?[\"'“”„‘’«»*_`]")
"""A quotation mark of any kind, or what texts have instead."""
_NEAR = 5
"""Words by which a negation may stand before what it denies."""
_FEWEST_WORDS = 3
"""Of speech; fewer are a word at arm's length."""
_MOST_PLACES = 100
"""At which a quotation's first words are looked at."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an article does not bear a quotation out."""

    kind: str
    """absent: it has no such words; cut: a negation was left out; unquoted: it says so itself; speaker: another one."""
    detail: str = ""
    """The negation, or who says it in the article."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the article, and where it stands."""

    text: str
    """In small letters; a number as its value."""
    paragraph: int
    """Its number."""
    quotation: int | None
    """The number of the quotation, in the whole article; None outside of any, and in brackets that it did not say."""
    begins: bool
    """Whether a sentence or a clause begins with it."""
    is_marked: bool
    """Whether a quotation mark of any kind stands right beside it."""


class _Row:
    """Words after each other, for looking up some of them."""

    def __init__(self, numbers: Sequence[int], words: Sequence[_Word]) -> None:
        self.numbers = numbers
        """Of the words, in the whole article."""
        self._text = f" {' '.join(words[number].text for number in numbers)} "
        self._starts: list[int] = []
        at = 0
        for number in numbers:
            self._starts.append(at)
            at += len(words[number].text) + 1

    def places(self, parts: Sequence[str]) -> Iterator[tuple[tuple[int, int], ...]]:
        """Give where parts of a quotation stand one after the other: of each, its first word and its last one here."""
        at = -1
        for _ in range(_MOST_PLACES):
            at = self._text.find(f" {parts[0]} ", at + 1)
            if at < 0:
                return
            found = [self._place(at, parts[0])]
            for part in parts[1:]:
                next_at = self._text.find(f" {part} ", self._starts[found[-1][1]] + 1)
                if next_at < 0:
                    return
                found.append(self._place(next_at, part))
            yield tuple(found)

    def _place(self, at: int, part: str) -> tuple[int, int]:
        first = bisect_left(self._starts, at)
        return first, first + part.count(" ")


class QuotedWords:
    """An article's words in a row, and those of its quotations."""

    def __init__(self, article: str, language: str) -> None:
        self._language = language
        paragraphs = article.split("\n\n")
        self._speakers = Speakers(paragraphs, language)
        self._negations = frozenset(table("clauses", language).get("negations", ()))
        self._by: list[str | None] = []
        """Who says each quotation, by its number."""
        self._words: list[_Word] = []
        for number, paragraph in enumerate(paragraphs):
            self._read(paragraph, number)
        self._all = _Row(range(len(self._words)), self._words)
        self._quoted = _Row([at for at, word in enumerate(self._words) if word.quotation is not None], self._words)
        self._quotes = any(find_quotations(paragraph) for paragraph in paragraphs)

    def _read(self, paragraph: str, number: int) -> None:
        quotations = find_quotations(paragraph, fewest_words=1)
        first = len(self._by)
        self._by += [self._speakers.of(number, start) for start, _ in quotations]
        spoken = _INSERTED.sub(lambda match: " " * len(match[0]), paragraph)
        ends = {match.end() for match in _SENTENCE_END.finditer(paragraph)}
        before = 0
        for start, end, text in _plain_words(paragraph, self._language):
            at = bisect_right(quotations, start, key=lambda each: each[0]) - 1
            is_said = at >= 0 and start < quotations[at][1] and spoken[start] == paragraph[start]
            between = paragraph[before:start]
            self._words.append(
                _Word(
                    text,
                    number,
                    first + at if is_said else None,
                    not before
                    or bool(_CLAUSE_END.search(between))
                    or any(each in ends for each in range(before + 1, start + 1)),
                    bool(_MARKED.match(paragraph[start - 1 : start]) or _MARKED.match(paragraph[end : end + 2])),
                )
            )
            before = end

    def doubt(self, quotation: str, lead: str, speaker: str | None = None) -> Doubt | None:
        """Tell why a quotation is not borne out; None where it is.

        Args:
            quotation: with its marks.
            lead: what the script says before it in the same sentence.
            speaker: who says it in the script, where that is named beside it.
        """
        parts = [words for part in _LEFT_OUT.split(quotation) if (words := self._plain(part))]
        if not parts:
            return None
        doubts: list[Doubt] = []
        for row in (self._quoted, self._all):
            for place in row.places(parts):
                doubt = self._doubt(row, place, quotation, speaker)
                if doubt is None or (doubt.kind == "cut" and self._denies(lead)):
                    return None
                doubts.append(doubt)
        return doubts[0] if doubts else Doubt("absent")

    def _plain(self, text: str) -> str:
        return " ".join(word for _, _, word in _plain_words(text, self._language))

    def _denies(self, text: str) -> bool:
        return any(self._is_negation(word) for _, _, word in _plain_words(text, self._language))

    def _is_negation(self, word: str) -> bool:
        return word in self._negations or word.endswith("n't") or word.startswith("n'")

    def _doubt(
        self, row: _Row, place: tuple[tuple[int, int], ...], quotation: str, speaker: str | None
    ) -> Doubt | None:
        numbers = row.numbers[place[0][0] : place[-1][1] + 1]
        said = [self._words[number] for first, last in place for number in row.numbers[first : last + 1]]
        if not self._together(numbers) or not self._by_one(said):
            return Doubt("absent")
        gaps = [number for (_, end), (start, _) in pairwise(place) for number in row.numbers[end + 1 : start]]
        left = next((text for number in gaps if self._is_negation(text := self._words[number].text)), None)
        if (cut := left or self._cut_off(numbers[0])) is not None:
            return Doubt("cut", cut)
        if all(word.quotation is None for word in said):
            return Doubt("unquoted") if self._is_unquoted(said, quotation) else None
        by = next((by for word in said if word.quotation is not None and (by := self._by[word.quotation])), None)
        if speaker is not None and by is not None and self._speakers.is_another(speaker, by):
            return Doubt("speaker", by)
        return None

    def _together(self, numbers: Sequence[int]) -> bool:
        """Return whether words stand in one paragraph, or in several with nothing said by others in between."""
        return all(
            other == one + 1 or self._words[one].paragraph == self._words[other].paragraph
            for one, other in pairwise(numbers)
        )

    def _by_one(self, said: Sequence[_Word]) -> bool:
        """Return whether all words may be one speaker's."""
        return len({self._by[word.quotation] for word in said if word.quotation is not None} - {None}) < 2

    def _cut_off(self, number: int) -> str | None:
        """Return the negation that stands before a word in its clause, and in its quotation if it is in one."""
        here = self._words[number]
        for at in range(number - 1, max(-1, number - 1 - _NEAR), -1):
            word = self._words[at]
            if self._words[at + 1].begins or word.quotation != here.quotation:
                return None
            if self._is_negation(word.text):
                return word.text
        return None

    def _is_unquoted(self, said: Sequence[_Word], quotation: str) -> bool:
        """Return whether the article says in its own words what a script puts into quotation marks."""
        words = _WORD.findall(quotation)
        is_title = 2 * sum(word[0].isupper() for word in words) > len(words)
        is_marked = said[0].is_marked or said[-1].is_marked
        return self._quotes and len(said) >= _FEWEST_WORDS and not is_title and not is_marked


def _plain_words(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Return the words of a text in small letters, numbers as their values, each with where it stands."""
    numbers = {fact.start: fact for fact in find_numbers(text, language)}
    at = 0
    for match in re.finditer(rf"{_WORD.pattern}|%", text):
        if match.start() < at:
            continue
        if (fact := numbers.get(match.start())) is not None:
            at = fact.end
            yield fact.start, fact.end, str(fact.value)
            continue
        word = unicodedata.normalize("NFKC", match[0]).casefold().replace("’", "'")
        if word == "per" and re.match(r"[\s-]cent\b", text[match.end() :]):
            at = match.end() + len(" cent")
            word = "percent"
        yield match.start(), max(at, match.end()), "percent" if word == "%" else word
