"""Look up quotations in an article: their words, negations that were cut off, and who says them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audiobrief.language.attribution import find_subject
from audiobrief.language.codes import primary_language
from audiobrief.language.numbers.numerals import find_numbers
from audiobrief.language.profile import LANGUAGES, Language, load_language
from audiobrief.language.quotations import CLOSING_MARKS, find_quotations
from audiobrief.review.against.names import folded, is_alike, listed_words
from audiobrief.review.against.statements.negations import is_negation

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_NAME = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_WHOLE_NAME = re.compile(r"(?<!\w)[^\W\d_a-z]\w+ (?P<last>[^\W\d_a-z][^\W\d_]+)\b(?! [^\W\d_a-z])")
"""A first name and a surname."""
_STOP = re.compile(rf"[.!?…][{CLOSING_MARKS}]*\s+")
_INSERTED = re.compile(r"\[[^\]]*\]")
_LEFT_OUT = re.compile(rf"{_INSERTED.pattern}|…|\.\.\.")
"""Marks of an omission or insertion in a quotation."""
_SENTENCE_END = re.compile(rf"[.!?…]+[{CLOSING_MARKS})]*\s+")
_CLAUSE_END = re.compile(r"[,;:–—]")
_MARKED = re.compile(r"[.,!?]?[\"'“”„‘’«»*_`]")
"""A quotation mark of any kind, or a character that is used as one."""
_NEAR = 5
"""The distance in words between a negation and what it negates."""
_FEWEST_WORDS = 3
"""Of a quotation of speech; the marks of fewer words may only distance the author from them."""
_MOST_PLACES = 100
"""Of a quotation's first part that are compared."""


class Speakers:
    """The speakers of quotations that have a name beside them; a pronoun could be anybody."""

    def __init__(self, paragraphs: Sequence[str], language: str) -> None:
        self._language = language
        self._speakers: dict[tuple[int, int], str] = {}
        self._persons = {folded(match["last"]) for text in paragraphs for match in _WHOLE_NAME.finditer(text)}
        if primary_language(language) not in LANGUAGES:
            return
        words = load_language(language)
        for number, paragraph in enumerate(paragraphs):
            quotations = find_quotations(paragraph)
            ends = (0, *(end for _, end in quotations))
            starts = (*(start for start, _ in quotations[1:]), len(paragraph))
            for before, (start, end), behind in zip(ends, quotations, starts, strict=False):
                speaker = _find_named_speaker(paragraph[before:start], paragraph[end:behind], words)
                if speaker is not None and self._names(speaker):
                    self._speakers[number, start] = speaker

    def of(self, paragraph: int, start: int) -> str | None:
        """Return the speaker of the quotation that starts at a character of a paragraph; None if unknown."""
        return self._speakers.get((paragraph, start))

    def are_different(self, one: str, other: str, context: str) -> bool:
        """Return whether two names are of different people, of whom the first is named in this text, too.

        The first one is not named in the sentence of the quotation, `context`.
        """
        names, others = self._names(one), self._names(other)
        if not names or not others or any(is_alike(a, b, self._language) for a in names for b in others):
            return False
        if any(names[-1] in self._names(speaker) for speaker in self._speakers.values()):
            return True
        return names[-1] in self._persons and names[-1] not in map(folded, _NAME.findall(context))

    def _names(self, speaker: str) -> list[str]:
        passed = listed_words(self._language, "titles", "offices", "common")
        words = _NAME.findall(speaker)
        return [folded(word) for word in words if word[:1].isupper() and word.lower() not in passed]


def _find_named_speaker(before: str, behind: str, words: Language) -> str | None:
    """Return the speaker of a quotation, from the sentence before it, else from the words after it."""
    lead = _STOP.split(before)[-1]
    return find_subject(lead, words, last=True) or find_subject(_STOP.split(behind)[0], words, last=False)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """How a quotation differs from the article."""

    kind: str
    """absent: the article does not have its words; cut: a negation was left out; unquoted: the article does not quote
    them; speaker: somebody else says them."""
    detail: str = ""
    """The negation, or the speaker in the article."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the article."""

    text: str
    """In small letters; a number as its value."""
    paragraph: int
    """The number of the paragraph."""
    quotation: int | None
    """The number of the quotation in the article; None outside of quotations, and in brackets inside of them."""
    begins: bool
    """True if it is the first word of a sentence or clause."""
    is_marked: bool
    """True if there is a quotation mark of any kind beside it."""


class _WordSequence:
    """A sequence of words in which phrases are looked up."""

    def __init__(self, numbers: Sequence[int], words: Sequence[_Word]) -> None:
        self.numbers = numbers
        """The numbers of the words in the article."""
        self._text = f" {' '.join(words[number].text for number in numbers)} "
        self._starts: list[int] = []
        at = 0
        for number in numbers:
            self._starts.append(at)
            at += len(words[number].text) + 1

    def places(self, parts: Sequence[str]) -> Iterator[tuple[tuple[int, int], ...]]:
        """Yield the places where the parts of a quotation follow each other, each part as its first and last word."""
        at = -1
        for _ in range(_MOST_PLACES):
            at = self._text.find(f" {parts[0]} ", at + 1)
            if at < 0:
                return
            place = [self._place(at, parts[0])]
            for part in parts[1:]:
                next_at = self._text.find(f" {part} ", self._starts[place[-1][1]] + 1)
                if next_at < 0:
                    return
                place.append(self._place(next_at, part))
            yield tuple(place)

    def _place(self, at: int, part: str) -> tuple[int, int]:
        first = bisect_left(self._starts, at)
        return first, first + part.count(" ")


