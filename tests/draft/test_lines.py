"""Lines of a plain text and of a page: what is joined, what stands for itself, what is a heading."""

from __future__ import annotations

import pytest

from audiobrief.draft.drafting import Draft, make_draft
from audiobrief.draft.readers.html.page import read_page
from audiobrief.draft.readers.text import read_text

SAID = "For the third time this summer the church went past her window, and she waved at it."


def texts(text: str) -> list[str]:
    return [block.text for block in read_text(text).blocks]


def titles(draft: Draft) -> list[str | None]:
    return [chapter.title for chapter in draft.chapters]


@pytest.mark.parametrize(
    "lines",
    [
        ("100m girls: Tia Barrett, 13.4 s", "100m boys: Kai Lund, 12.6 s", "Long jump: Priya Shah, 4.61 m"),
        ("The grass is wet", "The field is wide", "My sock is full", "Of rain inside."),
        ("1. A picture of the site is sent on request.", "2. The site is open to the press on Thursday."),
        ("ENDS", "###"),
    ],
)
def test_lines_that_stand_for_themselves_are_not_joined(lines: tuple[str, ...]) -> None:
    assert texts("\n".join(lines)) == list(lines)


def test_such_lines_are_no_headings_and_leave_others_alone() -> None:
    draft = make_draft(read_text(f"Sports day\n\n{SAID}\n\nDates\n\n3 July: Taster\n9 July: Fair\n12 July: End"))
    assert titles(draft) == [None, "Dates"]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("all over the north-\neast of the town", "all over the north-east of the town"),
        ("on the ninth of May -\nor was it June", "on the ninth of May - or was it June"),
        (
            "Am Montag kam Frau Hale mit dem\nHund aus dem Haus, sah dem alten\nMann zu, und ging zu den andern\nUwe.",
            "Am Montag kam Frau Hale mit dem Hund aus dem Haus, sah dem alten Mann zu, und ging zu den andern Uwe.",
        ),
        ("She saw Mr Hale in\nLeeds, and he saw\nher too.", "She saw Mr Hale in Leeds, and he saw her too."),
    ],
)
def test_wrapped_lines_are_joined(text: str, joined: str) -> None:
    assert texts(text) == [joined]


@pytest.mark.parametrize("sign", "=-~")
def test_an_underlined_line_is_a_heading(sign: str) -> None:
    article = read_text(f"The town\n{sign * 8}\n\n{SAID}\n\nWhy it walks.\n\nA crack\n{sign * 7}\n{SAID}")
    draft = make_draft(article, language="en")
    assert (draft.metadata.title, titles(draft)) == ("The town", [None, "A crack"])
    assert sign * 3 not in " ".join(block.text for block in article.blocks)


def test_a_rule_under_a_sentence_makes_no_heading() -> None:
    assert not any(block.is_heading for block in read_text("It was over.\n------------\n\nThen it began.").blocks)


def test_a_bold_line_over_text_is_a_heading() -> None:
    body = f"<p>{SAID}</p><div><b>The roof</b><br>Work on the roof starts in May, at last.</div><p>{SAID}</p>"
    page = read_page(f"<html><head><title>News</title></head><body><h1>News</h1>{body}</body></html>")
    assert titles(make_draft(page, language="en")) == [None, "The roof"]


def test_bold_lines_of_a_verse_are_one_paragraph() -> None:
    page = read_page(
        "<html><body><h1>News</h1><p><b>The grass is wet</b><br><b>The field is wide</b></p></body></html>"
    )
    assert [block.text for block in page.blocks] == ["The grass is wet The field is wide"]


def test_the_question_over_a_closed_box_is_a_chapter() -> None:
    box = f"<details><summary>When is my day?</summary><p>{SAID}</p></details>"
    page = read_page(
        f"<html><head><title>Bins</title></head><body><h1>Bins</h1><p>{SAID}</p>{box}<h2>Contact</h2><p>{SAID}</p></body></html>"
    )
    assert titles(make_draft(page, language="en")) == [None, "When is my day?", "Contact"]


@pytest.mark.parametrize(
    "heading",
    [
        '<h4 class="article-author-name">Kenji Watt</h4>',
        '<h3><a rel="author" href="/k">Kenji Watt</a></h3>',
        '<h3 itemprop="author">Kenji Watt</h3>',
    ],
)
def test_an_authors_name_is_no_chapter(heading: str) -> None:
    page = read_page(
        f"<html><head><title>Fax</title></head><body><h1>Fax</h1>{heading}<p>{SAID}</p><p>{SAID}</p></body></html>"
    )
    draft = make_draft(page, language="en")
    assert titles(draft) == [None]
    assert [(each.reason, each.block.text) for each in draft.omitted] == [("byline", "Kenji Watt")]


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        ("<span>Fiona Hay</span><span>Our correspondent</span>", "Fiona Hay Our correspondent"),
        ("<span>T</span><span>he</span> end", "The end"),
        ("<span>Fiona</span>, <span>Hay</span>", "Fiona, Hay"),
    ],
)
def test_spans_that_are_set_apart_are_not_glued(spans: str, text: str) -> None:
    assert read_page(f"<html><body><h1>News</h1><div>{spans}</div></body></html>").blocks[0].text == text


STANDFIRST = "The town of Esk will close its bridge for nine weeks, since the old deck has to be made anew by a firm."


@pytest.mark.parametrize(
    "heading",
    [
        f"<h2>{STANDFIRST}</h2>",
        f"<h2>{STANDFIRST.rstrip('.')}</h2>",
        f"<h2>The roof</h2><p>{SAID}</p><h2>{STANDFIRST}</h2>",
    ],
)
def test_a_sentence_is_a_paragraph_though_it_is_marked_as_a_heading(heading: str) -> None:
    page = read_page(
        f"<html><body><article><h1>The bridge</h1>{heading}<p>{SAID}</p><p>{SAID}</p></article></body></html>"
    )
    assert STANDFIRST.rstrip(".") not in [str(title).rstrip(".") for title in titles(make_draft(page, language="en"))]


@pytest.mark.parametrize(
    "heading", ["When will the town close its old bridge, and who of us will have to pay for it all?", "The roof"]
)
def test_questions_and_short_headings_stay_headings(heading: str) -> None:
    page = read_page(
        f"<html><body><article><h1>The bridge</h1><p>{SAID}</p><h2>{heading}</h2><p>{SAID}</p></article></body></html>"
    )
    assert titles(make_draft(page, language="en")) == [None, heading]


@pytest.mark.parametrize(
    "draft",
    [
        make_draft(
            read_page(
                f"<html><body><h1>The bridge</h1><p>{SAID}</p><h2>“We shall pay for it”</h2><p>{SAID}</p></body></html>"
            )
        ),
        make_draft(
            read_page(
                f"<html><body><h1>The bridge</h1><p>{SAID}</p><b>“We shall pay for it”</b><p>{SAID}</p></body></html>"
            )
        ),
        make_draft(read_text(f"The bridge\n\n{SAID}\n\n“We shall pay for it”\n\n{SAID}")),
    ],
)
def test_a_quotation_is_no_heading(draft: Draft) -> None:
    assert titles(draft) == [None]
    assert draft.chapters[0].paragraphs == (SAID, "“We shall pay for it”", SAID)
