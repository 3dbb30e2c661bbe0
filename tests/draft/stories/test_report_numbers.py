"""Which numbers two reports have in common, and how much they say."""

from __future__ import annotations

import pytest

from audiobrief.draft.stories.report_numbers import ByValue, by_value, lone_share, read_numbers, shared_weight
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
        ("It was built in 1974.", "It rained in 1974.", 0.2),
        ("A year ago, 83 coins went.", "The 83 coins are gone.", 0.3),
    ],
)
def test_what_a_shared_number_says(one: str, other: str, weight: float) -> None:
    assert shared_weight(numbers(one), numbers(other)) == pytest.approx(weight)


def test_a_number_that_is_in_no_lead_says_less() -> None:
    assert shared_weight(numbers("It is.", "It has 83."), numbers("It was.", "It had 83.")) == pytest.approx(0.8)


def test_the_share_of_numbers_in_leads_that_stand_alone() -> None:
    assert lone_share(numbers("It has 83 of 97."), numbers("It has 83.", "And 14.")) == pytest.approx(1 / 4)
