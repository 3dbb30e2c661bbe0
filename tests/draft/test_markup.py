"""Markup within paragraphs of pages and of Markdown: what is spoken of it, and what is listed."""

from __future__ import annotations

import pytest

from audiobrief.draft.drafting import Draft, make_draft
from audiobrief.draft.readers.article_file import read_content

FIRST = "The pump of the town stopped on Monday, and nobody in the town knows yet why it did."
LAST = "The makers of the pump have been dead for a long time now, and nobody else can mend it."


def page(body: str) -> Draft:
    content = (
        f"<html lang='en'><body><article><h1>The pump</h1><p>{FIRST}</p>{body}<p>{LAST}</p></article></body></html>"
    )
    return make_draft(read_content(content.encode(), "a.html", "html"))


def markdown(body: str) -> Draft:
    return make_draft(read_content(f"# The pump\n\n{FIRST}\n\n{body}\n\n{LAST}".encode(), "a.md", "markdown"))


def outcome(draft: Draft) -> tuple[list[str], list[tuple[str, str]]]:
    """Return what is spoken between the first and the last paragraph, and what is left out."""
    spoken = [paragraph for chapter in draft.chapters for paragraph in chapter.paragraphs]
    assert (spoken[0], spoken[-1]) == (FIRST, LAST)
    return spoken[1:-1], [(each.reason, each.block.text) for each in draft.omitted]


@pytest.mark.parametrize(
    ("body", "spoken"),
    [
        ("<p>It holds 10<sup>6</sup> fish.</p>", "It holds 10⁶ fish."),
        ("<p>It is 3&times;10<sup>-3</sup> g.</p>", "It is 3×10⁻³ g."),
        ("<p>It was added<sup>2</sup> for all.<sup>4</sup></p>", "It was added for all."),
        ("<p>On the bridge<sup>a</sup> it fell.</p>", "On the bridge it fell."),
        ("<p>A ticket is $11<sup>99</sup> now.</p>", "A ticket is $11.99 now."),
        ("<p>On the 19<sup>th</sup> it took CO<sub>2</sub>.</p>", "On the 19th it took CO2."),
        ("<p>The sign <ruby>字<rp>(</rp><rt>ji</rt><rp>)</rp></ruby> is old.</p>", "The sign 字 is old."),
        ("<p>The <nobr>old pump</nobr> sup<wbr>plied it.</p>", "The old pump supplied it."),
        ("<p>The council<br>votes on it.</p>", "The council votes on it."),
        ("<p>She said: <q>We shall pay for it.</q></p>", "She said: “We shall pay for it.”"),
        ("<p>She said: <q>They call it <q>the boss</q>, all.</q></p>", "She said: “They call it ‘the boss’, all.”"),
        ("<p>She said: <q>“We shall pay for it.”</q></p>", "She said: “We shall pay for it.”"),
        ("<p>The <u>old</u> <ins>blue</ins> <mark>pump</mark> <a>fell</a>.</p>", "The old blue pump fell."),
    ],
)
def test_a_page(body: str, spoken: str) -> None:
    assert outcome(page(body))[0] == [spoken]


@pytest.mark.parametrize(
    ("body", "spoken"),
    [
        ("It holds 10<sup>6</sup> fish.", "It holds 10⁶ fish."),
        ("It holds 10^6^ fish.", "It holds 10⁶ fish."),
        ("It took H<sub>2</sub>O.", "It took H2O."),
        ("The council<br>votes on it.", "The council votes on it."),
        ("The sign <ruby>字<rp>(</rp><rt>ji</rt><rp>)</rp></ruby> is old.", "The sign 字 is old."),
        ("The council  \nvotes on it.", "The council votes on it."),
        ("She said: <q>We shall pay for it.</q>", "She said: “We shall pay for it.”"),
        ("It was added<sup>2</sup> for all.", "It was added for all."),
        ("*Not* the **old** `pump` of [the town](/town).", "Not the old pump of the town."),
        ("- [ ] Paint the rails", "Paint the rails"),
        ("- [x] Sweep the hall", "Sweep the hall"),
    ],
)
def test_markdown(body: str, spoken: str) -> None:
    assert outcome(markdown(body))[0] == [spoken]


@pytest.mark.parametrize(
    "draft",
    [
        page("<p>The price was <del>£20</del> <ins>£15</ins>.</p>"),
        page("<p>The price was <s>£20</s> £15.</p>"),
        markdown("The price was ~~£20~~ £15."),
        markdown("The price was <del>£20</del> £15."),
    ],
)
def test_what_is_struck_out_is_listed(draft: Draft) -> None:
    assert outcome(draft) == (["The price was £15."], [("struck out", "£20")])


def test_a_card_over_a_link_is_listed() -> None:
    card = (
        "<span class='card'><a href='/lee'>Ann Lee</a> <a href='/x'>Lee mends a pump</a> <a href='/y'>MORE</a></span>"
    )
    draft = page(f"<p>The pump was mended by <a href='/lee'>Ann Lee</a>{card} on Friday.</p>")
    assert outcome(draft) == (
        ["The pump was mended by Ann Lee on Friday."],
        [("hidden", "Ann Lee Lee mends a pump MORE")],
    )


