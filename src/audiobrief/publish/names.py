"""Where the files of a site stand, the ids of a podcast, and the names of the XML that feeds are made of."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin
from uuid import UUID, uuid5

__all__ = [
    "ARTWORK",
    "FEED",
    "NAMESPACES",
    "channel_guid",
    "named_by_content",
    "page_path",
    "qualified",
    "site_address",
]

FEED = "feed.xml"
ARTWORK = "artwork/"
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
"""Prefix -> namespace."""
_PODCAST_GUIDS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of the ids of podcasts (podcast namespace, guid)."""


def qualified(name: str) -> str:
    """Return a name with its prefix (`itunes:image`) as lxml has it."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local


def channel_guid(feed_address: str) -> str:
    """Return a podcast's id: of its feed's address without scheme and slashes at the end."""
    return str(uuid5(_PODCAST_GUIDS, re.sub("^[a-z]+://", "", feed_address).rstrip("/")))


def site_address(address: str, path: str) -> str:
    """Return the whole address of one of the site's files."""
    return urljoin(address, quote(path))


def named_by_content(folder: str, stem: str, sha256: str, ending: str, copy: int = 0) -> str:
    """Return a file a name that changes with its content; `copy` tells later ones of the same content apart."""
    return f"{folder}{stem}-{sha256[:8]}{f'-{copy}' if copy else ''}{ending}"


def page_path(slug: str) -> str:
    """Return the place of an episode's page."""
    return f"episodes/{slug}/index.html"
