"""The files of a site as an ASGI application: which are served, and how.

Starlette sends the files, with byte ranges and ETags; files that may contain the site's address are rewritten.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from email.utils import formatdate
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import NotModifiedResponse
from starlette.types import Message, Receive, Scope, Send

from audiobrief.publish.addresses import FEED, media_type
from audiobrief.publish.serving.conditions import Validators, failed_precondition, requested_ranges
from audiobrief.publish.serving.rewriting import LARGEST_REWRITTEN, RewrittenFiles, Version, published_address

_LOG = logging.getLogger(__name__)
_METHODS = "GET, HEAD, OPTIONS"
_PRIVATE_FOLDER = "state"
"""A site's records, which are not served."""
_RECORDS = (FEED, f"{_PRIVATE_FOLDER}/items", f"{_PRIVATE_FOLDER}/index.json")
"""A folder that has one of these is a site."""
_REWRITTEN_SUFFIXES = {".html", ".xml", ".json", ".txt"}
"""Files that may contain the site's address."""
_LATEST = 253_402_300_799
"""The last second of the year 9999; HTTP has no later dates."""
_PIECE = 1 << 16
"""Bytes that are handed on at once."""
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?", re.ASCII)


class SiteFiles:
    """The files of a site, as an ASGI application.

    It serves the files in the site's folder, except hidden ones, those in `state`, and links that lead to any others.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._rewritten = RewrittenFiles()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and log it."""
        client = scope["client"][0] if scope.get("client") else "?"
        headers = Headers(scope=scope)
        has_body = headers.get("content-length", "0").strip("0") != "" or "transfer-encoding" in headers

        async def log_and_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                request = f"{scope['method']} {_target(scope)} HTTP/{scope['http_version']}"
                _LOG.info('%s: "%s" %d -', client, request, message["status"])
                if has_body:  # what follows it can never be taken for another request
                    message["headers"] = [*message["headers"], (b"connection", b"close")]
            await send(message)

        try:
            response = await self._response(scope, headers)
            await response(scope, receive, log_and_send)
        except Exception as error:
            _LOG.error("a request from %s failed: %s", client, error)
            raise

    async def _response(self, scope: Scope, headers: Headers) -> Response:
        target = _target(scope)
        is_framed_twice = "content-length" in headers and "transfer-encoding" in headers
        if is_framed_twice or (not (path := _path(target)) and (scope["method"], target) != ("OPTIONS", "*")):
            return PlainTextResponse("This is no request that can be answered.\n", status_code=400)
        if scope["method"] == "OPTIONS":
            return Response(status_code=204, headers={"Allow": _METHODS, "Access-Control-Max-Age": "86400"})
        if scope["method"] not in {"GET", "HEAD"}:
            text = "This server answers GET, HEAD and OPTIONS.\n"
            return PlainTextResponse(text, status_code=405, headers={"Allow": _METHODS})
        return await run_in_threadpool(self._file_or_error, path, headers, scope)

    def _file_or_error(self, path: str, headers: Headers, scope: Scope) -> Response:
        found = self.find(path)
        if isinstance(found, str):
            return Response(status_code=301, headers={"Location": found})
        if found is None:
            return PlainTextResponse("There is nothing here.\n", status_code=404)
        status = with_possible_time(found.stat())
        if found.suffix.lower() in _REWRITTEN_SUFFIXES and status.st_size <= LARGEST_REWRITTEN:
            version = Version(
                found,
                (status.st_mtime_ns, status.st_size),
                published_address(self.folder),
                _host(headers.get("host", ""), scope),
            )
            response: Response = _ContentResponse(self._rewritten.content(version), status)
        else:
            response = FileResponse(found, stat_result=status)
        response.headers["Content-Type"] = media_type(found.name)
        current = Validators(response.headers["etag"], int(status.st_mtime))
        failed = failed_precondition(headers, current)
        if failed == 304:
            return NotModifiedResponse(response.headers)
        if failed is not None:
            return PlainTextResponse("The file is another version.\n", status_code=failed)
        return _part(response, headers, current, scope)

    def find(self, target: str) -> Path | str | None:
        """Find the file for the path of a request.

        Args:
            target: the path as the client sent it, from the first slash on; a query or fragment is ignored.

        Returns:
            A file; or the path of the folder to redirect to; or None if there is nothing to serve.
        """
        path = unquote(re.split("[?#]", target, maxsplit=1)[0], errors="surrogateescape")
        names = [name for name in path.split("/") if name]
        if not self._is_public(names):
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
        return file if self._is_public(file.relative_to(self.folder).parts) else None

    def _is_public(self, names: list[str] | tuple[str, ...]) -> bool:
        """Return whether a path may be served: no part is hidden, and none is the private folder of a site."""
        if any(name.startswith(".") or any(character in name for character in "\\\0:") for name in names):
            return False
        # Windows and macOS find a folder in capitals and small letters alike.
        private = [at for at, name in enumerate(names) if name.casefold() == _PRIVATE_FOLDER]
        return not any(at == 0 or _is_site(self.folder.joinpath(*names[:at])) for at in private)


