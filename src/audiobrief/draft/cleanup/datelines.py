"""Separate the dateline from the first paragraph of a story: the place, the day and the agency."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from audiobrief.draft.model import Block

_AGENCY = (
    r"(?:AP|AFP|Reuters|PA|PA Media|UPI|Bloomberg|CNN|dpa(?:/\w+)?|epd|KNA|APA|SID|EFE|Europa Press|Xinhua|ANI|PTI|"
    r"IANS|Укрінформ|УНІАН|УНН|Інтерфакс-Україна)"
)
_UPPER = "A-ZÀ-ÖØ-ÞĀ-ŽА-ЯІЇЄҐ"
_CAPITALS = rf"[{_UPPER}][{_UPPER}.’'-]+(?: [{_UPPER}][{_UPPER}.’'-]+)*"
_NAME = rf"[{_UPPER}][\w’'-]+(?:[ /][{_UPPER}][\w’'-]+){{0,3}}"
_REGION = rf"(?:, [{_UPPER}][\w.’'-]+(?:[ /][{_UPPER}][\w.’'-]+){{0,3}})?"
_DAY = r"(?:,? (?:\d{1,2}\.? \w{3,9}|\w{3,9}\.? \d{1,2})(?:,? \d{4})?)?"
_DASH = r"\s*\.?(?:[—–]|-{1,2})\s+"
_DATELINE = re.compile(
    rf"(?:(?:{_CAPITALS}{_REGION}{_DAY}(?:,? ?\({_AGENCY}\))?{_DASH}"
    rf"|(?:{_NAME}{_REGION}{_DAY},? ?)?\({_AGENCY}\){_DASH}"
    rf"|(?:{_CAPITALS}|{_NAME}){_REGION}{_DAY},? ?\({_AGENCY}\)\.?\s+(?:[—–-]\s+)?"
    rf"|(?:{_CAPITALS}|{_NAME})\. (?:\d{{1,2}} \w{{3,9}}\. )?{_AGENCY}\. ))"
    rf"(?=[{_UPPER}\d\"“„«‘])"
)


def without_dateline(block: Block) -> Iterator[Block]:
    """Yield the dateline that opens a paragraph, as a block with its reason, and the paragraph."""
    match = _DATELINE.match(block.text) if block.reason is None and not block.is_heading else None
    if match is not None:
        yield replace(block, text=match[0].strip(), reason="dateline")
        block = replace(block, text=block.text[match.end() :])
    yield block
