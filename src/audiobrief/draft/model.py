"""What an article is, once it has been read, whatever file it came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["About", "Article", "Block", "LeftOut", "Section"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, or something else that stands by itself."""

    text: str
    """On one line, without signs that can be neither spoken nor shown."""
    is_heading: bool = False
    """Whether its file marks it as one."""
    reason: str | None = None
    """Why it is no part of the story, where its file already says so: `caption`, `table`."""
    place: str = ""
    """Where it stands, for a person: `line 5`, `page 2`; empty where the file has no such places."""
    is_bold: bool = False
    """Whether all of it is bold."""
    is_line: bool = False
    """Whether it is one of several lines that stand together, such as results or verses, and so no heading."""


@dataclass(frozen=True, slots=True)
class About:
    """What an article says of itself; None for what it does not say."""

    title: str | None = None
    """The headline."""
    author: str | None = None
    """Names, as they are written."""
    publisher: str | None = None
    """Who published it."""
    published: date | None = None
    """The day."""
    url: str | None = None
    """Its http or https address."""
    summary: str | None = None
    """One paragraph."""
    language: str | None = None
    """BCP 47 tag."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article in the order in which it stands."""

    about: About
    """What it says of itself."""
    blocks: tuple[Block, ...]
    """All that stands in it, but for the headline."""
    has_headings: bool
    """Whether its format can mark headings, so that they need not be guessed."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not said, and why."""

    block: Block
    """As it stood."""
    reason: str
    """A few words."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the story: a chapter, or what stands before the first."""

    title: str | None
    """The chapter's title; None for what stands before the first, or where there is only one part."""
    paragraphs: tuple[str, ...]
    """At least one for a chapter."""
    is_own: bool = True
    """Whether the article has this title; otherwise it is the beginning of the section's first sentence."""
