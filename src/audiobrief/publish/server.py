"""Serve a site on this machine, to look at it and to subscribe to it from a phone before it is put anywhere else.

uvicorn speaks HTTP, and Starlette sends the files, with byte ranges and ETags. This module decides which files are
served, and replaces the address that the site is published under by the one that the client uses. The files themselves
stay as they are.
"""

from __future__ import annotations

import errno
import hashlib
import html
import logging
import os
import re
import socket
import sys
from email.utils import formatdate
from pathlib import Path
from typing import Self
from urllib.parse import quote, unquote, urlsplit

import uvicorn
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Message, Receive, Scope, Send

from audiobrief.errors import ServeError
from audiobrief.publish.addresses import FEED, media_type

_LOG = logging.getLogger(__name__)

_KEEP_ALIVE_S = 30
"""Seconds that a client may keep a connection without a request."""
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
_PRIVATE_FOLDER = "state"
"""The site's records, which are not served."""
_REWRITTEN_SUFFIXES = {".html", ".xml", ".json", ".txt"}
"""Files that may contain the site's address."""
_FEED_HEAD_BYTES = 1 << 16
"""Bytes at the start of a feed that contain its own address."""
_SELF_LINK = re.compile(r"<atom:link\b(?=[^>]*\brel=[\"']self[\"'])[^>]*\bhref=[\"']([^\"'<>]+)[\"']")
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?", re.ASCII)
_RANGE = re.compile(r"bytes=\s*(?:(\d{1,18})-(\d{0,18})|-\d{1,18})\s*", re.ASCII)


class SiteServer:
    """A site that is served on a port of this machine."""

    def __init__(self, folder: Path, listener: socket.socket) -> None:
        self.port: int = listener.getsockname()[1]
        self._listener = listener
        self._server = uvicorn.Server(
            uvicorn.Config(
                SiteFiles(folder),
                interface="asgi3",
                http="h11",
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                log_level=logging.CRITICAL,  # SiteFiles logs requests and failures itself, a line for each
                access_log=False,
                proxy_headers=False,
                server_header=False,
                headers=list(_HEADERS.items()),
                timeout_keep_alive=_KEEP_ALIVE_S,
                timeout_graceful_shutdown=0,
            )
        )

    def run(self) -> None:
        """Answer requests until `stop` is called, or until SIGINT or SIGTERM, whose own handler then runs."""
        # uvicorn captures signals once its event loop runs. One that comes earlier must not interrupt its creation.
        with self._server.capture_signals():
            self._server.run(sockets=[self._listener])

    def stop(self) -> None:
        """Make `run` return; may be called from another thread."""
        self._server.should_exit = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()


def open_server(folder: Path, host: str, port: int) -> SiteServer:
    """Listen on a port; the `run` method of the result serves the site in a folder there.

    `host` is the address of this machine to listen on, `0.0.0.0` for all of them; port 0 is any that is free.

    Raises:
        ServeError: there is no such folder, or the port is not available.
    """
    if not folder.is_dir():
        raise ServeError(f"{folder}: there is no such folder (name the folder of the site)")
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        if sys.platform != "win32":  # there, the option would let two programs share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise ServeError(f"port {port} is in use (choose another one with --port, or 0 for any)") from error
        if error.errno == errno.EACCES:
            raise ServeError(f"port {port} may not be used by you (choose one from 1024 on with --port)") from error
        reason = (error.strerror or str(error)).lower()
        raise ServeError(f"{host} cannot be listened to: {reason} (choose an address of this machine)") from error
    return SiteServer(folder, listener)


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