def _is_site(folder: Path) -> bool:
    """Return whether a folder is a site; one may stand in another."""
    return any(os.path.lexists(folder / name) for name in _RECORDS)


class _ContentResponse(Response):
    """A response with the content of a rewritten file, which is handed on in pieces, as the client takes it."""

    def __init__(self, content: bytes, status: os.stat_result) -> None:
        headers = {
            "Accept-Ranges": "bytes",
            "ETag": f'"{hashlib.sha256(content).hexdigest()[:32]}"',
            "Last-Modified": formatdate(status.st_mtime, usegmt=True),
        }
        super().__init__(content, headers=headers)

    def cut(self, part: range) -> None:
        """Answer with one part."""
        self.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(self.body)}"
        self.headers["Content-Length"] = str(len(part))
        self.status_code = 206
        self.body = memoryview(self.body)[part.start : part.stop]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - the base's signature
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        body = memoryview(b"" if scope["method"] == "HEAD" else self.body)
        for at in range(0, len(body), _PIECE):
            await send({"type": "http.response.body", "body": bytes(body[at : at + _PIECE]), "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _part(response: Response, headers: Headers, current: Validators, scope: Scope) -> Response:
    """Return the response with the parts that are asked for; HEAD has none (RFC 9110, 14.2)."""
    size = int(response.headers["content-length"])
    parts = requested_ranges(headers, current, size) if scope["method"] == "GET" else None
    # Starlette is told the parts as they are understood here.
    scope["headers"] = [(name, value) for name, value in scope["headers"] if name not in {b"range", b"if-range"}]
    if parts is None or (isinstance(response, _ContentResponse) and len(parts) > 1):
        return response
    if not parts:
        return PlainTextResponse(status_code=416, headers={"Content-Range": f"bytes */{size}"})
    if isinstance(response, _ContentResponse):
        response.cut(parts[0])
    else:
        asked = ",".join(f"{part.start}-{part.stop - 1}" for part in parts)
        scope["headers"].append((b"range", f"bytes={asked}".encode()))
    return response


def with_possible_time(status: os.stat_result) -> os.stat_result:
    """Return the state of a file, with the nearest time that HTTP can write."""
    if 0 <= status.st_mtime <= _LATEST:
        return status
    values = list(status)[:10]
    values[8] = min(max(0, int(status.st_mtime)), _LATEST)
    return os.stat_result(values)


def _target(scope: Scope) -> str:
    target: str = scope["raw_path"].decode("ascii", "backslashreplace")
    return target


def _path(target: str) -> str:
    """Return the path that a request asks for; empty if it is none."""
    if target.startswith("/"):
        return target
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    return (parts.path or "/") if parts.scheme in {"http", "https"} and parts.netloc else ""


def _host(named: str, scope: Scope) -> str:
    """Return the host and port that the client uses: those of its Host header, if they are well-formed."""
    if _HOST.fullmatch(named.strip()):
        return named.strip()
    address, port = scope["server"]
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
