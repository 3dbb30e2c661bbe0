"""Chapters: which lines are headings or questions, which are speech, and what leads to each."""

from __future__ import annotations

import pytest

from audiobrief.draft.drafting import Draft, make_draft
from audiobrief.draft.readers.html.page import read_page
from audiobrief.draft.readers.markdown import read_markdown
from audiobrief.draft.readers.text import read_text
from audiobrief.draft.structure.chapters import looks_like_heading, strip_numbers
from audiobrief.language.profile import LANGUAGES

SAID = "The bells of the town were cast in the spring, and nobody has counted them since then."


def titles(draft: Draft) -> list[str]:
    return [chapter.title for chapter in draft.chapters if chapter.title]


def led(draft: Draft) -> list[str]:
    return [chapter.transition for chapter in draft.chapters if chapter.transition]


def of_text(*paragraphs: str, language: str = "en") -> Draft:
    return make_draft(read_text("\n\n".join(["The bells", SAID, *paragraphs])), language=language)


def of_markdown(*paragraphs: str) -> Draft:
    return make_draft(read_markdown("\n\n".join(["# The bells", SAID, *paragraphs])), language="en")


@pytest.mark.parametrize(
    "line",
    [
        "Why the U.S. left the treaty",
        "What Mr. Hale wants",
        "St. Mary is cold",
        "No rain. No grain",
        "What does Mr. Hale want?",
        "Who came? And why?",
    ],
)
def test_a_full_stop_inside_makes_no_sentence_of_a_heading(line: str) -> None:
    assert looks_like_heading(line, "en")


@pytest.mark.parametrize("line", ["It rained. Nobody came.", "He stopped. Why?", "“Did they come?”", "«Et vous ?»"])
def test_sentences_and_speech_are_no_headings(line: str) -> None:
    assert not looks_like_heading(line, "en")


@pytest.mark.parametrize("line", ["“So anybody could have gone in?”", '"And did they?"', "– Et vous, vous dormez ?"])
def test_a_question_that_somebody_asks_aloud_is_said(line: str) -> None:
    draft = of_text(line, SAID, language="fr" if line.startswith("–") else "en")
    assert titles(draft) == []
    assert line in draft.chapters[0].paragraphs


def test_questions_put_to_somebody_are_chapters_where_others_are() -> None:
    first, long = (
        "You have waited for years. How do you sleep?",
        "And if you could do it all again, would you" * 4 + "?",
    )
    draft = of_text(first, SAID, "And then?", SAID, long, SAID)
    assert titles(draft) == [first, "And then?", long]


def test_a_long_paragraph_that_ends_in_a_question_is_said() -> None:
    paragraph = "You take the train to the coast. You change in the town, and wait for an hour, or for two. " * 2
    assert titles(of_text(f"{paragraph}Why would you do that?", SAID, "And then?", SAID)) == ["And then?"]


@pytest.mark.parametrize("question", ["He looked at the sea. Was it over?", "You never know. Was it over?"])
def test_a_question_that_a_story_asks_is_said(question: str) -> None:
    assert titles(of_text(question, SAID, SAID)) == []


INTERVIEW = (
    "How does one tune a bell?",
    "They say " + "that it is hard and " * 8 + "slow. Is it?",
    "It has no future.",
)


def test_what_is_bold_in_an_interview_is_asked() -> None:
    assert titles(of_markdown(*(part for each in INTERVIEW for part in (f"**{each}**", SAID)))) == list(INTERVIEW)
    body = "".join(f"<p><b>{each}</b></p><p>{SAID}</p>" for each in INTERVIEW)
    page = read_page(f"<html><head><title>The bells</title></head><body><h1>The bells</h1>{body}</body></html>")
    assert titles(make_draft(page, language="en")) == list(INTERVIEW)


def test_a_bold_sentence_that_nobody_asks_is_said() -> None:
    draft = of_markdown("**It has no future.**", SAID, "**It has a past.**", SAID, "## One", SAID)
    assert titles(draft) == ["One"]


class TestNumbers:
    def test_bold_lines_with_numbers_are_headings(self) -> None:
        draft = of_markdown("**1. Bees do not know you.**", SAID, "**2. Ask the old man**", SAID)
        assert titles(draft) == ["1. Bees do not know you.", "2. Ask the old man"]

    def test_they_are_not_said(self) -> None:
        draft = of_markdown("**1. Bees do not know you.**", SAID, "**2. Ask the old man**", SAID)
        assert led(draft) == ["First: Bees do not know you.", "And finally: Ask the old man."]
        assert draft.intro[-1] == "Coming up: Bees do not know you. Ask the old man."

    def test_one_number_alone_belongs_to_its_title(self) -> None:
        assert strip_numbers(["1. FC Union", "The fans"]) == ["1. FC Union", "The fans"]
        assert strip_numbers(["3. The sea: 4. The land"]) == ["The sea: The land"]
        assert strip_numbers(["IV. The sea", "V) The land"]) == ["The sea", "The land"]


@pytest.mark.parametrize(
    ("headings", "leading"),
    [
        (["Costs", "Who pays?"], ["First: Costs.", "And finally: Who pays?"]),
        (["Costs", "Who pays?", "Hopes"], ["First: Costs.", "Next: Who pays?", "One last part: Hopes."]),
        (["Who?", "Why?", "When?"], ["First: Who?", "That leads to the next question. Why?", "And finally: When?"]),
        (["Who?", "Why?"], ["First: Who?", "And a last question. Why?"]),
        (["Who pays?"], ["The question is: Who pays?"]),
    ],
)
def test_a_question_is_one_more_only_after_another(headings: list[str], leading: list[str]) -> None:
    assert led(of_markdown(*(part for each in headings for part in (f"## {each}", SAID)))) == leading


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headline_in_the_outro_is_the_articles(language: str) -> None:
    named = make_draft(read_text(f"The bells\n\n{SAID}"), language=language).outro[0]
    assert named.endswith(": The bells.")
    assert named.count(". ") == 1
    dated = make_draft(read_text(f"The bells\n\n2024-03-01\n\n{SAID}"), language=language).outro[0]
    assert "2024" in dated
    assert dated.endswith(": The bells.")
