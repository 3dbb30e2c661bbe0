"""Read the article that a script is compared with, and find the passage that is nearest to a text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

from audiobrief.draft.model import Article
from audiobrief.draft.readers.article_file import read_article
from audiobrief.findings import shorten

_WORD = re.compile(r"\w+")
_END = re.compile(r"(?<=[.!?…])[”’\"»]*\s+|\n\s*\n")
STEM = 5
"""Letters of a word that are compared, so that its forms count as one."""
LONGEST_PASSAGE = 240
"""Characters of a passage that is shown."""
_SAME = 0.5
"""The share of the words of a text, by weight, that a sentence about the same has."""


def read_article_text(path: Path) -> str:
    """Read a text, Markdown, HTML, PDF, DOCX, ODT, RTF or EPUB file as plain text.

    Raises:
        ArticleError: the file cannot be read, or has no text.
    """
    return article_text(read_article(path))


def article_text(article: Article) -> str:
    """Return the plain text of an article, with an empty line between paragraphs.

    It includes captions, tables and other parts that a draft leaves out, and the metadata.
    """
    metadata = article.metadata
    published = metadata.published.isoformat() if metadata.published is not None else None
    texts = [metadata.title, metadata.summary, metadata.author, metadata.publisher, published]
    texts += [block.text for block in article.blocks]
    return unicodedata.normalize("NFC", "\n\n".join(text for text in texts if text is not None))


class ArticleSentences:
    """The sentences of an article."""

    def __init__(self, article: str) -> None:
        self.sentences = tuple(" ".join(part.split()) for part in _END.split(article) if part.strip())
        """In order."""
        self._words = [_stems(sentence) for sentence in self.sentences]
        self._counts = Counter(stem for stems in self._words for stem in stems)

    def matching(self, text: str) -> str | None:
        """Return the sentence that is about the same as a text: it has at least half of what is said in it; else None.

        A word counts the more, the fewer sentences have it.
        """
        best, sentence = self._most_alike(text)
        whole = sum(1 / max(1, self._counts[stem]) for stem in _stems(text))
        return sentence if best >= _SAME * whole else None

    def nearest(self, text: str) -> str | None:
        """Return the sentence that shares the most words with a text; None if no sentence shares a word.

        A word counts the more, the fewer sentences have it.
        """
        _, sentence = self._most_alike(text)
        return None if sentence is None else shorten(sentence, LONGEST_PASSAGE)

    def _most_alike(self, text: str) -> tuple[float, str | None]:
        """Return the highest score of a sentence, and the sentence; 0 and None if no sentence shares a word."""
        stems_of_text = _stems(text)
        scores = [sum(1 / self._counts[stem] for stem in stems_of_text & stems) for stems in self._words]
        best = max(scores, default=0)
        return best, self.sentences[scores.index(best)] if best else None


def _stems(text: str) -> set[str]:
    return {match[0].casefold()[:STEM] for match in _WORD.finditer(text)}
