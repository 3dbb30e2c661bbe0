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
    """The headline."""
    author: str | None = None
    """Names as written in the article."""
    publisher: str | None = None
    """The publisher's name."""
    published: date | None = None
    """The day of publication."""
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
    """The article's statements about itself."""
    blocks: tuple[Block, ...]
    """All blocks except the headline."""
    has_headings: bool
    """True if the file marks headings; otherwise they are guessed."""


@dataclass(frozen=True, slots=True)
class OmittedBlock:
    """A block that is not spoken, and the reason."""

    block: Block
    """The block as it was read."""
    reason: str
    """The reason in a few words, for the editor."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the story: a chapter, or what stands before the first."""

    title: str | None
    """The chapter's title; None for what stands before the first, or where there is only one part."""
    paragraphs: tuple[str, ...]
    """At least one for a chapter."""
    from_article: bool = True
    """True if the article has this title; otherwise it is the beginning of the section's first sentence."""
