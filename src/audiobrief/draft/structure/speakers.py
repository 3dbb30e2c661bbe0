"""Find the speaker of each quotation from the words around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audiobrief.language.attribution import (
    end_of_name,
    find_inserted_subject,
    find_subject,
    is_denied,
    join_name,
    tokenize,
)
from audiobrief.language.profile import Language
from audiobrief.language.quotations import CLOSING_MARKS, find_quotations
from audiobrief.language.sentences import split_sentences

_LOOKED_AT = 600
"""Characters before and after a quotation that are searched for its speaker."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation and its speaker."""

    text: str
    """The quotation with its marks."""
    speaker: str | None
    """The longest form of the speaker's name so far; None if no speaker is found."""
    is_before: bool
    """True if the speaker is named before the quotation."""


def find_speakers(paragraphs: Sequence[str], language: Language) -> tuple[tuple[Quotation, ...], ...]:
    """Return the quotations of each paragraph, with their speakers.

    A pronoun refers to the person who spoke last, or else to the last subject. A quotation that is not closed continues
    in the next paragraph, whose speaker also says what is before.
    """
    names = _Names(language)
    found = [
        tuple(_in_paragraph(paragraph, before, language, names)) for before, paragraph in pairwise(("", *paragraphs))
    ]
    for number in range(len(found) - 2, -1, -1):
        if found[number] and _goes_on(paragraphs[number], found[number], paragraphs[number + 1], found[number + 1]):
            last = replace(found[number][-1], speaker=found[number + 1][0].speaker)
            found[number] = (*found[number][:-1], last)
    return tuple(found)


def _goes_on(text: str, quoted: Sequence[Quotation], following: str, next_quoted: Sequence[Quotation]) -> bool:
    """Return whether a quotation without a speaker is not closed, and the next paragraph goes on with it."""
    is_open = text.endswith(quoted[-1].text) and _ends_open(text)
    return is_open and quoted[-1].speaker is None and bool(next_quoted) and following.startswith(next_quoted[0].text)


class _Names:
    """The names seen so far, and the person a pronoun refers to."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._full: dict[str, str] = {}
        self._person: str | None = None
        self._last: str | None = None
        self.going_on: str | None = None
        """The speaker of a quotation that the last paragraph did not close."""

    def read(self, text: str) -> None:
        """Learn the names in a text, and the subjects of its sentences."""
        for start, end in split_sentences(text, self._language.tag):
            has_subject = False
            for word, name in _names_in(text[start:end], self._language):
                if name is None:
                    has_subject = True
                    continue
                self._learn(name)
                if not has_subject and word not in self._language.prepositions and self._is_person(name):
                    self._person = self._last = self.known(name)
                    has_subject = True

    def _learn(self, name: str) -> None:
        words = self._without_suffix(name)
        if len(words) > 1:
            # The words before a first name are an office: President Alexander Lukashenko.
            first = -3 if words[-2] in self._language.name_links and len(words) > 2 else -2
            self._full.setdefault(words[-1], " ".join(words[first:]))

    def _is_person(self, name: str) -> bool:
        words = name.split()
        return (len(words) > 1 or name in self._full) and not self._is_organisation(name)

    def _is_organisation(self, name: str) -> bool:
        return bool({*name.split()} & self._language.organisations)

    def _without_suffix(self, name: str) -> list[str]:
        words = name.split()
        while len(words) > 2 and words[-1] in self._language.suffixes:
            words.pop()
        return words

    def known(self, name: str) -> str:
        """Return the full name for a surname, or for a name after an office."""
        words = self._without_suffix(name)
        if len(words) > 2 and not self._language.name_links & {*words}:
            return " ".join(words[-2:])
        return self._full.get(name, " ".join(words))

    def of(self, subject: str) -> str | None:
        """Return the person that a name or a pronoun refers to, and remember them."""
        word = subject.lower()
        if word in {each.lower() for each in self._language.first_person}:
            return None
        if word in self._language.personal:
            return self._person
        if word in self._language.pronouns:
            return self._last
        self._learn(subject)
        self._last = self.known(subject)
        if not self._is_organisation(subject):
            self._person = self._last
        return self._last


def _in_paragraph(paragraph: str, before: str, language: Language, names: _Names) -> Iterator[Quotation]:
    """Return the quotations of a paragraph; one that a colon in the paragraph before announces has its speaker."""
    at = 0
    spoken = names.going_on
    names.going_on = None
    quoted = find_quotations(paragraph)
    ends = [*(following for following, _ in quoted[1:]), len(paragraph)]
    for (start, end), limit in zip(quoted, ends, strict=False):
        names.read(paragraph[at:start])
        is_announced = start == 0 and before.endswith(":")
        above = before[-_LOOKED_AT:] if is_announced else paragraph[max(start - _LOOKED_AT, at) : start]
        lead = _last_sentence(above, language)
        tail = _first_sentence(paragraph[end : min(end + _LOOKED_AT, limit)], language)
        goes_on = spoken is not None and not paragraph[at:start].strip(" ,;–—-")
        if is_denied(lead, language):
            yield Quotation(paragraph[start:end], None, is_before=False)
            at = end
            continue
        subject, is_before = find_subject(lead, language, last=True), True
        if subject is None and (subject := find_subject(tail, language, last=False)) is not None:
            is_before = goes_on
        if subject is None and language.incises:
            subject, is_before = find_inserted_subject(paragraph[start:end], language), False
        if subject is not None:
            spoken = names.of(subject)
        elif not at and not goes_on:
            spoken = None
        yield Quotation(paragraph[start:end], spoken, is_before or (subject is None and spoken is not None))
        if end == len(paragraph) and _ends_open(paragraph):
            names.going_on = spoken
        at = end
    names.read(paragraph[at:])


def leaves_quotation_open(paragraph: str) -> bool:
    """Return whether a paragraph ends within a quotation, which the next one continues."""
    quoted = find_quotations(paragraph)
    return bool(quoted) and quoted[-1][1] == len(paragraph) and _ends_open(paragraph)


def _ends_open(paragraph: str) -> bool:
    """Return whether a paragraph that ends with a quotation does not close it."""
    return not paragraph.endswith(tuple(f"{CLOSING_MARKS}«"))


def _last_sentence(text: str, language: Language) -> str:
    """Return the words before a quotation in its own sentence."""
    bounds = split_sentences(text, language.tag)
    return text[bounds[-1][0] :] if bounds and not text.rstrip().endswith((".", "!", "?")) else ""


def _first_sentence(text: str, language: Language) -> str:
    bounds = split_sentences(text, language.tag)
    return text[bounds[0][0] : bounds[0][1]] if bounds else text


def _names_in(text: str, language: Language) -> Iterator[tuple[str, str | None]]:
    """Return the runs of capitalised words that may be names, each with the word before it; None for a pronoun."""
    tokens = tokenize(text, language)
    at = 0
    while at < len(tokens):
        if tokens[at].lower() in language.personal:
            yield "", None
        end = end_of_name(tokens, at, language)
        if end > at:
            before = tokens[at - 1].lower() if at else ""
            yield before, join_name(tokens[at:end], language)
        at = max(end, at + 1)
