"""Texts and what is heard of them: forty faults and forty harmless differences."""

from __future__ import annotations

import csv
from pathlib import Path

from audiobrief.review.proof.comparison.compare import compare_texts
from builders import wrong_rows

with (Path(__file__).parent / "comparison.tsv").open(encoding="utf-8", newline="") as file:
    ROWS = [(row["kind"], row["written"], row["heard"]) for row in csv.DictReader(file, delimiter="\t", quoting=3)]


def test_the_table_has_at_least_forty_rows_of_each() -> None:
    harmless = [row for row in ROWS if row[0] == "harmless"]
    assert min(len(ROWS) - len(harmless), len(harmless)) >= 40


def test_faults_are_found_and_harmless_differences_are_not() -> None:
    def has_differences(_kind: str, written: str, heard: str) -> bool:
        return bool(compare_texts(written, heard, "en-GB"))

    assert wrong_rows(has_differences, [(row, row[0] != "harmless") for row in ROWS]) == []
