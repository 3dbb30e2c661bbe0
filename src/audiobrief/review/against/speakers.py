"""The speakers of the quotations of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobrief.language.attribution import find_subject
from audiobrief.language.codes import primary_language
from audiobrief.language.profile import LANGUAGES, Language, load_language
from audiobrief.language.quotations import CLOSING_MARKS, find_quotations
from audiobrief.language.tables import table
from audiobrief.review.against.names import folded, is_alike

_NAME = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_SENTENCE_END = re.compile(rf"[.!?…][{CLOSING_MARKS}]*\s+")


class Speakers:
    """The speakers of quotations that have a name beside them; a pronoun could be anybody."""

    def __init__(self, paragraphs: Sequence[str], language: str) -> None:
        self._language = language
        self._speakers: dict[tuple[int, int], str] = {}
        if primary_language(language) not in LANGUAGES:
            return
        words = load_language(language)
        for number, paragraph in enumerate(paragraphs):
            quotations = find_quotations(paragraph)
            ends = (0, *(end for _, end in quotations))
            starts = (*(start for start, _ in quotations[1:]), len(paragraph))
            for before, (start, end), behind in zip(ends, quotations, starts, strict=False):
                speaker = _find_named_speaker(paragraph[before:start], paragraph[end:behind], words)
                if speaker is not None and self._names(speaker):
                    self._speakers[number, start] = speaker

    def of(self, paragraph: int, start: int) -> str | None:
        """Return the speaker of the quotation that starts at a character of a paragraph; None if unknown."""
        return self._speakers.get((paragraph, start))

    def is_another(self, one: str, other: str) -> bool:
        """Return whether two names are of different people, and the first of them speaks in this text, too."""
        names, others = self._names(one), self._names(other)
        if not names or not others or any(is_alike(a, b, self._language) for a in names for b in others):
            return False
        return any(names[-1] in self._names(speaker) for speaker in self._speakers.values())

    def _names(self, speaker: str) -> list[str]:
        known = table("names", self._language)
        passed = {word for name in ("titles", "offices", "common") for word in known.get(name, ())}
        words = _NAME.findall(speaker)
        return [folded(word) for word in words if word[:1].isupper() and word.lower() not in passed]


def _find_named_speaker(before: str, behind: str, words: Language) -> str | None:
    """Return the speaker of a quotation, from the sentence before it, else from the words after it."""
    lead = _SENTENCE_END.split(before)[-1]
    return find_subject(lead, words, last=True) or find_subject(_SENTENCE_END.split(behind)[0], words, last=False)
