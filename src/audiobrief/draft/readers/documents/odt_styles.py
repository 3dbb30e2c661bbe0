"""Look up what the styles of an OpenDocument text say of paragraphs, spans and lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from audiobrief.draft.readers.inline import Kind
from audiobrief.draft.readers.numerals import write_numeral

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT = f"{_NAMES}text:1.0}}"
OFFICE = f"{_NAMES}office:1.0}}"
STYLE = f"{_NAMES}style:1.0}}"
TABLE = f"{_NAMES}table:1.0}}"
DRAW = f"{_NAMES}drawing:1.0}}"
_FORMATS = f"{STYLE}text-properties"
_NUMBERED = f"{TEXT}list-level-style-number"
_CAPTIONS = {"caption", "illustration", "figure", "drawing"}
_MOST_BASES = 20
"""Styles that build on each other; a file may say that two build on each other."""


def parse_part(content: bytes) -> Element:
    """Parse a part of a file, without its entities.

    Raises:
        etree.LxmlError: it is not well-formed.
    """
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """The kind of a paragraph, by its style."""

    is_title: bool
    is_quotation: bool
    reason: str | None
    """Why it is not part of the story."""


class Styles:
    """The styles of a file, also those that its program made."""

    def __init__(self, parts: list[Element]) -> None:
        self._styles = {
            (style.get(f"{STYLE}family"), style.get(f"{STYLE}name")): style
            for part in reversed(parts)
            for style in part.iter(f"{STYLE}style")
        }
        self._lists = {
            style.get(f"{STYLE}name"): style for part in reversed(parts) for style in part.iter(f"{TEXT}list-style")
        }

    def paragraph(self, name: str | None) -> ParagraphStyle:
        """Return what a paragraph is, by the names of its style and of those that this builds on."""
        names = [
            str(style.get(f"{STYLE}display-name") or style.get(f"{STYLE}name")).lower()
            for style in self._bases(name, "paragraph")
        ]
        names = names or [(name or "").lower()]
        reason = "caption" if _CAPTIONS & {*names} else None
        return ParagraphStyle("title" in names, any("quot" in each for each in names), reason)

    def kind_of(self, name: str | None, family: str) -> Kind:
        """Return how a text of a style is marked up; the first of the styles that states it decides."""
        formats = [found for style in self._bases(name, family) if (found := style.find(_FORMATS)) is not None]

        def stated(key: str) -> str:
            return next((value for each in formats if (value := each.get(key))), "")

        if stated(f"{TEXT}display") == "none":
            return Kind.HIDDEN
        through = stated(f"{STYLE}text-line-through-style") or stated(f"{STYLE}text-line-through-type")
        if through not in {"", "none"}:
            return Kind.STRUCK
        position = stated(f"{STYLE}text-position").split()
        is_raised = bool(position) and (position[0] == "super" or (position[0][:1].isdigit() and position[0] != "0%"))
        return Kind.RAISED if is_raised else Kind.PLAIN

    def list_level(self, name: str | None, level: int) -> Element | None:
        """Return the format of the numbers of a list; None for a list without numbers."""
        style = self._lists.get(name)
        found = (each for each in (style if style is not None else []) if each.get(f"{TEXT}level") == str(level))
        return next((each for each in found if each.tag == _NUMBERED), None)

    def _bases(self, name: str | None, family: str) -> Iterator[Element]:
        """Yield a style and those it builds on."""
        for _ in range(_MOST_BASES):
            style = self._styles.get((family, name))
            if style is None:
                return
            yield style
            name = style.get(f"{STYLE}parent-style-name")


class ListCounter:
    """Counts the items of the lists of a file."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[tuple[str | None, int], int] = {}

    def begin(self, listed: Element, style: str | None, level: int) -> None:
        """Begin a list, which may go on from an earlier one."""
        goes_on = listed.get(f"{TEXT}continue-numbering") == "true" or listed.get(f"{TEXT}continue-list") is not None
        if not goes_on:
            self._counts.pop((style, level), None)

    def number_of(self, item: Element, style: str | None, level: int) -> str:
        """Return the number of the next item, such as `3.`; empty for a list without numbers."""
        form = self._styles.list_level(style, level)
        numeral = form.get(f"{STYLE}num-format") if form is not None else None
        if form is None or not numeral:
            return ""
        before = self._counts.get((style, level))
        following = before + 1 if before is not None else _integer(form.get(f"{TEXT}start-value"), 1)
        count = self._counts[style, level] = _integer(item.get(f"{TEXT}start-value"), following)
        return f"{write_numeral(count, numeral)}."


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 4 else otherwise
