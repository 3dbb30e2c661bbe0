"""The words and patterns by which an article is read in a language, and the language that a text is in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from audiobrief.language.calendar import month_names, weekday_names
from audiobrief.language.codes import primary_language
from audiobrief.language.tables import table

LANGUAGES = ("en", "de", "fr", "es", "uk")
"""Those that there are tables for; the first is used for any other language."""
_TABLES = ("attribution", "clauses", "articles")
_CAPITAL = r"[^\W\d_a-zà-ÿа-яїієґ][^\W\d_]*(?:[-'’.][^\W\d_]*)*"
_PERSON = rf"{_CAPITAL}(?: +(?:{_CAPITAL}|de|del|du|von|van|der|den|la|le|el|al|bin|di|da)){{1,5}}"
PEOPLE = rf"(?-i:{_PERSON}(?:(?:, {_PERSON}){{0,4}},? (?:and|&|und|et|y|та|і|й) {_PERSON})?)"
"""A pattern of persons' names, each of two words at least."""
_CREDITED = r"(?:[^\W_a-zà-ÿа-яїієґ][^\s/|·&]*|dpa|epd|imago)"
_BETWEEN_CREDITED = r"of|the|and|for|on|via|von|für|und|de|du|des|et|pour|y|para|та|для"
CREDIT = rf"(?-i:{_CREDITED}(?:(?:\s*[/|·&]\s*|\s+)(?:{_CREDITED}|\d{{4}}|{_BETWEEN_CREDITED})){{0,8}})"
"""A pattern of those to whom a picture is credited: words with a capital letter."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Language:
    """The words and patterns of a language.

    The tables `articles`, `attribution` and `clauses` in `data` have the same keys, and explain them.
    """

    tag: str
    """The language's part of a BCP 47 tag: `en`."""
    incises: bool
    common: frozenset[str]
    saying_verbs: frozenset[str]
    telling_verbs: frozenset[str]
    negations: frozenset[str]
    according: tuple[tuple[str, ...], ...]
    passive_verbs: frozenset[str]
    auxiliaries: frozenset[str]
    pronouns: frozenset[str]
    first_person: frozenset[str]
    personal: frozenset[str]
    organisations: frozenset[str]
    office_links: frozenset[str]
    suffixes: frozenset[str]
    articles: frozenset[str]
    not_names: frozenset[str]
    name_links: frozenset[str]
    prepositions: frozenset[str]
    clauses: frozenset[str]
    time_or_place: re.Pattern[str]
    apposition: re.Pattern[str]
    relative_pronouns: frozenset[str]
    no_comma_after: frozenset[str]
    conditions: frozenset[str]
    conjunctions: frozenset[str]
    clause_subjects: frozenset[str]
    list_conjunctions: frozenset[str]
    subordinators: frozenset[str]
    continuations: frozenset[str]
    you: frozenset[str]
    byline: re.Pattern[str]
    author_label: re.Pattern[str]
    date_words: frozenset[str]
    question_label: re.Pattern[str]
    answer_label: re.Pattern[str]
    agency: re.Pattern[str]
    kicker: re.Pattern[str]
    contact: re.Pattern[str]
    shared_headings: re.Pattern[str]
    omission_patterns: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]


@cache
def _entries(tag: str) -> dict[str, Any]:
    """Return all entries of the tables about one of `LANGUAGES`."""
    return {key: value for name in _TABLES for key, value in table(name, tag).items()}


@cache
def load_language(tag: str) -> Language:
    """Return the words and patterns of a language (BCP 47); those of English where there are no tables for it."""
    short = primary_language(tag)
    short = short if short in LANGUAGES else LANGUAGES[0]
    entries = _entries(short)
    values: dict[str, Any] = {"tag": short, "incises": entries["incises"]}
    for field in fields(Language):
        if field.type == "frozenset[str]":
            values[field.name] = frozenset(entries[field.name])
        elif field.type == "re.Pattern[str]":
            values[field.name] = _pattern(entries[field.name])
    values["not_names"] = frozenset(name for entry in entries["not_names"] for name in _names(entry, short))
    values["according"] = tuple(tuple(phrase.split()) for phrase in entries["according"])
    values["omission_patterns"] = tuple(
        (why, tuple(map(_pattern, listed))) for why, listed in entries["omission_patterns"].items()
    )
    return Language(**values)


def _names(entry: str, tag: str) -> tuple[str, ...]:
    """Return the names that an entry of `not_names` stands for, with capital letters."""
    names = {"{weekdays}": weekday_names, "{months}": month_names}.get(entry)
    return tuple(name[0].upper() + name[1:] for name in names(tag)) if names else (entry,)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text.replace(r"\p{people}", PEOPLE).replace(r"\p{credit}", CREDIT), re.IGNORECASE)


def language_and_english(tag: str | None) -> tuple[Language, ...]:
    """Return a text's language and English, in which the furniture of pages may be; once where they are the same."""
    return tuple(dict.fromkeys((load_language(tag or "en"), load_language("en"))))


@cache
def mail_header_kinds() -> dict[str, str]:
    """Return the keys above a mail, such as `subject`, with what they state: `title`, `author`, `date` or `other`."""
    heads = [_entries(tag)["head"] for tag in reversed(LANGUAGES)]
    return {key: kind for head in heads for kind, keys in head.items() for key in keys}


def shares_of_common_words(text: str) -> dict[str, float]:
    """Return the share of a text's words that are frequent in each of `LANGUAGES`, from 0 to 1."""
    counts = Counter(word.lower() for word in _WORD.findall(text))
    total = counts.total() or 1
    return {tag: sum(counts[word] for word in {*_entries(tag)["common"]}) / total for tag in LANGUAGES}
