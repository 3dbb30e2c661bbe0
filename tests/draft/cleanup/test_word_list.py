"""The words of a language, and how rare they are."""

from __future__ import annotations

import pytest

from audiobrief.draft.cleanup.word_list import is_listed, load_word_list, rarity


@pytest.mark.parametrize(("language", "word"), [("de", "brücke"), ("en", "bridge"), ("es", "puente"), ("fr", "pont")])
def test_a_list_has_words_of_its_language(language: str, word: str) -> None:
    assert is_listed(word, language)
    assert not is_listed(f"{word}{word}", language)


def test_a_language_without_a_list() -> None:
    assert load_word_list("uk") is None
    assert not is_listed("міст", "uk")
    assert rarity("міст", "uk") == 1


def test_rare_words_count_more() -> None:
    rarities = [rarity(word, "en") for word in ("the", "people", "bridge", "lifeboat", "xyzzyx")]
    assert rarities == sorted(rarities)
    assert (rarities[0], rarities[-1]) == (0, 1)
