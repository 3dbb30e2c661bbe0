"""Find the entries of a lexicon in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from audiobrief.script.models.lexicon import Entry

Match = tuple[int, int, Entry]
"""First character, the one after the last, and the entry that applies there."""
_TWINS = {**dict.fromkeys("’‘ʼ＇`´", "'"), **dict.fromkeys("‐‑−﹣－", "-")}
_SPACES = re.compile(r"\s+")
_CURRENCIES = "$£€¥₹₽₴"


def find_entries(text: str, lexicon: Sequence[Entry]) -> Iterator[Match]:
    """Yield the places where entries of a lexicon apply: whole words, the longest first.

    They apply also before a possessive, and names also before the `s` of a plural, which is not part of the place. The
    form of apostrophes, hyphens, spaces and composed letters does not matter. An entry in capitals (`WHO`) applies to
    capitals only, a name (`Kyiv`) also to capitals, and a word in small letters however it is written.
    """
    entries = tuple(lexicon)
    pattern = _pattern(tuple(entry.word for entry in entries))
    if pattern is None:
        return
    plain, places = _fold(text)
    by_word = _by_word(entries)
    for match in pattern.finditer(plain):
        word = _SPACES.sub(" ", match[1])
        is_plural = match.end() > match.end(1)
        for entry, folded in by_word.get(word.casefold(), ()):
            if _case_matches(folded, word) and not (is_plural and folded == folded.lower()):
                yield places[match.start()], places[match.end(1)], entry
                break


@lru_cache(maxsize=32)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return the pattern of some words in a folded text; None if there are none."""
    longest_first = sorted({_fold(word)[0] for word in words} - {""}, key=len, reverse=True)
    if not longest_first:
        return None
    forms = "|".join(_SPACES.sub(r"\\s+", _word_pattern(word)) for word in longest_first)
    return re.compile(rf"(?<!\w)({forms})(?:s(?!\w)|(?!\w))", re.IGNORECASE)


def _word_pattern(word: str) -> str:
    """Return the pattern of a word; one that starts with a digit is no part of a number or of a sum of money."""
    before = rf"(?<![{_CURRENCIES}])(?<!\d[.,])" if word[:1].isdigit() else ""
    return before + " ".join(map(re.escape, word.split(" ")))


@lru_cache(maxsize=32)
def _by_word(entries: tuple[Entry, ...]) -> dict[str, list[tuple[Entry, str]]]:
    """Return the entries of each word in small letters, with the word as it is folded."""
    words: dict[str, list[tuple[Entry, str]]] = {}
    for entry in entries:
        folded = _SPACES.sub(" ", _fold(entry.word)[0])
        words.setdefault(folded.casefold(), []).append((entry, folded))
    return words


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """Return a text with composed letters and plain apostrophes, hyphens and spaces, without invisible characters.

    The second value is the place in the text of each character of it, and of its end.
    """
    if text.isascii():
        return text, range(len(text) + 1)
    folded: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if unicodedata.category(text[at]) != "Cf":
            cluster = text[at:end] if end == at + 1 else unicodedata.normalize("NFC", text[at:end])
            for character in cluster:
                folded.append(" " if character.isspace() else _TWINS.get(character, character))
                places.append(at)
        at = end
    return "".join(folded), [*places, len(text)]


def _case_matches(entry: str, word: str) -> bool:
    return entry == word or entry == entry.lower() or (word == word.upper() and entry != entry.upper())
