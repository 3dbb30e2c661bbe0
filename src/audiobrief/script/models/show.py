"""What a house file says of the show itself: its feed, its site, and who makes it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Funding", "Owner", "Person", "Show"]


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is asked about the feed."""

    name: str
    """A person or a desk."""
    email: str
    """Where directories write to."""


@dataclass(frozen=True, slots=True)
class Funding:
    """Where listeners can pay."""

    url: str
    """The address."""
    text: str
    """What the link says."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes part."""

    name: str
    """The name."""
    role: str = "host"
    """From the podcast taxonomy, in small letters."""
    link: str | None = None
    """A page about the person."""
    image: str | None = None
    """The https address of a picture."""


@dataclass(frozen=True, slots=True)
class Show:
    """What the house file says of the show itself."""

    title: str | None = None
    """The show's name."""
    author: str | None = None
    """Who makes it."""
    link: str | None = None
    """Its web page."""
    copyright: str | None = None
    """Its copyright notice."""
    description: str | None = None
    """What it is about."""
    address: str | None = None
    """The address of its site, ending in `/`."""
    owner: Owner | None = None
    """Who is asked about the feed."""
    category: tuple[str, ...] = ()
    """Apple's category, and its subcategory if there is one."""
    explicit: bool = False
    """Whether it has explicit content."""
    funding: tuple[Funding, ...] = ()
    """Where listeners can pay."""
    persons: tuple[Person, ...] = ()
    """Who makes it."""
