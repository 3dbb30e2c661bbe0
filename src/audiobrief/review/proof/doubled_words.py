"""Find words that are said twice, where a recogniser writes them once: it is asked which of two texts is likelier."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from audiobrief.review.proof.recogniser import Recogniser
from audiobrief.review.proof.repetition import doubled_texts, find_repetition
from audiobrief.review.proof.sound import LONGEST_WINDOW, Excerpt

_LEAST_MARGIN = -4.0
_LEAST_MARGIN_OF_SHORT = -3.0
"""Nats by which words may be less likely twice than once, since texts seldom repeat words. Measured: -4.8 and less
where words are said once; of short words, -2.8 and more where they are said twice, and -3.1 and less where once."""
_LEAST_ROUGH_MARGIN = -9.0
"""Nats by which they may be less likely roughly, before they are compared in full. Measured: -7.3 and more where words
are said twice, and less than -9 in 19 of 23 clips where they are said once and two stretches sound alike."""
_LEAST_LOCAL_MARGIN = -6.0
"""Nats by which a short word has to be likely twice where several of a text are tried at once. Measured: -2 and more
for those whose own margin is enough."""
_APART = 4
"""Words from one that is tried to the next in the same text."""
_SHORT = re.compile(r"[^\W\d_]{2,3}")
_ARTICLES = frozenset({"the", "an"})
"""Not even two of them sound like two."""


def find_doubled_words(text: str, sound: Excerpt, recogniser: Recogniser, language: str) -> Iterator[tuple[str, float]]:
    """Yield words of a clip that are said twice, with the second of their repetition, if two stretches sound alike.

    Raises:
        RecogniserError: the recogniser failed.
    """
    repetition = find_repetition(sound)
    if repetition is None:
        return
    doubled = [
        (words, each) for words, each in doubled_texts(text, sound.end, repetition) if not _SHORT.fullmatch(words)
    ]
    _, rough_margin = _likeliest(text, doubled, sound, recogniser, language, is_rough=True)
    if rough_margin <= _LEAST_ROUGH_MARGIN:
        return
    best, margin = _likeliest(text, doubled, sound, recogniser, language)
    if margin > _LEAST_MARGIN:
        yield best, round(repetition.start + repetition.length, 2)


def find_doubled_short_words(
    texts: Sequence[str], tried: Container[int], sound: Excerpt, recogniser: Recogniser, language: str
) -> tuple[int, str] | None:
    """Return the short word of some clips that is most likely said twice, with the number of its text.

    Short words sound like others, so that no stretches are compared: all of them are tried, several in the same text,
    and those that may be there twice each in a text of its own.

    Args:
        texts: what the clips say, one after the other.
        tried: the numbers of the texts whose words are tried.
        sound: the clips.
        recogniser: compares.
        language: BCP 47 tag.

    Raises:
        RecogniserError: the recogniser failed.
    """
    words = [(number, word) for number, text in enumerate(texts) for word in text.split()]
    plain = [word for _, word in words]
    places = [at for at in range(len(words) - 1) if words[at][0] in tried and _is_tried(plain, at)]
    if not places or sound.end > LONGEST_WINDOW:
        return None
    margins = _local_margins(plain, places, sound, recogniser, language)
    doubled = [
        (str(at), " ".join([*plain[: at + 1], *plain[at:]])) for at in places if margins[at] > _LEAST_LOCAL_MARGIN
    ]
    best, margin = _likeliest(" ".join(plain), doubled, sound, recogniser, language)
    return words[int(best)] if margin > _LEAST_MARGIN_OF_SHORT else None


def _local_margins(
    words: Sequence[str], places: Sequence[int], sound: Excerpt, recogniser: Recogniser, language: str
) -> dict[int, float]:
    """Return for each of some words how much likelier it is twice than once, up to the next word that is tried."""
    once = recogniser.word_likelihoods(sound, language, words)
    margins = {}
    for group in _groups(places):
        text = [word for at, word in enumerate(words) for _ in range(1 + (at in group))]
        twice = recogniser.word_likelihoods(sound, language, text)
        for number, (at, end) in enumerate(pairwise((*group, len(words) - 1))):
            # Each word of the group before this one moves the words of the text by one.
            margins[at] = sum(twice[at + 1 + number : end + 2 + number]) - sum(once[at + 1 : end + 1])
    return margins


def _groups(places: Sequence[int]) -> list[list[int]]:
    """Return places in groups in which they are far enough apart."""
    groups: list[list[int]] = []
    for at in places:
        group = next((group for group in groups if at - group[-1] >= _APART), None)
        if group is None:
            groups.append([at])
        else:
            group.append(at)
    return groups


def _is_tried(words: Sequence[str], at: int) -> bool:
    """Return whether a word is short, and not there twice."""
    word = words[at]
    neighbours = (*words[max(0, at - 1) : at], words[at + 1])
    return bool(_SHORT.fullmatch(word)) and word.casefold() not in _ARTICLES and word not in neighbours


def _likeliest(
    text: str,
    doubled: Sequence[tuple[str, str]],
    sound: Excerpt,
    recogniser: Recogniser,
    language: str,
    *,
    is_rough: bool = False,
) -> tuple[str, float]:
    """Return the name of the likeliest of some texts in which words stand twice, and its margin over the plain one."""
    if not doubled:
        return "", float("-inf")
    once, *twice = recogniser.likelihoods(sound, language, (text, *(each for _, each in doubled)), is_rough=is_rough)
    best = max(range(len(twice)), key=twice.__getitem__)
    return doubled[best][0], twice[best] - once
