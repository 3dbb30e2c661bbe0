"""The namespaces of a feed, and the other spellings of them that feeds of other tools have."""

from __future__ import annotations

import html
import re

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
"""Prefix -> namespace."""
_OTHER_NAMES = {
    "itunes": ("itunes.com/dtds/podcast-1.0", "itunes.apple.com/dtds/podcast-1.0.dtd"),
    # The specification itself says that its page on GitHub stands for the namespace (podcast namespace, 1.0.md).
    "podcast": (
        "github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
        "github.com/podcastindex-org/podcast-namespace/blob/master/docs/1.0.md",
    ),
    "psc": ("podlove.de/simple-chapters",),
}
"""Other names of namespaces, in the form of `_bare`."""
_ATTRIBUTE = re.compile(rb"""([^\s=<>"']+)(\s*=\s*)("[^"]*"|'[^']*')""")
_DECLARATION = re.compile(rb"xmlns(?::.+)?", re.DOTALL)


def _bare(uri: str) -> str:
    """Return a namespace without what spellings of it differ in: scheme, `www.`, capitals and the slash at its end."""
    return re.sub(r"^(?:https?:)?//(?:www\.)?", "", uri.strip().lower()).rstrip("/#")


_BY_NAME = {_bare(uri): uri for uri in NAMESPACES.values()} | {
    name: NAMESPACES[prefix] for prefix, names in _OTHER_NAMES.items() for name in names
}


def qualified(name: str) -> str:
    """Return a prefixed name, such as `itunes:image`, in the notation of lxml."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local


def canonical_namespace(uri: str) -> str:
    """Return a namespace in the spelling of its specification; one that is not known stays as it is."""
    return _BY_NAME.get(_bare(uri), uri)


def canonical_tag(tag: bytes) -> bytes:
    """Return a start tag whose declarations of namespaces have the spelling of the specifications."""

    def spelled(match: re.Match[bytes]) -> bytes:
        name, sign, value = match.groups()
        if not _DECLARATION.fullmatch(name):
            return match[0]
        uri = html.unescape(value[1:-1].decode("utf-8"))
        known = canonical_namespace(uri)
        return match[0] if known == uri else name + sign + value[:1] + known.encode() + value[-1:]

    return _ATTRIBUTE.sub(spelled, tag)
