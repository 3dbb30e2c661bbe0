"""A word said character by character."""

from __future__ import annotations

import pytest

from audiobrief.reading.normalise import spell


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("NATO", "en-GB", "N A T O"),
        ("A 1", "en", "A one"),
        ("a@b.org", "en", "a at b dot o r g"),
        ("AC/DC", "en", "A C slash D C"),
        ("B&Q", "en", "B and Q"),
        ("A4", "de", "A vier"),
        ("5А", "uk", "п'ять А"),
        ("A4", "tlh", "A 4"),
        ("٣", "en", "three"),
        ("", "en", ""),
    ],
)
def test_letters_stand_alone_and_figures_are_words(text: str, language: str, said: str) -> None:
    assert spell(text, language) == said
