"""The words of a language and how often they are used, by pyspellchecker's lists."""

from __future__ import annotations

import gzip
import importlib.util
import math
import re
from functools import cache
from pathlib import Path

_LANGUAGES = {"de", "en", "es", "fr"}
_COUNT = re.compile(rb":\s?(\d+)")
_COMMON, _RARE = 5.0, 15.0
"""Natural logarithms of one in how many words a word is: `rarity` 0 and 1."""


@cache
def load_word_list(language: str | None) -> bytes | None:
    """Return a language's list as the JSON that it is, for English of 160,000 words; None if there is none.

    It is searched as it is: a search takes a millisecond, and reading the list up to a second.
    """
    if language not in _LANGUAGES:
        return None
    package = importlib.util.find_spec("spellchecker")
    assert package is not None
    assert package.submodule_search_locations
    listed = Path(package.submodule_search_locations[0]) / "resources" / f"{language}.json.gz"
    return gzip.decompress(listed.read_bytes())


def is_listed(word: str, language: str) -> bool:
    """Return whether a word in lower case is in its language's list."""
    listed = load_word_list(language)
    return listed is not None and _key(word) in listed


def rarity(word: str, language: str) -> float:
    """Return how rare a word in lower case is: 0 for one in 150 words, 1 for one in three million.

    1 also for words that are not listed, and in languages without a list.
    """
    listed = load_word_list(language)
    at = -1 if listed is None else listed.find(_key(word))
    found = None if listed is None or at < 0 else _COUNT.match(listed, at + len(_key(word)) - 1)
    if found is None:
        return 1.0
    share = math.log(_total(language) / int(found[1]))
    return min(1.0, max(0.0, (share - _COMMON) / (_RARE - _COMMON)))


def _key(word: str) -> bytes:
    return f'"{word}":'.encode()


@cache
def _total(language: str) -> int:
    return sum(map(int, _COUNT.findall(load_word_list(language) or b"")))
