"""Words such as 'today', which are wrong in an episode that comes out on another day than its script was written for.

What counts is the day that the feed gives the episode, not that on which it is handed in: an archive keeps its days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from audiobrief.publish.findings import Finding, error, warning
from audiobrief.publish.rules.tables import of_language

__all__ = ["day_rules", "day_words"]

# Where a small word has a capital letter, too; elsewhere a capital one is another word, or a name: 'USA Today'.
_START = r"(?:^|(?<=[.!?:…–—]\s)|(?<=[„»“«\"'(‘¿¡])|(?<=«\s))"


def day_rules(
    texts: Sequence[tuple[str, str]], language: str, written: date | None, out: date, late: date | None = None
) -> Iterator[Finding]:
    """See that words such as 'today' mean the day that they were written for.

    Args:
        texts: each with its place: a line of the script, or a key.
        language: BCP 47 tag.
        written: the script's day, if it has one.
        out: the day that the feed gives the episode.
        late: the day on which it first goes out, if that is some days after the one that the feed gives it.
    """
    if written == out and late is None:
        return
    for where, text in texts:
        day, week = day_words(text, language, "day"), day_words(text, language, "week")
        if written is None:
            if day:
                yield warning(
                    where,
                    f"nothing says which day {_listed(day)} is",
                    "write date: in the script",
                )
            continue
        if written == out:
            if day:
                yield warning(
                    where,
                    f"{_listed(day)} is said of {written}, and the episode goes out on {late}",
                    "name the day, or correct date:, and render again",
                )
            continue
        if day:
            yield error(
                where,
                f"{_listed(day)} is said of {written}, and the episode is dated {out}",
                "name the day, or bring date: and publish_at: together, and render again",
            )
        if week:
            yield warning(
                where,
                f"{_listed(week)} is said of {written}, and the episode is dated {out}",
                "see whether it is still right",
            )


def day_words(text: str, language: str, kind: str) -> tuple[str, ...]:
    """Give the words of a text that mean a day only together with that on which they are said, each once.

    Args:
        text: a sentence.
        language: BCP 47 tag.
        kind: day or week.
    """
    pattern = _pattern(language.split("-", maxsplit=1)[0].lower(), kind)
    if pattern is None:
        return ()
    found = (" ".join(match[0].split()) for match in pattern.finditer(re.sub("[’ʼ]", "'", text)))
    return tuple(dict.fromkeys(found))


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


@cache
def _pattern(language: str, kind: str) -> re.Pattern[str] | None:
    known = of_language("days", language)
    if known is None:
        return None
    phrases = sorted({phrase for entry in known[kind] for phrase in _spelled_out(entry, known)}, key=len, reverse=True)
    choices = "|".join(_choice(phrase, known) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)")


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
    if words[0][0].islower():
        pattern = rf"(?:{pattern}|{_START}{words[0][0].upper()}{pattern[1:]})"
    before = "".join(rf"(?<!\b(?i:{re.escape(word)})\s)" for word in known.get("not_after", {}).get(phrase, ()))
    after = "".join(rf"(?!\s+{re.escape(word)}\b)" for word in known.get("not_before", {}).get(phrase, ()))
    return before + pattern + after + (_date_follows(known) if phrase.endswith("\0") else "")


def _date_follows(known: dict[str, Any]) -> str:
    """Leave out weekdays that a date follows: 'on Friday, the 17th' and 'le jeudi 16' name the day themselves."""
    months = "".join(rf"|{month}\b" for month in known.get("months", ()))
    return rf"(?!,?\s+(?:the\s+|der\s+|den\s+|dem\s+|le\s+|el\s+)?(?:\d{months}))"
