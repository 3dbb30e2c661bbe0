"""Fetch an article over https, from the public network, and only from the address that a user named.

The host name is resolved once, all of its addresses must be public, and the connection goes to the address that was
checked, so that the name cannot change in between. Each redirection is checked like the first address. No proxy is
used, since it would resolve the name itself.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from audiobrief import __version__
from audiobrief.draft.model import LARGEST_PAGE, size_error
from audiobrief.draft.readers.article_file import Document
from audiobrief.errors import AddressError, ArticleError

_REDIRECTIONS = 5
_SECONDS = 20.0
"""Seconds for the whole download."""
_CONNECT_SECONDS = 4.0
_READ_SECONDS = 8.0
_PIECE = 1 << 16
_PORT = 443
_KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "application/epub+zip": "epub",
}
_FEEDS = {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"}
_EMBEDDING = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")))
"""IPv6 addresses that contain an IPv4 address (RFC 6052, RFC 3056, RFC 4380), which may be private."""


@dataclass(frozen=True, slots=True)
class Target:
    """A request's https address, and the checked IP address it goes to."""

    address: str
    host: str
    """The host name, which the certificate must name."""
    ip: str
    path: str
    """The path with the query."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's response."""

    status: int
    headers: Mapping[str, str]
    """Names are case-insensitive."""
    pieces: Iterator[bytes]
    """The body as it arrives, not decompressed."""


@dataclass(frozen=True, slots=True)
class Network:
    """Name resolution and requests; tests replace both."""

    look_up: Callable[[str], tuple[str, ...]]
    """Returns the addresses of a host name; raises OSError if there are none."""
    ask: Callable[[Target], AbstractContextManager[Answer]]
    """Sends a request; raises AddressError if the server does not respond."""


def fetch_document(address: str, network: Network | None = None, *, is_feed: bool = False) -> Document:
    """Fetch a web page or another document.

    Args:
        address: https, on the usual port.
        network: the machine's own by default.
        is_feed: whether it is an RSS or Atom feed.

    Raises:
        AddressError: the server does not deliver it, or it is not in the public network.
        ArticleError: it is not an https address, or the response is too large.
    """
    network = network or Network(_look_up, _ask)
    deadline = time.monotonic() + _SECONDS
    for _ in range(_REDIRECTIONS + 1):
        target = _target(address, network)
        with network.ask(target) as answer:
            if answer.status in {301, 302, 303, 307, 308} and answer.headers.get("Location"):
                address = urljoin(address, answer.headers["Location"])
                continue
            if answer.status != 200:
                raise AddressError(
                    f"{address}: HTTP status {answer.status} (check the address; or save the page, and use the file)"
                )
            kind, charset = _kind(answer.headers.get("Content-Type", ""), address, is_feed=is_feed)
            content = _content(answer, address, deadline)
            return Document(content, address, kind, address, charset)
    what = f"{target.host} leads from one address to the next without end"
    raise AddressError(f"{what} (save the page, and use the file)")


def _target(address: str, network: Network) -> Target:
    """Check an address, and resolve its host name.

    Raises:
        AddressError: the address is not public.
        ArticleError: the address is not https.
    """
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as error:
        raise ArticleError(f"{address:.200}: this is not a web address (check it)") from error
    if parts.scheme != "https" or not host:
        raise ArticleError(f"{address:.200}: only https addresses are fetched (use a file, or an https address)")
    if port not in {None, 443} or parts.username is not None:
        raise ArticleError(f"{address:.200}: neither a port nor a user's name may stand in the address (leave it out)")
    try:
        addresses = network.look_up(host)
    except (OSError, UnicodeError) as error:
        raise AddressError(f"{host}: its name cannot be looked up (check the address and the network)") from error
    if not addresses or not all(map(is_public, addresses)):
        raise AddressError(f"{host}: its address is not in the public network (save the page, and use the file)")
    query = f"?{parts.query}" if parts.query else ""
    return Target(address, host, addresses[0], f"{parts.path or '/'}{query}")


def is_public(ip: str) -> bool:
    """Return whether an IP address is public: not this machine, its network, or a reserved range."""
    try:
        address = ipaddress.ip_address(ip.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif any(address in network for network in _EMBEDDING) or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified


def _look_up(host: str) -> tuple[str, ...]:
    addresses = socket.getaddrinfo(host, _PORT, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(each[4][0]) for each in addresses))


@contextmanager
def _ask(target: Target) -> Iterator[Answer]:
    """Send a request to the checked IP address; the certificate must name the host."""
    import urllib3
    from urllib3.exceptions import HTTPError

    pool = urllib3.HTTPSConnectionPool(
        target.ip,
        _PORT,
        timeout=urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS),
        retries=False,
        server_hostname=target.host,
        assert_hostname=target.host,
        cert_reqs="CERT_REQUIRED",
    )
    headers = {
        "Host": target.host,
        "User-Agent": f"audiobrief/{__version__}",
        "Accept-Encoding": "identity",
        "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, text/markdown;q=0.9, application/pdf;q=0.8, "
        "application/rss+xml;q=0.8, application/atom+xml;q=0.8, application/xml;q=0.7",
    }
    try:
        answer = pool.urlopen("GET", target.path, headers=headers, redirect=False, preload_content=False)
        try:
            yield Answer(answer.status, answer.headers, iter(lambda: answer.read1(_PIECE, decode_content=False), b""))
        finally:
            answer.close()
    except HTTPError as error:
        reason = type(error).__name__.removesuffix("Error")
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", reason).lower()
        raise AddressError(f"{target.host} does not answer: {words} (check the network, or save the page)") from error
    finally:
        pool.close()


def _kind(stated: str, address: str, *, is_feed: bool) -> tuple[str | None, str | None]:
    """Return the kind of file and its encoding, as stated by the server."""
    name, *settings = (part.strip() for part in stated.split(";"))
    charset = next(
        (each.partition("=")[2].strip("\"' ") for each in settings if each.lower().startswith("charset=")), None
    )
    if is_feed and name.lower() in _FEEDS:
        return None, charset or None
    if name and name.lower() not in _KINDS:
        raise ArticleError(f"{address}: this is {name:.60}, not an article (name the address of the article's page)")
    return _KINDS.get(name.lower()), charset or None


def _content(answer: Answer, address: str, deadline: float) -> bytes:
    """Return the body, decompressed if the server compressed it unasked, up to the size limit of an article."""
    coding = answer.headers.get("Content-Encoding", "identity").lower()
    if coding not in {"identity", "gzip", "deflate", ""}:
        raise AddressError(f"{address}: compressed in a way that was not requested (save the page, and use the file)")
    unpack = zlib.decompressobj(wbits=47) if coding in {"gzip", "deflate"} else None
    content = bytearray()
    try:
        for piece in answer.pieces:
            content += unpack.decompress(piece, LARGEST_PAGE + 1 - len(content)) if unpack else piece
            if len(content) > LARGEST_PAGE:
                raise size_error(address, LARGEST_PAGE)
            if time.monotonic() > deadline:
                raise AddressError(f"{address}: not complete after {_SECONDS:g} s (save the page, and use the file)")
    except zlib.error as error:
        raise AddressError(f"{address}: its compressed content is damaged (save the page, and use the file)") from error
    return bytes(content)
