"""The article that a script is compared with."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from audiobrief.errors import UsageError

__all__ = ["read_article"]

_LARGEST = 5_000_000
"""Bytes; a book has fewer."""
_MARKDOWN = (
    (re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"^[ \t]*(?:#{1,6}|>|[-*+])[ \t]+", re.MULTILINE), ""),
    (re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
)
"""What Markdown writes around words: links, headings, quotations, lists, emphasis."""


def read_article(path: Path) -> str:
    """Read an article as plain text, its paragraphs apart by an empty line.

    Args:
        path: a text or Markdown file in UTF-8.

    Raises:
        UsageError: it cannot be read, or is no text.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path}: the article is larger than 5 MB (name one article)")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{path}: the article is no text in UTF-8 (save it as plain text)") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{path}: the article cannot be read: {reason.lower()} (check the path)") from None
    if "\0" in text:
        raise UsageError(f"{path}: the article is no text (save it as plain text)")
    text = unicodedata.normalize("NFC", text)
    for mark, words in _MARKDOWN:
        text = mark.sub(words, text)
    return text
