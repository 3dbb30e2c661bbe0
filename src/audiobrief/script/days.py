"""Words such as 'today', which mean a day only together with that on which they are said."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["day_words", "find_day_words"]

# 'on Friday, the 17th' and 'le jeudi 16' name the day themselves.
_DATE_FOLLOWS = r"(?!,?\s+(?:the\s+|der\s+|den\s+|dem\s+|le\s+|el\s+)?\d)"


def find_day_words(text: str, language: str, kind: str) -> tuple[tuple[int, str], ...]:
    """Find the words of a text that mean a day only together with that on which they are said.

    Args:
        text: a sentence, or several.
        language: BCP 47 tag; of one that the table has not got, nothing is found.
        kind: day or week.

    Returns:
        Each with the character at which it starts, in order.
    """
    pattern = _pattern(language.split("-", maxsplit=1)[0].lower(), kind)
    if pattern is None:
        return ()
    return tuple((match.start(), " ".join(match[0].split())) for match in pattern.finditer(text.replace("’", "'")))


def day_words(text: str, language: str, kind: str) -> tuple[str, ...]:
    """Give the words that `find_day_words` finds, each once."""
    return tuple(dict.fromkeys(word for _, word in find_day_words(text, language, kind)))


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("data", "days.toml").read_text(encoding="utf-8"))


@cache
def _pattern(language: str, kind: str) -> re.Pattern[str] | None:
    known = _table().get(language)
    if known is None:
        return None
    phrases = sorted({phrase for entry in known[kind] for phrase in _spelled_out(entry, known)}, key=len, reverse=True)
    choices = "|".join(_choice(phrase, known) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", 0 if known.get("case") else re.IGNORECASE)


def _spelled_out(entry: str, known: dict[str, Any]) -> Iterator[str]:
    for name in ("weekday_of", "weekday"):
        if f"{{{name}}}" in entry:
            yield from (entry.replace(f"{{{name}}}", day) + "\0" for day in known[name.replace("weekday", "weekdays")])
            return
    yield entry


def _choice(phrase: str, known: dict[str, Any]) -> str:
    """Write a phrase as a regular expression; one that ends in NUL names a weekday."""
    words = phrase.rstrip("\0").split()
    pattern = r"\s+".join(map(re.escape, words))
    if known.get("case"):
        # At the start of a sentence, small words have a capital letter, too.
        first = re.escape(words[0][0])
        pattern = rf"(?:{pattern}|(?:(?<=^)|(?<=^[„»“\"(])){first.upper()}{pattern[len(first) :]})"
    before = "".join(rf"(?<!\b{re.escape(word)}\s)" for word in known.get("not_after", {}).get(phrase, ()))
    return before + pattern + (_DATE_FOLLOWS if phrase.endswith("\0") else "")
