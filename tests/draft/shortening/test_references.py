"""What a paragraph cannot be understood without."""

from __future__ import annotations

import pytest

from audiobrief.draft.shortening.references import find_needs
from audiobrief.language.profile import load_language

LEAD = "Ada Byrne has sold the bridge to a company from Norland."
OTHER = "Rain fell on the hills for eleven days."


def needs(*paragraphs: str, language: str = "en") -> list[set[int]]:
    return [set(needed) for needed in find_needs(paragraphs, load_language(language))]


@pytest.mark.parametrize(
    "text",
    [
        "But nobody came.",
        "However, nobody came.",
        "He wants to see it.",
        "This was not known.",
        "“They knew,” said Tom Reed of the harbour office.",
        "In his view, Tom Reed is right.",
        "Some of them wept.",
        "The second came later.",
        "Tom Reed agrees with her in part.",
        "Tom Reed rejected that on Tuesday.",
        "At the time, Tom Reed was asleep.",
        "Tom Reed was also there.",
    ],
)
def test_a_word_that_refers_back_needs_the_paragraph_before(text: str) -> None:
    assert 1 in needs(LEAD, OTHER, text)[2]


@pytest.mark.parametrize(
    "text",
    [
        "Tom Reed saw it.",
        "This week, Tom Reed is away.",
        "Nobody knows how much Tom Reed paid for his boat.",
        "The head of the harbour office, Tom Reed, saw it.",
        "“We knew,” said Tom Reed of the harbour office.",
        "Three people came by boat.",
    ],
)
def test_a_paragraph_that_stands_alone_needs_none(text: str) -> None:
    assert needs(LEAD, OTHER, text)[2] == set()


def test_a_surname_needs_the_whole_name() -> None:
    assert needs(OTHER, LEAD, OTHER, "Byrne was glad.")[3] == {1}
    assert needs(OTHER, LEAD, OTHER, "Ada Byrne was glad.")[3] == set()


def test_a_definite_noun_needs_its_first_mention() -> None:
    assert needs(LEAD, OTHER, "Tom Reed runs a mill.", OTHER, "Fire broke out near the mill.")[4] == {2}


def test_a_day_needs_its_first_mention() -> None:
    assert needs(LEAD, "A wall fell on Sunday.", OTHER, "Nobody was hurt on Sunday.")[3] == {1}


def test_a_quotation_needs_the_paragraph_that_says_who_speaks() -> None:
    assert needs(LEAD, "Tom Reed said:", "“We knew.”") == [set(), {2}, {1}]
    assert needs(LEAD, "“We knew,” said Tom Reed.", "“And we told them.”")[2] == {1}


def test_a_question_and_its_answer_need_each_other() -> None:
    assert needs("Why now?", "Because it rained.", OTHER) == [{1}, {0}, set()]


def test_what_is_needed_is_needed_with_all_that_it_needs() -> None:
    assert needs(LEAD, "Tom Reed was there.", "He left.", "But nobody knew.")[3] == {1, 2}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Er kam nicht."),
        ("de", "Das Unternehmen schweigt."),
        ("fr", "Mais personne n'est venu."),
        ("fr", "Il n'est pas venu."),
        ("es", "Pero nadie vino."),
        ("uk", "Але ніхто не прийшов."),
    ],
)
def test_other_languages(language: str, text: str) -> None:
    assert 1 in needs("Anna Lee.", "Tom Reed.", text, language=language)[2]


def test_a_name_at_the_beginning_needs_its_first_mention() -> None:
    assert needs(LEAD, "Visitors came from Harnsey.", OTHER, "Harnsey wants to decide next year.")[3] == {1}


def test_a_demonstrative_inside_the_first_sentence_needs_the_paragraph_before() -> None:
    assert 1 in needs(LEAD, "On page 187 it says: all.", "Nobody in the town read that sentence in time.")[2]
    assert needs(LEAD, OTHER, "Tom Reed said that prices will rise.")[2] == set()
