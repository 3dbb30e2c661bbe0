"""Download files over HTTP, and resume interrupted downloads.

RFC 9110: a part is continued with `Range` and `If-Range`; where the server gives another file, or all of it, it is
begun anew. Redirections lead to https only. Proxies are those of the environment or the system.
"""

from __future__ import annotations

import logging
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from audiobrief import __version__
from audiobrief.errors import FetchError
from audiobrief.voices.models.parts import Part

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

_LOG = logging.getLogger(__name__)
CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
"""The longest wait for the next bytes."""
PAUSE_SECONDS = 0.5
"""Before the second attempt; it doubles with each one after it, up to 8 s."""
_ATTEMPTS = 5
"""In a row that bring less than `_STEP` bytes."""
_FIRST_ATTEMPTS = 2
"""While a host has never answered: where there is no network, one should hear of it soon."""
_STEP = 1 << 20
_PIECE = 1 << 18
_REDIRECTIONS = 5
_PASSING = frozenset({408, 429, 500, 502, 503, 504})
"""Statuses after which another attempt may succeed."""
_STRONG_TAG = re.compile(r'"[\x21\x23-\x7e\x80-\xff]*"')
"""RFC 9110, 8.8.3. A weak tag may stand for other bytes, and must not be sent with If-Range (13.1.5)."""
_NETWORK = "check the network and run it again, which goes on where it stopped"


class _BrokenError(Exception):
    """An attempt failed, and another may succeed."""


class Downloads:
    """Connections, kept open from file to file."""

    def __init__(self) -> None:
        self._pools: dict[str, PoolManager] = {}
        self._met: set[str] = set()

    def file(self, address: str, part: Part, size: int, progress: Callable[[int], None]) -> bool:
        """Fetch a file, or the rest of a partial one.

        Args:
            address: http or https.
            part: where it is written.
            size: the bytes it must have.
            progress: called with the number of bytes so far.

        Returns:
            Whether it was joined from several responses.

        Raises:
            FetchError: it was not given, or not to its end; the part stays.
            OutputError: it cannot be written.
        """
        joined = True
        failures = 0
        while (there := part.size()) != size:
            if there > size:
                part.begin()
                there = 0
            try:
                joined = self._go_on(address, part, size, progress)
            except _BrokenError as error:
                failures = 0 if part.size() - there >= _STEP else failures + 1
                self._wait(address, failures, str(error))
        return joined

    def text(self, address: str, most: int) -> bytes:
        """Fetch a small file.

        Args:
            address: http or https.
            most: the largest size in bytes.

        Raises:
            FetchError: it was not given whole.
        """
        failures = 0
        while True:
            content = b""
            try:
                with self._answer(address, {}) as answer:
                    for piece in _pieces(answer):
                        content += piece
                        if len(content) > most:
                            raise FetchError(f"{address} gives more than {most:,} bytes", "try again later")
                    return content
            except _BrokenError as error:
                failures += 1
                self._wait(address, failures, str(error))

    def close(self) -> None:
        """Close the connections."""
        for pool in self._pools.values():
            pool.clear()

    def _wait(self, address: str, failures: int, reason: str) -> None:
        host = _host(address)
        if failures >= (_ATTEMPTS if host in self._met else _FIRST_ATTEMPTS):
            raise FetchError(f"{host} does not give {urlsplit(address).path.rpartition('/')[2]}: {reason}", _NETWORK)
        time.sleep(min(PAUSE_SECONDS * 2 ** max(failures - 1, 0), 8.0))

    def _go_on(self, address: str, part: Part, size: int, progress: Callable[[int], None]) -> bool:
        """Make one attempt; return whether it resumed a partial download."""
        there = part.size()
        headers = {"Range": f"bytes={there}-"} if there else {}
        if there and _STRONG_TAG.fullmatch(part.tag()):
            headers["If-Range"] = part.tag()
        with self._answer(address, headers) as answer:
            if answer.status == 206 and there:
                if not re.fullmatch(rf"bytes {there}-\d+/({size}|\*)", answer.headers.get("Content-Range", "")):
                    part.begin()
                    raise _BrokenError("the file has changed there")
            elif answer.status == 200:
                stated = answer.headers.get("Content-Length", str(size))
                if stated != str(size):
                    raise FetchError(
                        f"{address} is of {stated} bytes, and {size} are wanted",
                        "the file was changed, or something on the way answers in its place; try again later",
                    )
                tag = answer.headers.get("ETag", "")
                part.begin(tag if _STRONG_TAG.fullmatch(tag) else "")
                there = 0
            elif answer.status == 416:
                part.begin()
                raise _BrokenError("the file has changed there")
            else:
                raise FetchError(f"{address} is answered with HTTP status {answer.status}", "try again later")
            continued = there > 0
            for piece in _pieces(answer):
                kept = piece[: size - there]
                part.add(kept)
                there += len(kept)
                progress(there)
                if there == size:
                    return continued
        raise _BrokenError(f"the connection ended after {there:,} of {size:,} bytes")

    @contextmanager
    def _answer(self, address: str, headers: dict[str, str]) -> Iterator[BaseHTTPResponse]:
        """Ask, and follow redirections; statuses that say no are errors."""
        from urllib3.exceptions import HTTPError

        wanted = {"User-Agent": f"audiobrief/{__version__}", "Accept-Encoding": "identity", **headers}
        first = _host(address)
        _LOG.debug("asking for %s %s", address, headers.get("Range", ""))
        for _ in range(_REDIRECTIONS):
            try:
                answer = self._pool(address).request(
                    "GET", address, headers=wanted, redirect=False, retries=False, preload_content=False
                )
            except HTTPError as error:
                raise _BrokenError(_reason(error)) from error
            self._met.add(first)
            try:
                target = answer.get_redirect_location()
                if target:
                    address = urljoin(address, target)
                    if urlsplit(address).scheme != "https":
                        raise FetchError(f"{first} leads to {address}, which is not https", "try again later")
                    continue
                if answer.status in _PASSING:
                    raise _BrokenError(f"HTTP status {answer.status}")
                if answer.status >= 400 and answer.status != 416:
                    raise FetchError(
                        f"{address} is answered with HTTP status {answer.status}",
                        "check the name, and whether your network lets you reach it",
                    )
                yield answer
                return
            finally:
                # What was not read to its end cannot serve another question.
                answer.close()
                answer.release_conn()
        raise FetchError(f"{first} leads from one address to the next without end", "try again later")

    def _pool(self, address: str) -> PoolManager:
        import urllib3

        proxy = _proxy(address)
        if proxy not in self._pools:
            timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
            if not proxy:
                self._pools[proxy] = urllib3.PoolManager(timeout=timeout)
            else:
                user = urlsplit(proxy)
                name = f"{unquote(user.username or '')}:{unquote(user.password or '')}" if user.username else None
                try:
                    self._pools[proxy] = urllib3.ProxyManager(
                        proxy, timeout=timeout, proxy_headers=urllib3.make_headers(proxy_basic_auth=name)
                    )
                except urllib3.exceptions.HTTPError as error:
                    raise FetchError(
                        f"the proxy of {user.hostname} is of a kind that cannot be used ('{user.scheme}')",
                        "name an HTTP proxy in https_proxy",
                    ) from error
        return self._pools[proxy]


