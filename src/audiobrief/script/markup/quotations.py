"""Assign the quotations of a paragraph to a voice of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from audiobrief.language.quotations import find_quotations
from audiobrief.script.markup.parser import Break, Paragraph, Span


def voice_quotations(paragraph: Paragraph, voice: str) -> Paragraph:
    """Assign every quotation of a paragraph to a voice, except where a mark names another voice or language."""
    text = "".join(item.text for item in paragraph if isinstance(item, Span))
    quoted = find_quotations(text)
    voiced: list[Span | Break] = []
    at = 0
    for item in paragraph:
        if isinstance(item, Break):
            voiced.append(item)
            continue
        end = at + len(item.text)
        if item.voice is not None or item.language is not None:
            voiced.append(item)
        else:
            voiced += _cut(item, at, quoted, voice)
        at = end
    return tuple(voiced)


def _cut(span: Span, at: int, quoted: tuple[tuple[int, int], ...], voice: str) -> Iterator[Span]:
    """Cut a span where quotations start and end; one that is respelled as a whole belongs where it starts."""
    end = at + len(span.text)
    whole = span.sub is not None or span.ipa is not None or span.date is not None or span.characters
    inside = [place for stretch in quoted for place in stretch if at < place < end]
    for first, last in zip((at, *inside), (*inside, end), strict=True) if not whole else ((at, end),):
        by = voice if any(start <= first < stop for start, stop in quoted) else None
        yield replace(span, text=span.text[first - at : last - at], offset=span.offset + first - at, voice=by)
