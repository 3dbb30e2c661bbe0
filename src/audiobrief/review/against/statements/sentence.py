"""A sentence of a script, the article's sentence about the same, and what one says otherwise than the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from audiobrief.language.profile import Language, load_language
from audiobrief.review.against.article import STEM

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SHORTEST = 4
"""Letters of a word whose meaning is compared; shorter ones are mostly small words."""
_NEAR = 4
"""Words to each side of a word in which the texts have to agree before the word itself is compared."""
_BREAK = re.compile(r"[.,;:!?…()–—\"“”„«»]")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Words of a script that say something else than its article."""

    kind: str
    """negation, missing-negation, opposite, role, speaker, count, unit, sign, score, name or cause."""
    start: int
    """First character in the text."""
    end: int
    """Character after the last."""
    detail: str
    """The word of the article, or what is negated."""
    passage: str
    """The sentence of the article."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence."""

    written: str
    plain: str
    """In small letters."""
    start: int
    """First character in the text."""
    end: int
    breaks: bool
    """True if a mark stands between it and the word before it, or it is the first."""

    @property
    def stem(self) -> str:
        """Its first letters, so that its forms count as one."""
        return self.plain[:STEM]

    @property
    def has_meaning(self) -> bool:
        """True if it is no small word."""
        return len(self.plain) >= _SHORTEST or self.plain.isdigit()


def split_words(text: str, offset: int = 0) -> tuple[Word, ...]:
    """Return the words of a text that starts at a character of another one."""
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        breaks = not found or _BREAK.search(text[end : match.start()]) is not None
        end = match.end()
        plain = match[0].casefold().replace("’", "'")
        found.append(Word(match[0], plain, offset + match.start(), offset + end, breaks))
    return tuple(found)


def near(words: Sequence[Word], number: int) -> set[str]:
    """Return the stems of the words around a word."""
    around = (*words[max(0, number - _NEAR) : number], *words[number + 1 : number + 1 + _NEAR])
    return {word.stem for word in around if word.has_meaning}


@dataclass(frozen=True)
class Pair:
    """A sentence of a script and the article's sentence about the same."""

    sentence: str
    start: int
    """The sentence's first character in the text."""
    passage: str
    """The article's sentence."""
    tag: str
    """BCP 47 tag."""

    @cached_property
    def said(self) -> tuple[Word, ...]:
        """The words of the script's sentence, with their places in the text."""
        return split_words(self.sentence, self.start)

    @cached_property
    def known(self) -> tuple[Word, ...]:
        """The words of the article's sentence."""
        return split_words(self.passage)

    @cached_property
    def language(self) -> Language:
        """The words of the language."""
        return load_language(self.tag)

    def contradiction(self, kind: str, first: Word, last: Word, detail: str) -> Contradiction:
        """Return a contradiction in words of the script."""
        return Contradiction(kind, first.start, last.end, detail, self.passage)


def fits(word: str, listed: str) -> bool:
    """Return whether a word is one that a table lists; `increas*` stands for all that begin like this."""
    return word.startswith(listed[:-1]) if listed.endswith("*") else word == listed
