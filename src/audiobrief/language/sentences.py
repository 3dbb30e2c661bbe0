"""Split texts into sentences, and long sentences into stretches that an engine can say.

sentencex (Wikimedia) finds the sentences; those that it splits after an abbreviation before a number, an ordinal, a
regnal number or a title are joined again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from audiobrief.language.codes import primary_language

LONGEST = 480
"""The most characters that an engine is given at a time."""
LONGEST_WORD = 45
"""Characters of the longest word that espeak-ng says in full, measured: it says 50 letters and drops the rest."""

_BEFORE_NUMBER = re.compile(
    r"\b(?:Vol|No|Nos|Nr|Art|Fig|Ch|pp?|Sec|Par|Abs|Bd|Kap|Tab|Tel|Ext|ca|c|approx)\.\s*$", re.IGNORECASE
)
_ENGLISH_TITLE = re.compile(r"\b(?:Amb|Cllr|Ms|Mx|Pte)\.\s*$")
_FRENCH_TITLE = re.compile(r"(?:^|[\s(«’'])(?:MM?|Mlles?|Mmes?|Dr|Pr|Me|Mgr)\.\s*$")
_NUMERAL = re.compile(r"(?:\b\d{1,2}|\b[IVXLC]+)\.\s*$")
_AFTER_MAY = re.compile(r"\b(?:in|of|since|until|till|by|last|next|early|mid|late|this|\d{1,2}) May\.\s+(?=[A-Z])")
_CLAUSE_END = re.compile(r"[,;:–—)\]”\"]\s+|\s+[–—(]")
_DIGITS = re.compile(r"\d{16,}")


def split_sentences(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Return the first character of every sentence and the one after its last; none starts or ends with a space."""
    import sentencex

    short = primary_language(language)
    bounds: list[tuple[int, int]] = []
    for start, end in _split_after_may(text, sentencex.get_sentence_boundaries(short, text), short):
        if bounds and _belongs_together(text[bounds[-1][0] : bounds[-1][1]], text[start:end], short):
            bounds[-1] = (bounds[-1][0], end)
        else:
            bounds.append((start, end))
    return _trimmed(text, bounds)


def _split_after_may(text: str, boundaries: Iterable[Mapping[str, Any]], language: str) -> Iterator[tuple[int, int]]:
    """Split English sentences after `May.`, which sentencex takes for an abbreviation before a name."""
    for boundary in boundaries:
        start, end = boundary["start_index"], boundary["end_index"]
        if language == "en":
            for match in _AFTER_MAY.finditer(text, start, end):
                yield start, match.end()
                start = match.end()
        yield start, end


def _belongs_together(before: str, after: str, language: str) -> bool:
    if not after.strip() or (after.startswith("-") and not before[-1:].isspace()):
        return True
    if language == "en" and _ENGLISH_TITLE.search(before):
        return True
    if language == "fr" and _FRENCH_TITLE.search(before):
        return True
    if not re.search(r"\w", before) or not re.search(r"\w", after):
        return True  # punctuation by itself is no sentence
    if _BEFORE_NUMBER.search(before) and after.lstrip()[:1].isdigit():
        return True
    return bool(_NUMERAL.search(before)) and (
        after.lstrip()[:1].islower() or bool(re.match(r"\s*[A-ZÄÖÜ]\w+\s+\d", after))
    )


def _trimmed(text: str, bounds: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return parts of a text without the spaces at their ends, and without parts that are only spaces."""
    trimmed = []
    for start, end in bounds:
        if part := text[start:end].strip():
            first = text.index(part[0], start)
            trimmed.append((first, first + len(part)))
    return tuple(trimmed)


def split_long(text: str, longest: int = LONGEST) -> tuple[tuple[int, int], ...]:
    """Split a text into stretches that an engine can say; only spaces at the cuts are left out.

    The cuts are at the last end of a clause, else at the last space, else anywhere. Words of more than `LONGEST_WORD`
    characters and runs of more than 15 digits are cut, too.
    """
    stretches: list[tuple[int, int]] = []
    start = 0
    for cut in [*_cuts_in_words(text), len(text)]:
        while cut - start > longest:
            end = _best_cut(text, start, start + longest)
            stretches.append((start, end))
            start = end
        stretches.append((start, cut))
        start = cut
    return _trimmed(text, stretches)


def _cuts_in_words(text: str) -> list[int]:
    cuts = []
    for word in re.finditer(r"\S+", text):
        if len(word[0]) > LONGEST_WORD:
            cuts += _cuts_in_word(text, word.start(), word.end(), LONGEST_WORD)
        else:
            cuts += [
                cut
                for digits in _DIGITS.finditer(word[0])
                for cut in range(word.start() + digits.start() + 15, word.start() + digits.end(), 15)
            ]
    return cuts


def _cuts_in_word(text: str, start: int, end: int, longest: int) -> list[int]:
    """Return the cuts in a long word: after a sign in it, such as the hyphen of a compound, where there is one."""
    cuts = []
    while end - start > longest:
        signs = [match.end() for match in re.finditer(r"[^\w\s]+", text[start : start + longest])]
        start += signs[-1] if signs and signs[-1] > longest // 3 else longest
        cuts.append(start)
    return cuts


def _best_cut(text: str, start: int, end: int) -> int:
    clauses = [match.end() for match in _CLAUSE_END.finditer(text, start + (end - start) // 3, end)]
    if clauses:
        return clauses[-1]
    space = text.rfind(" ", start + 1, end)
    return space + 1 if space > start else end
