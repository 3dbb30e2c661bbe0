"""Quotations with nobody to say them: no voice of their own, or no word of whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from audiobrief.checks.findings import Finding, Level, shortened
from audiobrief.script.model import Script
from audiobrief.script.passages import Passage
from audiobrief.script.quotations import find_quotations
from audiobrief.script.tree import word_table

__all__ = ["check_quotations"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NAME = re.compile(r"(?<![.!?…:“\"»] )(?<!^)\b[^\W\d_a-zß-öø-ÿ]\w+")
_END = re.compile(r"[.!?…]+[”’\"»]*\s+")


def check_quotations(script: Script, passages: tuple[Passage, ...]) -> Iterator[Finding]:
    """Find quotations that their speaker's own voice reads though nobody decided so, and those of nobody's."""
    unvoiced: list[tuple[Passage, int]] = []
    for passage in passages:
        for start, end in find_quotations(passage.text):
            whole = not passage.text[:start].strip() and not passage.text[end:].strip(" .,")
            if passage.speaker(start) == passage.turn.speaker and not whole:
                unvoiced.append((passage, start))
            if not whole and not _attributed(passage.text, start, end, script.language):
                yield Finding(
                    Level.WARNING,
                    "quotation-of-nobody",
                    passage.place(start),
                    f"nothing says who said {shortened(passage.text[start:end], 50)}",
                    "say it before the quotation: listeners cannot look back",
                )
    if unvoiced and not script.quotes_decided:
        passage, start = unvoiced[0]
        count = f"{len(unvoiced)} quotations, of which this is the first, are" if unvoiced[1:] else "this quotation is"
        yield Finding(
            Level.WARNING,
            "quotation-without-voice",
            passage.place(start),
            f"{count} read by the voice of the text around",
            "name a voice under quotes:, or write quotes: null",
        )


def _attributed(text: str, start: int, end: int, language: str) -> bool:
    """Tell whether the sentence of a quotation, or the one before, says who said it."""
    known = _words().get(language.split("-", maxsplit=1)[0].lower())
    if known is None:
        return True
    starts = [0, *(match.end() for match in _END.finditer(text, 0, start))]
    before = text[starts[max(0, len(starts) - 2)] : start]
    following = _END.search(text, end)
    behind = text[end : following.start() if following else len(text)] if text[end - 2 : end - 1] not in ".!?" else ""
    around = f"{before} {text[end:] if not behind and len(starts) == 1 else behind}"
    return bool(_NAME.search(around)) or any(word.lower() in known for word in _WORD.findall(around))


@cache
def _words() -> dict[str, frozenset[str]]:
    table = word_table(Path(__file__).parent / "data" / "speakers.yaml")
    return {language: frozenset([*words["who"], *words["how"]]) for language, words in table.items()}
