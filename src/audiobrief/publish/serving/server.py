"""Serve a site on this machine, to look at it and to subscribe to it from a phone before it is put anywhere else.

uvicorn speaks HTTP. The files of the site stay as they are.
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import logging
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import uvicorn
from starlette.types import ASGIApp

from audiobrief.errors import ServeError
from audiobrief.publish.serving.connections import IDLE_S, SEND_BUFFER, Connection
from audiobrief.publish.serving.site_files import SiteFiles

_LOG = logging.getLogger(__name__)

_HEADERS = {
    "Server": "audiobrief",
    "Cache-Control": "no-cache",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Range, If-Range, If-None-Match, If-Modified-Since",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, ETag",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every response. Players on other sites may read transcripts and chapters (CORS)."""


class LocalServer:
    """An application that is served on a port of this machine."""

    def __init__(self, application: ASGIApp, listener: socket.socket, headers: Mapping[str, str]) -> None:
        """Serve an application.

        Args:
            application: answers the requests, and logs them.
            listener: a socket that listens; it is closed at the end.
            headers: sent with every response.
        """
        address = listener.getsockname()
        self.port: int = address[1]
        self.is_open_to_all: bool = ipaddress.ip_address(address[0].partition("%")[0]).is_unspecified
        """True if it listens to all addresses of this machine."""
        self._listener = listener
        self._server = uvicorn.Server(
            uvicorn.Config(
                application,
                interface="asgi3",
                http=Connection,
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                log_level=logging.CRITICAL,  # the application logs requests and failures itself, a line for each
                access_log=False,
                proxy_headers=False,
                server_header=False,
                headers=list(headers.items()),
                timeout_keep_alive=IDLE_S,
                timeout_graceful_shutdown=0,
                timeout_notify=0,
                callback_notify=self._drop_stalled_connections,
            )
        )

    def run(self) -> None:
        """Answer requests until `stop` is called, or until SIGINT or SIGTERM, whose own handler then runs."""
        # uvicorn captures signals once its event loop runs. One that comes earlier must not interrupt its creation.
        with self._server.capture_signals():
            asyncio.run(self._serve())

    async def _serve(self) -> None:
        asyncio.get_running_loop().set_exception_handler(_log_failure)
        await self._server.serve(sockets=[self._listener])

    async def _drop_stalled_connections(self) -> None:
        """Called once a second."""
        now = time.monotonic()
        for connection in list(self._server.server_state.connections):
            if isinstance(connection, Connection):
                connection.drop_if_stalled(now)

    def stop(self) -> None:
        """Make `run` return; may be called from another thread."""
        self._server.should_exit = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()


def _log_failure(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what the event loop could not do, in one line."""
    error = context.get("exception")
    if isinstance(error, OSError) and error.errno in {errno.EMFILE, errno.ENFILE}:
        _LOG.warning("a connection has to wait: too many open files (raise the limit, as with ulimit -n)")
    else:
        _LOG.error("%s: %s", context.get("message"), error)


def open_server(folder: Path, host: str, port: int) -> LocalServer:
    """Listen on a port; the `run` method of the result serves the site in a folder there.

    `host` is the address of this machine to listen on, `0.0.0.0` or `::` for all of them; port 0 is any that is free.

    Raises:
        ServeError: there is no such folder, or the port is not available.
    """
    if not folder.is_dir():
        raise ServeError(f"{folder}: there is no such folder (name the folder of the site)")
    return LocalServer(SiteFiles(folder), listen(host, port), _HEADERS)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; `host` and `port` are those of `open_server`.

    Raises:
        ServeError: the port is not available.
    """
    try:
        return _listener(host.removeprefix("[").removesuffix("]"), port)
    except (OSError, UnicodeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        if number == errno.EADDRINUSE:
            raise ServeError(f"port {port} is in use (choose another one with --port, or 0 for any)") from error
        if number == errno.EACCES:
            raise ServeError(f"port {port} may not be used by you (choose one from 1024 on with --port)") from error
        if number == errno.EMFILE:
            raise ServeError("too many files are open (raise the limit, as with ulimit -n)") from error
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise ServeError(f"{host} cannot be listened to: {reason} (choose an address of this machine)") from error


def _listener(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        OSError: it cannot.
        UnicodeError: `host` is no name.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    address = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)[0][4]
    listener = socket.socket(family)
    try:
        if sys.platform != "win32":  # there, the option would let two programs share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6 and socket.has_dualstack_ipv6():
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)  # `::` is all addresses, IPv4's too
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)  # connections have it from the listener
        listener.bind(address)
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def local_address() -> str | None:
    """Return the address of this machine in its network; None if it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # This sends nothing; it only selects the interface. The address is reserved for documentation (RFC 5737).
            probe.connect(("192.0.2.1", 9))
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if address.startswith(("127.", "0.")) else address
