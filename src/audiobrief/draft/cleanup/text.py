"""Texts without what can be neither spoken nor shown, and their words for comparing."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["clean_line", "clean_text", "words_of"]

_NO_LETTERS = {"Cc", "Co", "Cn", "Cs"}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))
"""Soft hyphens, spaces of no width and signs for the direction of writing: an editor could not see them."""
_WORD = re.compile(r"\w+")
_SUSPECT = re.compile("[^\\t\\n\\x20-\\x7e\\xa1-\\u024f\\u0400-\\u04ff\\u2010-\\u2027\\u20ac]")


def clean_text(text: str) -> str:
    """Return a text with plain line ends, and without control, private, unassigned and invisible characters."""
    text = re.sub("\r\n|[\r\x85\u2028\u2029\x0b\x0c]", "\n", text).translate(_INVISIBLE)
    return _SUSPECT.sub(lambda match: "" if unicodedata.category(match[0]) in _NO_LETTERS else match[0], text)


def clean_line(text: str) -> str:
    """Return a text on one line, with single spaces; French spaces that do not break stay."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", clean_text(text)).strip()


def words_of(text: str) -> tuple[str, ...]:
    """Return a text's words in small letters, for comparing."""
    return tuple(_WORD.findall(text.lower()))
