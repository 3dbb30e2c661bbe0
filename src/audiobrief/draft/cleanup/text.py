"""Remove characters that can be neither spoken nor shown, and compare texts by their words."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter

_NO_LETTERS = {"Cc", "Co", "Cn", "Cs"}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))
"""Soft hyphens, zero-width spaces and direction marks, which an editor could not see."""
_WORD = re.compile(r"\w+")
_STEM = 6
"""Letters of a word that are compared."""
_SUSPECT = re.compile("[^\\t\\n\\x20-\\x7e\\xa1-\\u024f\\u0400-\\u04ff\\u2010-\\u2027\\u20ac]")


def clean_text(text: str) -> str:
    """Return a text with plain line endings, without control, private-use, unassigned and invisible characters."""
    text = re.sub("\r\n|[\r\x85\u2028\u2029\x0b\x0c]", "\n", text).translate(_INVISIBLE)
    return _SUSPECT.sub(lambda match: "" if unicodedata.category(match[0]) in _NO_LETTERS else match[0], text)


def clean_line(text: str) -> str:
    """Return a text on one line with single spaces; French no-break spaces are kept."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", clean_text(text)).strip()


def words_of(text: str) -> tuple[str, ...]:
    """Return a text's words in lower case, for comparison."""
    return tuple(_WORD.findall(text.lower()))


def word_stem(word: str) -> str:
    """Return the beginning of a word, for comparison, so that its forms count as one."""
    return word[:_STEM]


def cosine(one: Counter[str], other: Counter[str]) -> float:
    """Return how much two texts have in common, by the numbers of their words: 0 to 1."""
    length = math.sqrt(sum(n * n for n in one.values()) * sum(n * n for n in other.values()))
    return sum(count * other[word] for word, count in one.items()) / length if length else 0.0
