"""The value that every reader returns: an article's metadata and blocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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


@dataclass(frozen=True, slots=True)
class OmittedBlock:
    """A block that is not spoken, and the reason."""

    block: Block
    reason: str
    """The reason in a few words, for the editor."""
