"""Footnotes: marks are not said, notes are listed."""

from __future__ import annotations

import pytest

from audiobrief.draft.drafting import make_draft
from audiobrief.draft.readers.article_file import read_content

REST = "The makers of the pump have been dead for a long time now, and nobody else can mend it."


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#fn1">1</a></sup>',
        '<sup class="footnote">1</sup>',
        "<sup>[1]</sup>",
        '<sup class="reference"><a href="#cite_note-1">[note 1]</a></sup>',
        '<a class="footnote-ref" href="#fn1">1</a>',
        "[1]",
    ],
)
def test_a_mark_on_a_page_is_not_said(mark: str) -> None:
    body = f"<p>The pump is old.{mark} It stopped on Monday, and nobody in the town knows why it did.</p><p>{REST}</p>"
    note = '<ol class="footnotes"><li id="fn1">Of 1904. <a href="#ref">↩</a></li></ol>'
    page = f"<html><head><title>Pump</title></head><body><article><h1>Pump</h1>{body}{note}</article></body></html>"
    draft = make_draft(read_content(page.encode(), "a.html", "html"), language="en")
    assert draft.chapters[0].paragraphs[0].startswith("The pump is old. It stopped on Monday")
    assert [(each.reason, each.block.text) for each in draft.omitted] == [("footnote", "Of 1904.")]


@pytest.mark.parametrize("text", ["90 m<sup>2</sup>", "the 2<sup>nd</sup>", '<a href="/2">2</a> pumps'])
def test_what_is_raised_but_no_mark_is_said(text: str) -> None:
    page = f"<html><head><title>Pump</title></head><body><p>It is {text} and old.</p><p>{REST}</p></body></html>"
    said = make_draft(read_content(page.encode(), "a.html", "html"), language="en").chapters[0].paragraphs[0]
    assert "2" in said


@pytest.mark.parametrize(
    ("kind", "text", "note"),
    [
        ("markdown", "The pump is old.[^1] It stopped.", "[^1]: Of 1904."),
        ("markdown", "The pump is old[^old]. It stopped.", "[^old]: Of 1904."),
        ("text", "The pump is old.[1] It stopped.", "[1] Of 1904."),
        ("text", "The pump is old. [1] It stopped.", "[1] Of 1904."),
    ],
)
def test_marks_in_texts_are_not_said_and_their_notes_are_listed(kind: str, text: str, note: str) -> None:
    draft = make_draft(read_content(f"The pump\n\n{text}\n\n{REST}\n\n{note}".encode(), "a", kind), language="en")
    said = [paragraph for chapter in draft.chapters for paragraph in chapter.paragraphs]
    assert "The pump is old. It stopped." in said
    assert [each.block.text for each in draft.omitted] == [note]


def test_brackets_that_mark_no_note_are_said() -> None:
    text = "The pump\n\n[1] It has [2] wheels, said the mayor.\n\n" + REST
    draft = make_draft(read_content(text.encode(), "a.txt", "text"), language="en")
    assert draft.chapters[0].paragraphs[0] == "[1] It has [2] wheels, said the mayor."
