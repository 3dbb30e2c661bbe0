"""Find pull quotes: sentences of the story that a page shows a second time, in large letters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from audiobrief.draft.cleanup.text import words_of
from audiobrief.draft.model import Block
from audiobrief.language.quotations import is_quotation

PULL_QUOTE = "pull quote (the story says it, too)"
JOINED = "beginning (the story says it, too)"
_SOON = 6
"""Paragraphs after one that may be made of them."""
_LONGEST = 40
"""The most words of a pull quote."""
_FEWEST = 6
"""The fewest words of one that is not marked as a quotation; fewer may be said twice on purpose, or be a heading."""
_FEWEST_SET_OFF = 3
_START = 3
"""Words by which the places of a sentence are found."""
_SOURCE = re.compile(r"\s*[—–-]\s?(?=[^\W\d_a-zà-ÿа-яїієґ])[^.!?]{2,60}$|(?<=[”»“\"])\s+[^.!?”»“\"]{2,60}$")
"""The name behind a quotation, which the story has in another place."""
_ONLY_SOURCE = re.compile(r"[—–-]\s?\S.{1,60}")


def mark_pull_quotes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Set the reason for omission of each block whose words stand in a longer paragraph of the story.

    So is that of a line under it with a dash and a name. One to which the block before leads with a colon is said twice
    on purpose, and so is one under another heading that nothing sets off.
    """
    blocks = _mark_joined(blocks)
    words = [words_of(block.text) if block.reason is None else () for block in blocks]
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, spoken in enumerate(words):
        for start in _starts(spoken):
            places[start].append(at)
    sections = list(accumulate(block.is_heading for block in blocks))
    marked: list[Block] = []
    for at, block in enumerate(blocks):
        is_under = bool(marked) and marked[-1].reason == PULL_QUOTE and _ONLY_SOURCE.fullmatch(block.text)
        is_pulled = block.reason is None and (is_under or _is_pulled(at, blocks, words, places, sections))
        marked.append(replace(block, reason=PULL_QUOTE, is_heading=False) if is_pulled else block)
    return tuple(marked)


def _mark_joined(blocks: Sequence[Block]) -> list[Block]:
    """Set the reason of each paragraph that is made of two or more that follow, as where a page folds its beginning."""
    words = [words_of(block.text) if block.reason is None else () for block in blocks]
    said = [each for each in words if each]
    marked, at = [], 0
    for block, own in zip(blocks, words, strict=True):
        at += bool(own)
        marked.append(replace(block, reason=JOINED) if own and _is_joined(own, said[at : at + _SOON]) else block)
    return marked


def _is_joined(words: Sequence[str], following: Iterable[Sequence[str]]) -> bool:
    """Return whether a text has no words but those of two or more of the next paragraphs, in their order."""
    parts, rest = 0, list(words)
    for each in following:
        if len(each) >= _FEWEST and rest[: len(each)] == list(each):
            parts, rest = parts + 1, rest[len(each) :]
    return parts > 1 and not rest


def _starts(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield each run of words by which a sentence is found, once."""
    yield from {tuple(words[at : at + _START]) for at in range(len(words) - _START + 1)}


def _is_pulled(
    at: int,
    blocks: Sequence[Block],
    words: Sequence[tuple[str, ...]],
    places: dict[tuple[str, ...], list[int]],
    sections: Sequence[int],
) -> bool:
    block = blocks[at]
    if at and blocks[at - 1].reason is None and blocks[at - 1].text.endswith(":"):
        return False
    is_set_off = block.is_quotation or is_quotation(block.text)
    is_anywhere = is_set_off or block.is_heading or block.is_bold
    for text in {block.text, _SOURCE.sub("", block.text)}:
        quoted = words_of(text)
        fewest = _FEWEST_SET_OFF if is_set_off else _FEWEST
        if fewest <= len(quoted) <= _LONGEST and not block.is_line:
            others = (each for each in places.get(quoted[:_START], ()) if each != at)
            longer = (words[each] for each in others if is_anywhere or sections[each] == sections[at])
            if _stands_in(quoted, longer):
                return True
    return False


def _stands_in(quoted: Sequence[str], paragraphs: Iterable[Sequence[str]]) -> bool:
    """Return whether a longer paragraph has the words, in their order."""
    text = f" {' '.join(quoted)} "
    return any(len(words) > len(quoted) and text in f" {' '.join(words)} " for words in paragraphs)
