"""The title of a page: among its headings, and what its head states."""

from __future__ import annotations

import pytest

from audiobrief.draft.readers.html.page import read_page

STORY = (
    "<p>Seals have come back to the mouth of the river after thirty years, the wardens said on Monday.</p>"
    "<p>Eleven pups were counted on the sands in July, which is three more than there were last year.</p>"
)
SITE = "<meta property='og:site_name' content='The Post'>"


def title_of(head: str, body: str) -> str | None:
    return read_page(f"<html lang='en'><head>{head}</head><body>{body}</body></html>").metadata.title


TITLES = {
    # The site's name or a link home stands in the first heading.
    "logo": (
        "<title>Seals are back in the river - The Post</title>",
        f"<h1>The Post</h1><article><h2>Seals are back in the river</h2>{STORY}</article>",
        "Seals are back in the river",
    ),
    "link home": (
        '<meta property="og:title" content="Seals are back in the river"><title>Seals are back - MSN</title>',
        f"<h1>back to msn home news</h1><article>{STORY}</article>",
        "Seals are back in the river",
    ),
    "name in brackets": (
        "<title>Seals are back - Chapter 1 | Tales of a River [Archive of Rivers]</title>",
        f"<h1>Archive of Rivers beta</h1><main>{STORY}</main>",
        "Seals are back - Chapter 1 | Tales of a River [Archive of Rivers]",
    ),
    # The headline is worded otherwise than the title for search machines.
    "other words": (
        "<title>Thirty years later, there are pups on the sands</title>",
        f"<article><h1>What the seals came back for</h1>{STORY}</article>",
        "What the seals came back for",
    ),
    "kicker and site": (
        "<title>Opinion | Seals are not to be laughed at | The Post</title>",
        f"<main>{STORY}</main>",
        "Seals are not to be laughed at",
    ),
    "dash in the title": (
        '<meta property="og:title" content="Seals are back – and the fishermen are not amused">',
        f"<main>{STORY}</main>",
        "Seals are back – and the fishermen are not amused",
    ),
    "Chinese site": (
        "<title>海豹三十年后又回到了河口附近的沙滩上_自然频道_中国河流网</title>",
        f"<main>{STORY}</main>",
        "海豹三十年后又回到了河口附近的沙滩上",
    ),
    "sign of a link": (
        "<title>Seals are back</title>",
        f"<main><h1>Seals are back<a href='#seals'>¶</a></h1>{STORY}</main>",
        "Seals are back",
    ),
    "beginning of the summary": (
        (
            "<meta name='description' content='Seals are back in the river at last: wardens counted eleven pups.'>"
            "<title>Seals are back in the river</title>"
        ),
        f"<main><h1>Seals are back in the river at last</h1>{STORY}<h1>Where they come from</h1>{STORY}</main>",
        "Seals are back in the river at last",
    ),
    "link to edit": (
        "<title>Seals are back</title>",
        f"<main><h1>Seals are back<a href='/edit'>[edit]</a></h1>{STORY}</main>",
        "Seals are back",
    ),
    "title for the site": (
        f"{SITE}<meta property='og:title' content='The Post'><title>Seals are back in the river</title>",
        f"<main>{STORY}</main>",
        "Seals are back in the river",
    ),
}


@pytest.mark.parametrize("kind", TITLES)
def test_title(kind: str) -> None:
    head, body, title = TITLES[kind]
    assert title_of(head, body) == title


def test_heading_with_the_summary_is_no_chapter() -> None:
    head = '<meta name="description" content="Thirty years after the last one, eleven pups lie on the sands.">'
    summary = "<h2>Thirty years after the last one, eleven pups lie on the sands.</h2>"
    article = read_page(
        f"<html><head>{head}</head><body><article><h1>Seals</h1>{summary}{STORY}</article></body></html>"
    )
    reasons = {block.text: block.reason for block in article.blocks}
    assert (
        reasons["Thirty years after the last one, eleven pups lie on the sands."] == "summary (stated for the episode)"
    )


def test_paragraph_in_a_heading_is_no_chapter() -> None:
    long = "The wardens had not told anybody, not even the council, since people who want to see a seal come with dogs."
    article = read_page(f"<html><body><article><h1>Seals</h1>{STORY}<h3>{long}</h3>{STORY}</article></body></html>")
    assert [block.is_heading for block in article.blocks if block.text == long] == [False]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Seals are back in the river", "title (said in the intro)"),
        ("Seals are back in the river - The Post", "title (said in the intro)"),
        ("Seals are back in the river | The Post, Oban and Mull", "title (said in the intro)"),
        ("Seals are back in the river Seals have come back to the mouth of the ...", "teaser of this article"),
        ("Seals are back in the river, and they are loud at night when the tide is low.", None),
    ],
)
def test_title_said_once_more(text: str, reason: str | None) -> None:
    head = f"{SITE}<title>Seals are back in the river - The Post</title>"
    body = f"<article><h1>Seals are back in the river</h1><p>{text}</p>{STORY}</article>"
    article = read_page(f"<html lang='en'><head>{head}</head><body>{body}</body></html>")
    assert {block.text: block.reason for block in article.blocks}[text] == reason


@pytest.mark.parametrize(
    ("second", "reasons"), [("<div><p>{}</p></div>", [None, "said before"]), ("<p>{}</p>", [None] * 2)]
)
def test_paragraph_repeated_in_another_element(second: str, reasons: list[str | None]) -> None:
    text = "Wardens of the river on what the seals have come for."
    body = f"<main><h1>Seals</h1><p>{text}</p>{second.format(text)}{STORY}</main>"
    article = read_page(f"<html lang='en'><body>{body}</body></html>")
    assert [block.reason for block in article.blocks if block.text == text] == reasons
