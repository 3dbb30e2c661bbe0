"""Compose a paragraph from pieces with markup: raised, struck out, hidden, or quoted.

A raised number is an exponent, a part of a price, or the mark of a note; what it is depends on what stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from audiobrief.draft.cleanup.text import clean_line
from audiobrief.draft.model import Block

_POWERS = str.maketrans("0123456789+-−–n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻ⁿ")
_GAP = "\x00"
"""The place of a piece that is not spoken, until the spaces around it are settled."""
_NUMBER = re.compile(r"[+−–-]?\d{1,3}")
_NOTE = re.compile(r"[\[(]?\s*(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|[*†‡§¶#]{1,3}|[a-z])\s*[\])]?")
_PLAIN_NOTE = re.compile(r"\[\s*(?:\d{1,3}|[a-z])(?:\s?[,–-]\s?\d{1,3})*\s*\]|[*†‡§¶#]{1,3}")
_CHARGE = re.compile(r"\d{0,2}[+−–-]")
_DIGITS = re.compile(r"\d[\d.,]*$")
_AMOUNT = re.compile(r"[$£€¥]\s?\d[\d,. ]*$")
_CURRENCY = re.compile(r"\s?(?:[$£€¥]|EUR\b|zł|kr\b|Kč)")
_POWER_OF = re.compile(r"(?<![\d.,])(?:10|2|\d)$|[×·*^=+−]\s*\d[\d.]*$")
_UNIT = re.compile(r"(?<![^\W\d_])(?:[kcdmµμn]?m|(?<=\d)(?:in|ft|yd|mi)|(?<=\d )(?:in|ft|yd|mi))$")
_VARIABLE = re.compile(r"(?<![^\W_])[^\W\d_]$|[\w)]\s?[+−*/·-]\s?\w+\)$")
_ROMAN = re.compile(r"(?<![^\W_])[IVXLCDM]+$")
LINKED = 0.85
"""Share of a text's letters; a text with more letters in links is a link."""
LINKED_SENTENCE = re.compile(r"(?:\S+\s+){11,}\S+[.!?…][\"”’»“]*$")
"""A sentence of twelve words at least; a link to another article is shorter, or has no full stop."""
_FRACTION = re.compile(r"\s?[/⁄]\s?\d")
_BEFORE_STOP = re.compile(rf"\s*{_GAP}\s*(?=[,.;:!?)\]])|(?<=[(\[]){_GAP}\s*")
_BETWEEN = re.compile(rf"\s+(?:{_GAP}\s*)+|{_GAP}+\s+")


class Kind(Enum):
    """How a piece of a paragraph is marked up; the value is the reason to list it where it is not spoken."""

    PLAIN = ""
    RAISED = "raised"
    STRUCK = "struck out"
    HIDDEN = "hidden"
    READING = "sound of a character"
    """The small text over an East Asian character that says how it sounds."""
    DELETED = "deletion that is tracked"


KINDS_OF_TAGS = {
    "sup": Kind.RAISED,
    "del": Kind.STRUCK,
    "s": Kind.STRUCK,
    "strike": Kind.STRUCK,
    "rt": Kind.READING,
    "rp": Kind.READING,
}
"""The markup of HTML, in pages and in Markdown."""
_BY_STRENGTH = (Kind.DELETED, Kind.HIDDEN, Kind.STRUCK, Kind.READING, Kind.RAISED)
_LISTED = {Kind.STRUCK, Kind.HIDDEN, Kind.READING, Kind.DELETED}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a paragraph with one markup."""

    text: str
    kind: Kind = Kind.PLAIN


@dataclass(frozen=True, slots=True)
class Line:
    """A composed paragraph."""

    text: str
    """The text that is spoken, on one line."""
    omitted: tuple[Block, ...]
    """The parts that are not spoken, with their reasons."""


def strongest(kinds: Collection[Kind]) -> Kind:
    """Return the kind of a text that is marked up in several ways: what is not spoken outweighs what is raised."""
    return next((kind for kind in _BY_STRENGTH if kind in kinds), Kind.PLAIN)


def join_cells(cells: Iterable[str]) -> str:
    """Return the cells of a table that have a text as one text."""
    return " | ".join(filter(None, map(str.strip, cells)))


def compose_line(pieces: Sequence[Piece]) -> Line:
    """Compose a paragraph from its pieces: write exponents as such, leave out note marks and what is struck out."""
    merged = _merged(pieces)
    text = ""
    omitted: list[Block] = []
    for at, piece in enumerate(merged):
        if piece.kind in _LISTED:
            if cleaned := clean_line(piece.text):
                omitted.append(Block(cleaned, reason=piece.kind.value))
            text += _GAP
        elif piece.kind is Kind.RAISED:
            after = next((each.text for each in merged[at + 1 :] if each.kind not in _LISTED and each.text), "")
            raised = _read_raised(text.replace(_GAP, ""), piece.text.strip(), after)
            if raised is None and (number := _DIGITS.search(text)):
                # After a number it might be an exponent all the same: the editor decides.
                omitted.append(Block(f"{number[0]}{piece.text.strip().translate(_POWERS)}", reason="note mark"))
            text += _GAP if raised is None else raised
        else:
            text += piece.text
    spoken = _BETWEEN.sub(" ", _BEFORE_STOP.sub("", text)).replace(_GAP, "")
    return Line(clean_line(spoken), tuple(omitted))


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Join neighbours of one kind, since editors and programs split them at will."""
    merged: list[Piece] = []
    for piece in pieces:
        if merged and merged[-1].kind is piece.kind:
            merged[-1] = Piece(merged[-1].text + piece.text, piece.kind)
        elif piece.text:
            merged.append(piece)
    return merged


def _read_raised(before: str, raised: str, after: str) -> str | None:
    """Return a raised text as it stands in a line of plain text; None for the mark of a note."""
    if not raised or _PLAIN_NOTE.fullmatch(raised):
        return None if raised else ""
    if _CHARGE.fullmatch(raised) and before[-1:].isalnum():
        return raised.translate(_POWERS)
    if _NUMBER.fullmatch(raised):
        return _read_raised_number(before, raised, after)
    if len(raised) == 1 and before[-1:].isdigit() and raised in "nxk":
        return raised.translate(_POWERS)
    if raised == "TM":
        return "™"
    is_note = _NOTE.fullmatch(raised) and not after[:1].isalnum() and not _belongs_to_word(before, raised)
    return None if is_note else f" {raised}" if " " in raised and before[-1:].isalnum() else raised


def _belongs_to_word(before: str, raised: str) -> bool:
    """Return whether a raised letter ends a short form, such as that of an ordinal: 1ª, XIXe, Nº."""
    return raised.isalpha() and bool(before[-1:].isdigit() or _ROMAN.search(before) or _VARIABLE.search(before))


def _read_raised_number(before: str, raised: str, after: str) -> str | None:
    if not raised.isdigit():
        return raised.translate(_POWERS)
    if _FRACTION.match(after):
        return f" {raised}" if before[-1:].isdigit() else raised
    if len(raised) == 2 and before[-1:].isdigit() and (_AMOUNT.search(before) or _CURRENCY.match(after)):
        return f".{raised}"
    if not before[-1:].strip() and after[:1].isupper():
        return raised  # the mass of an isotope
    if _UNIT.search(before):
        return raised if raised in "23" else None
    base = _DIGITS.search(before)
    is_power = _POWER_OF.search(before) or after.lstrip()[:1] in {*"×·*=+−^"} - {""}
    if (base and is_power) or _VARIABLE.search(before):
        return raised.translate(_POWERS)
    return None
