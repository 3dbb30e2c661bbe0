"""Other takes of an utterance, for when a voice has said it wrongly: cut in two, with another seed, or respelled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from audiobrief.reading.utterances import Pronunciation, Utterance

CUT = 1
"""The take that is spoken in two parts, cut at the end of a clause."""
SEED = 2
"""The take that is spoken with another seed; engines without one say the same again."""
_CLAUSE_END = re.compile(r"[,;:–—)](?=\s)")
_SHORTEST_PART = 12
"""Characters of a part that a voice says well by itself."""


def cut_take(utterance: Utterance) -> Utterance | None:
    """Return the take that is cut in two; None if no clause ends in the utterance."""
    return replace(utterance, take=CUT) if _cut(utterance) is not None else None


def seed_take(utterance: Utterance) -> Utterance:
    """Return the take with another seed."""
    return replace(utterance, take=SEED)


def respelled_take(utterance: Utterance, sounds: Mapping[str, str]) -> Utterance | None:
    """Return the take in which words have sounds of their own; None if it has no such words.

    Args:
        utterance: what is said.
        sounds: words in lower case, with their sounds in the International Phonetic Alphabet.
    """
    taken = [(known.start, known.end) for known in utterance.pronunciations]
    added = [
        Pronunciation(match.start(), match.end(), sounds[match[0].casefold()])
        for match in re.finditer(r"[^\W\d_]+", utterance.text)
        if sounds.get(match[0].casefold())
        and not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    if not added:
        return None
    in_order = sorted((*utterance.pronunciations, *added), key=lambda known: known.start)
    return replace(utterance, pronunciations=tuple(in_order))


def parts_of(utterance: Utterance) -> tuple[Utterance, ...]:
    """Return the parts in which a take is spoken, one after another."""
    cut = _cut(utterance) if utterance.take == CUT else None
    if cut is None:
        return (utterance,)
    start = cut + len(utterance.text[cut:]) - len(utterance.text[cut:].lstrip())
    return (_part(utterance, 0, cut), _part(utterance, start, len(utterance.text)))


def _cut(utterance: Utterance) -> int | None:
    """Return the end of the clause that is nearest to the middle, outside of words with a pronunciation."""
    length = len(utterance.text)
    ends = (match.end() for match in _CLAUSE_END.finditer(utterance.text))
    inside = [(known.start, known.end) for known in utterance.pronunciations]
    possible = [
        end
        for end in ends
        if _SHORTEST_PART <= end <= length - _SHORTEST_PART and not any(first < end < last for first, last in inside)
    ]
    return min(possible, key=lambda end: abs(end - length / 2), default=None)


def _part(utterance: Utterance, start: int, end: int) -> Utterance:
    return replace(
        utterance,
        text=utterance.text[start:end],
        pronunciations=tuple(
            replace(known, start=known.start - start, end=known.end - start)
            for known in utterance.pronunciations
            if start <= known.start and known.end <= end
        ),
        stresses=tuple(
            (max(first, start) - start, min(last, end) - start)
            for first, last in utterance.stresses
            if first < end and last > start
        ),
        take=0,
    )
