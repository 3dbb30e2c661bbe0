"""A text as the rules see it, and what a rule gives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

__all__ = ["FIGURE", "POWERS", "Reading", "Rule", "Text", "apart"]

_NEAR = 48
"""Characters to each side in which a rule looks for context."""
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'-]*)\.?[ \"'(]{0,3}$")
_WORD_AFTER = re.compile(r"[ \"'(-]{0,3}([^\W\d_][\w'-]*)")
_CLOSE = re.compile(r"[\"'”’»)\]\s]*$")
_SPACES = re.compile(" {2,}")
_LETTERS = re.compile(r"[^\W\d_]+")
FIGURE = "\ue000"
"""Stands for a sign that is a number in itself, so that it is neither a letter nor a digit."""
POWERS = {"²": "\ue002", "³": "\ue003"}
"""What stands for the powers of units."""
_TWINS = {"’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-", "−": "-", "\ufe63": "-"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of a text, and what is said for it."""

    start: int
    """First character in the text."""
    end: int
    """The one after the last."""
    said: str
    """In words."""
    spelled: bool = False
    """Whether it is single letters, with digits' words perhaps, such as `W H O`."""


class Text:
    """A text in plain characters, each in its own place, and where its readers live."""

    def __init__(self, written: str, language: str) -> None:
        self.written = written
        self.plain = written if written.isascii() else "".join(map(_plain, written))
        self.plain = re.sub(r"[\t\n\r\x0b\x0c\x1c-\x1f\x85]", " ", self.plain)
        self.language = language.replace("_", "-").lower()

    @cached_property
    def british(self) -> bool:
        """Whether 'and' stands in a number, and days before months: English but for that of the United States."""
        tags = self.language.split("-")
        return not (tags == ["en"] or "us" in tags or "ph" in tags)

    @property
    def locale(self) -> str:
        """The name under which babel knows the English that is written."""
        return "en_GB" if self.british else "en_US"

    def before(self, at: int) -> str:
        """Return what stands a little before a place, with single spaces."""
        return _SPACES.sub(" ", self.plain[max(0, at - _NEAR) : at])

    def after(self, at: int) -> str:
        """Return what stands a little behind a place, with single spaces."""
        return _SPACES.sub(" ", self.plain[at : at + _NEAR])

    def word_before(self, at: int) -> str:
        """Return the word before a place; an empty text if there is none."""
        found = _WORD_BEFORE.search(self.before(at))
        return found[1] if found else ""

    def word_after(self, at: int) -> str:
        """Return the word behind a place; an empty text if there is none."""
        found = _WORD_AFTER.match(self.after(at))
        return found[1] if found else ""

    def words_near(self, at: int, end: int) -> set[str]:
        """Return the words a little before and behind a place, in small letters."""
        return {word.lower() for word in _LETTERS.findall(self.before(at) + " " + self.after(end))}

    def closes(self, end: int) -> bool:
        """Return whether nothing is said behind a place."""
        rest = self.plain[end : end + _NEAR]
        return len(rest) < _NEAR and _CLOSE.match(rest) is not None

    def starts_word(self, at: int) -> bool:
        """Return whether neither a letter nor a digit stands before a place."""
        return at == 0 or not self.plain[at - 1].isalnum()


Rule = Callable[[Text, int], Reading | None]
"""What reads the text at a place, or does not."""


def _plain(character: str) -> str:
    if character in _TWINS:
        return _TWINS[character]
    category = unicodedata.category(character)
    if category == "Nd" or "₀" <= character <= "₉":
        return str(unicodedata.digit(character))
    if category in {"Zs", "Zl", "Zp"}:
        return " "
    if category in {"No", "Nl"}:
        return POWERS.get(character, FIGURE)
    if "\ue000" <= character <= "\ue003":
        return "\x1a"
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    return character


def apart(text: Text, reading: Reading, before: str) -> Reading:
    """Part what is said from the words on either side.

    Args:
        text: the text.
        reading: what is said; where it starts or ends in a space, it keeps apart from signs too.
        before: the character that is said last before it; an empty text if there is none.
    """
    said = reading.said.strip()
    if not any(character.isalpha() for character in said):
        return reading
    behind = text.written[reading.end : reading.end + 1]
    signs_before = ".,;:!?)]…" if reading.said.startswith(" ") else ""
    left = before.isalnum() or bool(before and before in signs_before)
    right = behind.isalnum() or bool(reading.said.endswith(" ") and behind and _opens(behind))
    return replace(reading, said=f"{' ' * left}{said}{' ' * right}")


def _opens(character: str) -> bool:
    return not character.isspace() and character not in ".,;:!?)]}'\"”’-…–—"
