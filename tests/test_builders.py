"""The helpers of tests that could hide a failure."""

from __future__ import annotations

from builders import wrong_rows


def test_each_wrong_row_of_a_table_is_reported() -> None:
    rows = [(("7",), 7), (("8",), 9), (("x",), 0)]
    differs, fails = wrong_rows(int, rows)
    assert differs == "('8',): expected 9, got 8"
    assert fails.startswith("('x',): expected 0, raised ValueError(")
