"""How large an article may be; what is larger is refused before it takes time."""

from __future__ import annotations

from collections.abc import Sequence

from audiobrief.errors import ArticleError

__all__ = ["LARGEST_DOCUMENT", "LARGEST_PAGE", "LARGEST_TEXT", "refuse_long", "too_large"]

LARGEST_PAGE = 5_000_000
"""Bytes of a web page: one of 10,000 words has seldom a tenth of it."""
LARGEST_TEXT = 500_000
"""Bytes of a text or a Markdown file."""
LARGEST_DOCUMENT = 30_000_000
"""Bytes of a PDF or a Word file, which may hold pictures."""
_LONGEST = 400_000
"""Characters of all paragraphs, about seven hours of speech; a script has 1 MB at most."""
_MOST_PARAGRAPHS = 5_000
_LONGEST_PARAGRAPH = 100_000
"""Characters; the time for finding sentences grows with the square of it."""


def too_large(name: str, most: int) -> ArticleError:
    """Say that a file is too large, and what to do."""
    size = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1_000} kB"
    return ArticleError(f"{name}: larger than {size}, as no article is (save the article by itself, or split it)")


def refuse_long(texts: Sequence[str]) -> None:
    """See that an article is not longer than a script can be.

    Raises:
        ArticleError: it is.
    """
    longest = max(map(len, texts), default=0)
    if longest > _LONGEST_PARAGRAPH:
        raise ArticleError(f"a paragraph of {longest:,} characters (put empty lines between its paragraphs)")
    if len(texts) > _MOST_PARAGRAPHS or sum(map(len, texts)) > _LONGEST:
        raise ArticleError(
            f"longer than {_LONGEST:,} characters or {_MOST_PARAGRAPHS:,} paragraphs, as no script is (split it)"
        )
