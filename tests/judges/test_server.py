"""`serve` beside nginx: the same answers to ranges and preconditions; and its memory under 200 clients."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.judge

SOUND = bytes(range(256)) * 2000
MODIFIED = 1_676_656_805
AT, BEFORE, AFTER = (f"Fri, 17 Feb 2023 18:00:0{second} GMT" for second in (5, 4, 6))
NGINX = """\
daemon off; master_process off; user root; pid nginx.pid; error_log error.log crit;
events {{ }}
http {{
  access_log off; absolute_redirect off; if_modified_since before; default_type application/octet-stream;
  client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""
RANGES = [
    "bytes=0-0", "bytes=0-", "bytes=1-1", "bytes=100-199", "bytes=-1", "bytes=-10", "bytes=-512000", "bytes=-0",
    "bytes=-99999999", "bytes=511999-", "bytes=512000-", "bytes=511990-99999999", "bytes=5-2", "bytes=a-b", "lines=0-1",
    "bytes=-", "bytes=", "bytes", "BYTES=0-1", "Bytes=3-", "bytes= 0-1", "bytes=0 - 1", "bytes =0-1", "bytes=0-1;",
    "bytes=0-1x", "bytes=+0-1", "bytes=0--1", "bytes=--1", "bytes=0-1,", "bytes=,0-1", "bytes=0-1,a", "bytes=0-1,5-6",
    "bytes=0-1,999999999-", "bytes=999999999-,-1", "bytes=0-,0-", "bytes=-5,0-0", "bytes=99999999999999999999-",
    "bytes=0x1-2", "bytes=1.0-2", "",
]  # fmt: skip
PRECONDITIONS: list[dict[str, str]] = [
    {},
    *({"If-Match": tag} for tag in ("ETAG", '"x"', "*", 'W/ETAG', '"x", ETAG')),
    *({"If-None-Match": tag} for tag in ("ETAG", '"x"', "*", 'W/ETAG', '"x", ETAG')),
    *({"If-Modified-Since": date} for date in (AT, BEFORE, AFTER, "yesterday", "Fri Feb 17 18:00:05 2023",
                                               "Friday, 17-Feb-23 18:00:05 GMT")),
    *({"If-Unmodified-Since": date} for date in (AT, BEFORE, AFTER)),
    {"If-None-Match": '"x"', "If-Modified-Since": AT},
    {"If-None-Match": "ETAG", "If-Modified-Since": AT},
    {"If-Match": "ETAG", "If-None-Match": "ETAG"},
    {"If-Match": '"x"', "If-None-Match": "ETAG"},
    {"If-Match": "ETAG", "If-Modified-Since": AT},
]  # fmt: skip
IF_RANGES = ["ETAG", '"x"', "W/ETAG", AT, BEFORE, AFTER, "Fri Feb 17 18:00:05 2023"]
# Where nginx does otherwise, and RFC 9110 decides: what nginx answers, and what RFC 9110 says.
DIFFERENT = [
    ("HEAD", {"Range": "bytes=0-1"}, 206, 200),  # 14.2: only GET has ranges
    ("GET", {"Range": "bytes=0-99999999999999999999"}, 416, 206),  # 14.1.2: a last position behind the end is the end
    ("GET", {"If-None-Match": "ETAG", "If-Modified-Since": BEFORE}, 200, 304),  # 13.1.3: the tag decides
    ("GET", {"If-Match": "ETAG", "If-Unmodified-Since": BEFORE}, 412, 200),  # 13.1.4: the tag decides
]


@dataclass(frozen=True)
class Answer:
    status: int
    content_range: str | None
    length: int
    parts: tuple[bytes, ...]


def ask(port: int, path: str, headers: dict[str, str], method: str = "GET") -> tuple[Answer, str]:
    """Return what matters of an answer, and the file's tag."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        kind = answer.headers.get("Content-Type", "")
        if answer.status == 206 and kind.startswith("multipart/"):
            boundary = kind.partition("boundary=")[2].encode()
            pieces = body.split(b"--" + boundary)[1:-1]
            parts = tuple(sorted(re.sub(rb"^.*?\r\n\r\n", b"", piece, count=1, flags=re.DOTALL) for piece in pieces))
        else:
            parts = (body,) if answer.status in {200, 206} else ()
        ranged = answer.headers.get("Content-Range")
        return Answer(answer.status, ranged, sum(map(len, parts)), parts), answer.headers.get("ETag", "")
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("public")
    (folder / "media").mkdir()
    files = {"media/a.mp3": SOUND, "media/empty.mp3": b"", "feed.xml": b"<rss/>" * 100, "index.html": b"hello"}
    for name, content in files.items():
        (folder / name).write_bytes(content)
        os.utime(folder / name, (MODIFIED, MODIFIED))
    with (folder / "media" / "long.mp3").open("wb") as file:
        file.truncate(60_000_000)
    return folder


@contextmanager
def started(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """Run a server, and end it whatever becomes of the test."""
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield server
    finally:
        server.terminate()
        try:
            server.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.communicate()
            raise


@pytest.fixture(scope="module")
def nginx(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    program = shutil.which("nginx")
    if program is None:
        pytest.fail("nginx is not installed (apt-get install nginx-light)")
    prefix, port = tmp_path_factory.mktemp("nginx"), free_port()
    for above in (folder, *folder.parents[:2]):
        above.chmod(0o755)
    (prefix / "nginx.conf").write_text(NGINX.format(port=port, root=folder))
    with started([program, "-p", str(prefix), "-c", "nginx.conf"]):
        wait_for(port)
        yield port


@pytest.fixture(scope="module")
def ours(folder: Path) -> Iterator[tuple[int, psutil.Process]]:
    with started([sys.executable, "-m", "audiobrief", "serve", str(folder), "--port", "0"]) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline().rpartition(":")[2].strip("/\n"))
        wait_for(port)
        yield port, psutil.Process(server.pid)


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not answer")


def both(nginx: int, ours: int, path: str, headers: dict[str, str], method: str) -> tuple[Answer, Answer]:
    """Ask both servers the same, each with its own tag."""
    answers = []
    for port in (nginx, ours):
        tag = ask(port, path, {})[1]
        asked = {name: value.replace("ETAG", tag) for name, value in headers.items()}
        answers.append(ask(port, path, asked, method)[0])
    return answers[0], answers[1]


def differences(nginx: int, ours: int, path: str, headers: dict[str, str], method: str = "GET") -> list[str]:
    """Ask both the same, and return how they differ."""
    theirs, mine = both(nginx, ours, path, headers, method)
    if theirs == mine:
        return []
    said = f"nginx {theirs.status} {theirs.content_range}, serve {mine.status} {mine.content_range}"
    return [f"{method} {path} {headers}: {said}"]


class TestSameAnswers:
    def test_ranges(self, nginx: int, ours: tuple[int, psutil.Process]) -> None:
        cases = [(path, {"Range": asked}) for path, asked in product(("/media/a.mp3", "/media/empty.mp3"), RANGES)]
        cases += [("/media/a.mp3", {"Range": "bytes=2-5", "If-Range": version}) for version in IF_RANGES]
        cases += [("/feed.xml", {"Range": asked}) for asked in RANGES if "," not in asked]
        assert [line for case in cases for line in differences(nginx, ours[0], *case)] == []

    def test_preconditions(self, nginx: int, ours: tuple[int, psutil.Process]) -> None:
        paths, methods = ("/media/a.mp3", "/feed.xml", "/index.html"), ("GET", "HEAD")
        cases = product(paths, PRECONDITIONS, methods)
        assert [line for case in cases for line in differences(nginx, ours[0], *case)] == []

    def test_preconditions_before_ranges(self, nginx: int, ours: tuple[int, psutil.Process]) -> None:
        cases = [("/media/a.mp3", {"Range": "bytes=2-5", **conditions}) for conditions in PRECONDITIONS]
        assert [line for case in cases for line in differences(nginx, ours[0], *case)] == []

    def test_where_the_standard_decides(self, nginx: int, ours: tuple[int, psutil.Process]) -> None:
        for method, headers, theirs, mine in DIFFERENT:
            answers = both(nginx, ours[0], "/media/a.mp3", headers, method)
            assert (answers[0].status, answers[1].status) == (theirs, mine), headers


SECONDS = 60
CLIENTS, SLOW = 200, 40


def test_memory_is_flat_under_200_clients(ours: tuple[int, psutil.Process]) -> None:
    port, process = ours
    end = time.monotonic() + SECONDS
    counts = {"whole": 0, "slow": 0, "wrong": 0}
    lock = threading.Lock()

    def count(kind: str) -> None:
        with lock:
            counts[kind] += 1

    def quick(number: int) -> None:
        """Ask for parts and for the feed, again and again."""
        while time.monotonic() < end:
            first = number * 997 % 500_000
            answer, _ = ask(port, "/media/a.mp3", {"Range": f"bytes={first}-{first + 4999}"})
            feed, _ = ask(port, "/feed.xml", {})
            count("whole" if answer.parts == (SOUND[first : first + 5000],) and feed.length == 600 else "wrong")
            time.sleep(0.5)

    def slow(_number: int) -> None:
        """Take 20 kB a second of a long file."""
        with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
            client.sendall(b"GET /media/long.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            while time.monotonic() < end:
                if not client.recv(10_000):
                    return count("wrong")
                time.sleep(0.5)
        return count("slow")

    threads = [threading.Thread(target=slow if n < SLOW else quick, args=(n,), daemon=True) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    sizes = []
    while time.monotonic() < end:
        time.sleep(1)
        sizes.append(process.memory_info().rss / 1e6)
    for thread in threads:
        thread.join(timeout=15)
    after_ten_seconds, last = sizes[9], max(sizes[-5:])
    sys.stdout.write(f"\n{counts}, {after_ten_seconds:.1f} MB after 10 s, {last:.1f} MB at the end\n")
    assert counts["wrong"] == 0
    assert counts["slow"] == SLOW
    assert counts["whole"] > CLIENTS
    assert last < 1.1 * after_ten_seconds
    assert process.num_fds() < 50
