"""The article that a script is compared with: all of its words, whatever file they came in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from audiobrief.draft.model import Article
from audiobrief.draft.readers.article_file import read_article

__all__ = ["article_text", "read_article_text"]


def read_article_text(path: Path) -> str:
    """Read an article as plain text.

    Args:
        path: a text, Markdown, HTML, PDF or DOCX file.

    Raises:
        ArticleError: it cannot be read, or is none.
    """
    return article_text(read_article(path))


def article_text(article: Article) -> str:
    """Return all that an article says as plain text, its paragraphs apart by an empty line.

    Captions, tables and what else a draft would leave out count, too, and so does what the article says of itself.
    """
    return unicodedata.normalize("NFC", "\n\n".join([*_stated(article), *(block.text for block in article.blocks)]))


def _stated(article: Article) -> Iterator[str]:
    metadata = article.metadata
    for each in (metadata.title, metadata.summary, metadata.author, metadata.publisher):
        if each is not None:
            yield each
    if metadata.published is not None:
        yield metadata.published.isoformat()
