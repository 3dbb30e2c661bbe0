from __future__ import annotations

import pytest

from audiobrief.script.suggestions import closest


@pytest.mark.parametrize(
    ("word", "known", "advice"),
    [
        ("anchr", ["quote", "anchor"], "did you mean 'anchor'?"),
        ("zebra", ["quote", "anchor"], "known: anchor, quote"),
        ("zebra", [], "there are none"),
        ("a1", [f"a{n}" for n in range(501)], "none of the 501 that are known"),
    ],
)
def test_closest(word: str, known: list[str], advice: str) -> None:
    assert closest(word, known) == advice
