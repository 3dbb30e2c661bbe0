"""Which texts of a page are its article: what decides between boxes, surroundings and story."""

from __future__ import annotations

import pytest

from audiobrief.draft.cleanup.text import words_of
from audiobrief.draft.model import Article
from audiobrief.draft.readers.html import article_part
from audiobrief.draft.readers.html.page import read_page

PARAGRAPHS = [
    (
        "The ferry to Arden sails again from Monday, the harbour office said, after engineers had looked at "
        "its hull for two weeks and found a crack of five centimetres below the waterline."
    ),
    (
        "Nobody on board had noticed anything, since the water ran into a tank that is empty in summer, and "
        "the pumps are started by hand only where a lamp on the bridge is red."
    ),
    (
        "For the shops on the island it was a bad fortnight: bread came by helicopter, milk did not come at "
        "all, and the baker sold cakes that he had made for a wedding."
    ),
    (
        "The wedding has been moved to October, when the second ferry, which is being painted in a yard on "
        "the mainland, should be back as well, if the weather allows."
    ),
    (
        "Whether the company pays for what was lost is open. Its insurer wants to see the crack, and so the "
        "plate that was cut out lies in a shed under a blue cloth."
    ),
    (
        "Until the end of the year a diver will look at the hull every Friday night; passengers may watch "
        "from the pier, where the café stays open until the last boat."
    ),
]
STORY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
MENU = "<nav><ul><li><a href='/news'>News</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
TEASERS = "".join(
    f"<div><h3><a href='/{town}'>Where to eat in {town}</a></h3><p>Our guide to {town}, its inns and shops</p></div>"
    for town in ("Arden", "Borley", "Calder", "Dunmore", "Elstow", "Farley")
)


def page(body: str, head: str = "<title>The ferries sail again</title>") -> Article:
    return read_page(f'<html lang="en"><head>{head}</head><body>{MENU}{body}<footer>Privacy</footer></body></html>')


def spoken(article: Article) -> list[str]:
    return [block.text for block in article.blocks if block.reason is None]


def reasons(article: Article) -> dict[str, str]:
    return {block.text: block.reason for block in article.blocks if block.reason is not None}


def test_teasers_under_an_article_are_links_to_others() -> None:
    article = page(f"<main><h1>The ferries sail again</h1>{STORY}</main>{TEASERS * 3}")
    assert spoken(article) == PARAGRAPHS
    assert reasons(article)["Our guide to Arden, its inns and shops"] == "link to other articles"


def test_a_paragraph_between_two_of_the_article_is_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [words_of(text) for text in PARAGRAPHS[:2] + PARAGRAPHS[3:-1]]
    for library in ("_lines_by_trafilatura", "_lines_by_readability"):
        monkeypatch.setattr(article_part, library, lambda _root: found)
    article = page(f"<article><h1>The ferries sail again</h1>{STORY}</article>")
    assert spoken(article) == PARAGRAPHS[:-1]
    assert reasons(article)[PARAGRAPHS[-1]] == "outside of the article"


@pytest.mark.parametrize("mark", ["[1]", "<a href='/notes'>[<i>citation needed</i>]</a>"])
def test_paragraph_with_marks_of_notes_is_in_the_article(mark: str) -> None:
    marked = STORY.replace("the harbour office said", f"the harbour office said<sup>{mark}</sup>")
    assert spoken(page(f"<article><h1>The ferries sail again</h1>{marked}</article>")) == PARAGRAPHS


@pytest.mark.parametrize(
    "opening",
    [
        '<section id="sharing-with-the-islands"><h2>Sharing with the islands</h2>',
        '<div class="social-wide">',
        '<div style="display: none">',
        '<form action="/">',
        "<aside>",
    ],
)
def test_box_with_most_of_the_article_is_the_story(opening: str) -> None:
    tag = opening[1:].split(maxsplit=1)[0].strip(">")
    article = page(f"<main><h1>The ferries sail again</h1>{opening}{STORY}</{tag}></main>")
    assert [text for text in spoken(article) if text in PARAGRAPHS] == PARAGRAPHS


def test_hidden_copy_of_the_article_is_not_said() -> None:
    copy = f"<div hidden itemprop='articleBody'>{' '.join(PARAGRAPHS)}</div>"
    article = page(f"<article><h1>The ferries sail again</h1>{STORY}</article>{copy}")
    assert spoken(article) == PARAGRAPHS
    assert reasons(article)[" ".join(PARAGRAPHS)] == "hidden"


