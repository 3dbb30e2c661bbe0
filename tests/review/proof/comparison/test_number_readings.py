"""Numbers that are joined or divided in another way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.review.proof.comparison.number_readings import are_same_numbers

NUMBERS = st.lists(st.integers(0, 9999).map(str), min_size=1, max_size=3)


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("1040 first", "1041"),
        ("6 4 3 6", "64 36"),
        ("6 4 3 6", "6436"),
        ("1998 11", "199811"),
        ("1998 11", "1998 to 11"),
        ("1905", "19 0 5"),
        ("100 6", "106"),
        ("2000 23", "2023"),
        ("41th", "40 first"),
    ],
)
def test_numbers_that_can_be_said_alike_are_the_same(words: str, others: str) -> None:
    assert are_same_numbers(words.split(), others.split())
    assert are_same_numbers(others.split(), words.split())


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("15", "50"),
        ("430", "4.3"),
        ("2300", "2030"),
        ("1998", "1989"),
        ("6 4 3 6", "64 35"),
        ("390000", "309000"),
        ("10 to", "10 two"),
        ("", ""),
        ("to", "to"),
    ],
)
def test_other_numbers_and_words_are_not(words: str, others: str) -> None:
    assert not are_same_numbers(words.split(), others.split())


@given(NUMBERS)
def test_numbers_without_spaces_are_the_same_numbers(numbers: list[str]) -> None:
    joined = "".join(numbers)
    assert len(joined) > 9 or are_same_numbers(numbers, [joined])
