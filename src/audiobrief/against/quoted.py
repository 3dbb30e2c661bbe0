"""The words of a quotation, looked up in an article: each of them, in their order, with nothing between."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["QuotedWords"]

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LEFT_OUT = re.compile(r"\[[^\]]*\]|…|\.\.\.")
"""What a quotation leaves out, or puts in of its own."""


class QuotedWords:
    """An article's words in a row."""

    def __init__(self, article: str) -> None:
        self._row = f" {_plain(article)} "

    def have(self, quotation: str) -> bool:
        """Tell whether a quotation's words stand in the article; where it leaves something out, in the same order."""
        at = 0
        for part in _LEFT_OUT.split(quotation):
            words = _plain(part)
            if not words:
                continue
            found = self._row.find(f" {words} ", at)
            if found < 0:
                return False
            at = found + len(words) + 1
        return True


def _plain(text: str) -> str:
    """Write a text as words in small letters, apart by a space."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(match[0] for match in _WORD.finditer(folded))
