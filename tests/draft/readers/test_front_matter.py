"""What the top of a file says of the article: a mail's lines, front matter, labels and contacts for newsrooms."""

from __future__ import annotations

from datetime import date

import pytest

from audiobrief.draft.drafting import Draft, make_draft
from audiobrief.draft.readers.markdown import read_markdown
from audiobrief.draft.readers.metadata import read_front_matter, read_mail_header
from audiobrief.draft.readers.text import read_text

STORY = "The old pump in the square stopped on Monday, after a hundred years of work.\n\nNobody knows why."


def of_text(top: str, story: str = STORY, end: str = "") -> Draft:
    return make_draft(read_text(f"{top}\n\n{story}\n\n{end}"), language="en")


def omitted(draft: Draft) -> list[str]:
    return [each.block.text for each in draft.omitted]


class TestMail:
    def test_its_subject_is_the_headline(self) -> None:
        draft = of_text("From: desk@agency.example\nSubject: Fwd: The pump\nDate: Tue, 06 Sep 2022 10:12:44 +0000")
        assert (draft.metadata.title, draft.metadata.published) == ("The pump", date(2022, 9, 6))
        assert {each.reason for each in draft.omitted} == {"header"}
        assert len(draft.omitted) == 3

    @pytest.mark.parametrize(
        "lines",
        [("Von: a@b.de", "Betreff: AW: Pumpe"), ("De : Ada", "Objet : La pompe"), ("Тема: Насос", "Від: А")],
    )
    def test_it_may_be_in_any_language(self, lines: tuple[str, str]) -> None:
        assert read_mail_header(lines)["title"] in {"Pumpe", "La pompe", "Насос"}

    def test_markdown_may_have_such_lines(self) -> None:
        draft = make_draft(read_markdown(f"Title: The pump\nAuthor: Ada Lee\n\n# The pump\n\n{STORY}"), language="en")
        assert (draft.metadata.title, draft.metadata.author) == ("The pump", "Ada Lee")
        assert omitted(draft) == ["Title: The pump", "Author: Ada Lee", "The pump"]

    @pytest.mark.parametrize("lines", [("Subject: The pump",), ("Pump: 3", "Well: 2"), ("From: Ada", "To: Bob"), ()])
    def test_other_lines_are_none(self, lines: tuple[str, ...]) -> None:
        assert read_mail_header(lines) == {}


class TestFrontMatter:
    @pytest.mark.parametrize(
        ("lines", "stated"),
        [
            ("description: >\n  Why it stopped,\n  and who knew.", {"description": "Why it stopped, and who knew."}),
            ("Title: 'The pump'\nauthors:\n  - Ada\n  - Bob", {"title": "The pump", "authors": "Ada, Bob"}),
            ("author: {name: Ada, url: x}\ndraft:", {"author": "Ada", "draft": ""}),
            ("title: The pump: a story\nsummary: >", {"title": "The pump: a story"}),
            ("just words", {}),
        ],
    )
    def test_it_is_read_as_yaml_and_else_by_lines(self, lines: str, stated: dict[str, str]) -> None:
        assert read_front_matter(lines) == stated

    def test_a_block_of_text_is_the_summary(self) -> None:
        text = f"---\ntitle: The pump\ndescription: |\n  Why it stopped.\n---\n\n{STORY}"
        assert read_markdown(text).metadata.summary == "Why it stopped."


class TestPressRelease:
    @pytest.mark.parametrize("label", ["FOR IMMEDIATE RELEASE", "OPINION", "Press release", "EMBARGOED UNTIL 6 MAY"])
    def test_a_label_is_not_the_headline(self, label: str) -> None:
        draft = of_text(f"{label}\n\nThe pump has stopped")
        assert draft.metadata.title == "The pump has stopped"
        assert [(each.reason, each.block.text) for each in draft.omitted] == [("label over the headline", label)]

    def test_a_label_over_no_headline_is_one(self) -> None:
        assert of_text("Opinion").metadata.title == "Opinion"

    def test_such_a_word_may_be_the_first_heading(self) -> None:
        draft = make_draft(read_markdown(f"# The pump\n\n## Analysis\n\n{STORY}"), language="en")
        assert [chapter.title for chapter in draft.chapters] == ["Analysis"]

    @pytest.mark.parametrize(
        "contact",
        [
            "Media contact:\nElin Hughes, Head of Communications\n+44 29 2018 0000\npress@pump.example",
            "Press enquiries\n\nElin Hughes\n\npress@pump.example",
            "For further information, please contact Elin Hughes on 029 2018 0000",
        ],
    )
    def test_whom_to_call_is_left_out(self, contact: str) -> None:
        draft = of_text("The pump has stopped", end=f"{contact}\n\nENDS\n###")
        assert [paragraph for chapter in draft.chapters for paragraph in chapter.paragraphs] == STORY.split("\n\n")
        assert omitted(draft)[-2:] == ["ENDS", "###"]

    @pytest.mark.parametrize(
        "said", ["Media contacts were hard to find, the mayor said.", "Contact with the pump was lost in the night."]
    )
    def test_a_sentence_about_contact_is_said(self, said: str) -> None:
        assert omitted(of_text("The pump has stopped", end=said)) == []
