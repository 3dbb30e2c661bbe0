"""Sentences that contradict the article are found; those that say the same in other words are not."""

from __future__ import annotations

from pathlib import Path

from audiobrief.review.against.article import ArticleSentences
from audiobrief.review.against.statements.contradictions import find_contradictions
from builders import table_rows, wrong_rows


def first_contradiction(said: str, article: str, language: str) -> tuple[str, str] | None:
    found = find_contradictions(said, ArticleSentences(article), language)
    return next(((each.kind, said[each.start : each.end]) for each in found), None)


def test_contradictions() -> None:
    rows = table_rows(Path(__file__).with_name("statements.tsv"))
    assert not wrong_rows(
        first_contradiction,
        [((said, article, language), (kind, words) if kind else None) for language, kind, words, said, article in rows],
    )
