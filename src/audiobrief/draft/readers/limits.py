"""The size limits of an article, checked before any costly work."""

from __future__ import annotations

from collections.abc import Sequence

from audiobrief.errors import ArticleError

LARGEST_PAGE = 5_000_000
"""The most bytes of a web page; one of 10,000 words seldom has a tenth of it."""
LARGEST_TEXT = 500_000
"""The most bytes of a plain text or Markdown file."""
LARGEST_DOCUMENT = 30_000_000
"""The most bytes of a PDF or Word file, which may contain pictures."""
_LONGEST = 400_000
"""The most characters of all paragraphs, about seven hours of speech; a script has 1 MB at most."""
_MOST_PARAGRAPHS = 5_000
_LONGEST_PARAGRAPH = 100_000
"""The most characters of a paragraph; the time to split it into sentences grows with the square of its length."""


def size_error(name: str, most: int) -> ArticleError:
    """Return the error for a file that is too large."""
    size = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1_000} kB"
    return ArticleError(f"{name}: larger than {size}, as no article is (save the article by itself, or split it)")


def check_length(texts: Sequence[str]) -> None:
    """Check that an article is not longer than a script can be.

    Raises:
        ArticleError: the article or a paragraph is too long.
    """
    longest = max(map(len, texts), default=0)
    if longest > _LONGEST_PARAGRAPH:
        raise ArticleError(f"a paragraph of {longest:,} characters (put empty lines between its paragraphs)")
    if len(texts) > _MOST_PARAGRAPHS or sum(map(len, texts)) > _LONGEST:
        raise ArticleError(
            f"longer than {_LONGEST:,} characters or {_MOST_PARAGRAPHS:,} paragraphs, as no script is (split it)"
        )
