"""Words in capitals: spelled, said, or shouted."""

from __future__ import annotations

import pytest

from audiobrief.reading.normalise import find_readings
from audiobrief.reading.normalise.english.letters import say_token
from audiobrief.reading.normalise.tables import words


@pytest.mark.parametrize(
    ("capitals", "said"),
    [
        # Known.
        ("NATO", "Nato"), ("BBC", "B B C"), ("IAEA", "I A E A"), ("NOT", "not"),
        # Unknown: three letters are spelled, more are said if they can be.
        ("DUR", "D U R"), ("XQZ", "X Q Z"), ("BRTW", "B R T W"), ("ZELAN", "Zelan"), ("MKAT", "M K A T"),
        ("AEIO", "A E I O"), ("TARKB", "T A R K B"), ("MINSKER", "Minsker"), ("BCDFGH", "B C D F G H"),
        # No capitals.
        ("Nato", None), ("A", None), ("ЄС", None), ("", None),
    ],
)  # fmt: skip
def test_capitals_are_spelled_or_said(capitals: str, said: str | None) -> None:
    assert say_token(capitals) == said


def test_no_letters_are_both_said_and_spelled() -> None:
    assert not words("letters", "said") & words("letters", "spelled")
    assert not words("letters", "words") & words("letters", "said")


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("BBC", True),
        ("W.H.O. said", True),
        ("the BBC's", True),
        ("MPs", True),
        ("PhD", True),
        ("MI5", True),
        ("NATO", False),
        ("2023", False),
        ("plc", True),
        ("kWh", False),
    ],
)
def test_a_reading_says_whether_it_is_letters(text: str, spelled: bool) -> None:
    assert [reading.spelled for reading in find_readings(text, "en-GB")] == [spelled]
