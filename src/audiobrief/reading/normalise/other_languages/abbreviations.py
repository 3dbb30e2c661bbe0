"""Read abbreviations by the table of a language."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from audiobrief.reading.normalise.locales import NumberLocale
from audiobrief.reading.normalise.tables import table
from audiobrief.reading.normalise.text import Reading, Text


@cache
def _abbreviations(language: str) -> dict[str, dict[str, str]]:
    """Return the abbreviations of a language, by where they are read; also with a capital letter."""
    kinds: dict[str, dict[str, str]] = table("languages", "abbreviations").get(language, {})
    return {
        kind: {**{_capital(form): _capital(words) for form, words in forms.items()}, **forms}
        for kind, forms in kinds.items()
    }


def _capital(word: str) -> str:
    return word[0].upper() + word[1:]


@cache
def abbreviations_pattern(language: str) -> str:
    """Return the pattern of the abbreviations of a language, with the full stop that they need."""
    kinds = _abbreviations(language)
    stopped = [form for kind in ("anywhere", "before_number", "before_name") for form in kinds.get(kind, {})]
    forms = [
        rf"{_any(stopped)}\." if stopped else "",
        _any(kinds.get("unstopped", {})),
        _any(kinds.get("weekdays", {})),
    ]
    return "|".join(form for form in forms if form) or "(?!)"


def _any(forms: Any) -> str:
    longest_first = sorted(forms, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, longest_first)) + ")" if longest_first else ""


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns of the kinds of abbreviations of a language."""
    ends = {
        "anywhere": r"\.",
        "before_number": r"\.?(?= ?\d)",
        "before_name": r"\.(?= [^\W\d_a-zà-ÿ])",
        "unstopped": r"(?!\w)",
    }
    kinds = _abbreviations(language)
    return tuple((kind, re.compile(rf"({_any(kinds[kind])}){end}")) for kind, end in ends.items() if kinds.get(kind))


@cache
def _weekday_range(language: str) -> re.Pattern[str] | None:
    days = _any(_abbreviations(language).get("weekdays", {}))
    return re.compile(rf"({days})\.?(?: ?[-–] ?| bis )({days})(?!\w)\.?(?= |$)") if days else None


def read_abbreviation(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    """Read `Art. 5`, `usw.` and `Mo.–Fr.`."""
    if not text.plain[at].isalpha():
        return None
    kinds = _abbreviations(locale.short)
    days = _weekday_range(locale.short)
    if days is not None and (match := days.match(text.plain, at)):
        first, last = (kinds["weekdays"][day] for day in match.groups())
        return Reading(at, _end(text, match.end()), f"{first} {table('languages', 'ranges')[locale.short]} {last}")
    for kind, pattern in _patterns(locale.short):
        if match := pattern.match(text.plain, at):
            return Reading(at, _end(text, match.end()), kinds[kind][match[1]])
    return None


def _end(text: Text, end: int) -> int:
    """Return the end of an abbreviation, without its full stop where the text ends."""
    return end - 1 if text.plain[end - 1] == "." and text.closes(end) else end
