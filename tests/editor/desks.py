"""An editor of a small show, and a browser that was let in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from audiobrief.editor.application import editor_application
from audiobrief.editor.desk import Desk
from audiobrief.editor.folder import ShowFolder
from audiobrief.editor.guard import Guard
from builders import TONE_VOICES

PORT = 8123
TOKEN = "a-token-that-nobody-can-guess"
ORIGIN = f"http://127.0.0.1:{PORT}"
FILE = "scripts/one.yaml"
SCRIPT = f"""\
# The first line stays.
version: 1
title: One
{TONE_VOICES}
segments:
  - intro: |
      Good evening. This is the first of two.

      It has another paragraph.
    chapter: Start

  # What comes second.
  - narration: |
      The second one is longer. It has 17 words.
    chapter: Second

  - outro: Goodbye.
"""


def make_show(folder: Path, script: str = SCRIPT) -> Path:
    """Write a show with one script, and return the script."""
    (folder / "scripts").mkdir(parents=True)
    path = folder / FILE
    path.write_text(script, encoding="utf-8")
    return path


@contextmanager
def desk_of(folder: Path) -> Iterator[Desk]:
    """Open a desk for a show."""
    desk = Desk(ShowFolder(folder.resolve()))
    try:
        yield desk
    finally:
        desk.close()


def client(desk: Desk, *, has_cookie: bool = True, **options: Any) -> TestClient:
    """Return a browser; with the cookie, if it was let in before."""
    application = Guard(editor_application(desk), TOKEN, PORT)
    browser = TestClient(application, base_url=ORIGIN, follow_redirects=False, **options)
    browser.headers["Origin"] = ORIGIN
    if has_cookie:
        browser.headers["Cookie"] = f"audiobrief_{PORT}={TOKEN}"
    return browser


@contextmanager
def browsing(folder: Path) -> Iterator[TestClient]:
    """Open an editor for a show, and yield a browser that was let in."""
    with desk_of(folder) as desk, client(desk) as browser:
        yield browser


def script_of(browser: TestClient, file: str = FILE) -> dict[str, Any]:
    """Return what the page shows of a script."""
    answer = browser.get("/api/script", params={"file": file})
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


def change(browser: TestClient, file: str = FILE, **request: Any) -> dict[str, Any]:
    """Change a script, and return what the page shows then."""
    answer = browser.post("/api/change", json={"file": file, **request})
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


def change_text(browser: TestClient, index: int, text: str, file: str = FILE) -> dict[str, Any]:
    """Change the text of a segment."""
    segment = script_of(browser, file)["segments"][index]
    before = segment["turns"][0]["text"]
    return change(browser, file, action="text", segment=segment["id"], before=before, text=text)
