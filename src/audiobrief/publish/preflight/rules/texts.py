"""Texts that become nodes of a feed: their lengths, their edges, and what stands in titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from audiobrief.findings import Finding
from audiobrief.publish.preflight.requirements import Spec, error, quoted, warning
from audiobrief.publish.preflight.rules.tables import table
from audiobrief.publish.text import find_forbidden_character

__all__ = ["length_rules", "markup_rules", "sign_rules", "texts_of", "title_rules", "without_control_characters"]

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--|&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_BARE_NUMBER = r"^#\d+\b|\bS\d+\s?E\d+\b|^(?!(?:19|20)\d\d\b)\d+\s*[-–—:.|]\s"
_SHORTEST_SHOUT = 8
"""Letters that a title in capitals has at least; shorter ones may be abbreviations."""


def texts_of(content: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Return all texts of nested mappings and lists, each with the keys that lead to it: `chapters.0.title`."""
    if isinstance(content, str):
        yield key, content
    elif isinstance(content, Mapping):
        for name, value in content.items():
            yield from texts_of(value, f"{key}.{name}" if key else str(name))
    elif isinstance(content, (list, tuple)):
        for number, value in enumerate(content):
            yield from texts_of(value, f"{key}.{number}")


def without_control_characters(content: Any) -> Any:
    """Return nested mappings and lists whose texts a feed can hold."""
    if isinstance(content, str):
        while (sign := find_forbidden_character(content)) is not None:
            content = content.replace(sign, "")
        return content
    if isinstance(content, Mapping):
        return {name: without_control_characters(value) for name, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [without_control_characters(value) for value in content]
    return content


def sign_rules(content: Any) -> Iterator[Finding]:
    """See that texts hold no control characters, and no spaces at their edges."""
    for key, text in texts_of(content):
        sign = find_forbidden_character(text)
        if sign is not None:
            yield error(key, f"it holds the control character U+{ord(sign):04X}", "delete it in the script", Spec.PSP1)
        elif text != text.strip():
            yield warning(key, f"spaces stand at the edge of {quoted(text)}", "delete them; publish does", Spec.PSP1)


def length_rules(content: Any, kind: str) -> Iterator[Finding]:
    """See that texts are not longer than directories take them.

    Args:
        content: what holds them.
        kind: item or channel.
    """
    limits = table("limits")[kind]
    for key, text in texts_of(content):
        limit = limits.get(re.sub(r"\.\d+(?=\.|$)", ".*", key))
        if limit is None:
            continue
        unit = "bytes" if "bytes" in limit else "characters"
        length = len(text.encode("utf-8", "replace")) if unit == "bytes" else len(text)
        if length > limit[unit]:
            who = [Spec(name) for name in limit["who"]]
            yield error(key, f"it has {length} {unit}, and apps take {limit[unit]}", "shorten it", *who)


def markup_rules(titles: Mapping[str, str | None]) -> Iterator[Finding]:
    """See that titles are plain text: apps show what looks like HTML as it is written.

    Args:
        titles: titles by their keys.
    """
    for key, title in titles.items():
        found = _MARKUP.search(title or "")
        if found:
            yield error(key, f"{quoted(found[0])} is HTML, and titles are plain text", "write it plainly", Spec.APPLE)


def title_rules(title: str, show: str | None) -> Iterator[Finding]:
    """See that an episode's title says what it is about, and only that.

    Args:
        title: the episode's.
        show: the show's.
    """
    words = "|".join(map(re.escape, table("titles")["numbering"]))
    number = re.search(rf"\b(?:{words})\.?\s*#?\d+\b|{_BARE_NUMBER}", title, re.IGNORECASE)
    if number:
        yield warning(
            "title",
            f"the number {quoted(number[0].strip())} stands in it",
            "leave it to number:",
            Spec.APPLE,
        )
    if show and re.search(rf"(?<!\w){re.escape(show)}(?!\w)", title, re.IGNORECASE):
        yield warning("title", f"the show's name {quoted(show)} stands in it", "leave it out; apps show it", Spec.APPLE)
    letters = [sign for sign in title if sign.upper() != sign.lower()]
    if len(letters) >= _SHORTEST_SHOUT and all(sign == sign.upper() for sign in letters):
        yield warning("title", f"{quoted(title)} is all in capitals", "write it in small letters, too", Spec.APPLE)
