"""Who is let in: 40 requests that are refused, and those that are not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audiobrief.editor.desk import Desk
from audiobrief.editor.guard import LARGEST_REQUEST, SECURITY_HEADERS
from editor.desks import FILE, ORIGIN, PORT, TOKEN, client, desk_of, make_show

COOKIE = f"audiobrief_{PORT}={TOKEN}"
API = {"file": FILE}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "show"
    make_show(folder)
    (tmp_path / "secret.yaml").write_text("segments:\n- intro: Secret.\n")
    (folder / "notes.txt").write_text("Secret.")
    (folder / ".hidden.yaml").write_text("segments:\n- intro: Secret.\n")
    (folder / "out").mkdir()
    (folder / "out" / "x.yaml").write_text("segments:\n- intro: Secret.\n")
    if hasattr(os, "symlink"):
        (folder / "scripts" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
        (folder / "away").symlink_to(tmp_path)
        (folder / "scripts" / "loop.yaml").symlink_to("loop.yaml")
    with desk_of(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {"Host": "evil.example"}, 421),
        ("GET", {"Host": f"127.0.0.1:{PORT + 1}"}, 421),
        ("GET", {"Host": "127.0.0.1"}, 421),
        ("GET", {"Host": f"127.0.0.1.evil.example:{PORT}"}, 421),
        ("GET", {"Host": f"[::1]:{PORT}"}, 421),
        ("GET", {"Host": f"127.0.0.1:{PORT}@evil.example"}, 421),
        ("GET", {"Host": f"LOCALHOST:{PORT}"}, 421),
        ("GET", {"Origin": "http://evil.example"}, 403),
        ("GET", {"Origin": "null"}, 403),
        ("GET", {"Origin": f"https://127.0.0.1:{PORT}"}, 403),
        ("GET", {"Origin": f"http://127.0.0.1:{PORT + 1}"}, 403),
        ("GET", {"Origin": f"http://localhost:{PORT}"}, 403),
        ("GET", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("GET", {"Sec-Fetch-Site": "same-site"}, 403),
        ("GET", {"Cookie": ""}, 403),
        ("GET", {"Cookie": f"audiobrief_{PORT}=other"}, 403),
        ("GET", {"Cookie": f"audiobrief_{PORT}={TOKEN[:-1]}"}, 403),
        ("GET", {"Cookie": f"audiobrief_1={TOKEN}"}, 403),
        ("POST", {"Origin": ""}, 403),
        ("POST", {"Content-Type": "text/plain"}, 415),
        ("POST", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ("POST", {"Content-Type": "application/json", "Content-Length": str(LARGEST_REQUEST + 1)}, 413),
        ("PUT", {}, 405),
        ("DELETE", {}, 405),
        ("OPTIONS", {}, 405),
    ],
)
def test_requests_from_elsewhere_are_refused(desk: Desk, method: str, headers: dict[str, str], status: int) -> None:
    with client(desk) as browser:
        for name in [name for name, value in headers.items() if not value]:
            del browser.headers[name]
        sent = {name: value for name, value in headers.items() if value}
        body = b'{"file": "scripts/one.yaml"}' if method == "POST" else None
        answer = browser.request(method, "/api/undo", headers=sent, params=API, content=body)
    assert answer.status_code == status
    assert "Secret" not in answer.text


NAMES = [
    "../secret.yaml",
    "scripts/../../secret.yaml",
    "scripts/../scripts/one.yaml",
    "..\\secret.yaml",
    "scripts/..%2f..%2fsecret.yaml",
    "%2e%2e/secret.yaml",
    "/etc/passwd",
    "//secret.yaml",
    "scripts//one.yaml",
    "scripts/./one.yaml",
    "scripts/link.yaml",
    "away/secret.yaml",
    "scripts/loop.yaml",
    "scripts/one.yaml\0.txt",
    "scripts",
    "notes.txt",
    ".hidden.yaml",
    "out/x.yaml",
    "C:/secret.yaml",
    "file:///secret.yaml",
    "scripts/one.yaml/",
    "scripts/\udcff.yaml",
    "a/b/c/d/e.yaml",
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_files_outside_of_the_folder_are_not_reached(desk: Desk, tmp_path: Path, name: str) -> None:
    before = (tmp_path / "secret.yaml").read_bytes()
    with client(desk) as browser:
        answers = []
        if name.isprintable() or name.isascii():
            paths = ("/script", "/api/script", "/api/margins", "/api/episode", "/episode", "/api/events")
            answers += [browser.get(path, params={"file": name}) for path in paths]
        segment = "0" * 16 + "-1"
        requests: list[tuple[str, dict[str, Any]]] = [
            ("/api/change", {"action": "text", "segment": segment, "before": "Secret.", "text": "Other."}),
            ("/api/undo", {}),
            ("/api/hear", {"segment": segment, "sentence": 0}),
            ("/api/render", {}),
        ]
        if "\udcff" not in name:
            answers += [browser.post(path, json={"file": name, **request}) for path, request in requests]
    assert all(answer.status_code in {400, 404} for answer in answers), [each.status_code for each in answers]
    assert not any("Secret" in answer.text for answer in answers)
    assert (tmp_path / "secret.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "path",
    ["/assets/../pages/__init__.py", "/assets/%2e%2e/__init__.py", "/assets/..%2f__init__.py", "/sound/../../x",
     "/sound/" + "0" * 64 + ".wav", "/etc/passwd", "//evil.example/", "/static/x"],
)  # fmt: skip
def test_other_paths_lead_nowhere(desk: Desk, path: str) -> None:
    with client(desk) as browser:
        assert browser.get(ORIGIN + path).status_code in {403, 404, 421}


def test_requests_that_no_page_sends_are_refused(desk: Desk) -> None:
    with client(desk) as browser:
        for body in (b"", b"[]", b"{}", b"\xff", b'{"file": 1}', b'{"file": "scripts/one.yaml", "action": "exec"}'):
            headers = {"Content-Type": "application/json"}
            assert browser.post("/api/change", content=body, headers=headers).status_code == 400


class TestTheAddress:
    def test_the_token_becomes_a_cookie(self, desk: Desk) -> None:
        with client(desk, has_cookie=False) as browser:
            del browser.headers["Origin"]
            assert browser.get("/").status_code == 403
            assert browser.get("/", params={"token": "other"}).status_code == 403
            assert browser.get("/api/script", params={"token": TOKEN, **API}).status_code == 403
            opened = browser.get("/", params={"token": TOKEN, "open": FILE})
            assert (opened.status_code, opened.headers["location"]) == (303, f"/script?file={FILE}")
            cookie = opened.headers["set-cookie"]
            assert f"{COOKIE};" in cookie
            assert "HttpOnly" in cookie
            assert "SameSite=strict" in cookie
            assert browser.get("/").status_code == 200

    def test_it_leads_to_no_other_site(self, desk: Desk) -> None:
        with client(desk, has_cookie=False) as browser:
            opened = browser.get("/", params={"token": TOKEN, "open": "//evil.example/\r\nX: y"})
        assert opened.headers["location"].startswith("/script?file=//evil.example/%0D%0A")

    def test_pages_are_let_through(self, desk: Desk) -> None:
        with client(desk) as browser:
            assert browser.get(
                "/", headers={"Host": f"localhost:{PORT}", "Origin": f"http://localhost:{PORT}"}
            ).is_success
            page = browser.get("/script", params=API)
            assert page.is_success
            assert TOKEN not in page.text
            assert browser.get("/assets/script.js").headers["content-type"] == "text/javascript; charset=utf-8"


def test_nothing_is_loaded_from_elsewhere() -> None:
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_body_that_grows_is_cut_off(desk: Desk) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(49):
            yield b" " * (1 << 20)

    with client(desk, raise_server_exceptions=False) as browser:
        headers = {"Content-Type": "application/json"}
        answer = browser.post("/api/change", content=pieces(), headers=headers)
    assert answer.status_code >= 400
