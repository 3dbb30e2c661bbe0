"""Web addresses as URIs (RFC 3986), whatever letters they are written in (RFC 3987)."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_NOT_IN_ADDRESSES = re.compile('[\\x00-\\x20\\x7f-\\x9f\\ud800-\\udfff<>"]')
_NOT_IN_HOSTS = re.compile("[%\\\\^`{|}]")
_UNQUOTED = ":/?@!$&'()*+,;=%~-._"


def web_address(url: str | None) -> str | None:
    """Return an address as a URI: other letters than ASCII are punycode in the host, and percent-encoded after it.

    Returns:
        None if it is not a valid http or https address.
    """
    if not url or _NOT_IN_ADDRESSES.search(url.strip()):
        return None
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host or _NOT_IN_HOSTS.search(parts.netloc):
        return None
    netloc = parts.netloc if parts.netloc.isascii() else _ascii_netloc(parts.netloc)
    if netloc is None:
        return None
    start = url.index(parts.netloc)
    rest = re.sub("%(?![0-9A-Fa-f]{2})", "%25", url[start + len(parts.netloc) :])
    path, sign, fragment = rest.partition("#")
    # Brackets are reserved for hosts (RFC 3986, 3.2.2), and a fragment cannot contain a second #.
    return url[:start] + netloc + quote(path, safe=_UNQUOTED) + sign + quote(fragment, safe=_UNQUOTED)


def _ascii_netloc(netloc: str) -> str | None:
    """Return user, host and port with the host in punycode (IDNA 2008); None if it is no name of a host."""
    import idna

    user, at, host_and_port = netloc.rpartition("@")
    host, colon, port = host_and_port.partition(":")
    try:
        return quote(user, safe="!$&'()*+,;=~-._:") + at + idna.encode(host, uts46=True).decode() + colon + port
    except idna.IDNAError:
        return None
