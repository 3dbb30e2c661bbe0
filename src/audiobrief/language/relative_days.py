"""Words such as 'today', which mean a day only together with that on which they are said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from audiobrief.language.codes import primary_language
from audiobrief.language.tables import table

__all__ = ["day_words", "find_day_words"]

# Where a small word has a capital letter, too; elsewhere a capital one is another word, or a name: 'USA Today'.
_START = r"(?:^|(?<=[.!?:…–—]\s)|(?<=[„»“«\"'(‘¿¡])|(?<=«\s))"


def find_day_words(text: str, language: str, kind: str) -> tuple[tuple[int, str], ...]:
    """Find the words of a text that mean a day only together with that on which they are said.

    Args:
        text: a sentence, or several.
        language: BCP 47 tag; of one that the table has not got, nothing is found.
        kind: day or week.

    Returns:
        Each with the character at which it starts, in order.
    """
    pattern = _pattern(primary_language(language), kind)
    if pattern is None:
        return ()
    return tuple((match.start(), " ".join(match[0].split())) for match in pattern.finditer(re.sub("[’ʼ]", "'", text)))


def day_words(text: str, language: str, kind: str) -> tuple[str, ...]:
    """Return the words that `find_day_words` finds, each once."""
    return tuple(dict.fromkeys(word for _, word in find_day_words(text, language, kind)))


@cache
def _pattern(language: str, kind: str) -> re.Pattern[str] | None:
    known = table("days", language)
    if not known:
        return None
    phrases = sorted({phrase for entry in known[kind] for phrase in _spelled_out(entry, known)}, key=len, reverse=True)
    choices = [_choice(phrase, known) for phrase in phrases]
    capital = [_choice(phrase, known, capital=True) for phrase in phrases if phrase[0].islower()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(choices)}|{_START}(?:{'|'.join(capital) or '(?!)'}))(?!\w)")


def _spelled_out(entry: str, known: dict[str, Any]) -> Iterator[str]:
    for name in ("weekday_of", "weekday"):
        if f"{{{name}}}" in entry:
            yield from (entry.replace(f"{{{name}}}", day) + "\0" for day in known[name.replace("weekday", "weekdays")])
            return
    yield entry


def _choice(phrase: str, known: dict[str, Any], *, capital: bool = False) -> str:
    """Write a phrase as a regular expression; one that ends in NUL names a weekday."""
    words = phrase.rstrip("\0").split()
    pattern = r"\s+".join(map(re.escape, words))
    if capital:
        pattern = pattern[0].upper() + pattern[1:]
    before = "".join(rf"(?<!\b(?i:{re.escape(word)})\s)" for word in known.get("not_after", {}).get(phrase, ()))
    after = "".join(rf"(?!\s+{re.escape(word)}\b)" for word in known.get("not_before", {}).get(phrase, ()))
    return before + pattern + after + (_date_follows(known) if phrase.endswith("\0") else "")


def _date_follows(known: dict[str, Any]) -> str:
    """Leave out weekdays that a date follows: 'on Friday, the 17th' and 'le jeudi 16' name the day themselves."""
    months = "".join(rf"|{month}\b" for month in known.get("months", ()))
    return rf"(?!,?\s+(?:the\s+|der\s+|den\s+|dem\s+|le\s+|el\s+)?(?:\d{months}))"