def test_section_named_after_its_heading_is_no_box() -> None:
    section = f"<section id='privacy-on-board'><h2>Privacy on board</h2><p>{PARAGRAPHS[5]}</p></section>"
    article = page(
        f"<article><h1>The ferries sail again</h1>{STORY[: STORY.index('<p>Until the end')]}{section}</article>"
    )
    assert spoken(article) == [*PARAGRAPHS[:5], "Privacy on board", PARAGRAPHS[5]]


def test_page_in_one_preformatted_text_is_split_at_empty_lines() -> None:
    assert spoken(page("<pre>" + "\n \n".join(PARAGRAPHS) + "</pre>")) == PARAGRAPHS


def test_page_in_many_preformatted_texts_is_said() -> None:
    assert spoken(page("".join(f"<pre>{text}</pre>" for text in PARAGRAPHS))) == PARAGRAPHS


def test_code_in_an_article_is_not_said() -> None:
    article = page(f"<article><h1>The ferries sail again</h1>{STORY}<pre>sail --to Arden</pre></article>")
    assert reasons(article)["sail --to Arden"] == "code"


def test_article_in_list_items_is_said() -> None:
    items = "".join(f"<li>{text}</li>" for text in PARAGRAPHS)
    assert spoken(page(f"<h1>The ferries sail again</h1><ul>{items}</ul>")) == PARAGRAPHS


def test_table_that_sets_out_the_page_is_no_table() -> None:
    layout = f"<table><tr><td><a href='/'>Home</a></td><td>{STORY}</td></tr></table>"
    assert spoken(page(f"<h1>The ferries sail again</h1>{layout}")) == PARAGRAPHS


def test_caption_inside_a_paragraph_is_set_apart() -> None:
    credit = '<span class="caption">© Provided by the harbour office</span>'
    article = page(f"<article><h1>The ferries sail again</h1>{STORY.replace('<p>', '<p>' + credit, 1)}</article>")
    assert spoken(article) == PARAGRAPHS
    assert reasons(article)["© Provided by the harbour office"] == "caption"


def test_other_articles_under_the_headline_s_are_not_said() -> None:
    first = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:3])
    second = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[3:])
    article = page(f"<article><h1>The ferries sail again</h1>{first}</article><article>{second}</article>")
    assert spoken(article) == PARAGRAPHS[:3]
    assert {reasons(article)[text] for text in PARAGRAPHS[3:]} == {"another article"}


def test_articles_inside_the_headline_s_are_said() -> None:
    posts = "".join(f"<article><p>{text}</p></article>" for text in PARAGRAPHS)
    assert spoken(page(f"<article><h1>The ferries sail again</h1>{posts}</article>")) == PARAGRAPHS


def test_link_with_a_script_is_text() -> None:
    linked = "".join(f"<p><a href='javascript:show()'>{text}</a></p>" for text in PARAGRAPHS)
    assert spoken(page(f"<article><h1>The ferries sail again</h1>{linked}</article>")) == PARAGRAPHS


def test_nested_emphasis_is_compared_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: None)  # so that readability decides alone
    text = "A <b>diver <i>looks</i> at</b> it <b>until <i>they</i> say</b> it <b>is <i>as</i> safe</b> as it was."
    article = page(f"<article><h1>The ferries sail again</h1>{STORY}<p>{text}</p></article>")
    assert spoken(article) == [*PARAGRAPHS, "A diver looks at it until they say it is as safe as it was."]


def test_labels_whose_words_are_in_the_article_are_outside() -> None:
    labels = "".join(f"<div>{word}</div>" for word in ("Monday", "The ferry", "A"))
    article = page(f"<article><h1>The ferries sail again</h1>{STORY}</article><div>{labels}</div>")
    assert spoken(article) == PARAGRAPHS
    assert reasons(article)["The ferry"] == "outside of the article"


def test_a_short_paragraph_of_the_article_is_spoken() -> None:
    article = page(
        f"<article><h1>The ferries sail again</h1>{STORY}<p>Nobody paid.</p><p>{PARAGRAPHS[0].upper()}</p></article>"
    )
    assert "Nobody paid." in spoken(article)
