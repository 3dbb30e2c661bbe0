"""The articles of the tests: those in `articles/`, each with what must come of it beside it, and built ones."""

from __future__ import annotations

import io
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from audiobrief.draft.model import Article

FOLDER = Path(__file__).parent / "articles"

HOUSE = """\
version: 1
title: The Briefing
language: en-GB
voices:
  presenter: {engine: tone, name: "220"}
  quote: {engine: tone, name: "880"}
voice: presenter
quotes: quote
"""


def texts_of(article: Article) -> list[str]:
    """Return the texts of an article, those that are left out with their reasons."""
    return [f"{block.reason}: {block.text}" if block.reason else block.text for block in article.blocks]


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come of an article."""

    title: str
    language: str
    chapters: tuple[str, ...]
    omitted: tuple[str, ...]
    """How each paragraph that is left out begins."""
    date: str | None = None
    author: str | None = None
    publisher: str | None = None
    speakers: tuple[str, ...] | None = None
    """Who says the quotations; None where that is not stated."""
    hard: tuple[str, ...] | None = None
    """What makes sentences hard to follow."""


def expected(name: str) -> Expected:
    found = tomllib.loads((FOLDER / f"{Path(name).stem}.toml").read_text(encoding="utf-8"))
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in found.items()}
    return Expected(**values)


WRITTEN = tuple(sorted(path.name for path in FOLDER.iterdir() if path.suffix != ".toml"))
BUILT = {
    "built.pdf": "news-bridge.txt",
    "built.docx": "front-matter.md",
    "built-cp1252.txt": "french-news.txt",
    "built-nul.txt": "german-news.txt",
}
"""Files in other formats, and the article that each is made from."""


def content_of(name: str) -> bytes:
    if name not in BUILT:
        return (FOLDER / name).read_bytes()
    text = (FOLDER / BUILT[name]).read_text(encoding="utf-8")
    if name.endswith(".pdf"):
        return pdf(text.strip().split("\n\n"))
    if name.endswith(".docx"):
        return docx()
    if "cp1252" in name:
        return text.encode("cp1252")
    return text.replace(" ", "\0 ", 20).replace("\n", "\r\n").encode()


def pdf(paragraphs: list[str]) -> bytes:
    """Build a PDF with a page's number at the foot of each page."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    content = io.BytesIO()
    style = getSampleStyleSheet()["BodyText"]

    def number(canvas: object, document: object) -> None:
        canvas.drawString(280, 30, str(document.page))  # type: ignore[attr-defined] # reportlab has no types

    SimpleDocTemplate(content, invariant=1).build(
        [Paragraph(text.replace("&", "&amp;"), style) for text in paragraphs], onFirstPage=number, onLaterPages=number
    )
    return content.getvalue()


def docx() -> bytes:
    """Build a Word file with styles, a caption and a table."""
    from docx import Document

    document = Document()
    document.add_paragraph("The school that moved", style="Title")
    document.add_paragraph("When the river took the lower road, the village of Esk moved its school up the hill.")
    document.add_paragraph("The school in its old place", style="Caption")
    document.add_heading("Forty thousand bricks", 1)
    document.add_paragraph("Each brick was numbered by the pupils.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Walls", "9 weeks"
    document.add_heading("What was left behind", 1)
    document.add_paragraph("“We left the cellar,” said Ben Tully.")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


EXPECTED_BUILT = {
    "built.pdf": replace(expected("news-bridge.txt"), omitted=("1", *expected("news-bridge.txt").omitted)),
    "built.docx": Expected(
        "The school that moved",
        "en",
        ("Forty thousand bricks", "What was left behind"),
        ("The school in its old place", "Walls | 9 weeks"),
        speakers=("Ben Tully",),
    ),
    "built-cp1252.txt": expected("french-news.txt"),
    "built-nul.txt": expected("german-news.txt"),
}


def long_article(words: int = 10_000) -> str:
    """Build an article of about so many words, with a heading every 500."""
    subjects = ["The harbour", "The council", "A farmer", "The old mill", "The railway", "Nobody in the town"]
    verbs = ["waited for", "paid for", "looked at", "forgot", "wrote about", "argued over"]
    objects = ["the bridge", "a new road", "the flood", "the winter fair", "the last ferry", "the price of bread"]
    times = ["in spring", "for years", "last week", "before the war", "that evening", "without saying why"]
    blocks = ["The long story of a small town"]
    count = number = 0
    while count < words:
        if number % 8 == 0:
            blocks.append(f"Part {number // 8 + 1} of the story")
        sentences = [
            f"{subjects[(number + at) % 6]} {verbs[(number * 5 + at) % 6]} {objects[(number * 7 + at * 5) % 6]} "
            f"{times[(number // 6 + at) % 6]}, and that was number {number * 8 + at}."
            for at in range(5)
        ]
        blocks.append(" ".join(sentences))
        count += len(blocks[-1].split())
        number += 1
    return "\n\n".join(blocks)
