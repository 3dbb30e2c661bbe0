"""Words that mean a day only together with that on which they are said."""

from __future__ import annotations

import pytest

from audiobrief.language.relative_days import day_words, find_day_words


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en-GB", "Today they met; this morning, it rained.", [(0, "Today"), (16, "this morning")]),
        ("de", "Am Morgen regnete es, und heute Abend kommt Schnee.", [(26, "heute Abend")]),
        ("fr", "Il pleut aujourd’hui.", [(9, "aujourd'hui")]),
        ("es", "Llegó por la mañana.", []),
        ("uk", "Сьогодні дощ.", [(0, "Сьогодні")]),
        ("tlh", "today", []),
    ],
)
def test_they_are_found_in_their_place(language: str, text: str, days: list[tuple[int, str]]) -> None:
    assert list(find_day_words(text, language, "day")) == days


def test_each_is_given_once() -> None:
    assert day_words("On Monday, and again on Monday, but not on Friday, the 17th.", "en", "week") == (
        "On Monday",
        "on Monday",
    )
