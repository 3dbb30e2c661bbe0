"""Rounded numbers, dates and the words of quotations agree with those of an article."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audiobrief.language.numbers.amounts import hedges_before
from audiobrief.review.against.dates import Day, find_dates
from audiobrief.review.against.known_numbers import is_rounded_to
from audiobrief.review.against.quotations import QuotedWords


@pytest.mark.parametrize(
    ("words", "said", "meant", "agree"),
    [
        ("about", "120", "118", True),
        ("some", "31000", "31204", True),
        ("about", "120", "132", False),
        ("more than", "600", "612", True),
        ("over a", "600", "588", False),
        ("over", "600", "700", False),
        ("almost", "2000", "1987", True),
        ("under", "2000", "2040", False),
        ("exactly", "2000", "1999", False),
        ("about", "0.3333333333333333333333333333", "0.34", True),
    ],
)
def test_a_rounded_number_agrees_with_the_words_before_it(words: str, said: str, meant: str, agree: bool) -> None:
    hedges = hedges_before(f"{words} ", len(words) + 1, "en")
    assert is_rounded_to(Decimal(said), Decimal(meant), hedges) is agree


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
        ("on 14/11/23", "en-GB", [Day(2023, 11, 14)]),
        ("Mon 9 Oct", "en-GB", [Day(None, 10, 9, 0)]),
        ("on Tuesday, the tenth of October 2023", "en", [Day(2023, 10, 10, 1)]),
        ("on Friday, the 13th.", "en", [Day(None, None, 13, 4)]),
        ("14-16 October", "en", [Day(None, 10, 14), Day(None, 10, 16)]),
        ("October 14 to 16", "en-GB", [Day(None, 10, 14), Day(None, 10, 16)]),
        ("from the fourteenth to the sixteenth of October", "en", [Day(None, 10, 14), Day(None, 10, 16)]),
        ("October 14 and 15 people", "en-GB", [Day(None, 10, 14)]),
        ("the first of May", "en", [Day(None, 5, 1)]),
        ("on 3 October. 2017 was over", "en", [Day(None, 10, 3)]),
        ("since January 1,870 cases", "en", [Day(None, 1)]),
        ("since January, 1.5 million", "en", [Day(None, 1)]),
        ("am vierten Mai", "de", [Day(None, 5, 4)]),
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
    assert (QuotedWords('He said: "I am ready to fight."', "en").find_mismatch(quotation, "") is None) is there
