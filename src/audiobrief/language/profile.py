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
_SAMPLE = 20_000
"""Characters at the start of a text by which its language is detected."""
_SMALLEST_SHARE = 0.12
"""The share of a text's words that are common in its language, at least; in running text it is about 0.4."""


@dataclass(frozen=True, slots=True)
class Language:
    """The words and patterns of a language."""

    tag: str
    """The language's part of a BCP 47 tag: `en`."""
    common: frozenset[str]
    """The most frequent words, which say nothing about the subject."""
    saying_verbs: frozenset[str]
    """Verbs that name a speaker."""
    telling_verbs: frozenset[str]
    """Those of them that are followed by the one who is told."""
    passive_verbs: frozenset[str]
    """Words before such a verb that make its subject the one who is told."""
    auxiliaries: frozenset[str]
    """Words that stand before such a verb and belong to it."""
    pronouns: frozenset[str]
    """Pronouns that stand for a name."""
    first_person: frozenset[str]
    """Those of them that stand for the author."""
    personal: frozenset[str]
    """Those of them that stand for a person only."""
    organisations: frozenset[str]
    """Words that make a name no person's."""
    office_links: frozenset[str]
    """Small words that stand in an office, not in a person's name."""
    suffixes: frozenset[str]
    """Words that may follow a person's name: `Jr`."""
    articles: frozenset[str]
    """Articles and possessives before a noun."""
    not_names: frozenset[str]
    """Words with a capital letter that make no name."""
    incises: bool
    """True if the speaker is named inside the quotation marks: `« Non, dit-elle. »`."""
    name_links: frozenset[str]
    """Small words inside a name."""
    prepositions: frozenset[str]
    """Words after which a name is not the subject."""
    clauses: frozenset[str]
    """Words of a clause: a verb of saying with one of them after it has a clause of its own."""
    time_or_place: re.Pattern[str]
    """The beginning of a time or place at a sentence's end."""
    apposition: re.Pattern[str]
    """The beginning of an age, an office or an origin beside a name."""
    relative_pronouns: frozenset[str]
    """Words that begin a relative clause about the person before them."""
    no_comma_after: frozenset[str]
    """Words after which no comma stands."""
    conditions: frozenset[str]
    """Words that begin a clause which ends with a comma."""
    conjunctions: frozenset[str]
    """Words that begin a sentence of its own after a comma."""
    clause_subjects: frozenset[str]
    """Words that follow one of `conjunctions` in such a sentence."""
    list_conjunctions: frozenset[str]
    """Joining words that may also stand before the last item of a list."""
    subordinators: frozenset[str]
    """Words that begin a subordinate clause."""
    continuations: frozenset[str]
    """Words that continue a sentence, and begin none."""
    you: frozenset[str]
    """Words by which somebody is addressed."""
    byline: re.Pattern[str]
    """A byline, with the author as the group `name`; `rest` says more about them or the day."""
    author_label: re.Pattern[str]
    """A label before the author's name: `By`."""
    date_words: frozenset[str]
    """Small words in a line with a date."""
    question_label: re.Pattern[str]
    """A label before a question in an interview."""
    answer_label: re.Pattern[str]
    """A label before an answer."""
    agency: re.Pattern[str]
    """A news agency's mark after the last sentence."""
    kicker: re.Pattern[str]
    """A label over a headline."""
    contact: re.Pattern[str]
    """The beginning of a press contact, for newsrooms only."""
    shared_headings: re.Pattern[str]
    """Headings that a page has over its furniture, and an article over a part of its story."""
    omission_patterns: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]
    """Reasons for leaving a paragraph out, each with the patterns that show it."""


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


def mail_header_keys(tag: str) -> dict[str, list[str]]:
    """Return the keys above a mail in one of `LANGUAGES`, such as `Subject`: for `title`, `author`, `date`, `other`."""
    keys: dict[str, list[str]] = _entries(tag)["head"]
    return keys


def detect_language(text: str) -> str | None:
    """Return the language that a text is in, of `LANGUAGES`; None where it is none of them."""
    counts = Counter(word.lower() for word in _WORD.findall(text[:_SAMPLE]))
    shares = {tag: sum(counts[word] for word in {*_entries(tag)["common"]}) for tag in LANGUAGES}
    best = max(LANGUAGES, key=lambda tag: shares[tag])
    return best if shares[best] > _SMALLEST_SHARE * counts.total() else None