def _pieces(answer: BaseHTTPResponse) -> Iterator[bytes]:
    from urllib3.exceptions import HTTPError

    try:
        # What has come is given at once, so that nothing of it is lost when the connection breaks.
        while piece := answer.read1(_PIECE, decode_content=False):
            yield piece
    except HTTPError as error:
        raise _BrokenError(_reason(error)) from error


def _proxy(address: str) -> str:
    """Return the proxy for an address, as the environment or the system names it; empty for none."""
    parts = urlsplit(address)
    if urllib.request.proxy_bypass(parts.netloc):
        return ""
    proxies = urllib.request.getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def _host(address: str) -> str:
    return urlsplit(address).hostname or address


def _reason(error: Exception) -> str:
    """Say in a few words what broke."""
    from urllib3 import exceptions

    reasons: tuple[tuple[type[Exception], str], ...] = (
        (exceptions.NameResolutionError, "its name cannot be looked up"),
        # urllib3 derives a refused connection from one that took too long.
        (exceptions.NewConnectionError, "it takes no connection"),
        (exceptions.ConnectTimeoutError, f"no answer within {CONNECT_SECONDS:g} s"),
        (exceptions.ReadTimeoutError, f"nothing came for {READ_SECONDS:g} s"),
        (exceptions.SSLError, "its certificate is not one that this machine trusts"),
        (exceptions.ProxyError, "the proxy does not let it through"),
    )
    for kind, text in reasons:
        if isinstance(error, kind):
            return text
    return "the connection broke"
