"""How findings are said."""

from __future__ import annotations

import pytest

from audiobrief.review.proof.findings import Finding, Kind, timecode


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0:00.0"), (83.42, "1:23.4"), (59.96, "1:00.0"), (3600, "1:00:00.0"), (3725.5, "1:02:05.5")],
)
def test_timecodes(seconds: float, shown: str) -> None:
    assert timecode(seconds) == shown


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_says_what_and_what_to_do(kind: Kind) -> None:
    text = Finding(kind, 1.0, 3, "north", "south", 3.0).what()
    assert text.endswith(")")
    assert " (" in text
    assert "\n" not in text


def test_a_long_sentence_is_shortened_in_the_middle() -> None:
    text = Finding(Kind.MISSING_SENTENCE, 1.0, 3, "word " * 100).what()
    assert len(text) < 200
    assert " … " in text
