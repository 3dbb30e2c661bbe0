"""Recognise words that turn what follows them into its opposite."""

from __future__ import annotations

from functools import cache

from audiobrief.language.tables import table


def is_negation(word: str, language: str) -> bool:
    """Return whether a word, in small letters and with a straight apostrophe, negates: `not`, `didn't`, `n'a`."""
    return word in _negations(language) or word.endswith("n't") or word.startswith("n'")


@cache
def _negations(language: str) -> frozenset[str]:
    return frozenset(table("clauses", language).get("negations", ()))
