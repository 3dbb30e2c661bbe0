"""The addresses in pages: of the site's files, relative or absolute, and of other sites, with http and https only."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_FORBIDDEN = re.compile('[\\x00-\\x20\\x7f-\\x9f\\ud800-\\udfff\\\\<>"^`{|}]')
_UNQUOTED = ":/?@!$&'()*+,;=%~-._"


def web_address(url: str | None) -> str | None:
    """Return an address for a link, percent-encoded after the host; None if it is not a valid http or https address."""
    if not url or _FORBIDDEN.search(url.strip()):
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
    # Brackets are reserved for hosts (RFC 3986, 3.2.2), and a fragment cannot contain a second #.
    quoted = quote(path, safe=_UNQUOTED)
    return url[:start] + quoted + sign + quote(fragment, safe=_UNQUOTED)


def relative_address(root: str, path: str) -> str:
    """Return the address of one of the site's files from a page; `root` leads to the site: `./` or `../../`."""
    return root + quote(path.lstrip("/"), errors="replace")


def absolute_address(site: str, path: str) -> str | None:
    """Return the absolute address of one of the site's files; None if the site's address is not valid."""
    address = web_address(site)
    return address and address + quote(path.lstrip("/"), errors="replace")


def app_addresses(feed: str | None) -> tuple[tuple[str, str], ...]:
    """Return podcast apps, each with the address that makes it subscribe to a feed."""
    if feed is None:
        return ()
    bare = feed.split("://", 1)[1]
    return (
        ("Apple Podcasts", f"podcast://{bare}"),
        ("Overcast", f"overcast://x-callback-url/add?url={quote(feed, safe='')}"),
        ("Pocket Casts", f"pktc://subscribe/{bare}"),
        ("AntennaPod", f"antennapod-subscribe://{bare}"),
    )
