"""Check that texts can be written into XML."""

from __future__ import annotations

import re

from audiobrief.errors import PublishError

__all__ = ["find_forbidden_character", "strip_text"]

# The characters that XML 1.0 cannot contain (2.2), and the control characters that it discourages.
_FORBIDDEN = re.compile("[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def find_forbidden_character(text: str) -> str | None:
    """Return the first character of a text that a feed cannot contain; None if there is none."""
    match = _FORBIDDEN.search(text)
    return match[0] if match else None


def strip_text(text: str, name: str) -> str:
    """Return a text without whitespace at its ends.

    Raises:
        PublishError: it contains a control character; `name` says which text it is.
    """
    character = find_forbidden_character(text)
    if character is not None:
        raise PublishError(f"{name} holds the control character U+{ord(character):04X} (delete it)")
    return text.strip()
