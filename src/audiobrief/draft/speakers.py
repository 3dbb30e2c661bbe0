"""Who says what stands in quotation marks, as far as the words around it tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobrief.draft.language import Language
from audiobrief.script.quotations import find_quotations

__all__ = ["Quotation", "find_speakers", "subject_of"]

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|[^\w\s]")
_NEAR = 4
"""Words that may stand between a name and its verb: `Smith has also said`."""
_LOOKED_AT = 600
"""Characters before and after a quotation in which its speaker is looked for."""
_SENTENCE_END = re.compile(r"[.!?…][\"”’»“]*\s+")
_POSSESSIVE = re.compile(r"['’]s$")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Something said by somebody."""

    text: str
    """With its marks."""
    speaker: str | None
    """As the article names them, the longest name that came before; None where nobody is found."""
    is_before: bool
    """Whether one hears who speaks before the quotation."""


def find_speakers(paragraphs: Sequence[str], language: Language) -> tuple[tuple[Quotation, ...], ...]:
    """Give the quotations of each paragraph, with who says them.

    A pronoun is the person who was named last as one who speaks, or else the name that came last.
    """
    names = _Names(language)
    return tuple(tuple(_in_paragraph(paragraph, language, names)) for paragraph in paragraphs)


class _Names:
    """The names that have come up, and whom a pronoun stands for."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._full: dict[str, str] = {}
        self.last: str | None = None

    def read(self, text: str) -> None:
        for name in names_in(text, self._language):
            words = name.split()
            if len(words) > 1:
                # The words before a first name are an office: President Alexander Lukashenko.
                self._full.setdefault(words[-1], " ".join(words[-2:]))
            if len(words) > 1 or name in self._full:
                self.last = self.known(words[-1])

    def known(self, name: str) -> str:
        """Give the full name where a surname stands, or an office before a name."""
        words = name.split()
        if len(words) > 2 and not self._language.name_links & {*words}:
            return " ".join(words[-2:])
        return self._full.get(name, name)


def _in_paragraph(paragraph: str, language: Language, names: _Names) -> Iterator[Quotation]:
    at = 0
    before_in_paragraph: str | None = None
    for start, end in find_quotations(paragraph):
        names.read(paragraph[at:start])
        lead = _last_sentence(paragraph[max(start - _LOOKED_AT, 0) : start])
        tail = _first_sentence(paragraph[end : end + _LOOKED_AT])
        speaker, is_before = subject_of(lead, language, last=True), True
        if speaker is None and (after := subject_of(tail, language, last=False)) is not None:
            speaker, is_before = after, False
        if speaker is None and at and not paragraph[at:start].strip(" ,;–—-"):
            speaker = before_in_paragraph
        if speaker is not None and speaker.lower() in {each.lower() for each in language.pronouns}:
            speaker = names.last
        elif speaker is not None:
            speaker = names.known(speaker)
            names.last = speaker
        if speaker is None and at and before_in_paragraph:
            speaker, is_before = before_in_paragraph, True
        before_in_paragraph = speaker
        yield Quotation(paragraph[start:end], speaker, is_before)
        at = end
    names.read(paragraph[at:])


def _last_sentence(text: str) -> str:
    """Give what stands before a quotation in its own sentence."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return text[ends[-1] :] if ends else text


def _first_sentence(text: str) -> str:
    match = _SENTENCE_END.search(text)
    return text[: match.start()] if match else text


def subject_of(text: str, language: Language, *, last: bool) -> str | None:
    """Give who says something in a stretch of text without the quotation; None where no verb of saying has a subject.

    Args:
        text: the words before a quotation, or after it.
        language: theirs.
        last: whether the last such verb is looked at, or the first one.
    """
    tokens = _TOKEN.findall(text)
    verbs = [at for at, word in enumerate(tokens) if word.lower() in language.saying]
    for at in reversed(verbs) if last else verbs:
        following = _run_after(tokens, at + 1, language)
        found = (
            (following or _run_before(tokens, at, language))
            if not last
            else (_run_before(tokens, at, language) or following)
        )
        if found:
            return found
    return None


def _run_before(tokens: Sequence[str], verb: int, language: Language) -> str | None:
    """Give the name, pronoun or noun that stands before a verb."""
    for end in range(verb, max(verb - _NEAR, 0), -1):
        word = tokens[end - 1]
        if word.lower() in language.pronouns:
            return word
        if _is_name(word, language):
            start = end - 1
            while start and _belongs(tokens, start - 1, language):
                start -= 1
            return _joined(tokens[start:end], language)
        if not word[:1].isalnum() and word != ",":
            break
    if tokens[verb - 1 : verb] == [","] and "," in tokens[max(0, verb - 12) : verb - 1]:
        # What stands between commas says more of whoever is named before it.
        comma = max(at for at in range(verb - 1) if tokens[at] == ",")
        return _run_before(tokens, comma, language) if comma else None
    for end in range(verb, max(verb - 2, 0), -1):
        for start in range(end - 2, max(end - 5, -1), -1):
            if tokens[start].lower() in language.articles and all(each[:1].isalpha() for each in tokens[start:end]):
                return " ".join(tokens[start:end])
    return None


def _run_after(tokens: Sequence[str], start: int, language: Language) -> str | None:
    """Give the name, pronoun or noun that stands right after a verb."""
    if start >= len(tokens):
        return None
    word = tokens[start]
    if word.lower() in language.pronouns:
        return word
    article = word.lower() in language.articles
    first = start + article
    while first < min(len(tokens), start + 4) and (tokens[first][:1].islower() or _POSSESSIVE.search(tokens[first])):
        first += 1  # an office: `said president Smith`, `said Kent's mayor Smith`
    if first < len(tokens) and _is_name(tokens[first], language):
        end = first + 1
        while end < len(tokens) and (_is_name(tokens[end], language) or _links(tokens, end, language)):
            end += 1
        return " ".join(tokens[first:end])
    if article and start + 1 < len(tokens) and tokens[start + 1][:1].isalpha():
        return " ".join(tokens[start : start + 2])
    return None


def _is_name(word: str, language: Language) -> bool:
    return word[:1].isupper() and word not in language.not_names


def _links(tokens: Sequence[str], at: int, language: Language) -> bool:
    """Tell whether a small word stands between two parts of a name."""
    return tokens[at] in language.name_links and at + 1 < len(tokens) and _is_name(tokens[at + 1], language)


def _belongs(tokens: Sequence[str], at: int, language: Language) -> bool:
    if _is_name(tokens[at], language):
        return True
    return tokens[at] in language.name_links and at > 0 and _is_name(tokens[at - 1], language) and tokens[at] != "and"


def _joined(words: Sequence[str], language: Language) -> str:
    start = 0
    while words[start] in language.name_links:
        start += 1
    return _POSSESSIVE.sub("", " ".join(words[start:]))


def names_in(text: str, language: Language) -> Iterator[str]:
    """Give the runs of words with a capital letter that may be names."""
    tokens = _TOKEN.findall(text)
    at = 0
    while at < len(tokens):
        if _is_name(tokens[at], language):
            end = at + 1
            while end < len(tokens) and _is_name(tokens[end], language):
                end += 1
            yield _POSSESSIVE.sub("", " ".join(tokens[at:end]))
            at = end
        else:
            at += 1
