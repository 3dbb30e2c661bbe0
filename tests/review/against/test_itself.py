"""A text compared with itself gives no finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.language.numbers.amounts import find_amounts
from audiobrief.language.numbers.facts import without_overlap
from audiobrief.review.against.dates import Day, find_dates
from audiobrief.review.against.known_days import KnownDays
from audiobrief.review.against.known_numbers import KnownNumbers

WORDS = [
    *(
        "0",
        "1",
        "2",
        "14",
        "31",
        "66",
        "100",
        "1,200",
        "2.5",
        "0.05",
        "1905",
        "2023",
        "14/11/23",
        "31/02/2023",
        "18:30",
    ),
    *("½", "2½", "£5", "€1.2", "VII", "m", "million", "bn", "k", "%", "km", "metres", "hours", "minutes", "p", "1st"),
    *("one", "two", "twelve", "twenty", "hundred", "third", "half", "quarter", "oh", "point", "and", "a", "in", "to"),
    *(
        "past",
        "pm",
        "o'clock",
        "at",
        "noon",
        "about",
        "over",
        "percent",
        "percentage points",
        "-",
        ",",
        ".",
        "the",
        "of",
    ),
    *("Monday", "Tue", "October", "Oct", "May", "fourteenth", "pounds", "dollars", "yesterday", "tomorrow", "\n"),
    *("zwei", "tausend", "Millionen", "dritten", "halb", "Uhr", "Viertel", "nach", "Mai", "Dienstag", "bis", "rund"),
]


def not_borne_out(text: str, language: str) -> list[str]:
    """Compare a text with itself, and return the findings."""
    dates = find_dates(text, language)
    days = KnownDays([fact.value for fact in dates if isinstance(fact.value, Day)], (), ())
    told = without_overlap(find_amounts(text, language, evidence=True), dates)
    numbers = KnownNumbers(told, days.years, days.days)
    said = without_overlap(find_amounts(text, language), dates)
    missing = [fact for fact in dates if isinstance(fact.value, Day) and not days.has(fact.value)]
    missing += [fact for fact in said if not numbers.has(fact.value)]
    return [text[fact.start : fact.end] for fact in missing]


@pytest.mark.parametrize("language", ["en-GB", "de", "fr", "uk", "ja"])
@given(
    text=st.one_of(
        st.text(), st.lists(st.sampled_from(WORDS)).map(" ".join), st.lists(st.sampled_from(WORDS)).map("".join)
    )
)
def test_a_text_bears_itself_out(text: str, language: str) -> None:
    assert not_borne_out(text, language) == []
