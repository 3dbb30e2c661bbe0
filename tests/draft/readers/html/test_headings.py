"""Headings of pages: the headline, the site's name, titles of other articles, and words that may be either."""

from __future__ import annotations

import pytest

from audiobrief.draft.drafting import Draft, make_draft
from audiobrief.draft.readers.html.page import read_page

SEALS = "<p>Seals have come back to the mouth of the river after thirty years, the wardens said on Monday.</p>"
PUPS = "<p>Eleven pups were counted on the sands in July, which is three more than there were last year.</p>"
MUD = "<p>The river was once so dirty that nothing lived in it between the weir and the open sea.</p>"


def draft(body: str, head: str = "<title>Seals are back</title>") -> Draft:
    return make_draft(read_page(f'<html lang="en"><head>{head}</head><body>{body}</body></html>'))


def titles(drafted: Draft) -> list[str | None]:
    return [chapter.title for chapter in drafted.chapters]


def omitted(drafted: Draft) -> list[tuple[str, str]]:
    return [(each.reason, each.block.text) for each in drafted.omitted]


def test_a_heading_that_says_the_headline_again_is_listed() -> None:
    drafted = draft(f"<article><h1>Seals are back</h1>{SEALS}<h2>Seals are back</h2>{PUPS}{MUD}</article>")
    assert titles(drafted) == [None]
    assert omitted(drafted) == [("title (said in the intro)", "Seals are back")]


@pytest.mark.parametrize("word", ["Analysis", "Comments", "Explainer"])
def test_a_word_of_furniture_over_story_is_a_heading(word: str) -> None:
    drafted = draft(f"<article><h1>Seals are back</h1>{SEALS}{PUPS}<h2>{word}</h2>{MUD}</article>")
    assert titles(drafted) == [None, word]
    assert not drafted.omitted


@pytest.mark.parametrize("under", ["<p><a href='/mud'>The mud</a></p>", "<p>12 comments</p>"])
def test_a_word_of_furniture_over_furniture_is_listed(under: str) -> None:
    drafted = draft(f"<article><h1>Seals are back</h1>{SEALS}{PUPS}<h2>Analysis</h2>{under}</article>")
    assert titles(drafted) == [None]
    assert omitted(drafted)[0][1] == "Analysis"


@pytest.mark.parametrize(
    "box",
    [
        "<div><h2>FROM OUR PAGES</h2><h3><a href='/swifts'>Why swifts never land</a></h3></div>",
        "<h2>Related</h2><h3><a href='/swifts'>Why swifts never land</a></h3><h3><a href='/b'>A box</a></h3>",
        "<h3><a href='/swifts'>Why swifts never land</a></h3>",
    ],
)
def test_titles_of_other_articles_are_no_chapters_and_the_story_goes_on(box: str) -> None:
    drafted = draft(f"<article><h1>Seals are back</h1><h2>The count</h2>{SEALS}{PUPS}{box}{MUD}</article>")
    assert titles(drafted) == ["The count"]
    assert len(drafted.chapters[0].paragraphs) == 3
    assert {reason for reason, _ in omitted(drafted)} == {"link to other articles"}


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("/a", "/b", "/c"),
        ("#a", "#b", "#c"),
        ("/s#a", "#b", "/s#c"),
        ("https://x.example/a", "https://y.example/b", "https://z.example/c"),
    ],
)
def test_linked_headings_over_texts_of_their_own_are_chapters(first: str, second: str, third: str) -> None:
    parts = "".join(
        f"<h2><a href='{link}'>{title}</a></h2>{text}"
        for link, title, text in [(first, "The count", SEALS), (second, "The sands", PUPS), (third, "The mud", MUD)]
    )
    assert titles(draft(f"<article><h1>Seals are back</h1>{parts}</article>")) == ["The count", "The sands", "The mud"]


@pytest.mark.parametrize(
    ("logo", "head"),
    [
        ("<h1><a href='/'>The Post</a></h1>", ""),
        ("<h1>The Post</h1>", '<meta property="og:site_name" content="The Post">'),
    ],
)
@pytest.mark.parametrize("level", ["h1", "h2"])
def test_the_name_of_the_site_is_not_the_headline(logo: str, head: str, level: str) -> None:
    drafted = draft(
        f"<header>{logo}</header><article><{level}>Seals are back</{level}>{SEALS}{PUPS}{MUD}</article>",
        f'<title>Seals are back | The Post</title><meta property="og:title" content="Seals are back">{head}',
    )
    assert (drafted.metadata.title, titles(drafted)) == ("Seals are back", [None])
    assert omitted(drafted) == [("name of the site", "The Post")]


@pytest.mark.parametrize(("heading", "is_story"), [("Where to look", True), ("Related stories", False)])
def test_items_that_begin_with_a_link_and_go_on_are_story_but_in_a_box(heading: str, *, is_story: bool) -> None:
    items = "".join(f"<li><a href='/{name}'>{name}</a>: quiet, and open until dusk</li>" for name in ("A", "B"))
    drafted = draft(f"<article><h1>Seals</h1>{SEALS}<h2>{heading}</h2><ul>{items}</ul><h2>Mud</h2>{MUD}</article>")
    assert (titles(drafted) == [None, heading, "Mud"]) is is_story
    assert (not drafted.omitted) is is_story
