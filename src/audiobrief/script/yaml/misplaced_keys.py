"""Find keys and voices' names that stand inside a text by their indentation, where they would be spoken or shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from audiobrief.errors import Position, Problem
from audiobrief.script.yaml.nodes import BLOCKS, Document, Mapping, Node, Scalar, Sequence

_KEY_LINE = re.compile(r"\s*(?P<dash>[-–—•*] +)?(?P<key>[A-Za-z_]+) ?:(?P<value>.*)")
_CAPITALIZED = {"Chapter", "Bed", "Narration", "Intro", "Outro", "Transition"}
"""Keys that are meant as such even with a capital letter."""
_CAPITALIZED_WITH_NAME = {"Sound", "Voice", "Pause", "Image", "Url", "Optional"}
"""The same, if a single word follows."""


def find_misplaced_keys(document: Document, keys: Iterable[str]) -> Iterator[Problem]:
    """Find the lines of texts that start with a key."""
    known = {key: key for key in keys}
    known |= {key: key.lower() for key in _CAPITALIZED | _CAPITALIZED_WITH_NAME}
    for owner, scalar in _scalars(document.root, ""):
        for number, start, text in _lines(document, scalar):
            match = _KEY_LINE.match(text)
            if match is None or (number == scalar.line and scalar.style not in BLOCKS):
                continue
            key, value = match["key"], match["value"].strip()
            single = key not in _CAPITALIZED_WITH_NAME or re.fullmatch(r"\S+", value)
            if key in known and single and not value.startswith("//"):
                place = Position(document.file, number, start + len(text) - len(text.lstrip()) + 1)
                what = f"'{text.strip()[:60]}' is part of the text of {owner}, being indented deeper than '{owner}:'"
                advice = f"indent it like '{owner}:'; to keep it in the text, let no line start with '{known[key]}:'"
                if scalar.style in {"'", '"'}:
                    what = f"'{text.strip()[:60]}' is part of the text of {owner}, because its quotes are not closed"
                    advice = f"close the quotes that open on line {scalar.line} with {scalar.style}"
                yield Problem(place, what, advice)


def find_misplaced_voices(document: Document, node: Node, owner: str, voices: Iterable[str]) -> Iterator[Problem]:
    """Find the lines of a text that start with a voice's name and a colon, as turns do."""
    names = {name.lower(): name for name in voices}
    if not isinstance(node, Scalar):
        return
    for number, start, text in _lines(document, node):
        match = re.match(r"\s*(?:[-–—•*] +)?(?P<name>[^\s:][^:]{0,60}?) ?:(?=\s|$)", text)
        if match and (name := names.get(match["name"].lower())):
            column = start + len(text) - len(text.lstrip()) + 1
            what = f"'{match['name']}:' stands inside the text of {owner}, and would be spoken"
            advice = f"for turns, write '- {name}: ...' below '{owner}:', without quotes or |; in a text, write \\:"
            yield Problem(Position(document.file, number, column), what, advice)


def _scalars(node: Node, key: str) -> Iterator[tuple[str, Scalar]]:
    """Yield the values of a tree, each with its key."""
    if isinstance(node, Scalar):
        yield key, node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item, key)
    elif isinstance(node, Mapping):
        for name, child in node.entries.items():
            yield from _scalars(child, name)


def _lines(document: Document, scalar: Scalar) -> Iterator[tuple[int, int, str]]:
    """Yield the lines of a value: the number, the index at which the value starts on it, and the text."""
    for number, start in document.line_numbers(scalar):
        text = document.lines[number - 1][start:]
        yield number, start, text.lstrip("\"'") if number == scalar.line else text
