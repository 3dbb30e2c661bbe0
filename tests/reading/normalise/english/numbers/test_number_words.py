"""English numbers in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from audiobrief.reading.normalise.english.dates import month_numbers
from audiobrief.reading.normalise.english.numbers.number_words import cardinal, fraction, number, ordinal, plural, year
from builders import wrong_rows


@pytest.mark.parametrize(
    ("written", "british", "american"),
    [
        ("0", "zero", "zero"),
        ("105", "one hundred and five", "one hundred five"),
        ("1,105", "one thousand one hundred and five", "one thousand one hundred five"),
        ("0.5", "zero point five", "zero point five"),
        ("2.05", "two point zero five", "two point zero five"),
        ("2.0", "two point zero", "two point zero"),
        ("007", "zero zero seven", "zero zero seven"),
        # Over fifteen digits, one by one.
        ("12" * 8, " ".join(["one two"] * 8), " ".join(["one two"] * 8)),
    ],
)
def test_a_number_by_region(written: str, british: str, american: str) -> None:
    assert number(written, british=True) == british
    assert number(written, british=False) == american


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (79, "seventy-nine"),
        (1000, "one thousand"),
        (1066, "ten sixty-six"),
        (1900, "nineteen hundred"),
        (1905, "nineteen oh-five"),
        (2000, "two thousand"),
        (2007, "two thousand and seven"),
        (2010, "twenty ten"),
        (2023, "twenty twenty-three"),
        (12023, "twelve thousand and twenty-three"),
    ],
)
def test_a_year(value: int, said: str) -> None:
    assert year(value, british=True) == said


@pytest.mark.parametrize(
    ("over", "under", "said"),
    [
        (1, 2, "one half"),
        (3, 2, "three halves"),
        (3, 4, "three quarters"),
        (2, 3, "two thirds"),
        (5, 8, "five eighths"),
        (1, 100, "one one hundredth"),
        (7, 24, "seven over twenty-four"),
    ],
)
def test_a_fraction(over: int, under: int, said: str) -> None:
    assert fraction(over, under, british=True) == said


@pytest.mark.parametrize(
    ("one", "many"), [("ninety", "nineties"), ("six", "sixes"), ("ten", "tens"), ("five", "fives")]
)
def test_a_plural(one: str, many: str) -> None:
    assert plural(one) == many


@given(st.integers(0, 10**15 - 1))
def test_a_cardinal_is_that_of_num2words_without_commas(value: int) -> None:
    said = cardinal(value, british=True)
    assert said == num2words(value, lang="en").replace(",", "")
    assert cardinal(value, british=False) == said.replace(" and ", " ")


@given(st.integers(0, 10**15 - 1))
def test_an_ordinal_is_that_of_num2words_without_commas(value: int) -> None:
    said = ordinal(value, british=True)
    assert said == num2words(value, lang="en", to="ordinal").replace(",", "")
    assert ordinal(value, british=False) == said.replace(" and ", " ")


def test_every_year_is_that_of_num2words() -> None:
    years = [value for value in range(1001, 10_000) if value % 1000 >= 10]
    assert [year(value, british=True) for value in years] == [num2words(value, lang="en", to="year") for value in years]


@pytest.mark.parametrize(("function", "form"), [(cardinal, "cardinal"), (ordinal, "ordinal")])
def test_all_small_and_round_numbers_are_those_of_num2words(function: Callable[..., str], form: str) -> None:
    values = [*range(2001), 10_000, 10_001, 100_001, 10**6, 10**6 + 1, 10**9, 10**12 + 100]
    rows = [((value,), num2words(value, lang="en", to=form).replace(",", "")) for value in values]
    assert wrong_rows(partial(function, british=True), rows) == []


def test_the_months_are_those_of_english() -> None:
    forms = Locale("en").months["format"]
    assert month_numbers() == {name: at for width in ("wide", "abbreviated") for at, name in forms[width].items()} | {
        "Sept": 9
    }
