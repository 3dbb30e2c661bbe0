"""Which numbers two reports have in common, and how much they say."""

from __future__ import annotations

import pytest

from audiobrief.draft.stories.report_numbers import (
    ByValue,
    by_value,
    contradictions,
    lone_share,
    read_numbers,
    shared_weight,
)
from audiobrief.language.profile import load_language


def numbers(*lines: str) -> ByValue:
    """Return the numbers of a report whose first line is its lead."""
    return by_value(read_numbers(lines, 1, load_language("en")))


@pytest.mark.parametrize(
    ("one", "other", "weight"),
    [
        ("It cost £640 million.", "The £640m was paid.", 1.0),
        ("There are 83 coins.", "The 83 coins are gone.", 1.2),
        ("There are 83 coins.", "The 83 thieves are gone.", 1.0),
        ("It has 140 seats.", "It drove at 140 km/h.", 0.0),
        ("It rose by 6 percent.", "There were six accidents.", 0.0),
        ("It began at 9:40 am.", "It began at 9.40am.", 0.9),
        ("It has two doors.", "There are two.", 0.0),
        ("Bo Ray, 61, won.", "Ann Lee, 61, lost.", 0.1),
        ("It ended in 1974.", "It rained in 1974.", 0.2),
        ("A year ago, 83 coins went.", "The 83 coins are gone.", 0.0),
        ("It employs 212 people.", "The 212 people left.", 0.0),
        ("There are 83 of 97, and 14.", "Of 97, 83 are there, not 14.", 2.0),
    ],
)
def test_what_a_shared_number_says(one: str, other: str, weight: float) -> None:
    assert shared_weight(numbers(one), numbers(other)) == pytest.approx(weight)


def test_a_number_that_is_in_no_lead_says_less() -> None:
    assert shared_weight(numbers("It is.", "It has 83."), numbers("It was.", "It had 83.")) == pytest.approx(0.7)


def test_the_share_of_numbers_in_leads_that_stand_alone() -> None:
    assert lone_share(numbers("It has 83 of 97."), numbers("It has 83.", "And 14.")) == pytest.approx(1 / 4)


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("It has 83 coins.", "It has 97 coins.", 1),
        ("It has 83 coins and 9 cups.", "It has 97 coins and 9 cups.", 1),
        ("It has 83 coins.", "It has 97 cups.", 0),
        ("It has 83 coins, or 97 coins.", "It has 97 coins.", 0),
        ("The rate fell to 3.5 percent.", "The rate fell to 3.25 percent.", 1),
    ],
)
def test_the_things_of_which_no_number_is_the_same(one: str, other: str, number: int) -> None:
    assert contradictions(numbers(one), numbers(other)) == number
