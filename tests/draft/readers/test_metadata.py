"""A byline and a date are lines by themselves; a sentence or a heading that begins like one is the story's."""

from __future__ import annotations

from datetime import date

import pytest

from audiobrief.draft.model import Article, Block, Metadata
from audiobrief.draft.readers.metadata import author_in, day_of, read_metadata
from audiobrief.draft.structure.byline import read_byline
from audiobrief.language.profile import load_language


@pytest.mark.parametrize(
    ("tag", "line", "author"),
    [
        ("en", "By Ruth Hall", "Ruth Hall"),
        ("en", "By Ruth Hall.", "Ruth Hall"),
        ("en", "By Ruth Hall, Science Editor", "Ruth Hall"),
        ("en", "By Ruth Hall, 3 May 2021", "Ruth Hall"),
        ("en", "By Ruth Hall and Kim Ward in Hull", "Ruth Hall and Kim Ward"),
        ("en", "By Ruth Hall March 18 at 3:57 PM", "Ruth Hall"),
        ("en", "By Ruth Hall Sept. 18, 2021", "Ruth Hall"),
        ("en", "By Ruth May 18 hours ago", "Ruth May"),
        ("en", "By Ruth Hall, Kim Ward and Lee Oak", "Ruth Hall, Kim Ward and Lee Oak"),
        ("en", "by Ruth Hall · May 3, 2021 · 7 Comments", "Ruth Hall"),
        ("en", "Words by Ruth Hall", "Ruth Hall"),
        ("en", "RUTH HALL | Hull | 3 MAY 2021", "RUTH HALL"),
        ("de", "Von Jan Voss und Ida von Berg", "Jan Voss und Ida von Berg"),
        ("de", "Text: Jan Voss", "Jan Voss"),
        ("fr", "Par Luc Roy à Dole", "Luc Roy"),
        ("es", "LUIS REY | Vigo | 3 MAY 2021 - 06:00 CEST", "LUIS REY"),
        ("uk", "Автор: Іван Коваль", "Іван Коваль"),
        ("uk", "Автор: Іван Коваль 3 травня 2021 року", "Іван Коваль"),
    ],
)
def test_a_line_that_names_the_author(tag: str, line: str, author: str) -> None:
    assert author_in(line, load_language(tag)) == author


@pytest.mark.parametrize(
    ("tag", "line"),
    [
        ("en", "By Easter Monday, sixty boats were back in the harbour."),
        ("en", "By Easter Monday, nobody had come"),
        ("en", "By Boat"),
        ("en", "By the River Hull"),
        ("de", "Von Jan Voss, der hier wohnte, weiß man wenig."),
        ("de", "Von Jan Voss ist wenig bekannt"),
        ("fr", "Par Grand Froid, le port est fermé."),
        ("es", "Por Santa Marta, el puerto está cerrado."),
    ],
)
def test_a_sentence_names_no_author(tag: str, line: str) -> None:
    assert author_in(line, load_language(tag)) is None


@pytest.mark.parametrize(
    ("tag", "line", "day"),
    [
        ("en", "3 May 2021", date(2021, 5, 3)),
        ("en", "Mon 3 May 2021 07.15 BST", date(2021, 5, 3)),
        ("en", "Last updated on May 3, 2021 at 7:15 a.m. EST", date(2021, 5, 3)),
        ("en", "03 May 2021 — 4 min read", date(2021, 5, 3)),
        ("en", "Ruth Hall, 3 May 2021", date(2021, 5, 3)),
        ("de", "Stand: 03.05.2021, 16:00 Uhr", date(2021, 5, 3)),
        ("fr", "Publié le 3 mai 2021 à 7h15, mis à jour à 9h00", date(2021, 5, 3)),
        ("es", "lunes, 3 de mayo de 2021", date(2021, 5, 3)),
        ("uk", "3 травня 2021 року", date(2021, 5, 3)),
    ],
)
def test_a_line_that_is_a_date(tag: str, line: str, day: date) -> None:
    assert day_of(line, load_language(tag)) == day


@pytest.mark.parametrize(
    "line", ["11 May 1926: the strike", "11 May 1926: Strike", "The flood of 11 May 1926", "It began on 11 May 1926."]
)
def test_a_heading_with_a_date_is_no_day_of_publication(line: str) -> None:
    assert day_of(line, load_language("en")) is None


@pytest.mark.parametrize(
    ("language", "stated"),
    [("de", "Interview: Jan Voss"), ("de", "Interview Jan Voss"), ("en", "By Jan Voss"), ("", "Jan Voss")],
)
def test_an_author_is_stated_without_a_label(language: str, stated: str) -> None:
    assert read_metadata({"author": stated, "language": language}).author == "Jan Voss"


def test_the_days_of_a_diary_are_no_day_of_publication() -> None:
    story = "The men met on the quay at noon and nobody went on board that day."
    texts = ["How the strike began", "11 May 1926", story, "12 May 1926", story, "19 May 1926", story]
    opened = read_byline(Article(Metadata(), tuple(map(Block, texts)), has_headings=False), load_language("en"))
    assert opened.metadata.published is None
    assert [block.text for block in opened.blocks if block.reason is None] == texts[1:]


def test_a_day_and_its_update_are_no_headings() -> None:
    story = "The men met on the quay at noon and nobody went on board that day."
    texts = ["How the strike began", "11 May 2021", story, "Updated 12 May 2021", story]
    opened = read_byline(Article(Metadata(), tuple(map(Block, texts)), has_headings=False), load_language("en"))
    assert opened.metadata.published == date(2021, 5, 11)
