"""Texts as words that can be compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.review.proof.comparison.spoken_words import spoken_words


def said(text: str) -> str:
    return " ".join(word.word for word in spoken_words(text.split(), "en-GB"))


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Friday, the 17th of February 2023.", "Friday, the 17th of February, 2023"),
        ("Mr Putin", "Mr. Putin"),
        ("“It’s grey,” she said – twice.", "It's grey, she said twice"),
        ("ITV News", "I T V news"),
        ("$4.2bn", "$4.2 billion"),
        ("a war of 10 weeks", "a war of ten weeks"),
    ],
)
def test_both_sides_come_out_the_same(written: str, heard: str) -> None:
    assert said(written) == said(heard)


def test_a_word_points_at_what_it_was_written_as() -> None:
    words = spoken_words(["On", "the", "17th", "of", "May,", "Mr.", "Putin", "paid", "$4.2bn."], "en-GB")
    written = {word.word: (word.first, word.last) for word in words}
    assert written["17th"] == (1, 5)
    assert written["mister"] == (5, 6)
    assert written["putin"] == (6, 7)
    assert written["4200000000"] == (8, 9)


def test_numbers_in_a_row_point_each_at_its_own() -> None:
    words = spoken_words(["Oil", "cost", "$78.36,", "$1.52", "more."], "en-GB")
    assert [(word.word, word.first) for word in words] == [
        ("oil", 0),
        ("cost", 1),
        ("78", 2),
        ("dollars", 2),
        ("and", 2),
        ("36", 2),
        ("cents", 2),
        ("1", 3),
        ("dollar", 3),
        ("and", 3),
        ("52", 3),
        ("cents", 3),
        ("more", 4),
    ]


@given(st.lists(st.text(min_size=1, max_size=6).filter(lambda text: not text.isspace()), max_size=6))
def test_words_point_at_words_that_are_there(written: list[str]) -> None:
    for word in spoken_words(written, "en"):
        assert 0 <= word.first < word.last <= len(written)
        assert word.word
