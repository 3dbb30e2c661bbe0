"""Pages: what their heads state, and which of their texts are the article."""

from __future__ import annotations

from datetime import date

import pytest

from audiobrief.draft.readers.html.page import read_page

STORY = """<article><h1>The bridge is open</h1>
<p>The bridge over the river is open again after a week, the town said on Friday morning.</p>
<p>It had been closed by ice that moved a pillar, and divers looked at it for days.</p></article>"""
SENTENCES = "<p>" + "The council met for hours and heard the engineer who looked at the bridge. " * 3 + "</p>"


def page(head: str = "", body: str = STORY, attributes: str = "") -> str:
    return f"<html {attributes}><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2023-02-17T06:00:00Z">', date(2023, 2, 17)),
        ('<meta name="date" content="1961-05-04">', date(1961, 5, 4)),
        # Whatever the clock says, which must not decide what a draft is like.
        ('<meta property="article:published_time" content="2931-02-17">', date(2931, 2, 17)),
        ("", None),
    ],
)
def test_the_day_is_the_one_that_the_page_states(head: str, day: date | None) -> None:
    assert read_page(page(head)).metadata.published == day


def test_authors_and_publisher_are_those_that_are_stated() -> None:
    data = (
        '{"@context":"https://schema.org","@type":"NewsArticle","headline":"The bridge is open",'
        '"author":[{"@type":"Person","name":"Ada Smith"},{"@type":"Person","name":"Bob Lee"}],'
        '"publisher":{"@type":"Organization","name":"The Crier"}}'
    )
    metadata = read_page(page(f'<script type="application/ld+json">{data}</script>')).metadata
    assert (metadata.author, metadata.publisher) == ("Ada Smith, Bob Lee", "The Crier")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "/only/a/path"])
def test_an_address_that_is_none_is_not_taken(address: str) -> None:
    metadata = read_page(
        page(f'<meta property="og:url" content="{address}"><link rel="canonical" href="{address}">')
    ).metadata
    assert metadata.url is None


def test_a_wrong_language_is_not_taken() -> None:
    assert read_page(page(attributes='lang="no language"')).metadata.language == "en"
    assert read_page(page(attributes='lang="en-GB"')).metadata.language == "en-GB"


def test_short_paragraphs_quotations_and_lists_of_the_article_are_in_it() -> None:
    inner = "<p>Yes.</p><blockquote><p>This stands apart.</p></blockquote><ol><li>Do this.</li><li>Do that.</li></ol>"
    body = f'<div class="share-bar content"><h1>Title</h1>{SENTENCES * 2}{inner}{SENTENCES}</div>'
    blocks = read_page(page(body=body)).blocks
    said = [block.text for block in blocks if block.reason is None]
    assert {"Yes.", "This stands apart.", "1. Do this.", "2. Do that."} < set(said)
    assert len(said) == 7


def test_a_box_in_the_article_is_set_apart_with_its_reason() -> None:
    boxes = {
        "<aside><p>Beside it.</p></aside>": "box beside the story",
        '<div class="newsletter-signup"><p>Daily.</p></div>': "newsletter",
        '<div id="cookie-consent"><p>Biscuits.</p></div>': "cookie notice",
        '<section class="related-articles"><p>Others.</p></section>': "link to other articles",
        '<div id="jp-relatedposts"><p>Older ones.</p></div>': "link to other articles",
        '<div class="vjs-modal-dialog"><p>This is a modal window.</p></div>': "box beside the story",
        '<p><a href="/x">Another article</a></p>': "link to other articles",
        "<figure><figcaption>A picture</figcaption></figure>": "caption",
        "<table><tr><td>1</td><td>2</td></tr></table>": "table",
        "<div hidden><p>Nobody sees it.</p></div>": "hidden",
        "<button>Press</button>": "button",
    }
    for box, reason in boxes.items():
        body = f"<article><h1>Title</h1>{SENTENCES}{box}{SENTENCES}</article>"
        assert [block.reason for block in read_page(page(body=body)).blocks] == [None, reason, None], box


@pytest.mark.parametrize("text", ["</p", "</header and nothing else", "<!-- -->", "</div ”\n said."])
def test_what_has_no_element_is_a_page_without_text(text: str) -> None:
    assert read_page(text).blocks == ()
