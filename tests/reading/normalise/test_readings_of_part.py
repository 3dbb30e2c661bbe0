"""The readings of a whole sentence that hold in a part of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.reading.normalise import find_readings, readings_of_part


def within(text: str, start: int, end: int) -> list[tuple[str, str]]:
    part = text[start:end]
    readings = readings_of_part(find_readings(text, "en-GB"), text, start, end, "en-GB")
    return [(part[each.start : each.end], each.replacement) for each in readings]


@pytest.mark.parametrize(
    ("text", "part", "readings"),
    [
        # What stands in the part as a whole keeps what the rest of the sentence says about it.
        ("Henry VIII won 2-1.", "VIII", [("VIII", "the eighth")]),
        ("Henry VIII won 2-1.", "won 2-1", [("2-1", "two one")]),
        ("Henry VIII won 2-1.", "won", []),
        # What is cut is read anew.
        ("It cost $4.2bn.", "$4.2", [("$4.2", "four point two dollars")]),
        ("It cost $4.2bn.", "bn", [("bn", "billion")]),
        ("On Jan. 11 we met.", "11 we", [("11", "eleven")]),
    ],
)
def test_a_part_has_its_own_and_what_is_left_of_others(text: str, part: str, readings: list[tuple[str, str]]) -> None:
    start = text.index(part)
    assert within(text, start, start + len(part)) == readings


@given(st.text("Henry VI 2-1$4.bn", max_size=30), st.data())
def test_readings_are_in_order_and_inside_the_part(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    at = 0
    for reading in readings_of_part(find_readings(text, "en"), text, start, end, "en"):
        assert at <= reading.start < reading.end <= end - start
        at = reading.end