def test_links_side_by_side_are_no_card() -> None:
    links = "<span><a href='/x'>Tom Reed</a> and <a href='/y'>Bob Roe</a></span>"
    draft = page(f"<p>The pump was mended by <a href='/lee'>Ann Lee</a>, {links} on Friday.</p>")
    assert outcome(draft)[0] == ["The pump was mended by Ann Lee, Tom Reed and Bob Roe on Friday."]


def test_a_paragraph_that_is_struck_out_is_listed() -> None:
    assert outcome(page("<del><p>It will be mended.</p></del>")) == ([], [("struck out", "It will be mended.")])


@pytest.mark.parametrize("name", ["visually-hidden", "sr-only", "screen-reader-text"])
def test_what_only_a_screen_reader_says_is_listed(name: str) -> None:
    draft = page(f"<p>See the map<span class='{name}'>Opens in new window</span>, she said.</p>")
    assert outcome(draft) == (["See the map, she said."], [("hidden", "Opens in new window")])


@pytest.mark.parametrize(
    "draft",
    [
        page("<p>There are two steps:</p><ol><li>Stop the pump.</li><li>Call us.</li></ol>"),
        markdown("There are two steps:\n\n1. Stop the pump.\n2. Call us."),
    ],
)
def test_numbered_items_keep_their_numbers(draft: Draft) -> None:
    assert outcome(draft)[0] == ["There are two steps:", "1. Stop the pump.", "2. Call us."]


@pytest.mark.parametrize(
    ("attributes", "numbers"),
    [
        ("", ["1.", "2."]),
        ("start='7'", ["7.", "8."]),
        ("reversed", ["2.", "1."]),
        ("type='a'", ["a.", "b."]),
        ("type='I' start='4'", ["IV.", "V."]),
        ("start='many'", ["1.", "2."]),
    ],
)
def test_items_of_a_page_are_numbered_as_a_browser_does(attributes: str, numbers: list[str]) -> None:
    items = "<li>Stop the pump at once.<ul><li>Not by hand.</li></ul></li><li>Call us.</li>"
    first, second = numbers
    expected = [f"{first} Stop the pump at once.", "Not by hand.", f"{second} Call us."]
    assert outcome(page(f"<ol {attributes}>{items}</ol>"))[0] == expected


QUOTED = "The pump was too old. It should have been replaced."


@pytest.mark.parametrize(
    "draft",
    [
        page(f"<p>The report by Ann Lee says:</p><blockquote><p>{QUOTED}</p></blockquote>"),
        page(f"<p>The report by Ann Lee says:</p><blockquote><h3>{QUOTED}</h3></blockquote>"),
        markdown(f"The report by Ann Lee says:\n\n> {QUOTED}"),
        markdown(f"The report by Ann Lee says:\n\n> ## {QUOTED}"),
    ],
)
def test_what_is_set_off_as_a_quotation_is_one(draft: Draft) -> None:
    assert outcome(draft)[0] == ["The report by Ann Lee says:", f"“{QUOTED}”"]


def test_the_source_under_a_quotation_goes_before_it() -> None:
    draft = page(f"<blockquote><p>{QUOTED}</p><footer>Ann Lee, engineer</footer></blockquote>")
    assert outcome(draft)[0] == [f"Ann Lee, engineer: “{QUOTED}”"]
    assert [remark.split(":")[0] for chapter in draft.chapters for remark in chapter.remarks] == ["Said by Ann Lee"]


def test_the_paragraphs_of_a_quotation_are_one() -> None:
    draft = page(f"<p>Ann Lee wrote:</p><blockquote><p>{QUOTED}</p><p>It is late now.</p></blockquote>")
    assert outcome(draft)[0] == ["Ann Lee wrote:", f"“{QUOTED}", "“It is late now.”"]
    assert [remark.split(":")[0] for chapter in draft.chapters for remark in chapter.remarks] == ["Said by Ann Lee"] * 2


def test_a_pull_quote_is_listed_with_the_name_under_it() -> None:
    draft = page("<blockquote><p>nobody in the town knows yet why</p><cite>Ann Lee</cite></blockquote>")
    assert [text for _, text in outcome(draft)[1]] == ["nobody in the town knows yet why", "— Ann Lee"]


def test_an_article_that_is_all_set_off_is_no_quotation() -> None:
    body = "".join(f"<p>{LAST}</p>" for _ in range(6))
    content = f"<html lang='en'><body><h1>The pump</h1><p>{FIRST}</p><blockquote>{body}</blockquote></body></html>"
    assert "“" not in "".join(make_draft(read_content(content.encode(), "a.html", "html")).chapters[0].paragraphs)


LINKED = "On Friday, Alan Reed, 54, and two other keepers of the pump denied the charge."


@pytest.mark.parametrize(
    "draft", [page(f"<p><a href='/x'><strong>{LINKED}</strong></a></p>"), markdown(f"[{LINKED}](/x)")]
)
def test_a_linked_sentence_in_the_story_is_spoken(draft: Draft) -> None:
    assert outcome(draft) == ([LINKED], [])


def test_a_linked_title_in_the_story_is_listed() -> None:
    title = "Three keepers of the pump deny all charges"
    assert outcome(page(f"<p><a href='/x'>{title}</a></p>")) == ([], [("link to other articles", title)])
