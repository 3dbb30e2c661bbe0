"""Clients that send what is no HTTP, hide a request in another one, read slowly or not at all, or come in crowds."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from email.utils import formatdate
from pathlib import Path

import pytest

from audiobrief.publish.serving import connections
from audiobrief.publish.serving.rewriting import published_address, replace_address
from audiobrief.publish.serving.server import open_server
from audiobrief.publish.serving.site_files import with_possible_time
from publish.pages.page_builder import ADDRESS, write_site
from publish.serving.served import Site, exchange, serving

HOST = b"Host: localhost\r\n"
INNER = b"GET /media/inner.txt HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("public")
    write_site(folder)
    (folder / "media").mkdir()
    (folder / "media" / "inner.txt").write_text("inner")
    (folder / "media" / "a.mp3").write_bytes(bytes(4_000_000))
    with serving(folder) as served:
        yield served


class TestRequests:
    @pytest.mark.parametrize(
        "request_line",
        ["GET http://[ HTTP/1.1", "GET http:// HTTP/1.1", "GET ftp://localhost/ HTTP/1.1", "GET index.html HTTP/1.1",
         "GET * HTTP/1.1", "GET  / HTTP/1.1", "GET / HTTP/1.1 x", "GET /", "\x16\x03\x01", "G\x00T / HTTP/1.1",
         "CONNECT localhost:80 HTTP/1.1"],
    )  # fmt: skip
    def test_what_is_no_request(self, site: Site, request_line: str, caplog: pytest.LogCaptureFixture) -> None:
        answer = exchange(site.server, request_line.encode() + b"\r\n" + HOST + b"Connection: close\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert caplog.records == []

    @pytest.mark.parametrize(
        "headers",
        [
            b"Content-Length: 3\r\nContent-Length: 5\r\n", b"Content-Length: 3, 5\r\n", b"Content-Length: -1\r\n",
            b"Content-Length: 0x3\r\n", b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", b"Bad Name: x\r\n",
            b"Name : x\r\n", b"Name: a\rb\r\n", b"Host: other\r\n",
        ],
    )  # fmt: skip
    def test_framing_in_two_ways_is_refused(self, site: Site, headers: bytes) -> None:
        answer = exchange(site.server, b"GET / HTTP/1.1\r\n" + HOST + headers + b"\r\n" + INNER)
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert answer.count(b"HTTP/1.1 ") == 1

    @pytest.mark.parametrize("method", [b"GET", b"HEAD", b"OPTIONS", b"POST"])
    @pytest.mark.parametrize(
        "headers",
        [
            b"Content-Length: %d\r\n" % len(INNER),
            b"Content-Length: %d\r\n" % (len(INNER) - 10),
            b"Content-Length: %d\r\nContent-Length: %d\r\n" % (len(INNER), len(INNER)),
            b"Content-Length: 999999\r\n",
            b"Transfer-Encoding: chunked\r\n",
        ],
    )
    def test_a_body_is_no_request(self, site: Site, method: bytes, headers: bytes) -> None:
        answer = exchange(site.server, method + b" /media/inner.txt HTTP/1.1\r\n" + HOST + headers + b"\r\n" + INNER)
        assert answer.count(b"HTTP/1.1 ") == 1
        assert answer.lower().count(b"connection: close") == 1

    def test_a_body_that_breaks_during_a_response(self, site: Site, caplog: pytest.LogCaptureFixture) -> None:
        with socket.create_connection(("127.0.0.1", site.server.port), timeout=5) as client:
            client.sendall(b"GET /media/a.mp3 HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n")
            assert client.recv(12) == b"HTTP/1.1 200"
            client.sendall(b"no chunk\r\n")
            time.sleep(0.2)
        assert "Traceback" not in caplog.text
        assert site.ask("/media/inner.txt").status == 200

    def test_requests_in_a_row(self, site: Site) -> None:
        last = INNER.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
        assert exchange(site.server, INNER * 3 + last).count(b"\r\n\r\ninner") == 4

    def test_a_whole_address(self, site: Site) -> None:
        assert site.ask(f"http://localhost:{site.server.port}/media/inner.txt").body == b"inner"
        assert site.ask("http://localhost").status == 200
        assert site.ask("*", "OPTIONS").status == 204


class TestLimits:
    def test_an_idle_connection_ends(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connections, "IDLE_S", 0.2)
        head = INNER.replace(b"GET", b"HEAD")
        begun = (b"", b"GET /med", head, head + b"GET /")
        start = time.monotonic()
        with ThreadPoolExecutor() as clients:
            list(clients.map(lambda request: exchange(site.server, request, seconds=10), begun))
        assert time.monotonic() - start < 5

    @pytest.mark.slow
    def test_a_client_that_takes_nothing_is_given_up(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connections, "STALLED_S", 0.2)
        with socket.socket() as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect(("127.0.0.1", site.server.port))
            client.sendall(INNER.replace(b"inner.txt", b"a.mp3"))
            time.sleep(2.5)
            received = 0
            with suppress(ConnectionResetError):
                while piece := client.recv(1 << 16):
                    received += len(piece)
            assert received < 4_000_000

    def test_a_new_client_replaces_an_idle_one(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connections.Connection, "most", 5)
        with ExitStack() as stack:
            for _ in range(20):
                stack.enter_context(socket.create_connection(("127.0.0.1", site.server.port), timeout=5))
            assert site.ask("/media/inner.txt").body == b"inner"

    def test_a_client_too_many_is_told_so(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connections.Connection, "most", 3)
        time.sleep(0.3)
        with ExitStack() as stack:
            for _ in range(3):
                client = stack.enter_context(socket.create_connection(("127.0.0.1", site.server.port), timeout=5))
                client.sendall(INNER.replace(b"inner.txt", b"a.mp3"))
                assert client.recv(12) == b"HTTP/1.1 200"
            assert exchange(site.server, INNER).startswith(b"HTTP/1.1 503 ")


class TestSites:
    def test_records_of_a_site_in_the_site(self, tmp_path: Path) -> None:
        for name in ("a/state/items/x.json", "b/state/index.json", "c/state/x.json", "C2/STATE/x.json"):
            (tmp_path / name).parent.mkdir(parents=True)
            (tmp_path / name).write_text("secret")
        for name in ("c/feed.xml", "C2/feed.xml"):
            (tmp_path / name).write_text("<rss/>")
        (tmp_path / "link").symlink_to(tmp_path / "a" / "state")
        (tmp_path / "episodes" / "state").mkdir(parents=True)
        (tmp_path / "episodes" / "state" / "index.html").write_text("the state of the bridge")
        with serving(tmp_path) as served:
            for path in ("/a/state/items/x.json", "/b/state/index.json", "/c/state/x.json", "/C2/STATE/x.json",
                         "/link/items/x.json", "/a/./state/items/x.json", "/a/%73tate/items/x.json"):  # fmt: skip
                assert served.ask(path).status == 404, path
            assert served.ask("/episodes/state/").body == b"the state of the bridge"

    def test_a_pipe_in_the_place_of_the_feed(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "feed.xml")
        (tmp_path / "index.html").write_text(ADDRESS)
        assert published_address(tmp_path) is None
        with serving(tmp_path) as served:
            assert served.ask("/").body.decode() == ADDRESS
            assert served.ask("/feed.xml").status == 404

    @pytest.mark.parametrize(("seconds", "shown"), [(-5_000_000_000, 0), (400_000_000_000, 253_402_300_799), (7, 7)])
    def test_a_time_that_http_cannot_write(self, tmp_path: Path, seconds: int, shown: int) -> None:
        values = list(tmp_path.stat())
        values[8] = seconds
        status = with_possible_time(os.stat_result(values))
        assert (status.st_mtime, status.st_size) == (shown, values[6])
        assert formatdate(status.st_mtime, usegmt=True).endswith(" GMT")

    @pytest.mark.parametrize("host", ["::1", "[::1]", "::", "localhost"])
    def test_addresses_of_this_machine(self, tmp_path: Path, host: str) -> None:
        if not socket.has_ipv6:
            pytest.skip("this machine has no IPv6")
        with open_server(tmp_path, host, 0) as server:
            assert server.is_open_to_all == (host == "::")
            addresses = {"::": ("127.0.0.1", "::1"), "localhost": ("127.0.0.1",)}.get(host, ("::1",))
            for address in addresses:
                socket.create_connection((address, server.port), timeout=5).close()

    def test_an_address_with_an_ampersand(self) -> None:
        address = "https://example.org/a&b/"
        content = (
            b"<link>https://example.org/a&amp;b/</link> https%3A%2F%2Fexample.org%2Fa%26b%2F https://example.org/a&b/"
        )
        assert replace_address(content, address, "h:1") == b"<link>http://h:1/</link> http%3A%2F%2Fh%3A1%2F http://h:1/"

    def test_an_id_that_does_not_end_takes_no_time(self) -> None:
        content = b"<guid " * 200_000 + b"https://example.org/"
        start = time.process_time()
        assert replace_address(content, "https://example.org/", "h:1") == content
        assert time.process_time() - start < 2
