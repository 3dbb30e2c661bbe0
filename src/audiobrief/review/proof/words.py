"""Texts -> words that can be compared: as they are said, with where each stands in what was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

__all__ = ["SaidWord", "said_words"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class SaidWord:
    """A word as it is said."""

    word: str
    """In lower case, without signs; no digits."""
    first: int
    """The first of the written words it comes from."""
    last: int
    """The written word after the last it comes from."""


def said_words(written: Sequence[str], language: str) -> tuple[SaidWord, ...]:
    """Return the words that are said for written ones: '17th' becomes 'seventeenth', 'Mr' becomes 'mister'.

    Args:
        written: words with their signs, such as '$4.2bn,'.
        language: BCP 47 tag.
    """
    plain = [(word, at) for at, text in enumerate(written) for word in _words(text)]
    said = _words(_read_aloud(" ".join(written), language))
    matcher = SequenceMatcher(None, [word for word, _ in plain], said, autojunk=False)
    found: list[SaidWord] = []
    for same, start, end, said_start, said_end in matcher.get_opcodes():
        if same == "equal":
            found += [SaidWord(word, at, at + 1) for word, at in plain[start:end]]
        elif said_end > said_start:
            # Words that come out of nothing, such as 'dollars' behind a number, belong to the word before them.
            first = plain[min(start, len(plain) - 1)][1] if end > start or not found else found[-1].first
            last = plain[end - 1][1] + 1 if end > start else first + 1
            found += [SaidWord(word, first, last) for word in said[said_start:said_end]]
    return tuple(found)


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]


def _read_aloud(text: str, language: str) -> str:
    from audiobrief.reading.normalise import spoken_text

    return spoken_text(text, language)
