"""The paragraphs of a script as they are shown, with the place in the file of each character."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobrief.errors import Position
from audiobrief.script.markup.parser import Break, Span
from audiobrief.script.models.script import Script
from audiobrief.script.models.segment import Turn

_PLAIN = str.maketrans("’‘", "''")
"""Typographic single quotes, which count as apostrophes."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as it is shown."""

    text: str
    """Without marks."""
    turn: Turn
    """The turn that it belongs to."""
    spans: tuple[tuple[int, Span], ...]
    """Each with the character of `text` at which it starts."""

    def place(self, at: int) -> Position:
        """Return the place in the file of a character of the text."""
        start, span = self._span(at)
        return self.turn.position_at(span.offset + at - start)

    def speaker(self, at: int) -> str:
        """Return the author's name of the voice that says a character of the text."""
        return self._span(at)[1].voice or self.turn.speaker

    def _span(self, at: int) -> tuple[int, Span]:
        return self.spans[bisect_right(self.spans, at, key=lambda entry: entry[0]) - 1]


def passages(script: Script) -> Iterator[Passage]:
    """Yield the paragraphs of a script in their order."""
    for segment in script.segments:
        for turn in segment.turns:
            for paragraph in turn.paragraphs:
                text = ""
                spans = []
                for item in paragraph:
                    if isinstance(item, Break):
                        continue
                    spans.append((len(text), item))
                    text += item.text
                if spans:
                    yield Passage(text, turn, tuple(spans))


def place_of_word(shown: Sequence[Passage], word: str, sentence: Position, length: int) -> Position | None:
    """Return the place of a word in a sentence; None where it is not written in it.

    Args:
        shown: all paragraphs of a script, in their order.
        word: without signs around it.
        sentence: where the sentence starts.
        length: the sentence's characters.
    """
    passage = shown[bisect_right(shown, sentence, key=lambda passage: passage.place(0)) - 1]
    start = bisect_left(range(len(passage.text)), sentence, key=passage.place)
    written = re.compile(rf"(?<!\w){re.escape(word.translate(_PLAIN))}(?!\w)")
    found = written.search(passage.text.translate(_PLAIN), start, start + length)
    return passage.place(found.start()) if found else None
