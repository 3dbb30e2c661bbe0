"""Files that mean harm, or that no article is: refused or cleaned in one line; nothing else is read or asked."""

from __future__ import annotations

import gzip
import socket
from pathlib import Path

import pytest

from audiobrief.draft.drafting import make_draft
from audiobrief.draft.readers.article_file import read_article, read_content
from audiobrief.draft.readers.html.page import read_page
from audiobrief.errors import ArticleError
from builders import audiobrief, measured_run, zipped
from draft.hostile_articles import ARTICLES, Content

SIZES: dict[str, Content] = {
    "gzip.html": lambda: gzip.compress(b"<p>a</p>" * 100_000),
    "markup.html": lambda: b"<p>word word word</p>\n" * 2_400_000,
    "story.html": lambda: b"<p>A paragraph that says something.</p>" * 100_000,
    "nul.txt": lambda: b"\0" * 1_000_000,
    "broken.docx": lambda: b"PK\x03\x04" + b"x" * 1000,
    "other.docx": lambda: zipped({"a.txt": b"text"}),
    "broken.pdf": lambda: b"%PDF-1.4\n" + b"1 0 obj<<>>endobj\n" * 1000,
    "text.pdf": lambda: b"This is no PDF.",
    "empty.txt": lambda: b" \n",
    "links.html": lambda: b"<ul><li><a href=x>One</a><li><a href=y>Two</a></ul>",
}
REFUSED = {
    **{name: ARTICLES[name] for name in ("deep.html", "tables.html", "line.txt", "marks.md", "bomb.docx")},
    **SIZES,
}


_LONG = {"story.html", "marks.md"}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in _LONG else name for name in REFUSED]
)
def test_it_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(REFUSED[name]())
    run = audiobrief("draft", name, cwd=tmp_path)
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith(f"{name}: ")
    assert run.err.count("\n") == 1
    assert run.err.endswith(")\n")
    assert [path.name for path in tmp_path.iterdir()] == [name]


EVERYDAY = {
    "digits.docx",
    "encrypted.docx",
    "beyond.docx",
    "external.docx",
    "itself.pdf",
    "references.html",
    "half.pdf",
}


@pytest.mark.parametrize(
    "name", [name if name in EVERYDAY else pytest.param(name, marks=pytest.mark.slow) for name in ARTICLES]
)
def test_each_ends_in_one_line_or_a_draft(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(ARTICLES[name]())
    run = measured_run("draft", name, "-o", "draft.yaml", "-q", cwd=tmp_path)
    assert run.status in {0, 1, 2}  # 1 if hardly anything of a page is spoken
    assert (run.err.count("\n"), "fault" in run.err) == (min(run.status, 1), False)
    assert (tmp_path / "draft.yaml").exists() is (run.status < 2)
    assert run.seconds <= 45  # the limit is 20 s; other tests share the processor
    assert run.megabytes <= 600


def test_signs_that_cannot_be_said_are_cleaned() -> None:
    text = "A ti\0tle\n\nThe \x07house \ue000and\ufeff the gar\u00adden are\u2028big."
    draft = make_draft(read_content(text.encode(), "a.txt", "text"))
    assert draft.metadata.title == "A title"
    assert draft.chapters[0].paragraphs == ("The house and the garden are big.",)


def test_entities_of_a_page_are_not_resolved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("something was asked of the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    (tmp_path / "secret").write_text("the secret", encoding="utf-8")
    place = (tmp_path / "secret").as_uri()
    page = read_page(
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a SYSTEM "{place}"><!ENTITY b SYSTEM "http://127.0.0.1/">]>'
        f'<html><head><base href="{place}"><link rel="import" href="{place}"></head><body><h1>What is it?</h1>'
        f'<p>It says &a; and &b; and no more than that, they say.</p><img src="{place}"><embed src="{place}">'
        f'<iframe src="http://127.0.0.1/"></iframe></body></html>'
    )
    assert [block.text for block in page.blocks] == ["It says &a; and &b; and no more than that, they say."]


def test_entities_that_multiply_stay_what_they_are() -> None:
    entities = "".join(f'<!ENTITY c{at} "&c{at - 1};&c{at - 1};">' for at in range(1, 60))
    page = read_page(f'<!DOCTYPE html [<!ENTITY c0 "aaaa">{entities}]><p>It says &c59; and no more, they say here.</p>')
    assert [block.text for block in page.blocks] == ["It says &c59; and no more, they say here."]


@pytest.mark.parametrize("name", ["", "folder", "missing.txt", "a\0b"])
def test_what_is_no_file_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(ArticleError, match=r"\(.+\)$"):
        read_article(tmp_path / name)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1/", "https://127.0.0.1/", "https://localhost/"]
)
def test_addresses_that_are_not_public_are_refused_in_one_line(tmp_path: Path, address: str) -> None:
    run = audiobrief("draft", address, "-o", "a.yaml", cwd=tmp_path)
    assert run.status in {1, 2}
    assert run.err.count("\n") == 1
    assert not (tmp_path / "a.yaml").exists()