class SiteFiles(StaticFiles):
    """The files of a site, as an ASGI application.

    It serves the files in the site's folder, except hidden ones, those in `state`, and links that lead to any others.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        super().__init__(directory=self.folder)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and log it."""
        client = scope["client"][0] if scope.get("client") else "?"

        async def log_and_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                request = f"{scope['method']} {scope['raw_path'].decode('ascii')} HTTP/{scope['http_version']}"
                _LOG.info('%s: "%s" %d -', client, request, message["status"])
            await send(message)

        try:
            await super().__call__(scope, receive, log_and_send)
        except Exception as error:
            _LOG.error("a request from %s failed: %s", client, error)
            raise

    async def get_response(self, path: str, scope: Scope) -> Response:  # noqa: ARG002 - the base's signature
        """Return the response to a request."""
        if scope["method"] == "OPTIONS":
            return Response(status_code=204, headers={"Allow": "GET, HEAD, OPTIONS", "Access-Control-Max-Age": "86400"})
        if scope["method"] not in {"GET", "HEAD"}:
            return PlainTextResponse("This server answers GET, HEAD and OPTIONS.\n", status_code=501)
        return await run_in_threadpool(self._file_or_error, scope)

    def _file_or_error(self, scope: Scope) -> Response:
        target = scope["raw_path"].decode("ascii")
        found = self.find(target if target.startswith("/") else urlsplit(target).path)
        if isinstance(found, str):
            return Response(status_code=301, headers={"Location": found})
        if found is None:
            return PlainTextResponse("There is nothing here.\n", status_code=404)
        headers = Headers(scope=scope)
        if scope["method"] == "HEAD" or not _is_single_range(headers.get("range", "")):
            scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"range"]
        response = self._file(found, _host(headers, scope))
        response.headers["Content-Type"] = media_type(found.name)
        return NotModifiedResponse(response.headers) if self.is_not_modified(response.headers, headers) else response

    def _file(self, path: Path, host: str) -> Response:
        """Return a response with a file, and with the site's address replaced where the file may contain it."""
        status = path.stat()
        if path.suffix.lower() not in _REWRITTEN_SUFFIXES:
            return FileResponse(path, stat_result=status)
        content = replace_address(path.read_bytes(), published_address(self.folder), host)
        headers = {
            "ETag": f'"{hashlib.sha256(content).hexdigest()[:32]}"',
            "Last-Modified": formatdate(status.st_mtime, usegmt=True),
        }
        return Response(content, headers=headers)

    def find(self, target: str) -> Path | str | None:
        """Find the file for the path of a request.

        Args:
            target: the path as the client sent it, from the first slash on; a query or fragment is ignored.

        Returns:
            A file; or the path of the folder to redirect to; or None if there is nothing to serve.
        """
        path = unquote(urlsplit("//host/" + target.lstrip("/")).path, errors="surrogateescape")
        names = [name for name in path.split("/") if name]
        if not _is_public(names):
            return None
        try:
            place = self.folder.joinpath(*names).resolve(strict=True)
            if place.is_dir() and not path.endswith("/"):
                return "/" + "".join(f"{quote(name, errors='surrogateescape')}/" for name in names)
            file = (place / "index.html").resolve(strict=True) if path.endswith("/") else place
            if not file.is_file() or not file.is_relative_to(self.folder) or not os.access(file, os.R_OK):
                return None
        except (OSError, ValueError, RuntimeError):
            return None
        return file if _is_public(file.relative_to(self.folder).parts) else None


def _is_public(names: list[str] | tuple[str, ...]) -> bool:
    """Return whether a path may be served: it has no hidden part, and does not lead into the private folder."""
    if any(name.startswith(".") or any(character in name for character in "\\\0:") for name in names):
        return False
    # Windows and macOS find a folder in capitals and small letters alike.
    return not names or names[0].casefold() != _PRIVATE_FOLDER


def _is_single_range(header: str) -> bool:
    """Return whether a Range header asks for one range; others are ignored (RFC 9110, 14.2), and all is sent."""
    match = _RANGE.fullmatch(header.strip())
    return match is not None and not (match[2] and int(match[2]) < int(match[1]))


def _host(headers: Headers, scope: Scope) -> str:
    """Return the host and port that the client uses: those of its Host header, if they are well-formed."""
    named = headers.get("host", "").strip()
    if _HOST.fullmatch(named):
        return named
    address, port = scope["server"]
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def published_address(folder: Path) -> str | None:
    """Return the address that a site is published under, as its feed states it; None without a feed."""
    try:
        with (folder / FEED).open("rb") as file:
            head = file.read(_FEED_HEAD_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
    match = _SELF_LINK.search(head)
    own = html.unescape(match[1]).strip() if match else ""
    return own.rsplit("/", 1)[0] + "/" if re.match("https?://[^/]+/", own) else None


def replace_address(content: bytes, address: str | None, host: str) -> bytes:
    """Replace a site's address in one of its files.

    Episodes' ids (guid) and the data for search engines stay as they are.

    Args:
        content: the file's content.
        address: the address that the site is published under; None leaves the content as it is.
        host: the host that replaces it, such as `192.168.1.20:8000`.
    """
    if address is None:
        return content
    bare = address.split("://", 1)[1]
    forms = {
        f"https://{bare}": f"http://{host}/",
        f"http://{bare}": f"http://{host}/",
        f"podcast://{bare}": f"podcast://{host}/",
        f"pktc://subscribe/{bare}": f"pktc://subscribe/{host}/",
        f"antennapod-subscribe://{bare}": f"antennapod-subscribe://{host}/",
        quote(f"https://{bare}", safe=""): quote(f"http://{host}/", safe=""),
    }
    replacements = {old.encode(): new.encode() for old, new in forms.items()}
    return re.sub(
        rb"<guid\b.*?</guid>|<script\b.*?</script>|" + b"|".join(map(re.escape, replacements)),
        lambda match: replacements.get(match[0], match[0]),
        content,
        flags=re.DOTALL,
    )
