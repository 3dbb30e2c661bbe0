"""Texts of a feed: their characters and lengths, and the form of titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from audiobrief.findings import Finding
from audiobrief.publish.preflight.requirements import Spec, error, quoted, table, warning
from audiobrief.publish.text import find_forbidden_character, nested_texts

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--|&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_BARE_NUMBER = r"^#\d+\b|\bS\d+\s?E\d+\b|^(?!(?:19|20)\d\d\b)\d+\s*[-–—:.|]\s"
_SHORTEST_SHOUT = 8
"""Letters that a title in capitals has at least; shorter ones may be abbreviations."""


def character_rules(content: Any) -> Iterator[Finding]:
    """Check that texts have no control characters, and no spaces at their edges."""
    for key, text in nested_texts(content):
        character = find_forbidden_character(text)
        if character is not None:
            what = f"it holds the control character U+{ord(character):04X}"
            yield error(key, what, "delete it in the script", Spec.PSP1)
        elif text != text.strip():
            yield warning(key, f"spaces stand at the edge of {quoted(text)}", "delete them; publish does", Spec.PSP1)


def length_rules(content: Any, kind: str) -> Iterator[Finding]:
    """Check that nested texts of an `item` or a `channel` are no longer than directories accept."""
    limits = table("limits")[kind]
    for key, text in nested_texts(content):
        limit = limits.get(re.sub(r"\.\d+(?=\.|$)", ".*", key))
        if limit is None:
            continue
        unit = "bytes" if "bytes" in limit else "characters"
        length = len(text.encode("utf-8", "replace")) if unit == "bytes" else len(text)
        if length > limit[unit]:
            who = [Spec(name) for name in limit["who"]]
            yield error(key, f"it has {length} {unit}, and apps take {limit[unit]}", "shorten it", *who)


def markup_rules(titles: Mapping[str, str | None]) -> Iterator[Finding]:
    """Check that titles, by their keys, are plain text: apps show HTML as it is written."""
    for key, title in titles.items():
        match = _MARKUP.search(title or "")
        if match:
            yield error(key, f"{quoted(match[0])} is HTML, and titles are plain text", "write it plainly", Spec.APPLE)


def title_rules(title: str, show: str | None) -> Iterator[Finding]:
    """Check that an episode's title has no number, no title of its show, and not only capitals."""
    words = "|".join(map(re.escape, table("titles")["numbering"]))
    number = re.search(rf"\b(?:{words})\.?\s*#?\d+\b|{_BARE_NUMBER}", title, re.IGNORECASE)
    if number:
        what = f"the number {quoted(number[0].strip())} stands in it"
        yield warning("title", what, "put it in number: instead", Spec.APPLE)
    if show and re.search(rf"(?<!\w){re.escape(show)}(?!\w)", title, re.IGNORECASE):
        yield warning("title", f"the show's name {quoted(show)} stands in it", "leave it out; apps show it", Spec.APPLE)
    letters = [sign for sign in title if sign.upper() != sign.lower()]
    if len(letters) >= _SHORTEST_SHOUT and all(sign == sign.upper() for sign in letters):
        yield warning("title", f"{quoted(title)} is all in capitals", "write it in small letters, too", Spec.APPLE)
