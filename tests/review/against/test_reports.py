"""Reports with a true script each, and twenty changes of it that an editor must hear of.

They were written without knowledge of the rules. Of the 80 changes 77 were found when they were first measured, and of
true words one was told that is right, beside three that the scripts calculate.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from audiobrief.review.against.article import read_article_text
from audiobrief.review.against.compare import compare
from audiobrief.script.loader import load_script

REPORTS = Path(__file__).parent / "reports"
CHANGES = [
    (report, old, new)
    for report, kinds in tomllib.loads((REPORTS / "changes.toml").read_text(encoding="utf-8")).items()
    for changes in kinds.values()
    for old, new in changes.items()
]


@cache
def told_of_original(report: str) -> Counter[str]:
    return Counter(told(REPORTS / f"{report}.yaml", report))


def told(script: Path, report: str) -> list[str]:
    article = read_article_text(REPORTS / f"{report}.txt")
    return [
        finding.message.removeprefix("the article does not have the ")
        for finding in compare(load_script(script), article)
    ]


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ("health", ["number 'Two thirds'"]),  # 4.1 of 6.3 million
        # More than a hundred, of 112; and 61 less 54 percent.
        ("strike", ["number 'a hundred'", "number 'seven percentage points'"]),
        ("fire", ["number 'Two hundred'"]),  # 1,300 trees without 1,100
        ("startup", ["number 'Three quarters'"]),  # 1,140 of 1,520 people
    ],
)
def test_of_a_true_script_little_is_told_but_what_it_calculates(report: str, words: list[str]) -> None:
    assert told(REPORTS / f"{report}.yaml", report) == words


@pytest.mark.parametrize(("report", "old", "new"), CHANGES)
@pytest.mark.slow
def test_a_change_is_found(report: str, old: str, new: str, tmp_path: Path) -> None:
    text = (REPORTS / f"{report}.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / "changed.yaml").write_text(text.replace(old, new), encoding="utf-8")
    assert Counter(told(tmp_path / "changed.yaml", report)) - told_of_original(report)
