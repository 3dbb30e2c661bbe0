"""Recognise words around a quotation that show that somebody says it; for the languages that list them: English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from audiobrief.language.tables import table

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]\w+"
_NAME = re.compile(rf"(?<![.!?…:“\"»] )(?<!^)\b{_CAPITAL}")
_NAME_INSIDE = re.compile(rf"(?<=[\w,;] ){_CAPITAL}")
SENTENCE_END = re.compile(r"[.!?…]+[”’\"»]*\s+")
_ENDINGS = ("s", "es", "d", "ed", "ing")
_FEWEST_CAPITALS = 2


@dataclass(frozen=True, slots=True)
class SpeakerWords:
    """The words of a language that show that somebody speaks: `beside_quotations` in `data/attribution.toml`."""

    exact: frozenset[str]
    """Words that show it as they are: `who` and `how`."""
    inflected: frozenset[str]
    """Words that show it with or without an ending: `roles` and `verbs`."""
    lead_in: frozenset[str]
    works: frozenset[str]
    calendar: frozenset[str]
    impersonal: frozenset[str]
    small: frozenset[str]
    place: re.Pattern[str]
    """A preposition with the name of a place."""

    def mention_speaker(self, text: str, named: frozenset[str]) -> bool:
        """Return whether sentences name somebody, or have a word that shows that somebody speaks.

        Words in `named` are names even at the start of a sentence.
        """
        return any(map(self._is_speaker_word, _WORD.findall(text))) or self.mention_name(text, named)

    def mention_name(self, text: str, named: frozenset[str]) -> bool:
        """Return whether a text names somebody; as for `mention_speaker`."""
        return any(self._has_name(sentence, named) for sentence in SENTENCE_END.split(text))

    def lead_to_quotation(self, before: str) -> bool:
        """Return whether the words right before a quotation make it part of their sentence."""
        words = _WORD.findall(before)
        return before.rstrip().endswith(":") or (bool(words) and words[-1].lower() in self.lead_in)

    def is_title(self, quoted: str, before: str) -> bool:
        """Return whether a quotation with its marks, after the words before it in its sentence, is a work's title."""
        words = _WORD.findall(before)
        if words and any(word in self.works for word in _without_ending(words[-1].lower())):
            return True
        large = [word for word in _WORD.findall(quoted) if word not in self.small]
        return len(large) >= _FEWEST_CAPITALS and all(word[0].isupper() for word in large)

    def _is_speaker_word(self, word: str) -> bool:
        word = word.lower()
        return word in self.exact or any(base in self.inflected for base in _without_ending(word))

    def _has_name(self, sentence: str, named: frozenset[str]) -> bool:
        first = _WORD.search(sentence)
        if first and first[0].lower() in self.impersonal:
            sentence = self.place.sub(" ", sentence)
        names = [match[0] for match in _NAME.finditer(sentence)]
        names += [first[0]] if first and first[0] in named else []
        return any(name.lower() not in self.calendar for name in names)


def capitalised_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that have a capital letter throughout the texts, not only at the start of a sentence."""
    words = {word for text in texts for word in _WORD.findall(text)}
    names = {name for text in texts for name in _NAME_INSIDE.findall(text)}
    return frozenset(name for name in names if name.lower() not in words)


def _without_ending(word: str) -> Iterator[str]:
    """Yield what a word may be without its ending: `deny` for `denied`, `beg` for `begged`."""
    yield word
    for ending in _ENDINGS:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            yield stem
            yield f"{stem}e"
            if stem.endswith("i"):
                yield f"{stem[:-1]}y"
            if stem[-1:] == stem[-2:-1]:
                yield stem[:-1]


@cache
def load_speaker_words(language: str) -> SpeakerWords | None:
    """Return the words of a language (a BCP 47 tag); None where none are listed."""
    words = table("attribution", language).get("beside_quotations")
    if words is None:
        return None
    return SpeakerWords(
        exact=frozenset([*words["who"], *words["how"]]),
        inflected=frozenset([*words["roles"], *words["verbs"]]),
        place=re.compile(rf"\b(?:{'|'.join(words['places'])})(?: the)?(?: {_CAPITAL})+"),
        **{name: frozenset(words[name]) for name in ("lead_in", "works", "calendar", "impersonal", "small")},
    )
