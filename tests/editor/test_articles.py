"""New scripts from addresses and feeds; nothing is fetched here."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.draft.readers.article_file import Document
from audiobrief.editor import articles
from audiobrief.errors import AddressError
from editor.desks import browsing, make_show

PAGE = "<html lang='en'><body><article><h1>{0}</h1>{1}</article></body></html>"
HARBOUR = PAGE.format("Harbour reopens", "<p>The harbour reopened on Monday, the mayor of the town said.</p>" * 4)
STORM = PAGE.format("Storm ends", "<p>The storm over the coast has ended, and trains run again.</p>" * 4)
ITEM = "<item><title>{0}</title><link>https://news.example/{1}</link><pubDate>{2} GMT</pubDate></item>"
FEED = f"""<rss version="2.0"><channel><title>News</title>
{ITEM.format("Storm ends", "storm", "Mon, 02 Nov 2026 08:00:00")}
{ITEM.format("Harbour reopens", "harbour", "Tue, 03 Nov 2026 09:30:00")}
<item><title>It has no address</title></item>
<item><title>It has an old address</title><link>http://news.example/old</link></item>
</channel></rss>"""
WEB = {"https://news.example/harbour": HARBOUR, "https://news.example/storm": STORM, "https://news.example/feed": FEED}
WEB["https://news.example/broken"] = "%PDF-1.4 and no more"
WEB["https://news.example/empty"] = "<html lang='en'><body></body></html>"


@pytest.fixture(autouse=True)
def _web(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(address: str, *, is_feed: bool = False) -> Document:
        if address not in WEB or is_feed != address.endswith("feed"):
            raise AddressError(f"{address}: HTTP status 404 (check the address)")
        return Document(WEB[address].encode(), address, None if is_feed else "html", address)

    monkeypatch.setattr(articles, "fetch_document", fetch)


def test_an_address_becomes_a_script(tmp_path: Path) -> None:
    make_show(tmp_path)
    with browsing(tmp_path) as browser:
        asked = {"stem": "harbour", "name": "", "addresses": [" https://news.example/harbour "]}
        file = browser.post("/api/new", json=asked).json()["file"]
        article = browser.get("/api/article", params={"file": file}).json()["article"]
    assert "https://news.example/harbour" in (tmp_path / file).read_text()
    assert "The harbour reopened on Monday" in article


def test_articles_of_a_feed_become_a_bulletin(tmp_path: Path) -> None:
    make_show(tmp_path)
    with browsing(tmp_path) as browser:
        entries = browser.post("/api/feed", json={"address": "https://news.example/feed"}).json()["entries"]
        assert entries == [
            {"title": "Harbour reopens", "address": "https://news.example/harbour", "published": "2026-11-03 09:30"},
            {"title": "Storm ends", "address": "https://news.example/storm", "published": "2026-11-02 08:00"},
        ]
        addresses = [*(entry["address"] for entry in entries), "https://news.example/gone"]
        made = browser.post("/api/new", json={"stem": "bulletin", "name": "", "addresses": addresses}).json()
    text = (tmp_path / made["file"]).read_text()
    assert "The harbour reopened" in text
    assert "The storm over the coast" in text
    assert made["remarks"] == ["https://news.example/gone: HTTP status 404 (check the address)"]


@pytest.mark.parametrize("wrong", ["empty", "broken"])
@pytest.mark.slow
def test_an_article_that_cannot_be_read_is_left_out(tmp_path: Path, wrong: str) -> None:
    make_show(tmp_path)
    addresses = [f"https://news.example/{name}" for name in ("harbour", wrong, "storm")]
    with browsing(tmp_path) as browser:
        answer = browser.post("/api/new", json={"stem": "bulletin", "name": "", "addresses": addresses})
        assert answer.status_code == 200, answer.text
        made = answer.json()
        article = browser.get("/api/article", params={"file": made["file"]}).json()["article"]
    assert len(made["remarks"]) == 1
    assert made["remarks"][0].startswith(f"https://news.example/{wrong}: ")
    assert "2 articles" in (tmp_path / made["file"]).read_text()
    assert "The harbour reopened" in article
    assert "The storm over the coast" in article


def test_a_script_that_came_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_show(tmp_path)
    other = tmp_path / "scripts" / "harbour.yaml"

    def fetch(address: str, *, is_feed: bool = False) -> Document:
        assert not is_feed
        other.write_text("another script\n")
        return Document(HARBOUR.encode(), address, "html", address)

    monkeypatch.setattr(articles, "fetch_document", fetch)
    asked = {"stem": "harbour", "name": "", "addresses": ["https://news.example/harbour"]}
    with browsing(tmp_path) as browser:
        answer = browser.post("/api/new", json=asked)
    assert answer.status_code == 400
    assert "there is a script 'harbour' already" in answer.json()["error"]
    assert other.read_text() == "another script\n"


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/api/new", {"stem": "x", "name": "", "addresses": ["https://news.example/gone"]}),
        ("/api/new", {"stem": "x", "name": "", "addresses": ["https://news.example/gone"] * 2}),
        ("/api/feed", {"address": "https://news.example/harbour"}),
    ],
)
def test_addresses_that_cannot_be_read(tmp_path: Path, path: str, asked: dict[str, object]) -> None:
    make_show(tmp_path)
    with browsing(tmp_path) as browser:
        answer = browser.post(path, json=asked)
    assert answer.status_code == 400
    assert "HTTP status 404" in answer.json()["error"]
    assert not (tmp_path / "scripts" / "x.yaml").exists()
