"""The tables have the same keys in every language, and the names that they refer to."""

from __future__ import annotations

import pytest

from audiobrief.language.calendar import month_names, weekday_names
from audiobrief.language.profile import LANGUAGES, load_language
from audiobrief.language.tables import table, whole_table

ENGLISH_ONLY = {"attribution": {"beside_quotations"}}
"""Keys that only English has."""


@pytest.mark.parametrize("name", ["attribution", "clauses", "articles", "references"])
def test_every_language_has_every_key(name: str) -> None:
    assert set(whole_table(name)) == set(LANGUAGES)
    keys = table(name, "en").keys() - ENGLISH_ONLY.get(name, set())
    assert {language: table(name, language).keys() ^ keys for language in LANGUAGES if language != "en"} == {
        language: set() for language in LANGUAGES if language != "en"
    }


def test_no_key_stands_in_two_tables_of_a_language() -> None:
    keys = [key for name in ("attribution", "clauses", "articles") for key in table(name, "en")]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_calendar(language: str) -> None:
    assert len(set(month_names(language))) == 12
    assert len(set(weekday_names(language))) >= 7


def test_a_part_is_found_by_its_tag() -> None:
    assert table("calendar", "EN-gb") == table("calendar", "en")
    assert table("calendar", "tlh") == {}
    assert month_names("tlh") == ()


def test_the_names_of_the_calendar_are_no_names_of_people() -> None:
    assert {"Monday", "May"} <= load_language("en").not_names
    assert "Lundi" in load_language("fr").not_names


def test_another_language_has_the_words_of_english() -> None:
    assert load_language("tlh") == load_language("en-GB")
