"""Join words that a line end divides, and keep the hyphens that belong to them.

The article's own words decide first, then a list of words of its language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from audiobrief.draft.cleanup.text import clean_line
from audiobrief.draft.cleanup.word_list import is_listed, load_word_list
from audiobrief.language.detection import detect_language

_DIVIDED = re.compile(r"(?P<left>[^\W\d_]+)[-\u2010\u00ac]$")
_RIGHT = re.compile(r"[^\W\d_]+")
_LONGEST_PART = 100
"""Letters of a divided word that are looked at, so that the time does not grow with the square of a paragraph."""
_SOFT = re.compile(r"\u00ad[^\S\n]*(?=\n|\r|$)")
SOFT_MARK = "\u2027"
"""Stands for a soft hyphen at a line end, since soft hyphens are removed from texts."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?!-?\s*\n)")
_SUSPENDED = {"and", "or", "to", "und", "oder", "bis", "bzw", "et", "ou", "y", "o", "та", "і", "або"}
"""Words after a hyphen that stands for a word to come: first- and second-class."""
_COMPASS = re.compile(r"(?:north|south|mid)(?:east|west)\w*|mid\w+")
"""Words that British English writes with a hyphen, though word lists have them without one."""


def mark_soft_hyphens(text: str) -> str:
    """Replace soft hyphens at line ends by a mark that outlasts cleaning."""
    return _SOFT.sub(SOFT_MARK, text)


class DividedWords:
    """The words by which the divided ones of an article are recognised."""

    def __init__(self, text: str) -> None:
        """Take the text of an article, whose line ends are still in it."""
        self._text = text

    @cached_property
    def _words(self) -> frozenset[str]:
        """The article's words, in lower case, those with hyphens whole."""
        return frozenset(word.lower() for word in _WORD.findall(self._text))

    @cached_property
    def _language(self) -> str | None:
        """The article's language, if there is a list of its words."""
        language = detect_language(self._text)
        return language if load_word_list(language) is not None else None

    def join(self, lines: Sequence[str]) -> str:
        """Join the lines of a paragraph to one."""
        text = lines[0]
        for line in lines[1:]:
            text = self._joined(text, line)
        return clean_line(text)

    def _joined(self, text: str, line: str) -> str:
        if text.endswith(SOFT_MARK):
            return f"{text[:-1]}{line}"
        left, right = _DIVIDED.search(text[-_LONGEST_PART:]), _RIGHT.match(line)
        if left is None or right is None or not line[:1].islower():
            # A hyphen between letters belongs to the word; a dash has a space before it.
            is_compound = left is not None and right is not None
            return f"{text}{line}" if is_compound else f"{text} {line}"
        if right[0] in _SUSPENDED:
            return f"{text} {line}"
        return f"{text[:-1]}{line}" if self._is_one_word(left["left"], right[0]) else f"{text[:-1]}-{line}"

    def _is_one_word(self, left: str, right: str) -> bool:
        """Return whether two parts are one word without a hyphen."""
        joined, compound = f"{left}{right}".lower(), f"{left}-{right}".lower()
        if joined in self._words or compound in self._words:
            return joined in self._words
        if (left.isupper() and len(left) > 1) or _COMPASS.fullmatch(joined):
            return False
        return self._knows(joined) or not (self._knows(left.lower()) and self._knows(right.lower()))

    def _knows(self, word: str) -> bool:
        """Return whether a word in lower case is known; where there is no word list, whether the article has it."""
        return word in self._words if self._language is None else is_listed(word, self._language)
