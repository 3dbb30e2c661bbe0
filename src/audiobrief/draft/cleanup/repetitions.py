"""Find pull quotes: sentences of the story that a page shows a second time, in large letters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from audiobrief.draft.cleanup.text import words_of
from audiobrief.draft.model import Block
from audiobrief.language.quotations import is_quotation

PULL_QUOTE = "pull quote (the story says it, too)"
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

    So is that of a line under it with a dash and a name.
    """
    words = [words_of(block.text) if block.reason is None else () for block in blocks]
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, spoken in enumerate(words):
        for start in _starts(spoken):
            places[start].append(at)
    marked: list[Block] = []
    for at, block in enumerate(blocks):
        is_under = bool(marked) and marked[-1].reason == PULL_QUOTE and _ONLY_SOURCE.fullmatch(block.text)
        is_pulled = block.reason is None and (is_under or _is_pulled(at, block, words, places))
        marked.append(replace(block, reason=PULL_QUOTE, is_heading=False) if is_pulled else block)
    return tuple(marked)


def _starts(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield each run of words by which a sentence is found, once."""
    yield from {tuple(words[at : at + _START]) for at in range(len(words) - _START + 1)}


def _is_pulled(
    at: int, block: Block, words: Sequence[tuple[str, ...]], places: dict[tuple[str, ...], list[int]]
) -> bool:
    is_set_off = block.is_quotation or is_quotation(block.text)
    for text in {block.text, _SOURCE.sub("", block.text)}:
        quoted = words_of(text)
        fewest = _FEWEST_SET_OFF if is_set_off else _FEWEST
        if fewest <= len(quoted) <= _LONGEST and not block.is_line:
            longer = (words[each] for each in places.get(quoted[:_START], ()) if each != at)
            if _stands_in(quoted, longer):
                return True
    return False


def _stands_in(quoted: Sequence[str], paragraphs: Iterable[Sequence[str]]) -> bool:
    """Return whether a longer paragraph has the words, in their order."""
    text = f" {' '.join(quoted)} "
    return any(len(words) > len(quoted) and text in f" {' '.join(words)} " for words in paragraphs)
