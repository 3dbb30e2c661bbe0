"""Quotations in a paragraph, found by their marks and given to a voice of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from audiobrief.script.markup.parser import Break, Paragraph, Span

__all__ = ["find_quotations", "voice_quotations"]

_CLOSING = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "‘": "’"}
_SPACED = "«»"
"""Marks that have spaces on their inner sides in French."""
_FEWEST_WORDS = 3
_ENDS_A_SENTENCE = ".!?…,;"
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


def voice_quotations(paragraph: Paragraph, voice: str) -> Paragraph:
    """Return every quotation of a paragraph to a voice, but for stretches that a mark has given to another one."""
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


def find_quotations(text: str, *, fewest_words: int = _FEWEST_WORDS) -> tuple[tuple[int, int], ...]:
    """Return where the quotations of a paragraph stand, marks included.

    A quotation that is not closed goes on to the end: the next paragraph opens it again. One or two words without a
    stop, as in the so-called “elite”, are no quotation but a word at arm's length.

    Args:
        text: the paragraph.
        fewest_words: what has fewer is no quotation, unless it ends as a sentence does.

    Returns:
        The first character of each and the one after its last; in order, not overlapping.
    """
    found = []
    at = 0
    while at < len(text):
        if text[at] in _CLOSING and _opens(text, at):
            end = _closed(text, at)
            if _is_speech(text[at + 1 : end], fewest_words):
                found.append((at, end))
            at = end
        else:
            at += 1
    return tuple(found)


def _opens(text: str, at: int) -> bool:
    """Tell an opening mark from an apostrophe, a sign for inches and a closing mark."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return not before.isalnum() and (bool(after.strip()) or text[at] in _SPACED) and (before != ")" or text[at] != '"')


def _closed(text: str, start: int) -> int:
    """Return the character after the mark that closes the one at `start`; the text's end where none does."""
    opening, closing = text[start], _CLOSING[text[start]]
    depth = 0
    for at in range(start + 1, len(text)):
        if text[at] in closing and _closes(text, at):
            if depth == 0:
                return at + 1
            depth -= 1
        elif text[at] == opening and opening not in closing and _opens(text, at):
            depth += 1
    return len(text)


def _closes(text: str, at: int) -> bool:
    """Tell a closing mark from an apostrophe within a word, and from a mark that opens."""
    return (bool(text[at - 1 : at].strip()) or text[at] in _SPACED) and not text[at + 1 : at + 2].isalnum()


def _is_speech(quoted: str, fewest_words: int) -> bool:
    words = _WORD.findall(quoted)
    return len(words) >= fewest_words or (bool(words) and quoted.rstrip('”’»"“').rstrip()[-1:] in _ENDS_A_SENTENCE)