class QuotedWords:
    """The words of an article, and those of its quotations."""

    def __init__(self, article: str, language: str) -> None:
        self._language = language
        paragraphs = article.split("\n\n")
        self._speakers = Speakers(paragraphs, language)
        self._speaker_of: list[str | None] = []
        """The speaker of each quotation, by its number."""
        self._contexts: list[str] = []
        """The sentence of each quotation, without the quotation."""
        self._words: list[_Word] = []
        for number, paragraph in enumerate(paragraphs):
            self._read(paragraph, number)
        self._all = _WordSequence(range(len(self._words)), self._words)
        self._quoted = _WordSequence(
            [at for at, word in enumerate(self._words) if word.quotation is not None], self._words
        )
        self._quotes = any(find_quotations(paragraph) for paragraph in paragraphs)

    def _read(self, paragraph: str, number: int) -> None:
        quotations = find_quotations(paragraph, fewest_words=1)
        first = len(self._speaker_of)
        self._speaker_of += [self._speakers.of(number, start) for start, _ in quotations]
        self._contexts += [
            f"{_STOP.split(paragraph[:start])[-1]} {_STOP.split(paragraph[end:])[0]}" for start, end in quotations
        ]
        spoken = _INSERTED.sub(lambda match: " " * len(match[0]), paragraph)
        ends = {match.end() for match in _SENTENCE_END.finditer(paragraph)}
        before = 0
        for start, end, text in _plain_words(paragraph, self._language):
            at = bisect_right(quotations, start, key=lambda quotation: quotation[0]) - 1
            is_said = at >= 0 and start < quotations[at][1] and spoken[start] == paragraph[start]
            between = paragraph[before:start]
            self._words.append(
                _Word(
                    text,
                    number,
                    first + at if is_said else None,
                    not before
                    or bool(_CLAUSE_END.search(between))
                    or any(position in ends for position in range(before + 1, start + 1)),
                    bool(_MARKED.match(paragraph[start - 1 : start]) or _MARKED.match(paragraph[end : end + 2])),
                )
            )
            before = end

    def find_mismatch(self, quotation: str, lead: str, speaker: str | None = None) -> Mismatch | None:
        """Return how a quotation differs from the article; None if the article has it.

        Args:
            quotation: the quotation with its marks.
            lead: the part of the script's sentence before it.
            speaker: who says it in the script, if the name is beside it.
        """
        parts = [" ".join(words) for part in _LEFT_OUT.split(quotation) if (words := self._plain_words(part))]
        if not parts:
            return None
        is_denied = any(map(self._is_negation, self._plain_words(lead)))
        mismatches: list[Mismatch] = []
        for sequence in (self._quoted, self._all):
            for place in sequence.places(parts):
                mismatch = self._mismatch_at(sequence, place, quotation, speaker)
                if mismatch is None or (mismatch.kind == "cut" and is_denied):
                    return None
                mismatches.append(mismatch)
        return mismatches[0] if mismatches else Mismatch("absent")

    def _plain_words(self, text: str) -> list[str]:
        return [word for _, _, word in _plain_words(text, self._language)]

    def _is_negation(self, word: str) -> bool:
        return is_negation(word, self._language)

    def _mismatch_at(
        self, sequence: _WordSequence, place: tuple[tuple[int, int], ...], quotation: str, speaker: str | None
    ) -> Mismatch | None:
        numbers = sequence.numbers[place[0][0] : place[-1][1] + 1]
        words = [self._words[number] for first, last in place for number in sequence.numbers[first : last + 1]]
        if not self._are_adjacent(numbers) or not self._have_one_speaker(words):
            return Mismatch("absent")
        gaps = [number for (_, end), (start, _) in pairwise(place) for number in sequence.numbers[end + 1 : start]]
        negation = next((text for number in gaps if self._is_negation(text := self._words[number].text)), None)
        if (cut := negation or self._negation_before(numbers[0])) is not None:
            return Mismatch("cut", cut)
        if all(word.quotation is None for word in words):
            return Mismatch("unquoted") if self._is_unquoted(words, quotation) else None
        spoken = (word.quotation for word in words if word.quotation is not None)
        known = next(((name, self._contexts[each]) for each in spoken if (name := self._speaker_of[each])), None)
        if speaker is not None and known is not None and self._speakers.are_different(speaker, *known):
            return Mismatch("speaker", known[0])
        return None

    def _are_adjacent(self, numbers: Sequence[int]) -> bool:
        """Return whether words are in one paragraph, or follow each other across paragraphs."""
        return all(
            other == one + 1 or self._words[one].paragraph == self._words[other].paragraph
            for one, other in pairwise(numbers)
        )

    def _have_one_speaker(self, words: Sequence[_Word]) -> bool:
        """Return whether all words can be of one speaker."""
        return len({self._speaker_of[word.quotation] for word in words if word.quotation is not None} - {None}) < 2

    def _negation_before(self, number: int) -> str | None:
        """Return the negation before a word in its clause; in a quotation, only one in the same quotation."""
        here = self._words[number]
        for at in range(number - 1, max(-1, number - 1 - _NEAR), -1):
            word = self._words[at]
            if self._words[at + 1].begins or word.quotation != here.quotation:
                return None
            if self._is_negation(word.text):
                return word.text
        return None

    def _is_unquoted(self, words: Sequence[_Word], quotation: str) -> bool:
        """Return whether a script puts words of the article itself into quotation marks."""
        quoted = _WORD.findall(quotation)
        is_title = 2 * sum(word[0].isupper() for word in quoted) > len(quoted)
        is_marked = words[0].is_marked or words[-1].is_marked
        return self._quotes and len(words) >= _FEWEST_WORDS and not is_title and not is_marked


def _plain_words(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Yield the words of a text, each with its start and end: in small letters, numbers as their values."""
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
