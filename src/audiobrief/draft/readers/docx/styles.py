"""Look up what the styles of a Word file say of paragraphs and runs, and count the items of its lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from audiobrief.draft.readers.inline import Kind
from audiobrief.draft.readers.numerals import write_numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of the text and its formats (ECMA-376, part 1)."""
_OFF = {"0", "false", "off", "none"}
_NUMERALS = {"decimal": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
"""ECMA-376 17.18.59; lists with other signs, such as bullets, have no numbers."""
_MOST_BASES = 20
"""Styles that build on each other; a file may say that two build on each other."""
_HEADING = re.compile(r"heading \d")
_CONTENTS = re.compile(r"toc \d|toc heading")


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """The kind of a paragraph, by its style."""

    is_title: bool
    is_heading: bool
    is_quotation: bool
    reason: str | None
    """Why it is not part of the story."""


class Styles:
    """The styles of a file."""

    def __init__(self, root: Element | None) -> None:
        styles = root.findall(f"{W}style") if root is not None else []
        self._by_id = {style.get(f"{W}styleId"): style for style in styles}
        self._default = next(
            (each for each in styles if each.get(f"{W}default") == "1" and each.get(f"{W}type") == "paragraph"), None
        )

    def of_paragraph(self, paragraph: Element) -> ParagraphStyle:
        """Return what a paragraph is."""
        names = [name for style in self._bases(_style_id(paragraph, "pPr")) if (name := _name(style))]
        is_heading = any(map(_HEADING.match, names))
        reason = "caption" if "caption" in names else "table of contents" if any(map(_CONTENTS.match, names)) else None
        is_quotation = any("quote" in name or name == "quotations" for name in names)
        return ParagraphStyle("title" in names, is_heading and reason is None, is_quotation, reason)

    def kind_of_run(self, run: Element, paragraph: Element) -> Kind:
        """Return how a run is marked up: by itself, by its own style, or by its paragraph's."""
        formats = [run.find(f"{W}rPr")]
        for style in (_style_id(run, "rPr"), _style_id(paragraph, "pPr")):
            formats += [each.find(f"{W}rPr") for each in self._bases(style)]
        known = [each for each in formats if each is not None]
        if _is_on(known, "vanish"):
            return Kind.HIDDEN
        if _is_on(known, "strike") or _is_on(known, "dstrike"):
            return Kind.STRUCK
        align = next((found.get(f"{W}val") for each in known if (found := each.find(f"{W}vertAlign")) is not None), "")
        return Kind.RAISED if align == "superscript" else Kind.PLAIN

    def numbering_of(self, paragraph: Element) -> tuple[str, int] | None:
        """Return the number of a paragraph's list and its level there; None if it is in no list.

        The number 0 takes away what its style says (ECMA-376, 17.9.18).
        """
        properties = [paragraph.find(f"{W}pPr")]
        properties += [style.find(f"{W}pPr") for style in self._bases(_style_id(paragraph, "pPr"))]
        found = [each.find(f"{W}numPr") for each in properties if each is not None]
        for each in found:
            number = each.find(f"{W}numId") if each is not None else None
            if each is not None and number is not None:
                name = number.get(f"{W}val") or ""
                return None if name == "0" else (name, _integer(each.find(f"{W}ilvl"), 0))
        return None

    def _bases(self, name: str | None) -> Iterator[Element]:
        """Yield a style and those it builds on."""
        style = self._by_id.get(name) if name else self._default
        for _ in range(_MOST_BASES):
            if style is None:
                return
            yield style
            base = style.find(f"{W}basedOn")
            style = self._by_id.get(base.get(f"{W}val")) if base is not None else None


class Numbering:
    """The lists of a file, and how far each has been counted."""

    def __init__(self, root: Element | None) -> None:
        found = root if root is not None else []
        self._lists = {each.get(f"{W}numId"): each for each in found if each.tag == f"{W}num"}
        self._kinds = {each.get(f"{W}abstractNumId"): each for each in found if each.tag == f"{W}abstractNum"}
        self._counts: dict[tuple[str, int], int] = {}
        self._started: set[tuple[str, int]] = set()

    def number_of(self, name: str, level: int) -> str:
        """Return the number of the next item of a list, such as `3.`; empty for a list without numbers."""
        listed = self._lists.get(name)
        kind = _value(listed, "abstractNumId") if listed is not None else None
        levels = self._kinds.get(kind)
        if listed is None or levels is None or kind is None:
            return ""
        own = f"[@{W}ilvl='{level}']"
        override = listed.find(f"{W}lvlOverride{own}")
        form = next(
            (each for each in (override.find(f"{W}lvl") if override is not None else None, levels.find(f"{W}lvl{own}"))
             if each is not None), None,
        )  # fmt: skip
        numeral = _NUMERALS.get(_value(form, "numFmt") or "")
        if form is None or numeral is None:
            return ""
        start = _integer(form.find(f"{W}start"), 1)
        if override is not None and (name, level) not in self._started:
            self._started.add((name, level))
            restart = override.find(f"{W}startOverride")
            self._counts.pop((kind, level), None)
            start = _integer(restart, start)
        # An item ends the lists within the one before.
        self._counts = {key: at for key, at in self._counts.items() if key[0] != kind or key[1] <= level}
        count = self._counts[kind, level] = self._counts.get((kind, level), start - 1) + 1
        return f"{write_numeral(count, numeral)}."


def _style_id(element: Element, properties: str) -> str | None:
    found = element.find(f"{W}{properties}/{W}{properties[0]}Style")
    return found.get(f"{W}val") if found is not None else None


def _name(style: Element) -> str | None:
    return (_value(style, "name") or "").lower() or None


def _value(element: Element | None, child: str) -> str | None:
    found = element.find(f"{W}{child}") if element is not None else None
    return found.get(f"{W}val") if found is not None else None


def _is_on(formats: list[Element], name: str) -> bool:
    """Return whether a property is on; the first format that states it decides."""
    for each in formats:
        found = each.find(f"{W}{name}")
        if found is not None:
            return (found.get(f"{W}val") or "1") not in _OFF
    return False


def _integer(element: Element | None, otherwise: int) -> int:
    text = (element.get(f"{W}val") or "") if element is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else otherwise
