"""The text of one speaker with its marks read, and its quotations assigned to a voice of their own."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from audiobrief.errors import Problem
from audiobrief.language.codes import AUDIBLE
from audiobrief.language.quotations import find_quotations
from audiobrief.script.markup.parser import Break, Paragraph, Span, joined_text, parse_markup
from audiobrief.script.models.segment import Turn
from audiobrief.script.suggestions import closest
from audiobrief.script.yaml.misplaced_keys import find_misplaced_voices
from audiobrief.script.yaml.nodes import Document, Place


@dataclass(frozen=True, slots=True)
class KnownVoices:
    """The voices that a script may name."""

    named: AbstractSet[str]
    """All names in the script and its house file."""
    speaking: AbstractSet[str]
    """The names of those whose settings are valid."""
    quotes: str | None
    """The name of the one that reads quotations; None where the speaker does."""
    sounds: AbstractSet[str] = frozenset()
    """The names of the sounds."""


def read_turn(
    document: Document, place: Place, speaker: str, text: str, voices: KnownVoices
) -> tuple[Turn | None, list[Problem]]:
    """Read a turn's marks.

    Args:
        document: the script.
        place: the keys and indexes that lead to the text in it.
        speaker: the name of the voice that says what has no voice of its own.
        text: the words, with marks.
        voices: those that the script may name.

    Returns:
        The turn, or None where it cannot be spoken; and its problems.
    """
    node = document.find(place)
    markup = parse_markup(text)
    wrong = []
    for problem in markup.problems:
        mark = problem.what.removeprefix("unknown mark ").strip("'")
        advice = f'write [voice:"{mark}"]' if mark in voices.named else problem.advice
        wrong.append((problem.offset, problem.what, advice))
    for name, offset in markup.voices:
        if name not in voices.named:
            wrong.append((offset, f"unknown voice '{name}'", closest(name, voices.named)))
    for inner, offset in markup.brackets:
        if (name := inner.strip(" :").lower()) in voices.named:
            what = f"[{inner}] is not a mark, and would be spoken"
            wrong.append((offset, what, f'write (words)[voice:"{name}"], or \\[ for a bracket'))
        elif name in voices.sounds:
            what = f"[{inner}] is not a mark, and would be spoken"
            wrong.append((offset, what, f"write 'sound: {name}' below the text, or \\[ for a bracket"))
    places = document.inside(node, text, [offset for offset, _, _ in wrong])
    problems = [Problem(places[offset], what, advice) for offset, what, advice in wrong]
    problems += find_misplaced_voices(document, node, document.last_key(place), voices.named)
    if not any(_speakable(span) for span in _spans(markup.paragraphs)):
        what = f"{document.last_key(place)}: there is nothing to say in this text"
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


def voice_quotations(paragraph: Paragraph, voice: str) -> Paragraph:
    """Assign every quotation of a paragraph to a voice, except where a mark names another voice or language."""
    quoted = find_quotations(joined_text(paragraph))
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
    """Cut a span where quotations start and end; one that is spell_mark as a whole belongs where it starts."""
    end = at + len(span.text)
    whole = span.sub is not None or span.ipa is not None or span.date is not None or span.characters
    inside = [place for stretch in quoted for place in stretch if at < place < end]
    for first, last in zip((at, *inside), (*inside, end), strict=True) if not whole else ((at, end),):
        by = voice if any(start <= first < stop for start, stop in quoted) else None
        yield replace(span, text=span.text[first - at : last - at], offset=span.offset + first - at, voice=by)
