"""A turn's text, its marks read, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from audiobrief.errors import Problem
from audiobrief.language.codes import AUDIBLE
from audiobrief.script.markup.parser import Break, Paragraph, Span, parse_markup
from audiobrief.script.markup.quotations import voice_quotations
from audiobrief.script.models.segment import Turn
from audiobrief.script.suggestions import closest
from audiobrief.script.yaml.nodes import Document

__all__ = ["Voices", "read_turn"]


@dataclass(frozen=True, slots=True)
class Voices:
    """Who may speak."""

    named: AbstractSet[str]
    """All that a script or its house file names."""
    speaking: AbstractSet[str]
    """Those whose settings are right."""
    quotes: str | None
    """Who reads quotations; None where the speaker does."""


def read_turn(
    document: Document, where: tuple[str | int, ...], speaker: str, text: str, voices: Voices
) -> tuple[Turn | None, list[Problem]]:
    """Read a turn's marks.

    Args:
        document: the script.
        where: the path of the text in it.
        speaker: who says what has no voice of its own.
        text: the words, with marks.
        voices: who may speak.

    Returns:
        The turn, or None where it cannot be said as it stands; and all that is wrong.
    """
    node = document.find(where)
    markup = parse_markup(text)
    faults = [(fault.offset, fault.what, fault.advice) for fault in markup.faults]
    for name, offset in markup.voices:
        if name not in voices.named:
            faults.append((offset, f"unknown voice '{name}'", closest(name, voices.named)))
    places = document.inside(node, text, [offset for offset, _, _ in faults])
    problems = [Problem(places[offset], what, advice) for offset, what, advice in faults]
    if not any(_speakable(span) for span in _spans(markup.paragraphs)):
        what = "there is nothing to say in this text"
        problems.append(Problem(document.position(node), what, "write words, or delete the segment"))
    if problems or not {speaker, *(name for name, _ in markup.voices)} <= voices.speaking:
        return None, problems
    paragraphs = markup.paragraphs
    if voices.quotes is not None and voices.quotes != speaker:
        paragraphs = tuple(voice_quotations(paragraph, voices.quotes) for paragraph in paragraphs)
    return Turn(speaker, paragraphs, document.position(node), document.line_starts(node, text)), problems


def _spans(paragraphs: tuple[Paragraph, ...]) -> list[Span]:
    return [item for paragraph in paragraphs for item in paragraph if not isinstance(item, Break)]


def _speakable(span: Span) -> bool:
    return bool(AUDIBLE.search(span.sub or span.ipa or span.text))
