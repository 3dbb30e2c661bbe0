"""Signs that a voice would pass over in silence."""

from __future__ import annotations

import pytest

from audiobrief.reading.normalise.clean_text import replace_signs


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("plain", "en", "plain"),
        ("₽", "en", " roubles "),
        ("₽", "de", "₽"),
        ("①", "en", "1"),
        ("①", "de", "1"),
        ("５％", "de", "5%"),
        ("♥", "en", " black heart suit "),
        ("♥", "fr", "♥"),
        ("20°", "en", "20°"),
        ("Київ", "en", "Київ"),
    ],
)
def test_signs_are_put_into_words_or_plainer_signs(text: str, language: str, said: str) -> None:
    assert replace_signs(text, language) == said
