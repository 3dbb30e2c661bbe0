"""A web server that misbehaves as it is told to, and counts what it gives."""

from __future__ import annotations

import re
import ssl
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """How one answer differs from a good one."""

    status: int | None = None
    cut_after: int | None = None
    """Bytes of the body after which the connection ends."""
    hold_after: int | None = None
    """Bytes of the body after which nothing more comes until `FileServer.release` is set."""
    ignores_range: bool = False
    length: int | None = None
    """What Content-Length says."""
    content_range: str | None = None
    location: str | None = None
    body: bytes | None = None
    """Another file than the right one."""


@dataclass
class FileServer:
    """Files by path, and what was asked for."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    """Entity tags by path, with their quotes."""
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    """By path, for one request after the other; after them, all is well."""
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """Path, Range and If-Range of each request."""
    given: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Bytes of bodies that were sent or begun to be, by path."""
    release: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: FileServer

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in http.server
        pass

    def do_GET(self) -> None:
        owner = self.owner
        wanted, condition = self.headers.get("Range", ""), self.headers.get("If-Range", "")
        # A proxy is asked with the whole address.
        path = re.sub(r"^http://[^/]+", "", self.path)
        owner.asked.append((self.path, wanted, condition))
        fault = owner.faults[path].popleft() if owner.faults[path] else Fault()
        content = fault.body if fault.body is not None else owner.files.get(path)
        if content is None or fault.status or fault.location:
            self.send_response(fault.status or (302 if fault.location else 404))
            if fault.location:
                self.send_header("Location", fault.location)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        tag = owner.tags.get(path)
        start = re.fullmatch(r"bytes=(\d+)-", wanted)
        fits = not condition or condition == tag
        if start and fits and not fault.ignores_range:
            body = content[int(start[1]) :]
            self.send_response(206)
            usual = f"bytes {start[1]}-{len(content) - 1}/{len(content)}"
            self.send_header("Content-Range", fault.content_range or usual)
        else:
            body = content
            self.send_response(200)
        self.send_header("Content-Length", str(len(body) if fault.length is None else fault.length))
        if tag:
            self.send_header("ETag", tag)
        self.end_headers()
        self._give(path, body, fault)

    def _give(self, path: str, body: bytes, fault: Fault) -> None:
        stop = fault.cut_after if fault.cut_after is not None else fault.hold_after
        first = body if stop is None else body[:stop]
        try:
            # Counted first: who has read the last byte may look at the count before this thread goes on.
            self.owner.given[path] += len(first)
            self.wfile.write(first)
            self.wfile.flush()
            if fault.hold_after is not None:
                self.owner.release.wait(30)
                self.owner.given[path] += len(body) - len(first)
                self.wfile.write(body[len(first) :])
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        if fault.cut_after is not None or fault.length is not None:
            self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that were killed."""


@contextmanager
def file_server(certificate: Path | None = None) -> Iterator[FileServer]:
    """Serve on this machine until the block ends; over https with a certificate and its key in one file."""
    owner = FileServer()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"owner": owner}))
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    owner.address = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield owner
    finally:
        owner.release.set()
        server.shutdown()
        thread.join()
        server.server_close()
