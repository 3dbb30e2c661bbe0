"""What a draft knows of a language: `words/LANGUAGE.toml`, and which language a text is in."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["LANGUAGES", "Language", "head_keys", "known_languages", "language_of", "language_words", "month_names"]

LANGUAGES = ("en", "de", "fr", "es", "uk")
"""Those that there are words for; the first stands in for others."""
_CAPITAL = r"[^\W\d_a-zà-ÿа-яїієґ][^\W\d_]*(?:[-'’.][^\W\d_]*)*"
_PERSON = rf"{_CAPITAL}(?: +(?:{_CAPITAL}|de|del|du|von|van|der|den|la|le|el|al|bin|di|da)){{1,5}}"
PEOPLE = rf"(?-i:{_PERSON}(?:(?:, {_PERSON}){{0,4}},? (?:and|&|und|et|y|та|і|й) {_PERSON})?)"
"""A pattern of persons' names, each of two words at least."""
_CREDITED = r"(?:[^\W_a-zà-ÿа-яїієґ][^\s/|·&]*|dpa|epd|imago)"
_BETWEEN_CREDITED = r"of|the|and|for|on|via|von|für|und|de|du|des|et|pour|y|para|та|для"
CREDIT = rf"(?-i:{_CREDITED}(?:(?:\s*[/|·&]\s*|\s+)(?:{_CREDITED}|\d{{4}}|{_BETWEEN_CREDITED})){{0,8}})"
"""A pattern of those to whom a picture is owed: words with a capital letter."""
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 20_000
_FEWEST = 0.12
"""Of a text's words, how many are the frequent ones of its language at least; of running text it is about 0.4."""


@dataclass(frozen=True, slots=True)
class Language:
    """The words and patterns of a language."""

    tag: str
    """The language's part of a BCP 47 tag: `en`."""
    common: frozenset[str]
    """Words so frequent that they say nothing of the subject."""
    saying: frozenset[str]
    """Verbs that name a speaker."""
    telling: frozenset[str]
    """Those of them that go on with the one who is told."""
    passive: frozenset[str]
    """Words before such a verb that make its subject the one who is told."""
    auxiliaries: frozenset[str]
    """Words that stand before such a verb and belong to it."""
    pronouns: frozenset[str]
    """What stands for a name."""
    first_person: frozenset[str]
    """Those of them that stand for who writes."""
    personal: frozenset[str]
    """Those of them that stand for a person only."""
    organisations: frozenset[str]
    """Words that make a name no person's."""
    office_links: frozenset[str]
    """Small words that stand in an office, not in a person's name."""
    suffixes: frozenset[str]
    """What stands behind a person's name."""
    articles: frozenset[str]
    """What a noun may begin with."""
    not_names: frozenset[str]
    """Words with a capital letter that make no name."""
    incises: bool
    """Whether who speaks stands inside the marks: `« Non, dit-elle. »`."""
    name_links: frozenset[str]
    """Small words inside a name."""
    prepositions: frozenset[str]
    """Words after which a name is not who acts."""
    clauses: frozenset[str]
    """Words that show a clause of its own."""
    when: re.Pattern[str]
    """What begins a time or place at a sentence's end."""
    apposition: re.Pattern[str]
    """What begins an age, an office or an origin beside a name."""
    relatives: frozenset[str]
    """Words that begin a clause which says more of the person before them."""
    unfinished: frozenset[str]
    """Words after which no comma stands."""
    conditions: frozenset[str]
    """Words that begin a clause which ends with a comma."""
    joining: frozenset[str]
    """Words that begin a sentence of its own after a comma."""
    subjects: frozenset[str]
    """Words that such a sentence goes on with."""
    additive: frozenset[str]
    """Joining words that may also stand before the last item of a list."""
    depending: frozenset[str]
    """Words that begin a clause which depends on another."""
    going_on: frozenset[str]
    """Words that go on with a sentence, and begin none."""
    you: frozenset[str]
    """Words by which somebody is spoken to."""
    byline: re.Pattern[str]
    """A line that names the author, as `name`; `rest` says more of them or of the day."""
    author_label: re.Pattern[str]
    """What stands before a name where a page states its author."""
    date_words: frozenset[str]
    """Small words that stand in a line which is a date."""
    question_label: re.Pattern[str]
    """What stands before a question in an interview."""
    answer_label: re.Pattern[str]
    """What stands before an answer."""
    agency: re.Pattern[str]
    """An agency's mark behind a last sentence."""
    kicker: re.Pattern[str]
    """A label over a headline."""
    contact: re.Pattern[str]
    """What stands before a name and a telephone number that are for newsrooms."""
    over_story: re.Pattern[str]
    """Headings that stand over furniture and over story alike."""
    left_out: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]
    """Reasons for leaving a paragraph out, each with the patterns that show it."""


@cache
def _found(tag: str) -> dict[str, Any]:
    """Read a language's file."""
    return tomllib.loads(files(__package__).joinpath("data", "words", f"{tag}.toml").read_text(encoding="utf-8"))


@cache
def language_words(tag: str) -> Language:
    """Return what is known of a language (BCP 47); English for one that there are no words for."""
    short = tag.split("-", maxsplit=1)[0].lower()
    short = short if short in LANGUAGES else LANGUAGES[0]
    found = _found(short)
    sets = [field.name for field in fields(Language) if field.type == "frozenset[str]"]
    return Language(
        tag=short,
        when=_pattern(found["when"]),
        apposition=_pattern(found["apposition"]),
        incises=found["incises"],
        byline=_pattern(found["byline"]),
        author_label=_pattern(found["author_label"]),
        question_label=_pattern(found["question_label"]),
        answer_label=_pattern(found["answer_label"]),
        agency=_pattern(found["agency"]),
        kicker=_pattern(found["kicker"]),
        contact=_pattern(found["contact"]),
        over_story=_pattern(found["over_story"]),
        left_out=tuple((reason, tuple(map(_pattern, each))) for reason, each in found["left_out"].items()),
        **{name: frozenset(found[name]) for name in sets},
    )


def known_languages(tag: str | None) -> tuple[Language, ...]:
    """Give a text's own language and English, in which the furniture of pages may be; once where they are the same."""
    return tuple(dict.fromkeys((language_words(tag or "en"), language_words("en"))))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text.replace(r"\p{people}", PEOPLE).replace(r"\p{credit}", CREDIT), re.IGNORECASE)


def month_names(tag: str) -> tuple[str, ...]:
    """Return the months of one of `LANGUAGES`, in order and in small letters, as they stand in a date."""
    return tuple(_found(tag)["months"])


def head_keys(tag: str) -> dict[str, list[str]]:
    """Give what stands before a colon above a mail in one of `LANGUAGES`: for `title`, `author`, `date` and `other`."""
    keys: dict[str, list[str]] = _found(tag)["head"]
    return keys


def language_of(text: str) -> str | None:
    """Return the language that a text is in, of those that there are words for; None where it is none of them."""
    counts = Counter(word.lower() for word in _WORD.findall(text[:_LOOKED_AT]))
    shares = {tag: sum(counts[word] for word in {*_found(tag)["common"]}) for tag in LANGUAGES}
    best = max(LANGUAGES, key=lambda tag: shares[tag])
    return best if shares[best] > _FEWEST * counts.total() else None
