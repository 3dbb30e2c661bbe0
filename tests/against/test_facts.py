"""Numbers and dates are found with their value, whatever they are written like."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from audiobrief.against.dates import Day, find_dates
from audiobrief.against.numbers import find_numbers
from audiobrief.against.quoted import QuotedWords


def values(text: str, language: str = "en-GB") -> list[object]:
    return [fact.value for fact in find_numbers(text, language)]


@given(st.integers(2, 999_999_999))
def test_a_number_in_english_words_is_that_in_digits(number: int) -> None:
    words = num2words(number, lang="en_GB").replace(",", "")
    assert values(words) == [number] == values(f"{number:,}") == values(str(number))


@pytest.mark.parametrize("language", ["de", "fr", "es", "uk"])
@given(number=st.integers(2, 999))
def test_a_number_in_other_words_is_that_in_digits(language: str, number: int) -> None:
    assert values(num2words(number, lang=language), language) == [number]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("£4.2bn", Decimal("4.2e9")),
        ("half a million", Decimal(500_000)),
        ("two and a half million", Decimal(2_500_000)),
        ("a dozen", Decimal(12)),
        ("two thirds", Decimal(2) / 3),
        ("the 1990s", Decimal(1990)),
        ("the twenty-first", Decimal(21)),
        ("nineteen ninety-four", Decimal(1994)),
    ],
)
def test_other_ways_to_write_a_number(text: str, value: Decimal) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize("text", ["one of them", "a second try", "thousands of people", "a kilo", "I am first"])
def test_what_is_seldom_a_number_is_passed_over(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("on 11 January 2023", "en-GB", [Day(2023, 1, 11)]),
        ("on January 11th, 2023", "en-US", [Day(2023, 1, 11)]),
        ("on 2023-01-11", "en", [Day(2023, 1, 11)]),
        ("on 01/11/2023", "en-US", [Day(2023, 1, 11)]),
        ("on 11/01/2023", "en-GB", [Day(2023, 1, 11)]),
        ("the eleventh of January", "en", [Day(None, 1, 11)]),
        ("in May, on Thursday", "en", [Day(None, 5), Day(weekday=3)]),
        ("they may march", "en", []),
        ("am 3. März 2021", "de", [Day(2021, 3, 3)]),
        ("le 1er mai", "fr", [Day(None, 5, 1)]),
        ("el 3 de mayo de 2021", "es", [Day(2021, 5, 3)]),
        ("3 травня", "uk", [Day(None, 5, 3)]),
    ],
)
def test_dates_are_found_by_their_value(text: str, language: str, days: list[Day]) -> None:
    assert [fact.value for fact in find_dates(text, language)] == days


@pytest.mark.parametrize(
    ("quotation", "there"),
    [
        ("“I AM ready, to fight!”", True),
        ("“I am … fight”", True),
        ("“fight … I am”", False),
        ("“I am [now] ready”", True),
        ("“I am not ready”", False),
        ("“am read”", False),
    ],
)
def test_a_quotation_has_the_articles_words_in_their_order(quotation: str, there: bool) -> None:
    assert (QuotedWords('He said: "I am ready to fight."', "en").doubt(quotation, "") is None) is there
