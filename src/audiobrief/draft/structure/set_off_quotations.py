"""Mark quotations that an article sets off from its text, so that they are spoken as quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from audiobrief.draft.cleanup.text import words_of
from audiobrief.draft.model import Block
from audiobrief.language.quotations import colon_before, quote

_SOURCE = re.compile(r"[—–-]\s?(?P<source>\w(?:\S*\s+){0,11}\S*)$")
"""A line under a quotation that says whose it is: a dash and a few words."""
_MOST = 0.35
"""Share of the words of a story; if more are set off, they are the story and no quotations."""


def unmark_large_quotations(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return blocks without the marks of quotations if most of the story is set off."""
    story = [block for block in blocks if block.reason is None]
    if _count_words(block for block in story if block.is_quotation) <= _MOST * _count_words(story):
        return tuple(blocks)
    return tuple(replace(block, is_quotation=False) for block in blocks)


def _count_words(blocks: Iterable[Block]) -> int:
    return sum(len(words_of(block.text)) for block in blocks)


def mark_set_off_quotations(blocks: Sequence[Block], language: str) -> tuple[Block, ...]:
    """Put quotation marks around the paragraphs that the file sets off as quotations (`language`: BCP 47 tag).

    Of several paragraphs in a row, only the last is closed, as usual in print: one person says them all. The line under
    them that says who that is goes before them, with a colon, so that one hears first who speaks.
    """
    marked: list[Block] = []
    quoted: list[Block] = []
    for block in blocks:
        source = _SOURCE.match(block.text)
        if block.is_quotation and not source:
            quoted.append(block)
            continue
        name = source["source"] if source and quoted and block.reason is None else ""
        is_source = name[:1].isupper()
        marked += _marked(quoted, name if is_source else None, language)
        quoted = []
        if not is_source:
            marked.append(block)
    return (*marked, *_marked(quoted, None, language))


def _marked(quoted: Sequence[Block], source: str | None, language: str) -> list[Block]:
    """Return the paragraphs of a quotation with their marks, after the words that say whose it is."""
    last = len(quoted) - 1
    texts = [quote(block.text, language, is_closed=at == last) for at, block in enumerate(quoted)]
    if source is not None:
        texts[0] = f"{source.rstrip('.')}{colon_before(language)} {texts[0]}"
    return [replace(block, text=text) for block, text in zip(quoted, texts, strict=True)]
