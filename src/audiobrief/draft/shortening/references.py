"""Find the paragraphs without which a paragraph of a story cannot be understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from audiobrief.draft.shortening.mentions import Mentions, Paragraph, read_paragraph
from audiobrief.draft.structure.chapters import ends_as_question
from audiobrief.draft.structure.speakers import Quotation, find_speakers
from audiobrief.language.attribution import end_of_name
from audiobrief.language.calendar import weekday_names
from audiobrief.language.codes import primary_language
from audiobrief.language.profile import LANGUAGES, Language
from audiobrief.language.tables import table

_FIRST = 4
"""Words at the beginning of a paragraph among which a pronoun refers to what is before it."""
_ACRONYM = re.compile(r"\((?P<acronym>[^\W\d_a-z]{2,6})\)")
_NOUN_PHRASE = 3
"""Words after an article among which the noun is."""


@dataclass(frozen=True, slots=True)
class ReferringWords:
    """The words of a language that refer to what was said; `references.toml` explains them."""

    connectives: frozenset[str]
    pronouns: frozenset[str]
    persons: frozenset[str]
    definite: frozenset[str]
    series: frozenset[str]
    complements: frozenset[str]
    demonstratives: frozenset[str]
    not_back: frozenset[str]
    additives: frozenset[str]
    reactions: frozenset[str]
    phrases: frozenset[str]


@cache
def _referring_words(tag: str) -> ReferringWords:
    short = primary_language(tag)
    entries = table("references", short if short in LANGUAGES else LANGUAGES[0])
    return ReferringWords(**{key: frozenset(words) for key, words in entries.items()})


def find_needs(
    paragraphs: Sequence[str], language: Language, answers: Mapping[int, int] | None = None
) -> tuple[frozenset[int], ...]:
    """Return for each paragraph the indices of all others that must be kept with it.

    `answers` has the first paragraph of the answer that a paragraph belongs to, in an interview.

    A paragraph needs the one before it if it begins with a word that refers to it; the one that introduces a person or
    an organisation by the full name; the one that says who speaks; and, after a colon or a question, the one behind it.
    """
    links = list(_links(paragraphs, language))
    for at, first in (answers or {}).items():
        links[at] |= {first} - {at}
    return tuple(frozenset(_closure(at, links) - {at}) for at in range(len(paragraphs)))


def _closure(at: int, links: Sequence[set[int]]) -> set[int]:
    found, waiting = {at}, [at]
    while waiting:
        new = links[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def _links(texts: Sequence[str], language: Language) -> Iterator[set[int]]:
    """Yield for each paragraph those that it needs directly."""
    words = _referring_words(language.tag)
    paragraphs = [read_paragraph(text, language) for text in texts]
    introduced = _introductions(paragraphs)
    days = _first_days(paragraphs, language)
    quotations = find_speakers(texts, language)
    mentions = Mentions()
    last = len(paragraphs) - 1
    for at, paragraph in enumerate(paragraphs):
        needed = {introduced[name] for name in _short_names(paragraph, introduced) if introduced[name] < at}
        needed |= set(_speaker_places(at, paragraph.text, quotations[at], language))
        if at and _refers_back(paragraph, language, words):
            needed.add(at - 1)
        needed |= set(_first_name_places(paragraph, mentions))
        if at and (noun := _definite_noun(paragraph, words, language)):
            places = (mentions.last(word) for word in reversed(noun))
            needed.add(next((place for place in places if place is not None), at - 1))
        needed |= {days[day] for day in _days(paragraph, language)}
        needed |= set(_first_mentions(paragraph, mentions, words, language))
        if at and (_leads_on(texts[at - 1]) or _is_open(texts[at - 1])):
            needed.add(at - 1)
        if _leads_on(paragraph.text) or _is_open(paragraph.text):
            needed.add(at + 1)
        yield {each for each in needed if 0 <= each <= last and each != at}
        mentions.add(at, paragraph)


def _leads_on(paragraph: str) -> bool:
    """Return whether a paragraph leads to the next one: with a colon, or with a question."""
    return paragraph.rstrip().endswith(":") or ends_as_question(paragraph)


def _is_open(paragraph: str) -> bool:
    """Return whether a paragraph begins with a quotation that it does not close."""
    opening = sum(paragraph.count(mark) for mark in "“„«")
    closing = sum(paragraph.count(mark) for mark in "”»")
    if "„" in paragraph:
        closing = paragraph.count("“") + paragraph.count("”")
        opening = paragraph.count("„")
    straight = paragraph.count('"') % 2 == 1
    return opening > closing or straight


def _speaker_places(at: int, paragraph: str, quoted: Sequence[Quotation], language: Language) -> Iterator[int]:
    """Yield the neighbours that say who speaks the quotations of a paragraph, where it does not say so itself."""
    alone = find_speakers([paragraph], language)[0]
    for own, known in zip(alone, quoted, strict=True):
        if own.speaker is None or own.speaker != known.speaker:
            yield at - 1
            if known.speaker is not None and not known.is_before and own.speaker is None:
                yield at + 1


def _refers_back(paragraph: Paragraph, language: Language, words: ReferringWords) -> bool:
    """Return whether the first sentence of a paragraph refers to what is before it."""
    tokens = paragraph.beginning
    small = [token.lower() for token in tokens]
    if not small:
        return False
    if small[0] in words.connectives:
        return True
    if small[0] in words.definite and len(small) > 1 and small[1] in words.series:
        return True
    for at, token in enumerate(small[:_FIRST]):
        following = small[at + 1] if at + 1 < len(small) else ""
        if token in words.demonstratives and following in words.not_back:
            continue
        if token in words.pronouns and (at == 0 or not _has_name(tokens[1:at], language)):
            return True
    if _reacts(small, words, language):
        return True
    return any(token in words.persons and not _has_name(tokens[:at], language) for at, token in enumerate(small))


def _reacts(small: Sequence[str], words: ReferringWords, language: Language) -> bool:
    """Return whether a sentence adds to another one, or reacts to it without saying to what."""
    text = f"{' '.join(small)} "
    if not words.additives.isdisjoint(small) or any(text.startswith(f"{phrase} ") for phrase in words.phrases):
        return True
    for at, token in enumerate(small):
        following = small[at + 1] if at + 1 < len(small) else "."
        ends = not following[:1].isalnum() or following in language.prepositions
        if ends and (token in words.reactions or (token in words.demonstratives and at > 0)):
            return True
        is_object = at > 0 and small[at - 1] in language.prepositions
        if ends and is_object and token in words.persons and small[at + 1 :] != []:
            return True
        if at and token in words.demonstratives and following.isalpha() and following not in words.not_back:
            behind = small[at + 2] if at + 2 < len(small) else "."
            points = following not in language.common and following not in language.relative_pronouns
            is_object = not behind[:1].isalnum() or behind in language.prepositions
            if points and (is_object or small[at - 1] in language.prepositions):
                return True
    return False


def _has_name(tokens: Sequence[str], language: Language) -> bool:
    """Return whether a name stands among words; the first word counts only with another one behind it."""
    starts = (at for at in range(len(tokens)) if end_of_name(tokens, at, language) > at)
    is_word = not tokens or tokens[0].lower() in language.common
    return any(at > 0 or end_of_name(tokens, at, language) > 1 or not is_word for at in starts)


def _definite_noun(paragraph: Paragraph, words: ReferringWords, language: Language) -> tuple[str, ...] | None:
    """Return the words of the noun phrase that a paragraph begins with, if an article says that it is a known one."""
    tokens = paragraph.beginning
    if len(tokens) < 2 or tokens[0].lower() not in words.definite:
        return None
    phrase: list[str] = []
    for token in tokens[1 : _NOUN_PHRASE + 1]:
        if token.lower() in words.complements:
            return None
        if language.tag != "de" and token[:1].isupper():
            return None
        if not token.isalpha() or token.lower() in language.common or token.lower() in language.saying_verbs:
            break
        phrase.append(token)
    return tuple(phrase[:2]) or None


def _first_mentions(
    paragraph: Paragraph, mentions: Mentions, words: ReferringWords, language: Language
) -> Iterator[int]:
    """Yield the first paragraph that mentions what a definite article or a demonstrative in a paragraph stands before.

    It counts if nothing behind its noun says which one is meant: `the report`, not `the roof of the ward`.
    """
    for tokens in paragraph.sentences:
        for at, token in enumerate(tokens[:-1]):
            behind = (word.lower() for word in tokens[at + 2 : at + 4])
            if token.lower() in words.definite | words.demonstratives and words.complements.isdisjoint(behind):
                nouns = (noun for noun in tokens[at + 1 : at + 3] if _is_noun(noun, language))
                yield from [place for noun in nouns if (place := mentions.first(noun)) is not None][:1]


def _is_noun(word: str, language: Language) -> bool:
    """Return whether a word behind an article can be a noun, and is no name."""
    is_name = word[:1].isupper() and language.tag != "de"
    return not is_name and word.isalpha() and word.lower() not in language.common


def _first_name_places(paragraph: Paragraph, mentions: Mentions) -> Iterator[int]:
    """Yield the first paragraph that has the name of one word with which a paragraph begins."""
    name = paragraph.names[0] if paragraph.names else ()
    if (
        len(name) == 1
        and paragraph.unquoted.startswith(name[0])
        and (at := mentions.first_of_word(name[0])) is not None
    ):
        yield at


def _days(paragraph: Paragraph, language: Language) -> set[str]:
    """Return the days of the week that a paragraph names."""
    names = {name.lower() for name in weekday_names(language.tag)}
    return {word.lower() for word in paragraph.words} & names


def _first_days(paragraphs: Sequence[Paragraph], language: Language) -> dict[str, int]:
    """Return for each day of the week the first paragraph that names it."""
    found: dict[str, int] = {}
    for at, paragraph in enumerate(paragraphs):
        for day in _days(paragraph, language):
            found.setdefault(day, at)
    return found


def _introductions(paragraphs: Sequence[Paragraph]) -> dict[str, int]:
    """Return for each word of a name of several words, and each acronym, the paragraph that has the name first."""
    found: dict[str, int] = {}
    for at, paragraph in enumerate(paragraphs):
        for name in paragraph.names:
            if len(name) > 1:
                for word in name:
                    found.setdefault(word, at)
        for match in _ACRONYM.finditer(paragraph.text):
            found.setdefault(match["acronym"], at)
    return found


def _short_names(paragraph: Paragraph, introduced: Mapping[str, int]) -> Iterator[str]:
    """Yield the words of names that a paragraph has by themselves, where another paragraph has the whole name."""
    whole = {word for name in paragraph.names if len(name) > 1 for word in name}
    for name in paragraph.names:
        if len(name) == 1 and name[0] in introduced and name[0] not in whole:
            yield name[0]
        elif len(name) > 1 and name[-1] in introduced and _is_with_title(name, introduced):
            yield name[-1]


def _is_with_title(name: Sequence[str], introduced: Mapping[str, int]) -> bool:
    """Return whether a name is a title and a surname, such as Mr Hale or Judge Frost."""
    return len(name) == 2 and name[0] not in introduced
