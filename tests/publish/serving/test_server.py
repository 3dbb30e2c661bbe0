"""A site is served by parts and to many, under the address it was asked by, and nothing but the site."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import ServeError
from audiobrief.publish.addresses import media_type
from audiobrief.publish.serving.rewriting import published_address
from audiobrief.publish.serving.server import local_address, open_server
from audiobrief.publish.serving.site_files import SiteFiles
from builders import audiobrief
from publish.pages.page_builder import ADDRESS, write_site
from publish.serving.served import Site, serving

SOUND = bytes(range(256)) * 2000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("public")
    write_site(folder)
    (folder / "media").mkdir()
    (folder / "media" / "the-bridge.mp3").write_bytes(SOUND)
    (folder / "media" / "small.mp3").write_bytes(SOUND[:300])
    (folder / "media" / "empty.mp3").write_bytes(b"")
    (folder / "media" / "ä b.txt").write_text("names")
    (folder.parent / "secret.txt").write_text("secret")
    for hidden in (".hidden/secret.txt", "media/.secret", "state/secret.txt", "media/..secret"):
        (folder / hidden).parent.mkdir(exist_ok=True)
        (folder / hidden).write_text("secret")
    (folder / "out.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "outside").symlink_to(folder.parent)
    (folder / "seen").symlink_to(folder / "state")
    (folder / "also.txt").symlink_to(folder / ".hidden" / "secret.txt")
    (folder / "loop").symlink_to(folder / "loop")
    os.mkfifo(folder / "pipe.txt")
    with serving(folder) as served:
        yield served


class TestParts:
    @pytest.mark.parametrize(
        ("asked", "first", "end"),
        [
            ("bytes=0-0", 0, 1), ("bytes=0-", 0, len(SOUND)), ("bytes=100-199", 100, 200),
            ("bytes=-10", len(SOUND) - 10, len(SOUND)), ("bytes=511990-999999999", 511_990, len(SOUND)),
            ("bytes=-999999999", 0, len(SOUND)),
            ("BYTES=0-1", 0, 2), ("bytes=0-" + "9" * 20, 0, len(SOUND)), ("bytes= 3 - 4 ", 3, 5),
            ("bytes=7-7,9999999-", 7, 8),
        ],
    )  # fmt: skip
    def test_a_part(self, site: Site, asked: str, first: int, end: int) -> None:
        answer = site.ask("/media/the-bridge.mp3", Range=asked)
        assert answer.status == 206
        assert answer.headers["content-range"] == f"bytes {first}-{end - 1}/{len(SOUND)}"
        assert answer.headers["content-length"] == str(end - first)
        assert answer.headers["content-type"] == "audio/mpeg"
        assert answer.body == SOUND[first:end]

    @pytest.mark.parametrize(
        "asked",
        [
            "bytes=512000-", "bytes=-0", "bytes=999999999-9999999999", "bytes=5-2", "bytes=a-b", "bytes=-",
            "bytes=" + "9" * 9999, "bytes=" + "9" * 9999 + "-", "bytes=0-1,a", "bytes=0-1;",
        ],
    )  # fmt: skip
    def test_no_such_part(self, site: Site, asked: str) -> None:
        answer = site.ask("/media/the-bridge.mp3", Range=asked)
        assert (answer.status, answer.headers["content-range"], answer.body) == (416, f"bytes */{len(SOUND)}", b"")

    @pytest.mark.parametrize("asked", ["lines=0-1", "bytes=", "", "bytes=0-,0-", "bytes=" + "0-0," * 200 + "0-0"])
    def test_what_asks_for_no_part_is_the_whole(self, site: Site, asked: str) -> None:
        answer = site.ask("/media/the-bridge.mp3", Range=asked)
        assert (answer.status, answer.body) == (200, SOUND)

    def test_nothing_of_an_empty_file(self, site: Site) -> None:
        assert site.ask("/media/empty.mp3").status == 200
        assert site.ask("/media/empty.mp3", Range="bytes=0-").status == 200
        assert site.ask("/media/empty.mp3", Range="bytes=1-").status == 416

    def test_several_parts(self, site: Site) -> None:
        answer = site.ask("/media/small.mp3", Range="bytes=0-1,5-6")
        assert answer.status == 206
        assert answer.headers["content-type"].startswith("multipart/byteranges")
        assert answer.body.count(b"Content-Range: bytes 0-1/300\r\n\r\n" + SOUND[:2]) == 1
        assert answer.body.count(b"Content-Range: bytes 5-6/300\r\n\r\n" + SOUND[5:7]) == 1

    def test_head_has_no_parts(self, site: Site) -> None:
        answer = site.ask("/media/small.mp3", "HEAD", Range="bytes=0-1")
        assert (answer.status, answer.headers["content-length"]) == (200, "300")

    def test_a_part_of_another_version_is_the_whole(self, site: Site) -> None:
        tag = site.ask("/media/the-bridge.mp3", "HEAD").headers["etag"]
        assert site.ask("/media/the-bridge.mp3", Range="bytes=0-1", If_Range=tag).status == 206
        assert site.ask("/media/the-bridge.mp3", Range="bytes=0-1", If_Range='"other"').status == 200

    @given(st.text("0123456789-,=bytes ", max_size=20))
    def test_any_header_is_answered_with_a_part_or_the_whole(self, site: Site, asked: str) -> None:
        answer = site.ask("/media/small.mp3", Range=f"bytes={asked}")
        assert answer.status in {200, 206, 416}
        if answer.status == 206:
            match = re.fullmatch(r"bytes (\d+)-(\d+)/300", answer.headers["content-range"])
            assert match
            first, last = int(match[1]), int(match[2])
            assert 0 <= first <= last < 300
            assert answer.body == SOUND[first : last + 1]
        else:
            assert answer.body == (SOUND[:300] if answer.status == 200 else b"")


class TestAnswers:
    def test_head_is_get_without_its_body(self, site: Site) -> None:
        for path in ("/media/the-bridge.mp3", "/", "/feed.xml", "/nothing"):
            whole, head = site.ask(path), site.ask(path, "HEAD")
            assert (head.status, head.body) == (whole.status, b"")
            assert head.headers["content-length"] == str(len(whole.body))
            assert {**head.headers, "date": ""} == {**whole.headers, "date": ""}

    def test_others_pages_may_read_it(self, site: Site) -> None:
        for path in ("/media/the-bridge.mp3", "/feed.xml", "/nothing"):
            assert site.ask(path, Origin="https://example.org").headers["access-control-allow-origin"] == "*"
        asked = site.ask("/feed.xml", "OPTIONS", Access_Control_Request_Headers="Range")
        assert asked.status == 204
        assert "Range" in asked.headers["access-control-allow-headers"]
        assert "GET" in asked.headers["access-control-allow-methods"]

    def test_what_is_known_is_not_given_again(self, site: Site) -> None:
        first = site.ask("/media/the-bridge.mp3")
        again = site.ask("/media/the-bridge.mp3", If_None_Match=f'"other", {first.headers["etag"]}')
        assert (again.status, again.body) == (304, b"")
        assert site.ask("/media/the-bridge.mp3", If_Modified_Since=first.headers["last-modified"]).status == 304

    def test_a_rewritten_file_is_known_by_host(self, site: Site) -> None:
        first = site.ask("/feed.xml", Host="192.168.1.20:8000")
        tag = first.headers["etag"]
        assert site.ask("/feed.xml", Host="192.168.1.20:8000", If_None_Match=tag).status == 304
        assert site.ask("/feed.xml", Host="192.168.1.21:8000", If_None_Match=tag).status == 200
        part = site.ask("/feed.xml", Host="192.168.1.20:8000", Range="bytes=2-5", If_Range=tag)
        assert (part.status, part.headers["content-range"]) == (206, f"bytes 2-5/{len(first.body)}")
        assert part.body == first.body[2:6]
        assert site.ask("/feed.xml", Host="192.168.1.21:8000", Range="bytes=2-5", If_Range=tag).status == 200

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("a.vtt", "text/vtt"), ("a.chapters.json", "application/json+chapters"), ("a.mp3", "audio/mpeg"),
            ("feed.xml", "application/rss+xml"), ("a.json", "application/json"), ("A.JPG", "image/jpeg"),
            ("index.html", "text/html; charset=utf-8"), ("a", "application/octet-stream"),
            ("player-1.js", "text/javascript; charset=utf-8"), ("style-1.css", "text/css; charset=utf-8"),
        ],
    )  # fmt: skip
    def test_types(self, name: str, expected: str) -> None:
        assert media_type(name) == expected

    def test_a_folder_is_its_page(self, site: Site) -> None:
        assert site.ask("/episodes/the-bridge/").status == 200
        moved = site.ask("/episodes/the-bridge?x")
        assert (moved.status, moved.headers["location"]) == (301, "/episodes/the-bridge/")
        assert site.ask("/episodes", Host="example.org").headers["location"] == "/episodes/"
        assert site.ask("//example.org/..%2f").status == 404
        assert site.ask("/media/").status == 404

    def test_names_in_other_letters(self, site: Site) -> None:
        assert site.ask("/media/%C3%A4%20b.txt?query#part").body == b"names"

    def test_other_methods_are_refused(self, site: Site) -> None:
        for method in ("POST", "PUT", "DELETE", "TRACE", "PROPFIND"):
            answer = site.ask("/", method)
            assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")

    def test_many_at_once(self, site: Site) -> None:
        def part(at: int) -> bool:
            first = at * 997 % (len(SOUND) - 5000)
            return (
                site.ask("/media/the-bridge.mp3", Range=f"bytes={first}-{first + 4999}").body
                == SOUND[first : first + 5000]
            )

        # One that asks and does not listen keeps nobody waiting.
        with socket.create_connection(("127.0.0.1", site.server.port)) as idle:
            idle.sendall(b"GET /media/the-bridge.mp3 HTTP/1.1\r\n")
            with ThreadPoolExecutor(16) as clients:
                assert all(clients.map(part, range(200)))

    def test_one_connection_many_requests(self, site: Site) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", site.server.port, timeout=10)
        for _ in range(3):
            connection.request("GET", "/feed.xml")
            answer = connection.getresponse()
            assert answer.read()
            assert answer.status == 200
        connection.close()


class TestOutside:
    @pytest.mark.parametrize(
        "path",
        [
            "/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/media/../../secret.txt",
            "/media/..%5c..%5csecret.txt", "//secret.txt", "/out.txt", "/outside/secret.txt", "/outside/",
            "/seen/secret.txt", "/also.txt", "/loop", "/.hidden/secret.txt", "/%2ehidden/secret.txt",
            "/media/.secret", "/media/..secret", "/state/secret.txt", "/STATE/secret.txt", "/state/",
            "/%73tate/secret.txt", "/media//../state/secret.txt", "/media/./../state/secret.txt", "/pipe.txt",
            "/a%00b", "/index.html%00.txt", "/" + "a" * 5000, "/%ff%fe", "/media/the-bridge.mp3/",
            "/media/the-bridge.mp3/x", "/C:/secret.txt", "http://127.0.0.1/../secret.txt",
        ],
    )  # fmt: skip
    def test_nothing_else_is_given(self, site: Site, path: str) -> None:
        answer = site.ask(path)
        assert answer.status == 404
        assert b"secret" not in answer.body

    def test_ways_out_written_otherwise(self, site: Site) -> None:
        ups = (
            "..",
            "%2e%2e",
            "%2E.",
            ".%2e",
            "%252e%252e",
            "..%00",
            "..;",
            "%c0%ae%c0%ae",
            "%uff0e%uff0e",
            "....",
            "..%5c",
        )
        slashes = ("/", "//", "%2f", "%5c", "/./", "%252f", "\\")
        heads = ("/", "/media/")
        paths = [head + up + slash + "secret.txt" for head in heads for up in ups for slash in slashes]
        paths += [head + up + slash + "state/secret.txt" for head in ("/media/",) for up in ups for slash in slashes]
        paths += [
            f"/{name}/secret.txt" for name in ("state", "State", "%53tate", ".hidden", "%2Ehidden", "seen", "outside")
        ]
        assert len(paths) > 150
        wrong = [path for path in paths if (answer := site.ask(path)).status != 404 or b"secret" in answer.body]
        assert wrong == []

    def test_an_absolute_path_is_one_in_the_site(self, site: Site) -> None:
        assert site.ask("/" + str(site.folder.parent / "secret.txt")).status == 404

    @given(st.text(max_size=40))
    def test_any_address_leads_into_the_site_or_nowhere(self, site: Site, path: str) -> None:
        found = SiteFiles(site.folder).find("/" + path)
        if isinstance(found, Path):
            assert found.is_relative_to(site.folder)
        if isinstance(found, str):
            assert re.fullmatch(r"/(?:[^/]+/)*", found)


class TestAddress:
    def test_the_feed_has_the_address_it_was_asked_by(self, site: Site) -> None:
        before = (site.folder / "feed.xml").read_bytes()
        answer = site.ask("/feed.xml", Host="192.168.1.20:8000")
        assert b'<enclosure url="http://192.168.1.20:8000/media/the-bridge.mp3"' in answer.body
        assert b'href="http://192.168.1.20:8000/feed.xml"' in answer.body
        assert answer.headers["content-length"] == str(len(answer.body))
        assert f'<guid isPermaLink="false">{ADDRESS}first</guid>'.encode() in answer.body
        assert answer.body.count(ADDRESS.encode()) == 1
        assert (site.folder / "feed.xml").read_bytes() == before

    def test_pages_have_it_too(self, site: Site) -> None:
        page = site.ask("/episodes/the-bridge/", Host="phone.local:80").body.decode()
        assert "<code>http://phone.local:80/feed.xml</code>" in page
        assert "podcast://phone.local:80/feed.xml" in page
        assert "url=http%3A%2F%2Fphone.local%3A80%2Ffeed.xml" in page
        assert ADDRESS not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)

    @pytest.mark.parametrize("host", ['x"><script>', "a b", "user@host", "", "x/../y"])
    def test_a_host_that_is_none_is_not_repeated(self, site: Site, host: str) -> None:
        body = site.ask("/feed.xml", Host=host).body.decode()
        assert f"http://127.0.0.1:{site.server.port}/feed.xml" in body

    def test_a_site_without_a_feed_is_given_as_it_is(self, tmp_path: Path) -> None:
        (tmp_path / "index.html").write_text(ADDRESS)
        assert published_address(tmp_path) is None
        with serving(tmp_path) as served:
            assert served.ask("/").body.decode() == ADDRESS


class TestCommand:
    def start(self, folder: Path, *options: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "audiobrief", "serve", str(folder), "--port", "0", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_it_says_where_and_ends_when_told(self, site: Site, number: signal.Signals) -> None:
        with self.start(site.folder) as program:
            assert program.stdout is not None
            pages, feed = program.stdout.readline(), program.stdout.readline()
            match = re.fullmatch(r"pages http://localhost:(\d+)/\n", pages)
            assert match
            assert feed == f"feed  http://localhost:{match[1]}/feed.xml\n"
            with socket.create_connection(("127.0.0.1", int(match[1])), timeout=5):
                program.send_signal(number)
                out, err = program.communicate(timeout=10)
        assert (program.returncode, out) == (0, "")
        assert err.splitlines()[-1] == "ended"
        assert "Traceback" not in err

    def test_it_ends_during_a_download(self, tmp_path: Path) -> None:
        with (tmp_path / "long.mp3").open("wb") as file:
            file.truncate(1 << 30)
        with self.start(tmp_path, "-v") as program:
            assert program.stdout is not None
            match = re.fullmatch(r"pages http://localhost:(\d+)/\n", program.stdout.readline())
            assert match
            with socket.create_connection(("127.0.0.1", int(match[1])), timeout=5) as client:
                client.sendall(b"GET /long.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert client.recv(15) == b"HTTP/1.1 200 OK"
                program.send_signal(signal.SIGINT)
                _, err = program.communicate(timeout=10)
        assert program.returncode == 0
        assert [line for line in err.splitlines() if line] == [
            "Ctrl-C ends it.",
            'audiobrief.publish.serving.site_files: 127.0.0.1: "GET /long.mp3 HTTP/1.1" 200 -',
            "ended",
        ]

    def test_the_network_is_let_in_when_asked(self, site: Site) -> None:
        with self.start(site.folder, "--lan") as program:
            assert program.stdout is not None
            lines = [program.stdout.readline() for _ in range(4 if local_address() else 2)]
            program.send_signal(signal.SIGINT)
            program.communicate(timeout=10)
        assert any(
            f"http://{local_address() or 'localhost'}:" in line and line.endswith("/feed.xml\n") for line in lines
        )

    def test_a_port_in_use_is_one_line(self, site: Site, tmp_path: Path) -> None:
        run = audiobrief("serve", site.folder, "--port", str(site.server.port), cwd=tmp_path)
        assert (run.status, run.out) == (1, "")
        assert run.err == f"port {site.server.port} is in use (choose another one with --port, or 0 for any)\n"

    def test_no_site_is_one_line(self, tmp_path: Path) -> None:
        run = audiobrief("serve", "nothing", cwd=tmp_path)
        assert (run.status, run.err) == (1, "nothing: there is no such folder (name the folder of the site)\n")

    def test_an_address_of_another_machine(self, tmp_path: Path) -> None:
        with pytest.raises(ServeError, match=r"192\.0\.2\.77 cannot be listened to"):
            open_server(tmp_path, "192.0.2.77", 0)

    def test_lan_and_host_exclude_each_other(self, tmp_path: Path) -> None:
        assert audiobrief("serve", ".", "--lan", "--host", "::1", cwd=tmp_path).status == 2
