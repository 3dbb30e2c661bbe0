"""The names of authors and publishers that pages state, with what stands around them."""

from __future__ import annotations

import pytest

from audiobrief.draft.readers.html.authors import clean_authors, clean_publisher
from audiobrief.draft.readers.html.page import read_page

AUTHORS: list[tuple[str, str, str | None]] = [
    # stated, publisher, names
    ("Ada Smith; Bob Lee", "The Crier", "Ada Smith, Bob Lee"),
    ("By Ada Smith", "The Crier", "Ada Smith"),
    ("an article by Username", "The Crier", None),
    ("Authority control", "Wikipedia", None),
    ("admin", "The Crier", None),
    ("Ada June Smith July", "The Crier", "Ada June Smith"),
    ("Ada Smith Monday", "The Crier", "Ada Smith"),
    ("Analysis by Ada Smith", "The Crier", "Ada Smith"),
    ("Last Updated", "The Crier", None),
    ("Ada June", "The Crier", "Ada June"),
    ("ADA SMITH March", "The Crier", "Ada Smith"),
    ("Ada Smith před", "The Crier", "Ada Smith"),
    ("Ada Smith Edited by Bob Lee", "The Crier", "Ada Smith"),
    ("Ada Smith Games Editor", "The Crier", "Ada Smith"),
    ("Ada Smith; AP Sports Writer", "The Crier", "Ada Smith"),
    ("Ada Smith; Crier Business", "Crier", "Ada Smith"),
    ("The Crier", "The Crier", None),
    ("Ada Smith", "Ada Smith", "Ada Smith"),
    ("Ada Smith (@ada)", "The Crier", "Ada Smith"),
    ("Ada Smith | 6 May 2024", "The Crier", "Ada Smith"),
    ("https://example.org/ada", "The Crier", None),
    ("Reuters", "The Crier", "Reuters"),
    ("mcupdate", "The Crier", None),
    ("Ludwig van Beek", "The Crier", "Ludwig van Beek"),
    ("Текст Венера Ерофеева", "", "Венера Ерофеева"),
    ("作者：王小明", "", "王小明"),
    ("作者", "", None),
    # trafilatura makes three names of `Ada J. Smith (http://crier.example/ada/)`
    ("Ada J Smith http; Crier Example; Ada", "", "Ada J Smith"),
    ("The Northern; Southern ministries of defence", "The Crier", None),
    ("The Canadian Press", "The Crier", "The Canadian Press"),
    ("Ada Smith; Ada J Smith; Bob Lee", "The Crier", "Ada Smith, Bob Lee"),
    ("Crier X staff", "Phys.example", None),
    ("Ada Smith Crier International", "CrierInt", "Ada Smith"),
    ("", "", None),
]


def test_names_of_authors() -> None:
    got = [(row, clean_authors(row[0].split(";"), row[1] or None), row[2]) for row in AUTHORS]
    assert [each for each in got if each[1] != each[2]] == []


@pytest.mark.parametrize(
    ("stated", "url", "name"),
    [
        ("The Crier", None, "The Crier"),
        ("The Crier | News, sport and weather", None, "The Crier"),
        ("https://www.crier.example", None, "crier.example"),
        ("Copyright 2014", "https://www.crier.example/a", "crier.example"),
        ("Copyright 2014", None, None),
        ("", None, None),
    ],
)
def test_name_of_the_publisher(stated: str, url: str | None, name: str | None) -> None:
    assert clean_publisher(stated, url) == name


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ada Smith March 18 at 3:57 PM", "Ada Smith"),
        ("By Crier News Staff", None),
        ("Our guide to the islands", None),
    ],
)
def test_author_under_the_headline(line: str, author: str | None) -> None:
    story = "".join(f"<p>The ferry sails again, and lamp {n} of its bridge was mended on Monday.</p>" for n in range(9))
    body = f"<h1>The ferry sails</h1><div><span>{line}</span></div><article>{story}</article>"
    assert read_page(f"<html lang='en'><body>{body}</body></html>").metadata.author == author
