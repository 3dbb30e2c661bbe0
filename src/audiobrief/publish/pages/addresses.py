"""Addresses as pages may carry them: of this site, relative or whole, and of others, where only http and https pass."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

__all__ = ["app_addresses", "relative_address", "web_address", "whole_address"]

_UNWANTED = re.compile('[\\x00-\\x20\\x7f-\\x9f\\ud800-\\udfff\\\\<>"^`{|}]')
_KEPT = ":/?#[]@!$&'()*+,;=%~-._"


def web_address(url: str | None) -> str | None:
    """Return an address that a link may have, in ASCII after the host; None for all but http and https."""
    if not url or _UNWANTED.search(url.strip()):
        return None
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host or "%" in parts.netloc:
        return None
    start = url.index(parts.netloc) + len(parts.netloc)
    rest = re.sub("%(?![0-9A-Fa-f]{2})", "%25", url[start:])
    path, sign, fragment = rest.partition("#")
    # Brackets have a meaning in hosts alone (RFC 3986, 3.2.2), and a second # has none.
    quoted = quote(path, safe=_KEPT.replace("[", "").replace("]", "").replace("#", ""))
    return url[:start] + quoted + sign + quote(fragment, safe=_KEPT.replace("[", "").replace("]", "").replace("#", ""))


def relative_address(root: str, path: str) -> str:
    """Return the address of one of the site's files from a page.

    Args:
        root: the way from the page to the site's root: `./` or `../../`.
        path: the file's path from there.
    """
    return root + quote(path.lstrip("/"), errors="replace")


def whole_address(site: str, path: str) -> str | None:
    """Return the whole address of one of the site's files; None if the site's own is none."""
    address = web_address(site)
    return address and address + quote(path.lstrip("/"), errors="replace")


def app_addresses(feed: str | None) -> tuple[tuple[str, str], ...]:
    """Return the names of apps, and the addresses by which each subscribes to a feed."""
    if feed is None:
        return ()
    bare = feed.split("://", 1)[1]
    return (
        ("Apple Podcasts", f"podcast://{bare}"),
        ("Overcast", f"overcast://x-callback-url/add?url={quote(feed, safe='')}"),
        ("Pocket Casts", f"pktc://subscribe/{bare}"),
        ("AntennaPod", f"antennapod-subscribe://{bare}"),
    )
