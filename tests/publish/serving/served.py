"""A site that is served in a thread, and requests to it."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from audiobrief.publish.serving.server import LocalServer, open_server


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Site:
    folder: Path
    server: LocalServer

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): text for name, text in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read())
        finally:
            connection.close()


class RunningServer(Protocol):
    def run(self) -> None: ...
    def stop(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...


@contextmanager
def running(server: RunningServer) -> Iterator[None]:
    """Let a server answer in a thread."""
    # A daemon, so that a server that does not stop fails the test and does not hold up the end of all tests.
    thread = threading.Thread(target=server.run, daemon=True)
    with server:
        thread.start()
        try:
            yield
        finally:
            server.stop()
            thread.join(30)
            assert not thread.is_alive()


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    server = open_server(folder, "127.0.0.1", 0)
    with running(server):
        yield Site(folder, server)


def exchange(server: LocalServer, request: bytes, *, seconds: float = 5) -> bytes:
    """Send bytes, and return all that comes back until the server closes the connection, or nothing more comes."""
    answer = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as connection:
        connection.sendall(request)
        try:
            while piece := connection.recv(1 << 16):
                answer += piece
        except (TimeoutError, ConnectionResetError):
            pass
    return answer
