"""Texts fit into nodes of a feed, and titles say what an episode is about."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.publish.preflight.rules.texts import (
    character_rules,
    length_rules,
    markup_rules,
    title_rules,
)
from audiobrief.publish.text import clean_texts, find_forbidden_character, nested_texts
from publish.preflight.rules.lines import lines

TREES = st.recursive(
    st.text() | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3),
    max_leaves=8,
)


def test_texts_have_the_keys_that_lead_to_them() -> None:
    content = {"title": "A", "number": 1, "chapters": [{"title": "B"}, {"title": "C"}], "tags": ("D",)}
    assert dict(nested_texts(content)) == {
        "title": "A",
        "chapters.0.title": "B",
        "chapters.1.title": "C",
        "tags.0": "D",
    }


@given(TREES)
def test_control_characters_and_spaces_at_the_edges_go_and_all_else_stays(content: Any) -> None:
    cleaned = clean_texts(content)
    assert [key for key, _ in nested_texts(cleaned)] == [key for key, _ in nested_texts(content)]
    for (_, after), (_, before) in zip(nested_texts(cleaned), nested_texts(content), strict=True):
        assert after == "".join(sign for sign in before if find_forbidden_character(sign) is None).strip()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"title": "Salt & 1 < 2 \U0001f399", "summary": "Two\n\nparagraphs"}, []),
        (
            {"title": "A\u0007B"},
            ["title: error: it holds the control character U+0007 (delete it in the script) [PSP-1]"],
        ),
        (
            {"chapters": [{"title": "A\ud800B"}]},
            ["chapters.0.title: error: it holds the control character U+D800 (delete it in the script) [PSP-1]"],
        ),
        (
            {"summary": "It rained. "},
            ["summary: warning: spaces stand at the edge of 'It rained. ' (delete them; publish does) [PSP-1]"],
        ),
    ],
)
def test_signs(content: Any, expected: list[str]) -> None:
    assert lines(character_rules(content)) == expected


def test_a_finding_is_one_line_whatever_it_quotes() -> None:
    assert lines(character_rules({"summary": "It\nrained.\u202e "})) == [
        "summary: warning: spaces stand at the edge of 'It\\nrained.\\u202e ' (delete them; publish does) [PSP-1]"
    ]


def test_lengths_are_those_of_bytes_where_directories_count_bytes() -> None:
    assert lines(length_rules({"title": "ї" * 255, "summary": "ї" * 2000}, "item")) == []
    assert lines(length_rules({"title": "ї" * 256, "summary": "ї" * 2001}, "item")) == [
        "title: error: it has 256 characters, and apps take 255 (shorten it) [PSP-1]",
        "summary: error: it has 4002 bytes, and apps take 4000 (shorten it) [Apple, PSP-1]",
    ]


@pytest.mark.parametrize("title", ["1 < 2 & 3 > 2", "AT&T; and others", "a<b", "Tom & Jerry", None])
def test_signs_that_are_no_html_are_good(title: str | None) -> None:
    assert lines(markup_rules({"title": title})) == []


@pytest.mark.parametrize(
    ("title", "part"),
    [("The <b>bridge</b>", "<b>"), ("Bridge<br/>open", "<br/>"), ("Salt &amp; fish", "&amp;"), ("&#8220;", "&#8220;")],
)
def test_html_in_a_title_is_refused(title: str, part: str) -> None:
    assert lines(markup_rules({"title": title})) == [
        f"title: error: '{part}' is HTML, and titles are plain text (write it plainly) [Apple]"
    ]


@pytest.mark.parametrize(
    "title",
    [
        "The bridge",
        "Could Belarus join the war in Ukraine?",
        "Apollo 13 and the 2024 election",
        "Partition 2",
        "NATO, UN",
        "10 things to know",
        "2024: a year of votes",
        "9/11 – what followed",
        "7.5 million votes",
    ],
)
def test_titles_that_say_what_it_is_about_are_good(title: str) -> None:
    assert lines(title_rules(title, "The Show")) == []


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Episode 12: the bridge", "Episode 12"),
        ("Ep. 12 The bridge", "Ep. 12"),
        ("#12 The bridge", "#12"),
        ("12. The bridge", "12."),
        ("S2E4 The bridge", "S2E4"),
        ("Folge 3: die Brücke", "Folge 3"),
        ("Випуск 3. Міст", "Випуск 3"),
    ],
)
def test_a_number_in_a_title_is_named(title: str, number: str) -> None:
    assert lines(title_rules(title, "The Show")) == [
        f"title: warning: the number '{number}' stands in it (put it in number: instead) [Apple]"
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "the show: a bridge",
            "title: warning: the show's name 'The Show' stands in it (leave it out; apps show it) [Apple]",
        ),
        (
            "THE BRIDGE IS OPEN",
            "title: warning: 'THE BRIDGE IS OPEN' is all in capitals (write it in small letters, too) [Apple]",
        ),
    ],
)
def test_a_title_that_says_more_is_named(title: str, expected: str) -> None:
    assert lines(title_rules(title, "The Show")) == [expected]
