"""Check that texts can be written into XML, and clean them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

# The characters that XML 1.0 cannot contain (2.2), and the control characters that it discourages.
_FORBIDDEN = re.compile("[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def find_forbidden_character(text: str) -> str | None:
    """Return the first character of a text that a feed cannot contain; None if there is none."""
    match = _FORBIDDEN.search(text)
    return match[0] if match else None


def nested_texts(content: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield all texts of nested mappings and lists, each with the keys that lead to it: `chapters.0.title`."""
    if isinstance(content, str):
        yield key, content
    elif isinstance(content, Mapping):
        for name, value in content.items():
            yield from nested_texts(value, f"{key}.{name}" if key else str(name))
    elif isinstance(content, (list, tuple)):
        for number, value in enumerate(content):
            yield from nested_texts(value, f"{key}.{number}")


def clean_texts(content: Any) -> Any:
    """Return nested mappings and lists whose texts have no forbidden characters, and no whitespace at their ends."""
    if isinstance(content, str):
        return _FORBIDDEN.sub("", content).strip()
    if isinstance(content, Mapping):
        return {name: clean_texts(value) for name, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [clean_texts(value) for value in content]
    return content
