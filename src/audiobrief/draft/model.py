"""An article as every reader returns it, with its metadata and blocks; and the limits of its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, or another separate piece of text."""

    text: str
    """One line, without characters that can be neither spoken nor shown."""
    is_heading: bool = False
    """True if the file marks it as a heading."""
    reason: str | None = None
    """Why it is not part of the story, if the file says so: `caption`, `table`."""
    place: str = ""
    """Its position for a person: `line 5`, `page 2`; empty if the file has no such positions."""
    is_bold: bool = False
    """True if all of it is bold."""
    is_line: bool = False
    """True if it is one of several lines that belong together, such as results or verses, and so not a heading."""
    is_quotation: bool = False
    """True if the file sets it off as a quotation; it may have no quotation marks."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """An article's statements about itself; None for what it does not state."""

    title: str | None = None
    author: str | None = None
    """Names as written in the article."""
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    """Its http or https address."""
    summary: str | None = None
    """One paragraph."""
    language: str | None = None
    """BCP 47 tag."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article's metadata and blocks, in reading order."""

    metadata: Metadata
    blocks: tuple[Block, ...]
    """All blocks except the headline."""
    has_headings: bool
    """True if the file marks headings; otherwise they are guessed."""
    is_restricted: bool = False
    """True if it says that it is not free to read."""
    is_page: bool = False
    """True for a web page, on which there is more than the article."""


@dataclass(frozen=True, slots=True)
class OmittedBlock:
    """A block that is not spoken, and the reason."""

    block: Block
    reason: str
    """The reason in a few words, for the editor."""


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
