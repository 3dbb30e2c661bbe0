"""Find words such as 'today', whose meaning depends on the day on which they are said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from audiobrief.language.calendar import month_names, weekday_names
from audiobrief.language.codes import primary_language
from audiobrief.language.tables import table

# Where a small word has a capital letter, too; elsewhere a capital one is another word, or a name: 'USA Today'.
_START = r"(?:^|(?<=[.!?:…–—]\s)|(?<=[„»“«\"'(‘¿¡])|(?<=«\s))"


def find_day_words(text: str, language: str, kind: str) -> tuple[tuple[int, str], ...]:
    """Find the words of a text whose meaning depends on the day or week (the kind) in which they are said.

    Returns:
        The character at which each starts, and the word; in order. Nothing is found in a language without a table.
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
    known = table("relative_days", language)
    if not known:
        return None
    phrases = sorted({phrase for entry in known[kind] for phrase in _phrases(entry, language)}, key=len, reverse=True)
    choices = [_choice(phrase, known, language) for phrase in phrases]
    capital = [_choice(phrase, known, language, capital=True) for phrase in phrases if phrase[0].islower()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(choices)}|{_START}(?:{'|'.join(capital) or '(?!)'}))(?!\w)")


def _phrases(entry: str, language: str) -> Iterator[str]:
    """Yield the phrases that an entry stands for; those with a weekday in the place of `{weekdays}` end in NUL."""
    for form in ("weekdays_of", "weekdays"):
        if f"{{{form}}}" in entry:
            yield from (entry.replace(f"{{{form}}}", day) + "\0" for day in weekday_names(language, form))
            return
    yield entry


def _choice(phrase: str, known: dict[str, Any], language: str, *, capital: bool = False) -> str:
    """Return a phrase as a regular expression; one that ends in NUL names a weekday."""
    words = phrase.rstrip("\0").split()
    pattern = r"\s+".join(map(re.escape, words))
    if capital:
        pattern = pattern[0].upper() + pattern[1:]
    before = "".join(rf"(?<!\b(?i:{re.escape(word)})\s)" for word in known.get("not_after", {}).get(phrase, ()))
    after = "".join(rf"(?!\s+{re.escape(word)}\b)" for word in known.get("not_before", {}).get(phrase, ()))
    return before + pattern + after + (_no_date(known, language) if phrase.endswith("\0") else "")


def _no_date(known: dict[str, Any], language: str) -> str:
    """Return a pattern that fails before a date: 'on Friday, the 17th' and 'le jeudi 16' name the day themselves."""
    names = month_names(language) if known.get("month_first") else ()
    months = "".join(rf"|{name}\b" for name in names)
    return rf"(?!,?\s+(?:the\s+|der\s+|den\s+|dem\s+|le\s+|el\s+)?(?:\d{months}))"
