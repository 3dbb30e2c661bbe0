"""A site on this machine, to look at it and to subscribe to it from a phone before it is put anywhere else.

Files are given whole or in part, to many at once. The address that the site is published under is replaced by the one
that it was asked by, in what is given and not in the files.
"""

from __future__ import annotations

import email.utils
import errno
import http.server
import io
import logging
import os
import re
import socket
import socketserver
import stat
import sys
from http import HTTPStatus
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from audiobrief.errors import ServeError
from audiobrief.publish.addresses import media_type
from audiobrief.publish.site_files import SiteFiles, byte_range

__all__ = ["SiteServer", "open_server", "own_address"]

_BLOCK = 1 << 16
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?", re.ASCII)
_IDLE = 30
"""Seconds that a client may keep a connection without a word."""


class SiteServer(http.server.ThreadingHTTPServer):
    """Serves a site until it is interrupted."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # there, it would let two programs have one port
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], files: SiteFiles) -> None:
        self.files = files
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, _Handler)

    @property
    def port(self) -> int:
        """The port that it listens to."""
        return int(self.server_address[1])

    def server_bind(self) -> None:
        """Take the port; unlike the base, without asking a name server what the machine is called."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.port

    def handle_error(self, request: object, client_address: Any) -> None:  # noqa: ARG002 - the base's signature
        """Say what went wrong with one client; the others are served on."""
        error = sys.exception()
        if not isinstance(error, (ConnectionError, TimeoutError)):
            logging.getLogger(__name__).error("a request from %s failed: %s", client_address[0], error)


def open_server(folder: Path, host: str, port: int) -> SiteServer:
    """Take a port for a site; `serve_forever` of what is given serves it.

    Args:
        folder: the site.
        host: the address of this machine to listen to; `0.0.0.0` for all.
        port: 0 for any that is free.

    Raises:
        ServeError: there is no site, or the port cannot be had.
    """
    if not folder.is_dir():
        raise ServeError(f"{folder}: there is no such folder (name the folder of the site)")
    try:
        return SiteServer((host, port), SiteFiles(folder))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServeError(f"port {port} is in use (choose another one with --port, or 0 for any)") from error
        if error.errno == errno.EACCES:
            raise ServeError(f"port {port} may not be used by you (choose one from 1024 on with --port)") from error
        reason = (error.strerror or str(error)).lower()
        raise ServeError(f"{host} cannot be listened to: {reason} (choose an address of this machine)") from error


def own_address() -> str | None:
    """Return the address of this machine in its network; None if it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: it is only asked from which address it would be. The other address is one for documents.
            probe.connect(("192.0.2.1", 9))
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if address.startswith(("127.", "0.")) else address


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE
    server: SiteServer

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_OPTIONS(self) -> None:
        self._head(HTTPStatus.NO_CONTENT, {"Allow": "GET, HEAD, OPTIONS", "Access-Control-Max-Age": "86400"})

    def version_string(self) -> str:
        return "audiobrief"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in http.server
        text = (format % args).translate(self._control_char_table)  # type: ignore[attr-defined]  # typeshed has it not
        logging.getLogger(__name__).info("%s: %s", self.address_string(), text)

    def _answer(self, *, with_body: bool) -> None:
        # What a client sends along is not read, and must not be taken for its next request.
        if self.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in self.headers:
            self.close_connection = True
        target = self.path if self.path.startswith("/") else urlsplit(self.path).path
        found = self.server.files.find(target)
        if isinstance(found, str):
            self._head(HTTPStatus.MOVED_PERMANENTLY, {"Location": found, "Content-Length": "0"})
            return
        try:
            opened = _open(found) if found is not None else None
        except OSError:
            opened = None
        if found is None or opened is None:
            self._text(HTTPStatus.NOT_FOUND, "There is nothing here.\n", with_body=with_body)
            return
        with opened as file:
            self._give(found, file, with_body=with_body)

    def _give(self, path: Path, file: BinaryIO, *, with_body: bool) -> None:
        state = os.fstat(file.fileno())
        size, content, tag = state.st_size, file, f"{state.st_mtime_ns:x}-{state.st_size:x}"
        if self.server.files.is_rewritten(path):
            host = self._host()
            text = self.server.files.rewritten(path, host)
            size, content, tag = len(text), io.BytesIO(text), f"{tag}-{host.encode().hex()}"
        headers = {
            "Accept-Ranges": "bytes",
            "Cache-Control": "no-cache",
            "Content-Type": media_type(path.name),
            "ETag": f'"{tag}"',
            "Last-Modified": email.utils.formatdate(state.st_mtime, usegmt=True),
        }
        if self._is_known(headers):
            del headers["Content-Type"]
            self._head(HTTPStatus.NOT_MODIFIED, headers)
            return
        asked = self.headers.get("Range") if with_body and self._is_same(headers) else None
        try:
            part = byte_range(asked, size)
        except ValueError:
            self._head(
                HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                {"Content-Range": f"bytes */{size}", "Content-Length": "0"},
            )
            return
        first, end = part or (0, size)
        headers["Content-Length"] = str(end - first)
        if part is not None:
            headers["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
        self._head(HTTPStatus.OK if part is None else HTTPStatus.PARTIAL_CONTENT, headers)
        if with_body:
            self._send(content, first, end)

    def _send(self, content: BinaryIO, first: int, end: int) -> None:
        content.seek(first)
        left = end - first
        while left > 0:
            block = content.read(min(_BLOCK, left))
            if not block:
                # The file has become shorter since its length was told.
                self.close_connection = True
                return
            self.wfile.write(block)
            left -= len(block)

    def _is_known(self, headers: dict[str, str]) -> bool:
        """Return whether the client has the file as it is (RFC 9110, 13.2.2)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return tags.strip() == "*" or headers["ETag"] in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return self.headers.get("If-Modified-Since") == headers["Last-Modified"]

    def _is_same(self, headers: dict[str, str]) -> bool:
        """Return whether a part would fit what the client has (RFC 9110, 13.1.5)."""
        wanted = self.headers.get("If-Range")
        return wanted is None or wanted.strip() in {headers["ETag"], headers["Last-Modified"]}

    def _host(self) -> str:
        """Return the address that the client found this site by."""
        named = self.headers.get("Host", "").strip()
        address, port = self.connection.getsockname()[:2]
        return named if _HOST.fullmatch(named) else f"{address}:{port}"

    def _text(self, status: HTTPStatus, text: str, *, with_body: bool) -> None:
        content = text.encode()
        self._head(status, {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(content))})
        if with_body:
            self.wfile.write(content)

    def _head(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
        self.send_header("Access-Control-Allow-Headers", "Range, If-Range, If-None-Match, If-Modified-Since")
        self.send_header("Access-Control-Expose-Headers", "Accept-Ranges, Content-Length, Content-Range, ETag")
        self.send_header("X-Content-Type-Options", "nosniff")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()


def _open(path: Path) -> BinaryIO | None:
    """Open a file that is one: no pipe, which would never end, and no link that has come since it was looked for."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    file = os.fdopen(handle, "rb")
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return file
    file.close()
    return None
