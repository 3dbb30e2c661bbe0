"""Whether words around a quotation say that somebody says it, by a table of words; English only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from audiobrief.script.yaml.tree import word_table

__all__ = ["SENTENCE_END", "Speakers", "names_within", "speakers_of"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]\w+"
_NAME = re.compile(rf"(?<![.!?…:“\"»] )(?<!^)\b{_CAPITAL}")
_NAME_WITHIN = re.compile(rf"(?<=[\w,;] ){_CAPITAL}")
SENTENCE_END = re.compile(r"[.!?…]+[”’\"»]*\s+")
_ENDINGS = ("s", "es", "d", "ed", "ing")
_FEWEST_CAPITALS = 2


@dataclass(frozen=True, slots=True)
class Speakers:
    """The words of a language by which a speaker is known."""

    exact: frozenset[str]
    """Words that say it as they are."""
    inflected: frozenset[str]
    """Words that say it with or without an ending."""
    lead_in: frozenset[str]
    """Words right behind which a quotation is part of a speaker's sentence."""
    works: frozenset[str]
    """What has a title."""
    calendar: frozenset[str]
    """Words with a capital letter that name nobody."""
    impersonal: frozenset[str]
    """Words that start a sentence about nobody."""
    place: re.Pattern[str]
    """A place after its preposition."""
    small: frozenset[str]
    """Words without a capital letter in a title."""

    def are_in(self, text: str, named: frozenset[str]) -> bool:
        """Return whether a text names somebody, or says that somebody speaks.

        Args:
            text: one or more sentences.
            named: names that are known also where a sentence starts with them.
        """
        return any(map(self._says, _WORD.findall(text))) or self.names_in(text, named)

    def names_in(self, text: str, named: frozenset[str]) -> bool:
        """Return whether a text names somebody; as for `are_in`."""
        return any(self._names(sentence, named) for sentence in SENTENCE_END.split(text))

    def lead_to(self, before: str) -> bool:
        """Return whether the words right before a quotation make it part of their sentence."""
        words = _WORD.findall(before)
        return before.rstrip().endswith(":") or (bool(words) and words[-1].lower() in self.lead_in)

    def is_title(self, quoted: str, before: str) -> bool:
        """Return whether what stands in quotation marks is the title of a work.

        Args:
            quoted: with its marks.
            before: the words of its sentence before it.
        """
        words = _WORD.findall(before)
        if words and any(word in self.works for word in _without_ending(words[-1].lower())):
            return True
        large = [word for word in _WORD.findall(quoted) if word not in self.small]
        return len(large) >= _FEWEST_CAPITALS and all(word[0].isupper() for word in large)

    def _says(self, word: str) -> bool:
        word = word.lower()
        return word in self.exact or any(base in self.inflected for base in _without_ending(word))

    def _names(self, sentence: str, named: frozenset[str]) -> bool:
        first = _WORD.search(sentence)
        if first and first[0].lower() in self.impersonal:
            sentence = self.place.sub(" ", sentence)
        found = [match[0] for match in _NAME.finditer(sentence)]
        found += [first[0]] if first and first[0] in named else []
        return any(name.lower() not in self.calendar for name in found)


def names_within(texts: Iterable[str]) -> frozenset[str]:
    """Give the words of texts that have a capital letter wherever they stand, and not only where a sentence starts."""
    words = {word for text in texts for word in _WORD.findall(text)}
    names = {name for text in texts for name in _NAME_WITHIN.findall(text)}
    return frozenset(name for name in names if name.lower() not in words)


def _without_ending(word: str) -> Iterator[str]:
    """Return what a word may be without its ending: `denied` is of `deny`, `begged` of `beg`."""
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
def speakers_of(language: str) -> Speakers | None:
    """Return the words of a language (a BCP 47 tag); None where nobody has listed them."""
    table = word_table(Path(__file__).parent / "data" / "speakers.yaml")
    words = table.get(language.split("-", maxsplit=1)[0].lower())
    if words is None:
        return None
    return Speakers(
        exact=frozenset([*words["who"], *words["how"]]),
        inflected=frozenset([*words["roles"], *words["verbs"]]),
        lead_in=frozenset(words["lead_in"]),
        works=frozenset(words["works"]),
        calendar=frozenset(words["calendar"]),
        impersonal=frozenset(words["impersonal"]),
        place=re.compile(rf"\b(?:{'|'.join(words['places'])})(?: the)?(?: {_CAPITAL})+"),
        small=frozenset(words["small"]),
    )
