"""All words of an article are what a script is compared with, whatever file they came in."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from audiobrief.draft.model import Article, Block, Metadata
from audiobrief.errors import ArticleError
from audiobrief.review.against.article import article_text, read_article_text
from builders import TONE_VOICES, audiobrief, write_script

PAGE = """\
<html lang="en"><head><title>A bridge opens</title><meta name="author" content="Ada Wells"></head><body>
<nav><a href="/">The Daily Ferry</a></nav>
<article><h1>A bridge opens</h1><p>The bridge cost 3 million, said the mayor, who had asked for less.</p>
<figure><img src="a.jpg"><figcaption>The 7 pillars in May</figcaption></figure>
<p>It will stand for a hundred years, and ships of every size can pass under it.</p></article></body></html>
"""


def test_what_a_draft_leaves_out_counts() -> None:
    article = Article(
        Metadata("A bridge opens", "Ada Wells", "The Ferry", date(2023, 2, 17), "https://example.org/", "In short."),
        (Block("Seven pillars", reason="caption"), Block("It cost 3 million.")),
        has_headings=True,
    )
    assert article_text(article).split("\n\n") == [
        "A bridge opens",
        "In short.",
        "Ada Wells",
        "The Ferry",
        "2023-02-17",
        "Seven pillars",
        "It cost 3 million.",
    ]


def test_letters_and_their_accents_are_one_sign() -> None:
    assert article_text(Article(Metadata(), (Block("Cafe\u0301"),), has_headings=False)) == "Caf\u00e9"


def test_markdown_is_read_as_its_words(tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    path.write_text(
        "# A *new* [bridge](https://example.org/7)\n\n> **Now** open\n\n- in May\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    assert read_article_text(path).split("\n\n") == ["A new bridge", "Now open", "in May", "a | b | 1 | 2"]


def test_a_page_is_read_with_its_captions_and_what_stands_around(tmp_path: Path) -> None:
    path = tmp_path / "article.html"
    path.write_text(PAGE)
    text = read_article_text(path)
    for said in (
        "A bridge opens",
        "Ada Wells",
        "The Daily Ferry",
        "cost 3 million",
        "The 7 pillars in May",
        "a hundred",
    ):
        assert said in text


def test_a_word_file_is_read(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("A bridge opens", 1)
    document.add_paragraph("The bridge cost 3 million.")
    document.add_table(1, 1).cell(0, 0).text = "7 pillars"
    content = io.BytesIO()
    document.save(content)
    (tmp_path / "article.docx").write_bytes(content.getvalue())
    text = read_article_text(tmp_path / "article.docx")
    assert "The bridge cost 3 million." in text
    assert "7 pillars" in text


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", None, "cannot be read: no such file or directory (check the path and its rights)"),
        ("a.txt", b" \n", "the file is empty (name one with an article in it)"),
        ("a.pdf", b"words", "this is not a PDF file, whatever its name says (save it again)"),
    ],
)
def test_what_is_no_article_is_refused(name: str, content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ArticleError) as caught:
        read_article_text(path)
    assert str(caught.value) == f"{path}: {message}"


def test_a_page_that_is_too_long_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><p>{'word ' * 30_000}</p></body></html>")
    with pytest.raises(ArticleError) as caught:
        read_article_text(path)
    assert str(caught.value).startswith(f"{path}: a paragraph of ")


@pytest.mark.slow
def test_check_compares_with_a_page(tmp_path: Path) -> None:
    (tmp_path / "article.html").write_text(PAGE)
    said = "The 7 pillars cost 3 million. They will stand for 200 years."
    write_script(tmp_path, f"{TONE_VOICES}segments:\n  - narration: {said}\n")
    run = audiobrief("check", "episode.yaml", "--against", "article.html", cwd=tmp_path)
    assert (run.status, run.err) == (0, "")
    assert [line.split(": ", 2)[2] for line in run.out.splitlines() if "the article does" in line] == [
        "the article does not have the number '200' (compare it with the passage, and correct it)"
    ]


def test_check_fetches_no_article(tmp_path: Path) -> None:
    write_script(tmp_path, f"{TONE_VOICES}segments:\n  - narration: Hi.\n")
    run = audiobrief("check", "episode.yaml", "--against", "https://example.org/a", cwd=tmp_path)
    assert (run.status, run.out) == (2, "")
    assert run.err == "https://example.org/a: check fetches nothing (save the article, and name its file)\n"
