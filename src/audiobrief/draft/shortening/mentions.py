"""The words of a story's paragraphs, each split once, and the paragraphs that mention a word first and last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobrief.language.attribution import end_of_name, tokenize
from audiobrief.language.profile import Language
from audiobrief.language.quotations import CLOSING_MARKS
from audiobrief.language.sentences import split_sentences

_STEM = 5
"""Letters of a noun that are compared, so that its forms count as one."""
_WORD = re.compile(r"[^\W_]+")
_OPENING_MARKS = f"„«‘'{CLOSING_MARKS} "


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and its words."""

    text: str
    words: frozenset[str]
    """As they are written, without the signs in and around them."""
    sentences: tuple[tuple[str, ...], ...]
    """The tokens of each sentence."""
    beginning: tuple[str, ...]
    """The tokens of the first sentence, without the marks before the first one, split at apostrophes."""
    names: tuple[tuple[str, ...], ...]
    """The runs of words with capital letters that may be names."""

    @property
    def unquoted(self) -> str:
        """The text without quotation marks at its beginning."""
        return self.text.lstrip(_OPENING_MARKS)


def read_paragraph(text: str, language: Language) -> Paragraph:
    """Split a paragraph into its words."""
    bounds = split_sentences(text, language.tag)
    first = text[bounds[0][0] : bounds[0][1]] if bounds else text
    beginning = [
        part
        for token in tokenize(first.lstrip(_OPENING_MARKS), language)
        for part in re.split(r"['’](?=\w{2})", token)
        if part
    ]
    sentences = tuple(tuple(tokenize(text[start:end], language)) for start, end in bounds)
    names = tuple(name for tokens in sentences for name in _names(tokens, language))
    return Paragraph(text, frozenset(_WORD.findall(text)), sentences, tuple(beginning), names)


def _names(tokens: Sequence[str], language: Language) -> Iterator[tuple[str, ...]]:
    at = 0
    while at < len(tokens):
        stop = end_of_name(tokens, at, language)
        if stop > at:
            yield tuple(re.sub(r"['’]s?$", "", token) for token in tokens[at:stop])
        at = max(stop, at + 1)


class Mentions:
    """The paragraphs so far that mention a word."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._first: dict[str, int] = {}
        self._last: dict[str, int] = {}

    def add(self, at: int, paragraph: Paragraph) -> None:
        """Add the next paragraph, by its index."""
        for word in paragraph.words:
            self._words.setdefault(word, at)
            small = word.lower()
            for length in range(1, _STEM + 1):
                self._first.setdefault(small[:length], at)
                self._last[small[:length]] = at

    def first_of_word(self, word: str) -> int | None:
        """Return the index of the first paragraph that has a word, written like this."""
        return self._words.get(word)

    def first(self, noun: str) -> int | None:
        """Return the index of the first paragraph that has a form of a noun."""
        return self._first.get(noun.lower()[:_STEM])

    def last(self, noun: str) -> int | None:
        """Return the index of the last paragraph that has a form of a noun."""
        return self._last.get(noun.lower()[:_STEM])
