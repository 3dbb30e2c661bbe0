"""Galleries of pictures beside an article."""

from __future__ import annotations

import pytest

from audiobrief.draft.model import Article
from audiobrief.draft.readers.html.page import read_page

SENTENCE = "The ferry to Arden sails again from Monday, and number {} of its lamps was mended on the way to the island."
STORY = "".join(f"<p>{SENTENCE.format(number)}</p>" for number in range(6))
PICTURES = ("A lamp on the bridge", "The deck in the rain", "The crew on the pier at noon")


def page(story: str, counter: str, *, from_: int = 1) -> Article:
    pictures = "".join(
        f"<div><h2>{counter.format(at)}</h2><p>{text}, which the crew had painted in the week before.</p></div>"
        for at, text in enumerate(PICTURES, from_)
    )
    return read_page(f"<html lang='en'><body><article><h1>The ferries</h1>{story}{pictures}</article></body></html>")


def listed(article: Article) -> list[str]:
    return [block.text for block in article.blocks if block.reason == "picture gallery"]


@pytest.mark.parametrize("counter", ["{}/3 Lamps", "Image {} of 3", "{} / 3"])
def test_pictures_that_are_counted_are_listed(counter: str) -> None:
    article = page(STORY, counter)
    assert len(listed(article)) == 6
    assert [block.text for block in article.blocks if block.reason is None] == [
        SENTENCE.format(number) for number in range(6)
    ]


@pytest.mark.parametrize(("counter", "from_"), [("{}. Lamps", 1), ("{} of 30 lamps", 12), ("Lamp {} of 3", 1)])
def test_other_numbers_are_no_counters(counter: str, from_: int) -> None:
    assert listed(page(STORY, counter, from_=from_)) == []


@pytest.mark.parametrize("name", ["thumbcaption", "gallerytext", "photo-caption"])
def test_texts_under_pictures_are_captions(name: str) -> None:
    article = page(f"{STORY}<div class='{name}'><p>The lamps of the ferry at night</p></div>", "Lamp {}")
    assert {block.text: block.reason for block in article.blocks}["The lamps of the ferry at night"] == "caption"


def test_an_article_of_counted_pictures_is_spoken() -> None:
    assert listed(page(f"<p>{SENTENCE}</p>", "{}/3 Lamps")) == []
