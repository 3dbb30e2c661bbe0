"""Find sentences that are hard to follow by ear, and suggest where to split them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audiobrief.language.profile import Language
from audiobrief.language.quotations import find_quotations
from audiobrief.language.sentences import LONGEST_SENTENCE, has_nested_brackets, split_sentences

_LONGEST_SPLIT = 1000
"""The most characters of a sentence for which a split is suggested."""
_FEWEST = 7
"""The fewest words of each half."""
_CUT = re.compile(r"(?P<sign>[;,])\s+(?P<word>[^\W\d_]+)\s+(?P<next>[^\W\d_]+)|(?P<semicolon>;)\s+(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class HardSentence:
    """A sentence that is hard to follow, and a suggested split."""

    sentence: str
    what: str
    """Why it is hard to follow."""
    split: str | None
    """The sentence as two sentences; None if no split is safe."""


def find_hard_sentences(paragraph: str, language: Language) -> Iterator[HardSentence]:
    """Return the sentences of more than 35 words, and those with brackets inside brackets."""
    quoted = find_quotations(paragraph)
    for start, end in split_sentences(paragraph, language.tag):
        sentence = paragraph[start:end]
        count = len(sentence.split())
        what = [f"{count} words"] if count > LONGEST_SENTENCE else []
        what += ["brackets inside brackets"] if has_nested_brackets(sentence) else []
        if what:
            within = [(first - start, last - start) for first, last in quoted if first < end and last > start]
            yield HardSentence(sentence, ", ".join(what), _split(sentence, within, language))


def _split(sentence: str, quoted: list[tuple[int, int]], language: Language) -> str | None:
    """Split a sentence near its middle, where both halves are sentences.

    That is at a semicolon, or at a comma before a joining word and a subject; never inside brackets, a quotation, a
    list, or a clause with `if` and the like.
    """
    if len(sentence) > _LONGEST_SPLIT:
        return None
    cuts = [cut for cut in _cuts(sentence, language) if _is_outside(sentence, cut[0], quoted)]
    if not cuts:
        return None
    end, start = min(cuts, key=lambda cut: abs(cut[0] - len(sentence) / 2))
    return f"{sentence[:end]}. {sentence[start].upper()}{sentence[start + 1 :]}"


def _cuts(sentence: str, language: Language) -> Iterator[tuple[int, int]]:
    """Yield the end of the first half and the start of the second for each possible split."""
    for match in _CUT.finditer(sentence):
        start = match.start("word") if match["word"] else match.end()
        first, second = sentence[: match.start()], sentence[start:]
        safe = _joins_sentences(match, first, language) if match["sign"] == "," else _parts_two(sentence, first)
        if safe and all(len(half.split()) >= _FEWEST for half in (first, second)):
            yield match.start(), start


def _joins_sentences(comma: re.Match[str], first: str, language: Language) -> bool:
    """Return whether a full sentence follows a comma, and not the last item of a list or more of a clause."""
    word, following = comma["word"].lower(), comma["next"].lower()
    if word not in language.conjunctions - language.subordinators:
        return False
    if following not in language.clause_subjects - language.continuations:
        return False
    if word in language.list_conjunctions and following not in {pronoun.lower() for pronoun in language.pronouns}:
        return False
    pieces = [[each.lower() for each in _WORD.findall(piece)] for piece in first.split(",")]
    is_open = pieces[0][:1] != [] and pieces[0][0] in language.subordinators
    is_closed = len(pieces) > 1 and pieces[1][:1] != [] and pieces[1][0] in language.clause_subjects
    return (is_closed or not is_open) and language.subordinators.isdisjoint(pieces[-1])


def _parts_two(sentence: str, first: str) -> bool:
    """Return whether a semicolon separates two halves, and not the items of a list."""
    return sentence.count(";") == 1 and ":" not in first


def _is_outside(sentence: str, at: int, quoted: list[tuple[int, int]]) -> bool:
    depth = sum((sign in "([{") - (sign in ")]}") for sign in sentence[:at])
    return depth == 0 and not any(first < at < last for first, last in quoted)
