"""A webhook: what was done is sent, and nothing waits for its server."""

from __future__ import annotations

import json
import queue
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)

from audiobrief.archive.delivery.webhook import Webhook, failure_reason, parse_webhook
from audiobrief.errors import UsageError


class Server(ThreadingHTTPServer):
    """Answers with the statuses of a list, and then with 200."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.statuses: list[int] = []
        self.taken: list[tuple[str, Any]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?key=secret"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append((self.headers["Content-Type"], body))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 200)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Be silent."""


class SlowQueue:
    """A full queue."""

    def __init__(self, waits: list[float]) -> None:
        self._waits = waits

    def put(self, _item: object, timeout: float) -> None:
        self._waits.append(timeout)
        raise queue.Full


class SlowThread:
    """A thread that goes on."""

    def __init__(self, waits: list[float]) -> None:
        self._waits = waits

    def join(self, timeout: float) -> None:
        self._waits.append(timeout)

    def is_alive(self) -> bool:
        return True


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def send(address: str, *contents: dict[str, object]) -> list[str]:
    lines: list[str] = []
    webhook = Webhook(address, lines.append)
    for content in contents:
        webhook.send(content)
    webhook.close()
    return lines


def test_each_value_is_sent_as_json(server: Server) -> None:
    assert send(server.address, {"made": ["out/Zürich.mp3"]}, {"made": []}) == []
    kind = "application/json"
    assert server.taken == [(kind, {"made": ["out/Zürich.mp3"]}), (kind, {"made": []})]


def test_a_busy_server_is_asked_again(server: Server) -> None:
    server.statuses = [503]
    assert send(server.address, {"made": []}) == []
    assert len(server.taken) == 2


@pytest.mark.parametrize("status", [302, 404])
def test_another_answer_is_one_line_without_the_secret(server: Server, status: int) -> None:
    server.statuses = [status]
    line = f"--webhook http://127.0.0.1: HTTP status {status} (check the address and its server)"
    assert send(server.address, {"made": []}) == [line]
    assert len(server.taken) == 1


def test_a_server_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiobrief.archive.delivery.webhook._TRIES", 1)
    with Server() as server:
        address = server.address
    line = "--webhook http://127.0.0.1: no connection (check the address and its server)"
    assert send(address, {"made": []}) == [line]


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (NameResolutionError("news.example", HTTPConnection("news.example"), socket.gaierror()), "unknown host"),
        (NewConnectionError(HTTPConnection("x"), "refused"), "no connection"),
        (ConnectTimeoutError("late"), "no answer in time"),
        (ReadTimeoutError(HTTPConnectionPool("x"), "/", "late"), "no answer in time"),
        (SSLError("certificate verify failed: self-signed certificate"), "its certificate is not trusted"),
        (SSLError("[SSL: WRONG_VERSION_NUMBER] wrong version number"), "no secure connection (is it an http address?)"),
        (ProtocolError("Connection aborted."), "the connection was cut off"),
    ],
)
def test_reasons_are_plain_words(cause: Exception, words: str) -> None:
    assert failure_reason(MaxRetryError(HTTPConnectionPool("x"), "/", cause)) == words
    assert failure_reason(cause) == words


def test_the_end_waits_once(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    clock = iter([100.0, 125.0])
    webhook = Webhook("http://127.0.0.1:9/", lambda _line: None)
    monkeypatch.setattr(webhook, "_waiting", SlowQueue(waits))
    monkeypatch.setattr(webhook, "_thread", SlowThread(waits))
    monkeypatch.setattr("audiobrief.archive.delivery.webhook.time.monotonic", lambda: next(clock))
    webhook.close()
    assert waits == [30.0, 5.0]


@pytest.mark.parametrize(
    "address", ["", "hook", "ftp://x/", "https://", "https://x:port/", "https://x/a b", "http:///x"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    line = r"^'--webhook' needs an http or https address \(such as https://news\.example/hook\)$"
    with pytest.raises(UsageError, match=line):
        parse_webhook(address)
