"""A webhook: what was done is sent, and nothing waits for its server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from audiobrief.archive.delivery.webhook import Webhook, parse_webhook
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
    (line,) = send(address, {"made": []})
    assert line.startswith("--webhook http://127.0.0.1: ")
    assert "secret" not in line


@pytest.mark.parametrize(
    "address", ["", "hook", "ftp://x/", "https://", "https://x:port/", "https://x/a b", "http:///x"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="--webhook"):
        parse_webhook(address)
