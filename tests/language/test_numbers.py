"""Numbers, units and times of a text have the same value however they are written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from audiobrief.language.numbers.clock import TimeOfDay, find_times
from audiobrief.language.numbers.numerals import find_numbers
from audiobrief.language.numbers.units import named_unit, unit_beside


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


@given(st.integers(2, 999_999))
def test_a_number_in_german_words_is_that_in_digits(number: int) -> None:
    assert values(num2words(number, lang="de"), "de") == [number]


@given(st.integers(1100, 9999).filter(lambda year: year % 1000 >= 100))
def test_a_year_in_german_words_is_that_in_digits(year: int) -> None:
    assert values(num2words(year, lang="de", to="year"), "de") == [year]


@given(st.integers(3, 31).filter(lambda day: day != 8), st.sampled_from(["", "n", "r", "s", "m"]))
def test_an_ordinal_in_german_words_is_that_in_digits(day: int, ending: str) -> None:
    assert values(num2words(day, lang="de", to="ordinal") + ending, "de") == [day]


@given(st.decimals("1.1", 99, places=2).filter(lambda number: number % 1 != 0))
def test_a_decimal_in_english_words_is_that_in_digits(number: Decimal) -> None:
    assert values(num2words(number, lang="en_GB")) == [number]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("£4.2bn", Decimal("4.2e9")),
        ("one point two billion", Decimal("1.2e9")),
        ("three point five percent", Decimal("3.5")),
        ("nineteen oh five", Decimal(1905)),
        ("2½ hours", Decimal("2.5")),
        ("Henry VIII", Decimal(8)),
        ("World War II", Decimal(2)),
        ("one fifth", Decimal("0.2")),
        ("two fifths", Decimal("0.4")),
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


@pytest.mark.parametrize(
    "text",
    ["one of them", "a second try", "thousands of people", "a kilo", "I am first", "half of it", "the first half"],
)
def test_what_is_seldom_a_number_is_passed_over(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Sechseinhalbtausend", 6500),
        ("eineinhalb Milliarden", 1_500_000_000),
        ("anderthalb Millionen", 1_500_000),
        ("eine Million", 1_000_000),
        ("rund tausend", 1000),
        ("drei Komma fünf", Decimal("3.5")),
        ("drei Viertel", Decimal("0.75")),
        ("ein Achtel", Decimal("0.125")),
    ],
)
def test_other_ways_to_write_a_number_in_german(text: str, value: Decimal) -> None:
    assert values(text, "de") == [value]


@pytest.mark.parametrize("text", ["Tausende kamen", "im Jahrhundert", "das erste Mal", "eine Frau"])
def test_what_is_seldom_a_number_in_german_is_passed_over(text: str) -> None:
    assert values(text, "de") == []


@pytest.mark.parametrize(
    ("text", "language", "time"),
    [
        ("18:30", "en", TimeOfDay(18, 30, "pm")),
        ("04:15", "en", TimeOfDay(4, 15, "am")),
        ("6.30pm", "en", TimeOfDay(18, 30, "pm")),
        ("5 a.m.", "en", TimeOfDay(5, 0, "am")),
        ("at 6.30", "en", TimeOfDay(6, 30, None)),
        ("half past six", "en", TimeOfDay(6, 30, None)),
        ("at half six", "en", TimeOfDay(6, 30, None)),
        ("half past six in the evening", "en", TimeOfDay(18, 30, "pm")),
        ("a quarter to five", "en", TimeOfDay(4, 45, None)),
        ("twenty past nine", "en", TimeOfDay(9, 20, None)),
        ("twelve o'clock", "en", TimeOfDay(12, 0, None)),
        ("twelve o'clock at night", "en", TimeOfDay(0, 0, "am")),
        ("ten o'clock at night", "en", TimeOfDay(22, 0, "pm")),
        ("18.30 Uhr", "de", TimeOfDay(18, 30, "pm")),
        ("18 Uhr 30", "de", TimeOfDay(18, 30, "pm")),
        ("halb sieben", "de", TimeOfDay(6, 30, None)),
        ("halb sieben abends", "de", TimeOfDay(18, 30, "pm")),
        ("Viertel nach vier", "de", TimeOfDay(4, 15, None)),
        ("Viertel vor fünf", "de", TimeOfDay(4, 45, None)),
    ],
)
def test_a_time_is_found_whatever_it_is_written_like(text: str, language: str, time: TimeOfDay) -> None:
    assert [fact.value for fact in find_times(text, language)] == [time]


@pytest.mark.parametrize("text", ["2:04:31", "they won 3:2", "it costs 6.30", "half the people", "25:70"])
def test_what_is_no_time_is_passed_over(text: str) -> None:
    assert find_times(text, "en") == ()


@given(st.times().map(lambda time: time.replace(second=0, microsecond=0)))
def test_a_time_is_the_same_in_twelve_and_in_twenty_four_hours(time: dt.time) -> None:
    (long,), (short,) = find_times(f"{time:%H:%M}", "en"), find_times(f"{time:%I:%M %p}", "en")
    assert isinstance(long.value, TimeOfDay)
    assert isinstance(short.value, TimeOfDay)
    assert long.value.matches(short.value)


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("6 km", "en", "kilometre"),
        ("six kilometers", "en", "kilometre"),
        ("six-metre", "en", "metre"),
        ("30mm", "en", "millimetre"),
        ("£6", "en", "pound"),
        ("6 GBP", "en", "pound"),
        ("US$6", "en", "dollar"),
        ("6 Swiss francs", "en", "franc"),
        ("450p", "en", "penny"),
        ("6 per cent", "en", "percent"),
        ("6%", "en", "percent"),
        ("6 percentage points", "en", "percentage point"),
        ("20°C", "en", "celsius"),
        ("20 degrees Fahrenheit", "en", "fahrenheit"),
        ("auf neun Kilometern", "de", "kilometre"),
        ("6 Prozentpunkten", "de", "percentage point"),
        ("6 mètres", "fr", "metre"),
        ("6 kilómetros", "es", "kilometre"),
        ("6 кілометрів", "uk", "kilometre"),
        ("6 in hospital", "en", None),
        ("6m", "en", None),
        ("20 degrees", "en", None),
        ("6 points", "en", None),
    ],
)
def test_a_number_has_the_unit_beside_it(text: str, language: str, unit: str | None) -> None:
    (number,) = find_numbers(text, language)
    assert unit_beside(text, number.start, number.end, language)[0] == (named_unit(unit) if unit else None)
