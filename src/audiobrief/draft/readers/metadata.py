"""What an article says of itself, from names and values as pages and Markdown files have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from audiobrief.draft.cleanup.text import clean_line
from audiobrief.draft.model import About
from audiobrief.language.codes import LANGUAGE_TAG
from audiobrief.language.profile import LANGUAGES, Language, language_words, month_names

__all__ = ["about_of", "author_in", "day_in", "day_of", "web_address"]

_LONGEST_LINE = 12
"""Words of a line that names the author or the day."""

_NAMES = {
    "title": ("title", "headline"),
    "author": ("author", "authors", "byline"),
    "publisher": ("publisher", "sitename", "site", "source"),
    "summary": ("summary", "description", "excerpt"),
}
_LETTERS = re.compile(r"[^\W\d_]+")
_SAYS_MORE = re.compile(r"\s*:\s*[^\W\d]")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_DAY = re.compile(
    r"\b(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er|º)?\s+(?:de\s+)?(?P<month>[^\W\d_]+)\.?\s+(?:de\s+)?(?P<year>\d{4})\b"
)
_MONTH_FIRST = re.compile(r"\b(?P<month>[^\W\d_]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\b")
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
_NUMBERS = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b")


def about_of(stated: Mapping[str, str], otherwise: About | None = None) -> About:
    """Read what is stated under the names that are in use.

    Args:
        stated: names in small letters, and values.
        otherwise: what holds for what is not stated.
    """
    about = otherwise or About()
    for key, names in _NAMES.items():
        value = next((clean_line(stated[name]) for name in names if stated.get(name)), "")
        if value:
            about = replace(about, **{key: value})  # type: ignore[arg-type] # the keys are those of texts
    day = next((day_in(stated[name]) for name in ("date", "published", "pubdate") if stated.get(name)), None)
    url = next((web_address(stated[name]) for name in ("url", "link", "canonical") if stated.get(name)), None)
    tag = (stated.get("language") or stated.get("lang") or "").strip().replace("_", "-")
    if about.author:
        label = language_words(tag or LANGUAGES[0]).author_label
        about = replace(about, author=label.sub("", about.author) or about.author)
    return replace(
        about,
        published=day or about.published,
        url=url or about.url,
        language=tag if tag and LANGUAGE_TAG.fullmatch(tag) else about.language,
    )


def web_address(text: str) -> str | None:
    """Return a web address as a script may have it; None where it is none."""
    text = text.strip()
    return text if _ADDRESS.fullmatch(text) else None


def author_in(line: str, language: Language) -> str | None:
    """Return the author whom a line names that does nothing else; None where it is a sentence or something else."""
    if len(line.split()) > _LONGEST_LINE:
        return None
    found = language.byline.fullmatch(line.rstrip("."))
    if found is None:
        return None
    rest = found["rest"] or ""
    if rest and line.endswith((".", "!", "?")):
        return None
    if day_in(rest) is None and language.clauses & {*_LETTERS.findall(rest.lower())}:
        return None
    return found["name"].strip()


def day_of(line: str, language: Language) -> date | None:
    """Return the day of a line that is a date and little else: names, a time, `Published`; None for a sentence."""
    if len(line.split()) > _LONGEST_LINE or line.endswith((".", "!", "?")):
        return None
    found = _find_day(line)
    if found is None or _SAYS_MORE.match(line, found[1].end()):
        return None
    around = _LETTERS.findall(f"{line[: found[1].start()]} {line[found[1].end() :]}")
    is_date = all(word[:1].isupper() or word in language.date_words for word in around)
    return found[0] if is_date else None


def day_in(text: str) -> date | None:
    """Return the day that a text names, in numbers or with a month's name in a known language."""
    found = _find_day(text)
    return found[0] if found else None


def _find_day(text: str) -> tuple[date, re.Match[str]] | None:
    """Return the first day that a text names, and where."""
    for pattern in (_ISO, _DAY, _MONTH_FIRST, _NUMBERS):
        for match in pattern.finditer(text):
            month = int(match["month"]) if match["month"].isdigit() else _month(match["month"])
            try:
                day = date(int(match["year"]), month, int(match["day"]))
            except ValueError:
                continue
            if date(1900, 1, 1) <= day < date(3000, 1, 1):
                return day, match
    return None


def _month(name: str) -> int:
    """Return a month's number by its name or the name's first three letters; 0 where it is none."""
    name = name.lower()
    for language in LANGUAGES:
        for number, month in enumerate(month_names(language), 1):
            if name == month or (name == month[:3] and len(month) > 3) or (name == "sept" and number == 9):
                return number
    return 0
