"""The paragraphs of a script as they are shown, each character with its place in the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from audiobrief.errors import Position
from audiobrief.script.markup import Break, Span
from audiobrief.script.model import Script, Turn

__all__ = ["Passage", "passages"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph."""

    text: str
    """As it is shown, without marks."""
    turn: Turn
    """Whose it is."""
    spans: tuple[tuple[int, Span], ...]
    """Each with the character of `text` at which it starts."""

    def place(self, at: int) -> Position:
        """Give the place in the file of a character of the text."""
        start, span = self._span(at)
        return self.turn.position_at(span.offset + at - start)

    def speaker(self, at: int) -> str:
        """Give the author's name of the voice that says a character of the text."""
        return self._span(at)[1].voice or self.turn.speaker

    def _span(self, at: int) -> tuple[int, Span]:
        return self.spans[bisect_right(self.spans, at, key=lambda each: each[0]) - 1]


def passages(script: Script) -> Iterator[Passage]:
    """Give the paragraphs of a script in their order."""
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
