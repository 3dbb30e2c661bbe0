"""A text in plain characters with its region, and the reading that a rule returns for a part of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from audiobrief.language.codes import has_american_region

_NEAR = 48
"""Characters to each side in which a rule looks for context."""
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'-]*)\.?[ \"'(]{0,3}$")
_WORD_AFTER = re.compile(r"[ \"'(-]{0,3}([^\W\d_][\w'-]*)")
_CLOSE = re.compile(r"[\"'”’»)\]\s]*$")
_SPACES = re.compile(" {2,}")
_LETTERS = re.compile(r"[^\W\d_]+")
FIGURE = "\ue000"
"""Stands for a character that is a number, such as `½`, and counts neither as a letter nor as a digit."""
POWERS = {"²": "\ue002", "³": "\ue003"}
"""Superscript digits and the characters that stand for them in units."""
_TWINS = {"’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-", "−": "-", "\ufe63": "-"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of a text, and what replaces it in what is said."""

    start: int
    """First character in the text."""
    end: int
    """The one after the last."""
    replacement: str
    """Words, or a plainer sign."""
    spelled: bool = False
    """True if the replacement is single letters, such as `W H O`, perhaps with digits in words."""
    rule: str = field(default="number", compare=False)
    """The kind of thing it was read as, such as `money`; several are joined by ` + `."""


class Text:
    """A text in plain characters, each in its own place, and the language's region."""

    def __init__(self, written: str, language: str) -> None:
        self.written = written
        self.plain = written if written.isascii() else "".join(map(_plain, written))
        self.plain = re.sub(r"[\t\n\r\x0b\x0c\x1c-\x1f\x85]", " ", self.plain)
        self.language = language.replace("_", "-").lower()

    @cached_property
    def british(self) -> bool:
        """True if numbers have an 'and', and dates the day first: not in the United States and the Philippines."""
        return self.language != "en" and not has_american_region(self.language)

    @property
    def locale(self) -> str:
        """The name under which babel knows the English that is written."""
        return "en_GB" if self.british else "en_US"

    def before(self, at: int) -> str:
        """Return the characters before a place that a rule may look at, with single spaces."""
        return _SPACES.sub(" ", self.plain[max(0, at - _NEAR) : at])

    def after(self, at: int) -> str:
        """Return the characters from a place on that a rule may look at, with single spaces."""
        return _SPACES.sub(" ", self.plain[at : at + _NEAR])

    def word_before(self, at: int) -> str:
        """Return the word before a place; an empty text if there is none."""
        match = _WORD_BEFORE.search(self.before(at))
        return match[1] if match else ""

    def word_after(self, at: int) -> str:
        """Return the word after a place; an empty text if there is none."""
        match = _WORD_AFTER.match(self.after(at))
        return match[1] if match else ""

    def words_near(self, at: int, end: int) -> set[str]:
        """Return the words shortly before a stretch and after it, in small letters."""
        return {word.lower() for word in _LETTERS.findall(self.before(at) + " " + self.after(end))}

    def closes(self, end: int) -> bool:
        """Return whether the text ends at a place, except for closing marks."""
        rest = self.plain[end : end + _NEAR]
        return len(rest) < _NEAR and _CLOSE.match(rest) is not None

    def starts_word(self, at: int) -> bool:
        """Return whether there is neither a letter nor a digit right before a place."""
        return at == 0 or not self.plain[at - 1].isalnum()


Rule = Callable[[Text, int], Reading | None]
"""A function that returns the reading of a text at a place, or None."""


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


def with_spaces(text: Text, reading: Reading, before: str) -> Reading:
    """Return a reading with spaces where its words would touch others.

    Args:
        text: the text.
        reading: a reading; where its replacement starts or ends in a space, it is kept apart from signs, too.
        before: the character before it in the result; an empty text if there is none.
    """
    words = reading.replacement.strip()
    if not any(character.isalpha() for character in words):
        return reading
    following = text.written[reading.end : reading.end + 1]
    signs_before = ".,;:!?)]…" if reading.replacement.startswith(" ") else ""
    left = before.isalnum() or bool(before and before in signs_before)
    right = following.isalnum() or bool(reading.replacement.endswith(" ") and following and _opens(following))
    return replace(reading, replacement=f"{' ' * left}{words}{' ' * right}")


def _opens(character: str) -> bool:
    return not character.isspace() and character not in ".,;:!?)]}'\"”’-…–—"
