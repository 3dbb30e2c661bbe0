"""Find quotations in a text by their quotation marks, in the styles of several languages."""

from __future__ import annotations

import re

from audiobrief.language.codes import primary_language

CLOSING_MARKS = '"”’»“'
"""The marks that close quotations in one language or another, for the character class of a pattern."""

_MARKS = {"de": ("„", "“"), "fr": ("«\u00a0", "\u00a0»"), "es": ("«", "»"), "uk": ("«", "»")}
"""The marks of each language that has others than English."""
_CLOSING = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "‘": "’"}
"""The marks that may close a quotation, by the mark that opens it."""
_INNER = str.maketrans("“”", "‘’")
"""The English marks of a quotation within another."""
_SPACED = "«»"
"""Marks that have spaces on their inner sides in French."""
_FEWEST_WORDS = 3
_ENDS_A_SENTENCE = ".!?…,;"
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


def quote(text: str, language: str, *, is_closed: bool = True) -> str:
    """Return a text in the quotation marks of a language (BCP 47 tag); as it is if a mark opens it already."""
    if text[:1] in _CLOSING:
        return text
    opening, closing = _MARKS.get(primary_language(language), ("“", "”"))
    return f"{opening}{text.translate(_INNER) if opening == '“' else text}{closing if is_closed else ''}"


def colon_before(language: str) -> str:
    """Return the colon between the words that say whose a quotation is and the quotation (BCP 47 tag)."""
    return "\u00a0:" if primary_language(language) == "fr" else ":"


def find_quotations(text: str, *, fewest_words: int = _FEWEST_WORDS) -> tuple[tuple[int, int], ...]:
    """Return where the quotations of a paragraph are, marks included.

    A quotation that is not closed extends to the end: the next paragraph opens it again. One or two words without a
    stop, as in the so-called “elite”, do not count as a quotation; a quotation with a stop may have fewer words.

    Returns:
        The first character of each and the one after its last; in order, not overlapping.
    """
    quotations = []
    at = 0
    while at < len(text):
        if text[at] in _CLOSING and _opens(text, at):
            end = _end_of_quotation(text, at)
            if _is_speech(text[at + 1 : end], fewest_words):
                quotations.append((at, end))
            at = end
        else:
            at += 1
    return tuple(quotations)


def is_quotation(text: str) -> bool:
    """Return whether a text is a quotation from its first to its last character."""
    return find_quotations(text)[:1] == ((0, len(text)),)


def _opens(text: str, at: int) -> bool:
    """Return whether a mark opens a quotation, and is no apostrophe, sign for inches or closing mark."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return not before.isalnum() and (bool(after.strip()) or text[at] in _SPACED) and (before != ")" or text[at] != '"')


def _end_of_quotation(text: str, start: int) -> int:
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
    """Return whether a mark closes a quotation, and is no apostrophe in a word or mark that opens one."""
    return (bool(text[at - 1 : at].strip()) or text[at] in _SPACED) and not text[at + 1 : at + 2].isalnum()


def _is_speech(quoted: str, fewest_words: int) -> bool:
    words = _WORD.findall(quoted)
    return len(words) >= fewest_words or (
        bool(words) and quoted.rstrip(CLOSING_MARKS).rstrip()[-1:] in _ENDS_A_SENTENCE
    )
